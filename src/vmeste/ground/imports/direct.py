"""A file imported in one go, without pages: the command line's way, over the same reader, mapping and kinds."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vmeste.ground.facts.recording import record
from vmeste.ground.imports import meanings, passes, queries, reader
from vmeste.ground.imports.corrections import corrected_by
from vmeste.ground.imports.facts import ImportWritten
from vmeste.ground.imports.mapping import as_mapping, missing, places_of
from vmeste.ground.imports.meanings import Meanings, Unknown
from vmeste.ground.imports.models import Import, Outcome, State
from vmeste.ground.kernel import clock, registries
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.lifecycle import advance
from vmeste.ground.kernel.registries import ImportRun, Verdict

TOLD = 10  # wrong rows shown to a person
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Report:
    """What became of a file: counts by outcome, columns, words no vocabulary knows, the first rows with faults.

    `load` is the import as it is listed, none after a dry run.
    """

    reading: reader.Reading
    mapping: dict[str, str]
    load: Import | None = None
    unknown: Unknown = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    warned: int = 0
    first_wrong: list[tuple[int, list[str]]] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)

    def add(self, rows: list[reader.Row], verdicts: list[Verdict]) -> None:
        """Count a chunk."""
        self.counts.update(verdict.outcome for verdict in verdicts)
        self.unknown = meanings.collect(self.unknown, verdicts)
        self.warned += sum(1 for verdict in verdicts if verdict.warnings)
        for row, verdict in zip(rows, verdicts, strict=True):
            if verdict.outcome == "wrong" and len(self.first_wrong) < TOLD:
                self.first_wrong.append((row.number, list(map(str, verdict.reasons))))

    def as_json(self) -> dict[str, Any]:
        """Give the stable shape of `--json`: `read` is the sum of the five outcomes."""
        counts = {outcome.value: self.counts[outcome.value] for outcome in Outcome}
        return {"read": sum(counts.values()), **counts, "mapping": self.mapping}


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asked for on the command line; `columns` are heading → field, `meanings` field → text → code."""

    kind: str
    path: Path
    dry_run: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    corrected: Mapping[str, Any] = field(default_factory=dict)
    meanings: Meanings = field(default_factory=dict)


def import_file(actor: Actor, order: Order, progress: Progress = lambda done, total: None) -> Report:  # noqa: ARG005
    """Read, judge and, unless it is a dry run, write a whole file.

    Raises `Unreadable` for the file as a whole, `Invalid` for columns or options, `Refused`.
    """
    kind = registries.import_kinds.get(order.kind)
    kind.can_import(actor).enforce()
    chosen = choose_meanings(actor, order)
    with tempfile.TemporaryDirectory(prefix="vmeste-import-") as folder:
        known = queries.known_headings(order.kind)
        reading = reader.read_table(order.path, Path(folder) / "lines", known, **order.corrected)
        report = Report(reading, choose_columns(actor, order, reading))
        plan = passes.plan_of(report.mapping, reading.head.headings, chosen)
        places = places_of(report.mapping, reading.head.headings)
        report.options = passes.survey(actor, order.kind, order.options, places, all_rows(report))
        run = kind.start(actor, report.options)
        if order.dry_run:
            judge_all(run, plan, report, progress)
        else:
            report.load = begin_report(actor=actor, order=order, report=report, chosen=chosen)
            write_all(run, plan, report, progress)
            end_report(actor=actor, load=report.load)
    return report


def choose_meanings(actor: Actor, order: Order) -> Meanings:
    """Give what words mean: what was said now, else what was said before. Raises `Invalid`."""
    asked = {
        name: {meanings.key_of(text): code for text, code in told.items()} for name, told in order.meanings.items()
    }
    if wrong := meanings.refused(order.kind, asked):
        raise Invalid({"": _("No vocabulary has this: %(words)s") % {"words": "; ".join(wrong)}})
    if not order.dry_run:
        meanings.remember(actor, order.kind, asked)
    return meanings.merged(meanings.remembered(actor, order.kind), asked)


