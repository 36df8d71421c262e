"""Reading imports: lists, one import, pages of rows, the columns proposed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from vmeste.ground.facts.models import Delivery
from vmeste.ground.facts.queries import worker_runs
from vmeste.ground.imports import mapping, reader, storage
from vmeste.ground.imports.commands import hash_of
from vmeste.ground.imports.corrections import is_reason
from vmeste.ground.imports.mapping import Guess, places_of
from vmeste.ground.imports.meanings import owner_of
from vmeste.ground.imports.models import Import, Memory, Outcome, Row, State
from vmeste.ground.imports.policies import visible_to
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.registries import ImportField, ImportKind

PER_PAGE = 50
SAMPLE = 200
WARNED = "warned"
MANY_TRIES = 3
LONGEST_FAULT = 300


def imports_of(actor: Actor) -> QuerySet[Import]:
    """Give the imports an actor sees, the newest first."""
    return Import.objects.filter(visible_to(actor)).select_related("person", "corrects")


def one_import(actor: Actor, import_id: int) -> Import:
    """Give an import the actor sees; raises `Import.DoesNotExist`."""
    return imports_of(actor).get(pk=import_id)


def kinds_for(actor: Actor) -> list[tuple[str, ImportKind]]:
    """Give what the actor may import."""
    return [(name, kind) for name, kind in registries.import_kinds.items() if kind.can_import(actor)]


def known_headings(kind: str) -> list[str]:
    """Give every heading by which fields of a kind are known, in normal form."""
    return [alias for field in registries.import_kinds.get(kind).fields for alias in mapping.aliases(field)]


def proposal(
    actor: Actor,
    kind: str,
    headings: Sequence[str],
    sample: Sequence[Sequence[str]],
    chosen: Mapping[str, str] | None = None,
) -> list[Guess]:
    """Give columns for fields: those chosen already, else those remembered for these headings, else guessed."""
    settled = chosen or remembered(actor, kind, headings)
    if settled:
        return [Guess(field, heading, 1.0) for field, heading in settled.items() if heading in headings]
    own = [place for place, heading in enumerate(headings) if not is_reason(heading)]
    columns = [[row[place] for place in own] for row in sample]
    return mapping.propose(registries.import_kinds.get(kind).fields, [headings[place] for place in own], columns)


def answers_for(
    actor: Actor, load: Import, guesses: Sequence[Guess], sample: Sequence[Sequence[str]]
) -> dict[str, str]:
    """Give answers to the questions of the kind: those a person gave, else what the first rows tell."""
    places = places_of(mapping.as_mapping(guesses), load.headings)
    rows = ({field: cells[place] for field, place in places} for cells in sample)
    try:
        found = registries.import_kinds.get(load.kind).survey(actor, load.options, rows)
    except Invalid:
        found = {}  # columns chosen otherwise may mend it; else the check says it
    return found | {name: text for name, text in load.options.items() if text}


def remembered(actor: Actor, kind: str, headings: Sequence[str]) -> dict[str, str]:
    """Give what the actor's organisation chose for these headings before; only fields the kind still has."""
    found = Memory.objects.filter(kind=kind, owner=owner_of(actor), headings_hash=hash_of(list(headings))).first()
    names = {field.name for field in registries.import_kinds.get(kind).fields}
    return {name: heading for name, heading in found.mapping.items() if name in names} if found else {}


def sample_of(load: Import, most: int = SAMPLE) -> list[list[str]]:
    """Give cells of the first rows; none when the file is gone."""
    lines = storage.lines_of(load.id)
    if not lines.exists():
        return []
    return [row.cells for row, _end in _first(reader.rows_from(lines, 0), most)]


def _first(rows: Iterator[tuple[reader.Row, int]], most: int) -> Iterator[tuple[reader.Row, int]]:
    for _number, row in zip(range(most), rows, strict=False):
        yield row


def is_stalled(load: Import) -> bool:
    """Tell whether an import waits because no worker runs."""
    return load.is_running and not worker_runs()


def progress(load: Import) -> dict[str, int]:
    """Give how much of the present pass is done: rows, or chunks while undoing."""
    if load.state in (State.EXAMINING, State.UNDOING):
        return {"done": load.place, "total": load.place + load.traces.count()}
    return {"done": load.done, "total": load.total}


def trouble(load: Import) -> str:
    """Give the fault on which the present chunk has failed several times; nothing when the work goes well."""
    owed = Delivery.objects.filter(reaction__startswith="imports.", attempts__gte=MANY_TRIES)
    failing = owed.filter(record__values__import_id=load.id).values_list("error", flat=True).first() or ""
    return failing.strip().partition("\n")[0][:LONGEST_FAULT]


@dataclass(frozen=True, slots=True)
class RowsPage:
    """A page of rows with one outcome, and the number after which the next page begins."""

    rows: list[Row]
    next_after: int | None


def rows_page(load: Import, part: str, after: int = 0) -> RowsPage:
    """Give rows of an outcome, or those with warnings; two queries whatever the size of the import."""
    chosen = Q(warned=True) if part == WARNED else Q(outcome=part)
    rows = list(load.rows.filter(chosen, number__gt=after).order_by("number")[: PER_PAGE + 1])
    more = len(rows) > PER_PAGE
    return RowsPage(rows[:PER_PAGE], rows[PER_PAGE - 1].number if more else None)


def wrong_rows(load: Import) -> Iterator[Row]:
    """Give all rows with faults, in the order of the file, without holding them in memory."""
    rows: QuerySet[Row] = load.rows.filter(outcome=Outcome.WRONG).order_by("number")
    return rows.iterator(chunk_size=1000)


def fields_of(load: Import) -> dict[str, ImportField]:
    """Give the fields of the import's kind by name; none when the room that had it is gone."""
    known = load.kind in registries.import_kinds
    return {field.name: field for field in registries.import_kinds.get(load.kind).fields} if known else {}


def title_of(load: Import, row: Row) -> str:
    """Give what a row is called in lists: what stands in its required columns, else its first filled cells."""
    places = {heading: place for place, heading in enumerate(load.headings)}
    required = [name for name, field in fields_of(load).items() if field.required and name in load.mapping]
    named = [row.cells[places[load.mapping[name]]] for name in required]
    return " · ".join(filter(None, named)) or " · ".join([cell for cell in row.cells if cell][:2])
