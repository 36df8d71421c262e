"""The two passes over a file, chunk by chunk: checking stages rows, writing hands them to the room that owns the kind.

Each chunk is one transaction: what it wrote and how far it came are kept together or not at all.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vmeste.ground.facts.recording import record
from vmeste.ground.imports import meanings, reader, storage
from vmeste.ground.imports.facts import ChunkChecked, ChunkWritten, ImportChecked, ImportWritten
from vmeste.ground.imports.mapping import Places, places_of
from vmeste.ground.imports.meanings import Meanings
from vmeste.ground.imports.models import Import, Row, State, Trace
from vmeste.ground.kernel import clock, registries
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.lifecycle import advance
from vmeste.ground.kernel.registries import ImportRun, Verdict

CHUNK = 1000
MOST_LIVE = 4  # runs kept between chunks; they hold what they know of the cards they met
Step = Callable[[Sequence[dict[str, str]]], list[Verdict]]


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the values of fields stand (field, place of its cell), and what words of theirs were said to mean."""

    places: Places
    meanings: Meanings

    def values_of(self, row: reader.Row) -> dict[str, str]:
        """Give a row as its kind takes it: field → text, or a code where its meaning was chosen."""
        return meanings.understood(self.meanings, {field: row.cells[place] for field, place in self.places})


@dataclass(slots=True)
class Live:
    """A run of this process and how far it came; valid only if the database came just as far."""

    run: ImportRun
    state: str
    done: int


_live: dict[int, Live] = {}
"""One at most per import; a run that is not here (another process, a rollback) is made anew from the rows behind it."""


def plan_of(mapping: Mapping[str, str], headings: Sequence[str], chosen: Meanings) -> Plan:
    """Give the way from cells to values."""
    return Plan(places_of(mapping, headings), chosen)


def plan_for(load: Import) -> Plan:
    """Give the way from cells to values of an import."""
    return plan_of(load.mapping, load.headings, load.meanings)


def decide(step: Step, plan: Plan, rows: Sequence[reader.Row]) -> list[Verdict]:
    """Give a verdict for each row, in order; rows that could not be read never reach the kind."""
    told = iter(step([plan.values_of(row) for row in rows if not row.fault]))
    return [unreadable(row) if row.fault else next(told) for row in rows]


def unreadable(row: reader.Row) -> Verdict:
    """Say why a row is wrong before anybody looked at its meaning."""
    return Verdict("wrong", reasons=[str(reader.ROW_WORDS[row.fault])])


def actor_behind(load: Import) -> Actor:
    """Give the person who imports, with the rights of this moment."""
    if load.person_id is None:
        return SYSTEM
    return registries.actor_makers.get("person")(load.person_id, load.organisation_id)


def keep_answers(load: Import) -> None:
    """Keep what the rows themselves answer to the questions of the kind, where the person left them open."""
    rows = (row for row, _end in reader.rows_from(storage.lines_of(load.id), 0))
    load.options = survey(actor_behind(load), load.kind, load.options, places_of(load.mapping, load.headings), rows)
    load.save(update_fields=["options"])


def survey(
    actor: Actor, kind: str, answers: Mapping[str, str], places: Places, rows: Iterable[reader.Row]
) -> dict[str, str]:
    """Give the answers for a file: those of a person, else those its rows give."""
    looked_at = ({field: row.cells[place] for field, place in places} for row in rows if not row.fault)
    found = registries.import_kinds.get(kind).survey(actor, answers, looked_at)
    return dict(answers) | {name: text for name, text in found.items() if not answers.get(name)}


def begin_run(load: Import) -> ImportRun:
    """Start a run of the kind for the person behind the import; raises `Refused` when the right is gone."""
    actor = actor_behind(load)
    kind = registries.import_kinds.get(load.kind)
    kind.can_import(actor).enforce()
    return kind.start(actor, dict(load.options))


def run_for(load: Import) -> ImportRun:
    """Give the run that has seen the rows behind us: the one at hand, or a new one that looks at them again."""
    live = _live.pop(load.id, None)
    if live and (live.state, live.done) == (load.state, load.done):
        return live.run
    run = begin_run(load)
    behind = islice((row for row, _end in reader.rows_from(storage.lines_of(load.id), 0)), load.done)
    for rows in in_chunks(behind):
        decide(run.judge, plan_for(load), rows)
    return run


def in_chunks(rows: Iterator[reader.Row], size: int = CHUNK) -> Iterator[list[reader.Row]]:
    """Give rows in lists of `size`."""
    while chunk := list(islice(rows, size)):
        yield chunk


