"""What a bulk change leaves behind so that it can be taken back exactly, and what stands in the way of that.

A `Trace` names tables by Django's labels, so that whoever keeps and restores it needs to know none of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, cast

from django.apps import apps
from django.db import connection
from django.db.models import Field, ForeignObjectRel, Manager, Model

Thing = tuple[str, int]
Values = dict[str, tuple[Any, Any]]
type_model = type[Model]

followers: set[str] = set()
"""Tables whose rows only tell of other things and go with them, by label; filled when the application starts."""
loose: set[str] = set()
"""Columns that others may move on without standing in the way, as «room.table.column»; what they wrote stays."""
projections: set[str] = set()
"""Tables that *now* reactions keep in step: once told that things are gone they take their rows away, by label."""


@dataclass(slots=True)
class Trace:
    """One chunk: ids it made (what others stand on first), values all made rows of a table had, what it changed."""

    made: dict[str, list[int]] = field(default_factory=dict)
    as_made: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: list[tuple[str, int, Values]] = field(default_factory=list)

    def add(self, model: type_model, ids: Iterable[int], **values: Any) -> None:
        """Note rows that were made; `values` are those they all had, by which later changes are noticed."""
        if new := list(ids):
            self.made.setdefault(label_of(model), []).extend(new)
            self.as_made[label_of(model)] = {name: packed(value) for name, value in values.items()}

    def change(self, model: type_model, key: int, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        """Note values before and after of a row that was changed."""
        pairs = {name: (packed(old[name]), packed(new[name])) for name in new}
        self.changed.append((label_of(model), key, pairs))

    def __bool__(self) -> bool:
        """Tell whether there is anything to take back."""
        return bool(self.made or self.changed)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a thing cannot be taken back: it is gone, it was changed since, or something (`by`) stands on it."""

    why: Literal["gone", "changed", "built"]
    on: Thing
    by: Thing | None = None


@dataclass(slots=True)
class Seen:
    """What later chunks of the same bulk change made and changed: older ones must not stumble over that."""

    made: set[Thing] = field(default_factory=set)
    changed: set[Thing] = field(default_factory=set)


class InTheWay(Exception):  # noqa: N818  a sentence, as Refused and Stale are
    """Raised when a chunk cannot be taken back."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        """Say what stands in the way."""
        super().__init__(f"{len(obstacles)} obstacles")
        self.obstacles = list(obstacles)


def packed(value: Any) -> Any:
    """Give a value as JSON keeps it without any loss."""
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case _:
            return value


def obstacles(trace: Trace, seen: Seen | None = None, *, lock: bool = False) -> list[Obstacle]:
    """Tell what stands in the way of taking a chunk back; chunks are asked newest first, all with the same `seen`.

    A constant number of queries: two for each table, one for each relation that leads to what was made.
    """
    seen = Seen() if seen is None else seen
    for table, ids in trace.made.items():
        seen.made.update((table, key) for key in ids)
    found = [*moved(trace, seen, lock=lock), *built(trace, seen)]
    seen.changed.update((table, key) for table, key, _values in trace.changed)
    return found


def moved(trace: Trace, seen: Seen, *, lock: bool) -> Iterable[Obstacle]:
    """Find rows that are not any more as the chunk left them."""
    expected: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    for table, ids in trace.made.items():
        expected[table] |= {key: trace.as_made.get(table, {}) for key in ids}
    for table, key, values in trace.changed:
        expected[table][key] = expected[table].get(key, {}) | {name: new for name, (_old, new) in values.items()}
    for table, rows in expected.items():
        now = present(table, rows, lock=lock)
        for key, values in rows.items():
            if key not in now:
                yield Obstacle("gone", (table, key))
            elif (table, key) not in seen.changed and any(
                now[key][name] != value for name, value in values.items() if f"{table}.{name}" not in loose
            ):
                yield Obstacle("changed", (table, key))


def present(table: str, rows: Mapping[int, Mapping[str, Any]], *, lock: bool) -> dict[int, dict[str, Any]]:
    """Read what stands in the database now of these rows and fields."""
    model = model_of(table)
    names = sorted({name for values in rows.values() for name in values})
    kept = every(model).select_for_update() if lock else every(model)
    found = kept.filter(pk__in=list(rows)).order_by().values_list("pk", *names)
    return {key: dict(zip(names, map(packed, values), strict=True)) for key, *values in found}


def built(trace: Trace, seen: Seen) -> Iterable[Obstacle]:
    """Find rows of others that point at what the chunk made."""
    for table, ids in trace.made.items():
        for relation in relations_to(model_of(table)):
            model, name = relation.related_model, relation.field.attname
            if label_of(model) in followers | projections:
                continue
            rows = every(model).filter(**{f"{relation.field.name}__in": ids}).order_by()
            for key, on in rows.values_list("pk", name):
                if (label_of(model), key) not in seen.made:
                    yield Obstacle("built", (table, on), (label_of(model), key))


def relations_to(model: type_model) -> list[Any]:
    """Give the foreign keys of the whole house that lead to a table."""
    found = model._meta.get_fields(include_hidden=True)  # noqa: SLF001  Django's way to columns
    relations = [one for one in found if isinstance(one, ForeignObjectRel) and (one.one_to_many or one.one_to_one)]
    return cast("list[Any]", relations)


def restore(trace: Trace) -> None:
    """Take a chunk back inside the caller's transaction, when all later ones are taken back; raises `InTheWay`."""
    if found := obstacles(trace, lock=True):
        raise InTheWay(found)
    alike: dict[tuple[str, tuple[str, ...]], list[tuple[int, Values]]] = defaultdict(list)
    for table, key, values in trace.changed:
        alike[table, tuple(sorted(values))].append((key, values))
    for (table, names), rows in alike.items():
        kept = {name for name in names if f"{table}.{name}" in loose}
        if strict := [name for name in names if name not in kept]:
            put_back(model_of(table), strict, rows)
        for name in kept:
            put_back_loosely(model_of(table), name, rows)
    for table, ids in trace.made.items():
        forget_followers(model_of(table), ids)
    for table, ids in reversed(trace.made.items()):
        rows_made = every(model_of(table)).filter(pk__in=ids)
        rows_made._raw_delete(rows_made.db)  # noqa: SLF001  what stands on it was looked for above


