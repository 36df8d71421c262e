"""Moving rows from one thing to another of its kind, so that it can be undone: pointers of all rooms, a log of changes.

Each room says in `registries.pointers` which of its columns name an organisation, and what to do where two rows meet
that may stand only once. A test walks over all models and asks for those that nobody told of.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import F, Field, Model, QuerySet

Entry = dict[str, Any]


@dataclass(slots=True)
class Ledger:
    """Every change of rows as plain JSON, in the order it was made; `undo` goes back through it."""

    entries: list[Entry] = field(default_factory=list)

    def move(self, rows: "QuerySet[Any]", column: str, target: int) -> None:
        """Let a column of these rows name another thing; one query to read and one to write."""
        found = list(rows.order_by("pk").values_list("pk", column))
        if found:
            keys = [key for key, _source in found]
            rows.model._base_manager.filter(pk__in=keys).update(**{column: target})  # noqa: SLF001
            self._note("moved", rows.model, column=column, keys=keys, source=found[0][1], target=target)

    def change(self, row: Model, *, loosely: bool = False, **values: Any) -> None:
        """Change columns of one row; `loosely`: whoever changes them later is in nobody's way and wins."""
        before = plain(row, values)
        for name, value in values.items():
            setattr(row, name, value)
        type(row)._base_manager.filter(pk=row.pk).update(**values)  # noqa: SLF001
        self._note("changed", type(row), key=row.pk, before=before, after=plain(row, values), loosely=loosely)

    def add(self, row: Model, column: str, amount: int) -> None:
        """Add to a number that others may add to as well."""
        type(row)._base_manager.filter(pk=row.pk).update(**{column: F(column) + amount})  # noqa: SLF001
        self._note("added", type(row), key=row.pk, column=column, amount=amount)

    def remove(self, row: Model) -> None:
        """Delete one row, which nothing hangs on."""
        columns = [one.attname for one in row._meta.concrete_fields]  # noqa: SLF001
        self._note("removed", type(row), key=row.pk, before=plain(row, columns))
        row.delete()

    def make(self, row: Model) -> None:
        """Insert one row."""
        row.save(force_insert=True)
        self._note("made", type(row), key=row.pk)

    def _note(self, what: str, model: type[Model], **more: Any) -> None:
        self.entries.append({"what": what, "model": model._meta.label, **more})  # noqa: SLF001


def plain(row: Model, names: Any) -> dict[str, Any]:
    """Give columns of a row as plain JSON."""
    found = {}
    for name in names:
        column = column_of(type(row), name)
        value = getattr(row, column.attname)
        found[column.attname] = value if value is None else column.value_to_string(row)
    return found


def column_of(model: type[Model], name: str) -> "Field[Any, Any]":
    """Give a field by its name or that of its column."""
    return next(one for one in model._meta.concrete_fields if name in (one.name, one.attname))  # noqa: SLF001


def values_of(model: type[Model], stored: Mapping[str, Any]) -> dict[str, Any]:
    """Read columns back from plain JSON."""
    return {name: None if value is None else column_of(model, name).to_python(value) for name, value in stored.items()}


def obstacles(entries: Sequence[Entry]) -> list[tuple[str, int]]:
    """Give what has changed since, as (label of the model, number of rows); nothing when all can be undone."""
    found: dict[str, int] = {}
    for entry in entries:
        if missing := changed_since(entry):
            found[entry["model"]] = found.get(entry["model"], 0) + missing
    return sorted(found.items())


def changed_since(entry: Entry) -> int:
    """Tell how many rows of an entry are not as it left them."""
    model = apps.get_model(entry["model"])
    rows = model._base_manager  # noqa: SLF001
    if entry["what"] == "moved":
        there = rows.filter(pk__in=entry["keys"], **{entry["column"]: entry["target"]}).count()
        return int(len(entry["keys"]) - there)
    if entry["what"] == "changed":
        return int(not entry["loosely"] and not stands(entry))
    if entry["what"] == "removed":
        return 0
    return int(not rows.filter(pk=entry["key"]).exists())


def stands(entry: Entry) -> bool:
    """Tell whether a changed row is still as the change left it."""
    row = apps.get_model(entry["model"])._base_manager.filter(pk=entry["key"]).first()  # noqa: SLF001
    return row is not None and plain(row, entry["after"]) == entry["after"]


def undo(entries: Sequence[Entry]) -> None:
    """Go back through changes, the last first; ask for `obstacles` before."""
    for entry in reversed(entries):
        model = apps.get_model(entry["model"])
        rows = model._base_manager  # noqa: SLF001
        what = entry["what"]
        if what == "moved":
            rows.filter(pk__in=entry["keys"]).update(**{entry["column"]: entry["source"]})
        elif what == "changed":
            if stands(entry):
                rows.filter(pk=entry["key"]).update(**values_of(model, entry["before"]))
        elif what == "added":
            rows.filter(pk=entry["key"]).update(**{entry["column"]: F(entry["column"]) - entry["amount"]})
        elif what == "removed":
            model(**values_of(model, entry["before"])).save(force_insert=True)
        else:
            rows.filter(pk=entry["key"]).delete()


def remove_doubles(ledger: Ledger, model: type[Model], column: str, alike: Sequence[str], ids: tuple[int, int]) -> None:
    """Remove rows of the first thing that the second has already: those with the same values in `alike`."""
    source, target = ids
    has = set(model._base_manager.filter(**{column: target}).values_list(*alike))  # noqa: SLF001
    for row in rows_of(model, column, source):
        if tuple(getattr(row, name) for name in alike) in has:
            ledger.remove(row)


def rows_of(model: type[Model], column: str, key: int) -> Iterator[Model]:
    """Give the rows of one thing, in the order they came."""
    yield from model._base_manager.filter(**{column: key}).order_by("pk")  # noqa: SLF001