def keep_run(load: Import, run: ImportRun) -> None:
    """Keep the run for the next chunk once this one is in the database."""
    live = Live(run, load.state, load.done)
    if load.is_running:
        transaction.on_commit(lambda: _put(load.id, live))


def _put(import_id: int, live: Live) -> None:
    _live[import_id] = live
    while len(_live) > MOST_LIVE:
        _live.pop(next(iter(_live)))


@command
def check_chunk(*, actor: Actor, load: Import) -> Import:
    """Judge and stage the next rows; after the last one the import is checked."""
    if not load.done:
        keep_answers(load)
    run = run_for(load)
    chunk = list(islice(reader.rows_from(storage.lines_of(load.id), load.place), CHUNK))
    rows = [row for row, _end in chunk]
    verdicts = decide(run.judge, plan_for(load), rows)
    Row.objects.bulk_create(
        (staged(load, row, verdict) for row, verdict in zip(rows, verdicts, strict=True)), batch_size=CHUNK
    )
    unknown = meanings.collect(load.unknown, verdicts)
    move(load, verdicts, State.CHECKED, place=chunk[-1][1] if chunk else load.place, unknown=unknown)
    keep_run(load, run)
    if load.is_running:
        record(ChunkChecked(import_id=load.id, thing=load.kind, done=load.done), actor=actor)
    else:
        record(ImportChecked(import_id=load.id, thing=load.kind, **load.counts), actor=actor)
    return load


def staged(load: Import, row: reader.Row, verdict: Verdict) -> Row:
    """Give a row as it is kept with its verdict."""
    return decided(Row(source=load, number=row.number, cells=row.cells, fault=row.fault), verdict)


def decided(row: Row, verdict: Verdict) -> Row:
    """Put a verdict into a row."""
    row.outcome, row.target_id = verdict.outcome, verdict.target_id
    row.changes = {name: [str(old), str(new)] for name, (old, new) in verdict.changes.items()}
    row.reasons = [str(reason) for reason in verdict.reasons]
    row.warnings = [str(warning) for warning in verdict.warnings]
    row.warned = bool(verdict.warnings)
    return row


def take(load: Import) -> bool:
    """Take this chunk for this transaction; a second worker with the same delivery waits here and then gets no."""
    here = Import.objects.filter(pk=load.pk, state=load.state, done=load.done, place=load.place)
    return bool(here.update(moved_at=clock.now()))


def move(load: Import, verdicts: Sequence[Verdict], end: State, *, place: int, **more: Any) -> None:
    """Count a chunk; after the last one take the next state."""
    counts: Counter[str] = Counter(verdict.outcome for verdict in verdicts)
    done = load.done + len(verdicts)
    ended = done >= load.total or not verdicts
    changes = {name: getattr(load, name) + counts[name] for name in load.counts}
    changes["warned"] = load.warned + sum(1 for verdict in verdicts if verdict.warnings)
    changes |= {"done": done, "place": place, "moved_at": clock.now(), **more}
    advance(load, at=State(load.state), to=end if ended else State(load.state), **changes)


@command
def write_chunk(*, actor: Actor, load: Import) -> Import:
    """Write the next staged rows through the kind; after the last one the import is done."""
    run = run_for(load)
    staged_rows = list(load.rows.filter(number__gt=load.place).order_by("number")[:CHUNK])
    rows = [reader.Row(row.number, row.cells, row.fault) for row in staged_rows]
    verdicts = decide(run.write, plan_for(load), rows)
    keep_verdicts(staged_rows, verdicts)
    keep_trace(load, run)
    move(load, verdicts, State.DONE, place=rows[-1].number if rows else load.place)
    keep_run(load, run)
    if load.is_running:
        record(ChunkWritten(import_id=load.id, thing=load.kind, done=load.done), actor=actor)
    else:
        record(ImportWritten(import_id=load.id, thing=load.kind, **load.counts), actor=actor)
    return load


def keep_trace(load: Import, run: ImportRun) -> None:
    """Keep what the chunk made and changed, so that it can be undone."""
    if left := run.trace:
        Trace.objects.create(source=load, made=left.made, as_made=left.as_made, changed=left.changed)


def keep_verdicts(rows: Sequence[Row], verdicts: Sequence[Verdict]) -> None:
    """Keep what became of rows, where it is not what the check foretold: one statement for all of them."""
    moved = [
        decided(row, verdict)
        for row, verdict in zip(rows, verdicts, strict=True)
        if (row.outcome, row.target_id) != (verdict.outcome, verdict.target_id)
    ]
    Row.objects.bulk_create(
        moved,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["outcome", "target_id", "changes", "reasons", "warnings", "warned"],
    )


def lost_file() -> str:
    """Say that the file is gone."""
    return _("The file is not there any more. Upload it again.")
