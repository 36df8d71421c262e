"""What rooms tell of themselves when they start, so that lower rooms can show upper ones without knowing them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, Protocol, TypeVar

from django.http import HttpRequest

from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.decisions import Decision
from vmeste.ground.kernel.errors import type_text
from vmeste.ground.kernel.moving import Ledger
from vmeste.ground.kernel.undoing import Trace

T = TypeVar("T")


class Registry(Generic[T]):
    """Named entries in the order of registration; a name is taken once."""

    def __init__(self) -> None:
        """Start empty."""
        self._entries: dict[str, T] = {}

    def add(self, name: str, entry: T) -> None:
        """Take an entry; raises `ValueError` when the name is taken by another."""
        if self._entries.get(name, entry) != entry:
            message = f"{name} is registered already"
            raise ValueError(message)
        self._entries[name] = entry

    def get(self, name: str) -> T:
        """Give the entry; raises `KeyError`."""
        return self._entries[name]

    def __contains__(self, name: str) -> bool:
        """Tell whether the name is taken."""
        return name in self._entries

    def items(self) -> Iterable[tuple[str, T]]:
        """Give all names with their entries."""
        return self._entries.items()

    def values(self) -> Sequence[T]:
        """Give all entries."""
        return tuple(self._entries.values())


@dataclass(frozen=True, slots=True)
class SubjectView:
    """A subject as others may show it: its name, its page, the hue of its floor."""

    kind: str
    id: int
    title: str
    url: str
    hue: str = "gather"


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing others can point at with «kind + id».

    `show(actor, ids)` gives views of those the actor may see, by id, in a constant number of queries.
    """

    label: type_text
    show: Callable[[Actor, Sequence[int]], dict[int, SubjectView]]


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A word of the main menu; `hue` is gather, keep or work; `places` begin the addresses where it is current."""

    label: type_text
    url_name: str
    hue: str
    order: int
    places: tuple[str, ...] = ()
    show: Callable[[Actor], bool] = field(default=lambda actor: True)  # noqa: ARG005


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for a person: what, where, since when; `due` when it is late."""

    title: str
    url: str
    about: str
    since: Any
    urgent: bool = False


class WaitingProvider(Protocol):
    """A room's answer to «что ждёт меня», in a constant number of queries, at most `limit` things, oldest first."""

    def __call__(self, actor: Actor, limit: int) -> Sequence[Waiting]:
        """Give what waits for the actor."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A piece an upper room hangs on a page of a lower one; rendered from a template of the upper room.

    `context(actor, subject_id)` gives the template's values, or None to hang nothing.
    """

    template: str
    context: Callable[[Actor, int], dict[str, Any] | None]
    order: int = 100


@dataclass(frozen=True, slots=True)
class ImportField:
    """A value an import can take from a column.

    `aliases` are headings found in registers, lower case; `looks_like` recognises content where no heading helps.
    Where a field is `strict`, contents speak against a heading, however exact, but without one only if `alone`
    recognises them. `vocabulary` names the words whose codes the field takes.
    """

    name: str
    label: type_text
    aliases: tuple[str, ...] = ()
    required: bool = False
    looks_like: Callable[[str], bool] | None = None
    help: type_text = ""
    strict: bool = False
    alone: Callable[[str], bool] | None = None
    vocabulary: str = ""


Outcome = Literal["new", "changed", "unchanged", "duplicate", "wrong"]


@dataclass(slots=True)
class Verdict:
    """What becomes of one row: the outcome, the thing it meets, differences (field → old, new), words.

    Of a new thing the differences are all its values, from nothing; `unknown` are words no vocabulary knows (field →
    text), about which a person is asked once.
    """

    outcome: Outcome
    target_id: int | None = None
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)


class ImportRun(Protocol):
    """One pass over the rows of one file, in chunks, in order; it remembers what it saw before in this file.

    `trace` is what the last `write` made and changed.
    """

    trace: Trace

    def judge(self, rows: Sequence[dict[str, str]]) -> list[Verdict]:
        """Tell what would become of these rows; writes nothing; constant queries per chunk."""

    def write(self, rows: Sequence[dict[str, str]]) -> list[Verdict]:
        """Judge again and write these rows in the caller's transaction, through the room's bulk command."""