def choose_columns(actor: Actor, order: Order, reading: reader.Reading) -> dict[str, str]:
    """Give field → heading: what was asked for, completed by what is proposed. Raises `Invalid`."""
    fields = registries.import_kinds.get(order.kind).fields
    headings = reading.head.headings
    for heading, name in order.columns.items():
        if heading not in headings or (name and name not in {one.name for one in fields}):
            raise Invalid(
                {
                    "": _("There is no column «%(heading)s» or no field «%(field)s».")
                    % {"heading": heading, "field": name}
                }
            )
    sample = [row.cells for row in reading.sample(queries.SAMPLE)]
    proposed = as_mapping(queries.proposal(actor, order.kind, headings, sample))
    asked = {name: heading for heading, name in order.columns.items() if name}
    kept = {name: heading for name, heading in proposed.items() if name not in asked and heading not in order.columns}
    if lacking := missing(fields, asked | kept):
        names = ", ".join(f"«{one.label}»" for one in lacking)
        raise Invalid({"": _("No column was found for %(names)s; name it with --map COLUMN=FIELD.") % {"names": names}})
    return {one.name: (asked | kept)[one.name] for one in fields if one.name in asked | kept}


def judge_all(run: ImportRun, plan: passes.Plan, report: Report, progress: Progress) -> None:
    """Tell what would become of all rows."""
    for rows in chunks_of(report):
        report.add(rows, passes.decide(run.judge, plan, rows))
        progress(report.counts.total(), report.reading.rows)


def write_all(run: ImportRun, plan: passes.Plan, report: Report, progress: Progress) -> None:
    """Write all rows, a chunk with what it leaves and how far it came in a transaction."""
    assert report.load is not None  # noqa: S101  made just before
    for rows in chunks_of(report):
        with transaction.atomic():
            report.add(rows, passes.decide(run.write, plan, rows))
            passes.keep_trace(report.load, run)
            count(report.load, report)
        progress(report.counts.total(), report.reading.rows)


def chunks_of(report: Report) -> Iterator[list[reader.Row]]:
    """Give the rows of the file chunk by chunk."""
    return passes.in_chunks(all_rows(report))


def all_rows(report: Report) -> Iterator[reader.Row]:
    """Give the rows of the file."""
    return (row for row, _end in reader.rows_from(report.reading.lines, 0))


def count(load: Import, report: Report) -> None:
    """Keep how far it came, so that what is broken off tells the truth."""
    counts = {outcome.value: report.counts[outcome.value] for outcome in Outcome}
    kept = {**counts, "done": report.counts.total(), "warned": report.warned, "unknown": report.unknown}
    Import.objects.filter(pk=load.pk).update(moved_at=clock.now(), **kept)
    for name, value in kept.items():
        setattr(load, name, value)


@command
def begin_report(*, actor: Actor, order: Order, report: Report, chosen: Meanings) -> Import:
    """List the import before its first row; file and rows are not kept, what it writes can be undone.

    Until its end it stands there as broken off: nobody else would say so if the process were killed.
    """
    with order.path.open("rb") as file:
        sha256 = file_digest(file, "sha256").hexdigest()
    return Import.objects.create(
        kind=order.kind,
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        state=State.FAILED,
        fault=_("It was broken off. What had been loaded by then stays."),
        uploaded_at=clock.now(),
        moved_at=clock.now(),
        forgotten_at=clock.now(),
        file_name=order.path.name[-200:],
        size=order.path.stat().st_size,
        sha256=sha256,
        head=asdict(report.reading.head),
        mapping=report.mapping,
        options=report.options,
        meanings=chosen,
        corrects=corrected_by(actor, order.kind, order.path.name, report.reading.head.headings),
        total=report.reading.rows,
    )


@command
def end_report(*, actor: Actor, load: Import) -> Import:
    """Say that all rows are written."""
    advance(load, at=State.FAILED, to=State.DONE, fault="", moved_at=clock.now())
    record(ImportWritten(import_id=load.id, thing=load.kind, **load.counts), actor=actor)
    return load