def forget_followers(model: type_model, ids: Sequence[int]) -> None:
    """Delete what only tells of things that go."""
    for relation in relations_to(model):
        if label_of(relation.related_model) in followers:
            every(relation.related_model).filter(**{f"{relation.field.name}__in": ids}).delete()


def put_back(model: type_model, names: Sequence[str], rows: Sequence[tuple[int, Values]]) -> None:
    """Write the old values of rows that changed in the same fields; one statement for all of them."""
    fields = [cast("Field[Any, Any]", model._meta.get_field(name)) for name in names]  # noqa: SLF001  Django's way to columns
    quote = connection.ops.quote_name
    marks = ", ".join(f"{quote(str(one.column))} = %s" for one in fields)
    table = quote(model._meta.db_table)  # noqa: SLF001  Django's way to tables
    prepared = [
        [*(one.get_db_prep_save(plain(one, values[name][0]), connection) for one, name in pairs(fields, names)), key]
        for key, values in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {marks} WHERE id = %s", prepared)  # noqa: S608


def put_back_loosely(model: type_model, name: str, rows: Sequence[tuple[int, Values]]) -> None:
    """Write the old values of a column where it is still as the chunk left it."""
    one = cast("Field[Any, Any]", model._meta.get_field(name))  # noqa: SLF001  Django's way to columns
    quote = connection.ops.quote_name
    table, column = quote(model._meta.db_table), quote(str(one.column))  # noqa: SLF001  Django's way to tables
    prepared = [
        [one.get_db_prep_save(plain(one, old), connection), key, one.get_db_prep_save(plain(one, new), connection)]
        for key, (old, new) in ((key, values[name]) for key, values in rows)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE id = %s AND {column} = %s", prepared)  # noqa: S608


def pairs(fields: Sequence["Field[Any, Any]"], names: Sequence[str]) -> Iterable[tuple["Field[Any, Any]", str]]:
    """Give fields with the names under which a trace knows them."""
    return zip(fields, names, strict=True)


def plain(one: "Field[Any, Any]", value: Any) -> Any:
    """Give a value as the field holds it."""
    return value if value is None or one.is_relation else one.to_python(value)


def model_of(table: str) -> type_model:
    """Give the model of a label."""
    return apps.get_model(table)


def label_of(model: type_model) -> str:
    """Give the label under which traces know a table."""
    return str(model._meta.label_lower)  # noqa: SLF001  Django's way to names


def every(model: type_model) -> "Manager[Any]":
    """Give all rows of a table, whatever its own manager shows."""
    return model._base_manager  # noqa: SLF001  Django's way to all rows
