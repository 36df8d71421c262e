"""What pages of imports show: stages of the road, tiles, tabs, rows in words."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from django.forms import ChoiceField
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from vmeste.ground.imports import meanings, policies, queries, undoing
from vmeste.ground.imports.models import Import, Outcome, State
from vmeste.ground.imports.obstacles import told
from vmeste.ground.imports.preview import shown_rows
from vmeste.ground.imports.queries import WARNED
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.ui.shapes import Badge, Link, Stage, Tab, Tile

REACHED = {
    State.UPLOADED: 1,
    State.CHECKING: 2,
    State.CHECKED: 3,
    State.WRITING: 3,
    State.DONE: 4,
    State.FAILED: 3,
    State.CANCELLED: 1,
    State.EXAMINING: 4,
    State.UNDOING: 4,
    State.UNDONE: 4,
}
BADGES = {State.DONE: "good", State.FAILED: "bad", State.CANCELLED: "plain", State.UNDONE: "plain"}
MOST = 20
MOST_SHEETS = 6


def stages(load: Import | None) -> list[Stage]:
    """Give the road of a file with the place on it; nothing uploaded yet is the first stage."""
    here = REACHED[State(load.state)] if load else 0
    words = [_("File"), _("Columns"), _("Check"), _("Loading")]
    return [
        Stage(text, state="done" if place < here else "now" if place == here else "ahead")
        for place, text in enumerate(words)
    ]


def badge(load: Import) -> Badge:
    """Say where an import stands."""
    state = State(load.state)
    return Badge(state.label, BADGES.get(state, "wait"))  # type: ignore[arg-type]


FORMATS = {
    "text": gettext_lazy("text with a delimiter"),
    "workbook": gettext_lazy("workbook"),
    "records": gettext_lazy("records of JSON"),
    "lists": gettext_lazy("rows of JSON"),
}
DELIMITERS = {
    "\t": gettext_lazy("tab"),
    ";": gettext_lazy("semicolon ;"),
    ",": gettext_lazy("comma ,"),
    "|": gettext_lazy("bar |"),
}


def how_read(head: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Say what was found out about a file, in pairs of label and words; blank where there is nothing to say."""
    delimiter = DELIMITERS.get(head["delimiter"], head["delimiter"])
    return [
        (_("Format"), str(FORMATS[head["format"]])),
        (_("Encoding"), head["encoding"].upper()),
        (_("Delimiter"), str(delimiter)),
        (_("Sheet or list"), head["sheet"]),
        (_("Row of the headings"), where_headings(head)),
    ]


def other_sheets(head: Mapping[str, Any]) -> str:
    """Name the other sheets of a workbook, that nobody believes all of them to be loaded."""
    others = [f"«{name}»" for name in head.get("sheets") or () if name != head["sheet"]]
    return ", ".join(others[:MOST_SHEETS]) + (" …" if len(others) > MOST_SHEETS else "")


def where_headings(head: Mapping[str, Any]) -> str:
    """Say where the headings were found."""
    if head["format"] == "records":
        return _("names of the values; those inside others are divided by points")
    if not head["header_row"]:
        return _("none, columns are named by letters")
    row = head["header_row"]
    return f"{row}–{row + 1}" if head.get("header_lines") == 2 else str(row)  # noqa: PLR2004  of two


def answers(kind: str, options: Mapping[str, str]) -> list[tuple[str, str]]:
    """Say what a person or the rows tell of the whole file: label and words of each question that is a choice."""
    if kind not in registries.import_kinds:
        return []
    asked = registries.import_kinds.get(kind).options(SYSTEM)
    plain = {name: field for name, field in asked.items() if type(field) is ChoiceField and options.get(name)}
    return [(str(field.label), words_of(field, options[name])) for name, field in plain.items()]


def words_of(field: ChoiceField, value: str) -> str:
    """Give the words of a choice."""
    return next((str(words) for choice, words in field.choices if choice == value), value)  # type: ignore[misc, union-attr]


def kind_label(load: Import) -> str:
    """Say what the rows are."""
    return str(registries.import_kinds.get(load.kind).label) if load.kind in registries.import_kinds else load.kind


def result(actor: Actor, load: Import, asked: Mapping[str, str]) -> dict[str, Any]:
    """Give what the page after a pass shows: figures, tabs and a page of rows."""
    part = asked.get("rows", "")
    counts = {**load.counts, WARNED: load.warned}
    if part not in counts:
        part = next((name for name in (Outcome.NEW, Outcome.CHANGED, Outcome.WRONG) if counts[name]), Outcome.NEW)
    after = int(asked["after"]) if asked.get("after", "").isascii() and asked.get("after", "").isdigit() else 0
    page = queries.rows_page(load, part, min(after, 2**31 - 1))
    address = reverse("imports:import", args=[load.pk])
    return {
        "load": load,
        "stages": stages(load),
        "badge": badge(load),
        "kind_label": kind_label(load),
        "done_url": done_url(load),
        "further": further(load),
        "again_url": reverse("imports:new", args=[load.kind]),
        "tiles": [Tile(counts[name], text) for name, text in parts()],
        "tabs": [
            Tab(text, f"{address}?rows={name}#rows", name == part)
            for name, text in parts()
            if counts[name] or name == part
        ],
        "part_label": dict(parts())[part],
        "answers": answers(load.kind, load.options),
        "rows": shown_rows(actor, load, page.rows),
        "next": f"{address}?{urlencode({'rows': part, 'after': page.next_after})}#rows" if page.next_after else None,
        "nothing_to_write": not (load.new + load.changed + load.duplicate),
        **around(actor, load),
    }


def parts() -> list[tuple[str, str]]:
    """Give the parts of a result in their order, with words."""
    return [*((outcome.value, str(outcome.label)) for outcome in Outcome), (WARNED, pgettext("rows", "With remarks"))]


def around(actor: Actor, load: Import) -> dict[str, Any]:
    """Give what the page says beside the rows: corrections of this import, words to be explained, undoing."""
    written = load.state in undoing.WRITTEN
    return {
        "corrections": list(load.corrections.filter(policies.visible_to(actor)).exclude(state=State.CANCELLED)[:MOST]),
        "unknown": sum(len(words) for _field, words in meanings.questions(load)),
        "can_undo": written and bool(policies.can_undo(actor, load)),
        "kept_until": undoing.kept_until(load),
        "obstacles": told(actor, load) if written else [],
        "download": ("wrong_xlsx", "XLSX") if load.head["format"] != "text" else ("wrong_csv", "CSV"),
    }


def done_url(load: Import) -> str:
    """Give the page where the loaded things are found; nothing when there is none."""
    if load.kind not in registries.import_kinds:
        return ""
    address = registries.import_kinds.get(load.kind).done_url
    try:
        return address if address.startswith("/") else reverse(address)
    except NoReverseMatch:
        return ""


def further(load: Import) -> list[Link]:
    """Give the pages worth a look when the rows are loaded."""
    known = load.kind in registries.import_kinds
    return [Link(text, reverse(name)) for text, name in registries.import_kinds.get(load.kind).further] if known else []


def file_name(load: Import, ending: str) -> str:
    """Name the download after the file it came of."""
    ending = "tsv" if ending == "csv" and load.head["delimiter"] == "\t" else ending
    return _("%(name)s, rows with faults.%(ending)s") % {"name": load.file_name.rpartition(".")[0], "ending": ending}


def attachment(load: Import, ending: str) -> str:
    """Give the header that saves a download under its name."""
    return f"attachment; filename*=UTF-8''{quote(file_name(load, ending))}"