@dataclass(frozen=True, slots=True)
class ImportKind:
    """A kind of thing that can be imported; registered by the room that owns it.

    `options` are questions asked once per file (say, the territory), as name → form field factory; `further` are words
    and names of pages worth a look when a file is loaded.
    `survey(actor, answers, rows)` looks at rows before any is judged, a few for the page, later all of them, and gives
    answers that the file itself gives; what a person answered counts more. It raises `Invalid` for rows that are
    plainly something else. `undo` is the room's command that takes a written chunk back (policy,
    `kernel.undoing.restore`, fact), called newest first. `subject` is the kind of subject the rows become.
    """

    label: type_text
    fields: tuple[ImportField, ...]
    can_import: Callable[[Actor], Decision]
    start: Callable[[Actor, dict[str, str]], ImportRun]
    done_url: str
    undo: Callable[[Actor, Trace], None]
    subject: str = ""
    options: Callable[[Actor], dict[str, Any]] = field(default=lambda actor: {})  # noqa: ARG005
    further: tuple[tuple[type_text, str], ...] = ()
    survey: Callable[[Actor, Mapping[str, str], Iterable[Mapping[str, str]]], dict[str, str]] = field(
        default=lambda actor, answers, rows: {}  # noqa: ARG005
    )


@dataclass(frozen=True, slots=True)
class ThreadRule:
    """Who may read and who may write in the thread of a subject; decided by the room that owns the subject."""

    can_read: Callable[[Actor, int], Decision]
    can_write: Callable[[Actor, int], Decision]


@dataclass(frozen=True, slots=True)
class Pointer:
    """Columns of a model that name an organisation, for the day on which two cards turn out to be one.

    `kind_column` stands beside columns that name subjects of any kind. `settle(ledger, source, target)` makes room
    where two rows meet that may stand only once. `stays` says why rows go on naming the card they named. `label` says
    to readers what such rows are.
    """

    model: str
    columns: tuple[str, ...]
    kind_column: str = ""
    settle: Callable[[Ledger, int, int], None] | None = None
    stays: str = ""
    label: type_text = ""


pointers: Registry[Pointer] = Registry()
"""By «room.Model» or «room.Model.column»: all that name organisations, of every room."""

import_kinds: Registry[ImportKind] = Registry()


@dataclass(frozen=True, slots=True)
class Table:
    """What a row of a table is called where it stands in somebody's way, and the subject it is, if any."""

    label: type_text
    subject: str = ""


tables: Registry[Table] = Registry()
"""By Django's label in small letters, as «participants.organisation»."""

thread_rules: Registry[ThreadRule] = Registry()
"""By kind of subject."""

actor_makers: Registry[Callable[[int, int | None], Actor]] = Registry()
"""Under «person»: makes the actor of a person for an organisation, for work that goes on after the request."""

shell_parts: Registry[Callable[[HttpRequest], dict[str, Any]]] = Registry()
"""Pieces of the shell that belong to the reader; each gives values under its own name."""

looks_kept: Registry[Callable[[HttpRequest, str, str], None]] = Registry()
"""Who remembers what a reader chose on the page of looks: called with the language and, if chosen, the sight."""

release_data: Registry[Callable[[], str]] = Registry()
"""Loaders of what a release brings (territories, vocabularies): run by every `vmeste migrate` in one transaction each,
quick when nothing changed; each gives a sentence of what it did, or an empty text. Import what is heavy inside."""

checks: Registry[Callable[[], Sequence[str]]] = Registry()
"""Searchers for faults, run by `vmeste check`: each gives sentences, none when all is well."""

subjects: Registry[Subject] = Registry()
menu: Registry[MenuEntry] = Registry()
waiting: Registry[WaitingProvider] = Registry()
panels: dict[str, Registry[Panel]] = {}


def add_panel(subject_kind: str, name: str, panel: Panel) -> None:
    """Hang a panel on pages of this kind of subject."""
    panels.setdefault(subject_kind, Registry()).add(name, panel)


def panels_of(actor: Actor, subject_kind: str, subject_id: int) -> list[tuple[str, dict[str, Any]]]:
    """Give template and values of the panels on this subject's page, in order."""
    found = panels.get(subject_kind)
    hung = sorted(found.values(), key=lambda panel: panel.order) if found else []
    shown = ((panel.template, panel.context(actor, subject_id)) for panel in hung)
    return [(template, context) for template, context in shown if context is not None]
