"""Rows of an import in words: what is written, what changes, of what a row is a repetition, why it is refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from vmeste.ground.imports import queries
from vmeste.ground.imports.models import Import, Outcome, Row, State
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.registries import ImportField, SubjectView
from vmeste.ground.vocabulary import queries as vocabulary

BREAK = Markup("<br>")
LONGEST = 300
Line = tuple[str | Markup, int, Markup]


@dataclass(frozen=True, slots=True)
class Around:
    """What rows of a page point at: fields by name, cards by id, the first row of this file that met a card."""

    fields: dict[str, ImportField]
    cards: dict[int, SubjectView]
    first_rows: dict[int, int]


def shown_rows(actor: Actor, load: Import, rows: Sequence[Row]) -> list[Line]:
    """Put rows into words: title, number in the file, what becomes of it; two queries whatever their number."""
    targets = {row.target_id for row in rows if row.target_id}
    around = Around(queries.fields_of(load), cards(actor, load, targets), first_rows(load, rows))
    return [(title(load, row, around), row.number, BREAK.join(sentences(row, around))) for row in rows]


def cards(actor: Actor, load: Import, targets: set[int]) -> dict[int, SubjectView]:
    """Give the things these rows met, as far as they are in the database and the actor may see them."""
    kind = registries.import_kinds.get(load.kind) if load.kind in registries.import_kinds else None
    if kind is None or not kind.subject or not targets:
        return {}
    return registries.subjects.get(kind.subject).show(actor, list(targets))


def first_rows(load: Import, rows: Sequence[Row]) -> dict[int, int]:
    """Give target → number of the first row of the file that met it, for repeated rows."""
    repeated = {row.target_id for row in rows if row.outcome == Outcome.DUPLICATE and row.target_id}
    if not repeated:
        return {}
    met = load.rows.filter(target_id__in=repeated).order_by("-number").values_list("target_id", "number")
    return {target: number for target, number in met if target is not None}


def title(load: Import, row: Row, around: Around) -> str | Markup:
    """Name a row, with the way to the card it met or made."""
    name = queries.title_of(load, row)
    card = around.cards.get(row.target_id or 0)
    written = row.outcome != Outcome.NEW or load.state in (State.DONE, State.FAILED)
    return Markup('<a href="{}">{}</a>').format(card.url, name) if card and written else name


def sentences(row: Row, around: Around) -> list[str | Markup]:
    """Say everything of one row."""
    remarks = [_("Remark: %(text)s") % {"text": text} for text in row.warnings]
    changes = [change(around.fields.get(name), *pair) for name, pair in row.changes.items()]
    return [*repetition(row, around), *row.reasons, *remarks, *changes]


def repetition(row: Row, around: Around) -> list[str | Markup]:
    """Say of which row of the file, or of which card, a repeated row is a repetition."""
    if row.outcome != Outcome.DUPLICATE:
        return []
    first = around.first_rows.get(row.target_id or 0, row.number)
    said: list[str | Markup] = [_("The same as row %(number)s.") % {"number": first}] if first < row.number else []
    if card := around.cards.get(row.target_id or 0):
        link = Markup('<a href="{}">{}</a>').format(card.url, card.title)
        said.append(escape(_("Known already: %(card)s")) % {"card": link})
    return said or [_("It repeats an earlier row of this file.")]


def change(field: ImportField | None, old: str, new: str) -> str:
    """Say one difference; of a new thing what is written."""
    if field is None:
        return _("added: %(new)s") % {"new": new} if not old else f"{old} → {new}"
    values = {"field": field.label, "old": worded(field, old), "new": worded(field, new)}
    return _("%(field)s: %(old)s → %(new)s") % values if old else _("%(field)s: %(new)s") % values


def worded(field: ImportField, value: str) -> str:
    """Give a value as people read it: the word of a code, the beginning of a long text."""
    text = vocabulary.label(field.vocabulary, value) if field.vocabulary and value else value
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
