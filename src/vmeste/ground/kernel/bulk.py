"""A pass over rows each of which makes or completes one thing found by a key: the common part of kinds of import.

Rows of one key are one thing: the first makes it or meets it, later ones only add. The same file twice changes nothing.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.db.models import Model

from vmeste.ground.kernel import clock
from vmeste.ground.kernel.registries import Outcome, Verdict
from vmeste.ground.kernel.undoing import Trace, every

T = TypeVar("T", bound=Model)
BATCH = 500


@dataclass(slots=True)
class Read:
    """One row as its kind read it: the key of its thing, values by field of the model, what is wrong or unknown."""

    key: Hashable = None
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)
    context: Any = None


class BulkRun(Generic[T]):
    """One pass over a file; a kind says how rows are read, what is known and how a thing is made.

    `versioned` things have `version` and `changed_at`; `watched` are fields, the same in all new things, whose later
    change forbids undoing; `guarded` such that differ from one to the other.
    """

    model: type[T]
    versioned = True
    watched: tuple[str, ...] = ("version",)
    guarded: tuple[str, ...] = ()

    def __init__(self) -> None:
        """Begin with nothing met."""
        self.met: dict[Hashable, T] = {}
        self.trace = Trace()
        self.made: dict[Hashable, T] = {}
        self.before: dict[Hashable, tuple[T, dict[str, Any]]] = {}

    def read(self, rows: Sequence[Mapping[str, str]]) -> list[Read]:
        """Read rows; constant queries."""
        raise NotImplementedError

    def known(self, keys: set[Hashable]) -> dict[Hashable, T]:
        """Give the things of these keys that the database has; constant queries."""
        raise NotImplementedError

    def make(self, row: Read) -> T:
        """Make a thing, not saved."""
        raise NotImplementedError

    def adds(self, thing: T, row: Read, *, again: bool) -> dict[str, Any]:
        """Give what a row changes on a thing that is there; by default whatever differs, a repetition fills blanks."""
        return {
            name: value
            for name, value in row.values.items()
            if not blank(value) and value != (old := getattr(thing, name)) and (blank(old) or not again)
        }

    def holds_back(self, thing: T) -> str:
        """Say why a known thing may not be changed by this pass; nothing when it may."""
        del thing
        return ""

    def shown(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Put values into the words of the kind's own fields."""
        return {name: text_of(value) for name, value in values.items()}

    def told(self, row: Read) -> Mapping[str, Any]:
        """Give what is shown of a new thing; by default what its cells say."""
        return row.values

    def judge(self, rows: Sequence[dict[str, str]]) -> list[Verdict]:
        """Tell what would become of these rows."""
        return self.take(rows, writing=False)

    def take(self, rows: Sequence[Mapping[str, str]], *, writing: bool) -> list[Verdict]:
        """Judge a chunk and gather what is to be written; when `writing`, the database alone says what is known."""
        self.made, self.before, self.trace = {}, {}, Trace()
        read = self.read(rows)
        known = self.known({one.key for one in read if not one.faults})
        if not writing:
            known |= {one.key: self.met[one.key] for one in read if one.key in self.met}
        return [self.meet(one, known) for one in read]

    def meet(self, row: Read, known: dict[Hashable, T]) -> Verdict:
        """Tell what becomes of one row."""
        if row.faults:
            return Verdict("wrong", reasons=row.faults, warnings=row.warnings, unknown=row.unknown)
        thing, again = known.get(row.key), row.key in self.met
        if thing is None:
            self.made[row.key] = self.met[row.key] = known[row.key] = thing = self.make(row)
            told = {name: ("", text) for name, text in self.shown(self.told(row)).items() if text}
            return Verdict("new", thing.pk, told, warnings=row.warnings, unknown=row.unknown)
        self.met[row.key] = thing
        return self.complete(thing, row, again=again)

    def complete(self, thing: T, row: Read, *, again: bool) -> Verdict:
        """Add to a known thing what a row brings."""
        added = self.adds(thing, row, again=again)
        if added and (why := self.holds_back(thing)):
            row.warnings.append(why)
            added = {}
        old = {name: getattr(thing, name) for name in added}
        words, former = self.shown(added), self.shown(old)
        changes = {name: (former.get(name, ""), text) for name, text in words.items()}
        outcome: Outcome = "duplicate" if again else "changed" if added else "unchanged"
        if added and row.key not in self.made:
            _thing, before = self.before.setdefault(row.key, (thing, {}))
            self.before[row.key] = (thing, old | before)
        for name, value in added.items():
            setattr(thing, name, value)
        return Verdict(outcome, thing.pk, changes, warnings=row.warnings, unknown=row.unknown)

    def save(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Write what was gathered and note its trace; give ids of new and of changed things."""
        new = list(self.made.values())
        every(self.model).bulk_create(new, batch_size=BATCH)
        for same in new[:1]:
            as_made = {name: getattr(same, name) for name in self.watched}
            self.trace.add(self.model, [thing.pk for thing in new], **as_made)
        for thing in new if self.guarded else ():
            values = {name: getattr(thing, name) for name in self.guarded}
            self.trace.change(self.model, thing.pk, values, values)
        alike: dict[tuple[str, ...], list[T]] = {}
        for thing, before in self.before.values():
            self.stamp(thing, before)
            self.trace.change(self.model, thing.pk, before, {name: getattr(thing, name) for name in before})
            alike.setdefault(tuple(sorted(before)), []).append(thing)
        for names, things in alike.items():
            every(self.model).bulk_update(things, names, batch_size=BATCH)
        return tuple(thing.pk for thing in new), tuple(thing.pk for thing, _before in self.before.values())

    def touched(self) -> list[T]:
        """Give the things this chunk makes or changes."""
        return [*self.made.values(), *(thing for thing, _before in self.before.values())]

    def stamp(self, thing: T, before: dict[str, Any]) -> None:
        """Count a change of a versioned thing, so that who edits it meanwhile is told."""
        if self.versioned:
            marks: dict[str, Any] = {"version": getattr(thing, "version") + 1, "changed_at": clock.now()}  # noqa: B009
            before |= {name: getattr(thing, name) for name in marks}
            for name, value in marks.items():
                setattr(thing, name, value)


def blank(value: Any) -> bool:
    """Tell whether a value says nothing."""
    return value is None or value == ""


def text_of(value: Any) -> str:
    """Put a value into words as a table shows it."""
    match value:
        case None | False:
            return ""
        case Decimal():
            return f"{value.normalize():f}"
        case date():
            return value.isoformat()
        case _:
            return str(value)
