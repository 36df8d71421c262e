"""Projections of the directory: what upper rooms say of cards, and counters of public cards for its filters.

Called by *now* reactions, in the transaction of the change. A card is counted as what it is now, and taken out of the
counters as what it was counted before (`CountedCard`), so that counting twice changes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from django.db import connection, transaction

from vmeste.gather.participants import policies
from vmeste.gather.participants.models import CardCount, CountedCard, Organisation, Trait
from vmeste.ground.kernel.actors import ANONYMOUS
from vmeste.ground.kernel.ids import new_id
from vmeste.ground.kernel.turns import hold_turn

ANYWHERE = 0
CHUNK = 500
AS = ("type", "department", "region", "municipality", "settlement")
Said = frozenset[tuple[str, str]]
Kind = tuple[str, str, int | None, int | None, int | None]
Cell = tuple[int, str, str, str, str]
NOTHING: Said = frozenset()


def count_cards(keys: Iterable[int]) -> None:
    """Count these cards as what they are now; constant queries for each 500."""
    for chunk in chunks(keys):
        settle(chunk)


def keep_traits(names: Collection[str], said: Mapping[int, Said]) -> None:
    """Keep what an upper room says of organisations under these names of filters, instead of what it said before."""
    for chunk in chunks(said):
        settle(chunk, names, said)


def count_anew() -> int:
    """Count all cards again, dropping the counters first; give how many there are."""
    with transaction.atomic():
        hold_turn("directory")
        CardCount.objects.all().delete()
        CountedCard.objects.all().delete()
        keys = list(Organisation.objects.order_by("id").values_list("id", flat=True))
        count_cards(keys)
    return len(keys)


def chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    """Give keys, each once, in their order, so many at a time."""
    ordered = iter(sorted(set(keys)))
    while chunk := list(islice(ordered, CHUNK)):
        yield chunk


def settle(keys: Sequence[int], names: Collection[str] = (), said: Mapping[int, Said] | None = None) -> None:
    """Bring entries, traits and counters of these cards up to date; one transaction at a time on PostgreSQL."""
    hold_turn("directory")
    before, now, had = counted(keys), present(keys), traits_of(keys)
    has = {key: had[key] if said is None else renewed(had[key], names, said[key]) for key in keys}
    tally: Counter[Cell] = Counter()
    for key in keys:
        if key in before:
            tally.subtract(cells(before[key], had[key]))
        if key in now:
            tally.update(cells(now[key], has[key]))
    write_entries(before, now)
    write_traits(had, has)
    write_cells({cell: change for cell, change in tally.items() if change})


def renewed(had: Said, names: Collection[str], said: Said) -> Said:
    """Give all that is said of a card when one room has said its part anew."""
    return frozenset(one for one in had if one[0] not in names) | said


def counted(keys: Sequence[int]) -> dict[int, Kind]:
    """Give as what cards are counted."""
    rows = CountedCard.objects.filter(organisation__in=keys).order_by().values_list("organisation_id", *AS)
    return {key: tuple(kind) for key, *kind in rows}


def present(keys: Sequence[int]) -> dict[int, Kind]:
    """Give what cards are now; those that strangers do not see, and closed ones, are not counted."""
    rows = Organisation.objects.filter(policies.visible_to(ANONYMOUS), id__in=keys).order_by()
    rows = rows.exclude(state=Organisation.State.CLOSED)
    return {key: tuple(kind) for key, *kind in rows.values_list("id", *AS)}


def traits_of(keys: Sequence[int]) -> dict[int, Said]:
    """Give what is said of cards."""
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for key, name, code in (
        Trait.objects.filter(organisation__in=keys).order_by().values_list("organisation_id", "name", "code")
    ):
        found[key].add((name, code))
    return {key: frozenset(found[key]) for key in keys}


def cells(kind: Kind, said: Said) -> Iterator[Cell]:
    """Give the counters in which a card stands: everywhere and at each of its places, plainly and by each trait."""
    type_, department, *places = kind
    for place in {ANYWHERE, *places} - {None}:
        for name, code in (("", ""), *said):
            yield (place or ANYWHERE, name, code, type_, department)


def write_entries(before: Mapping[int, Kind], now: Mapping[int, Kind]) -> None:
    """Note as what cards are counted from now on."""
    if gone := before.keys() - now.keys():
        CountedCard.objects.filter(organisation__in=gone).delete()
    changed = [
        CountedCard(organisation_id=key, **dict(zip(AS, kind, strict=True)))
        for key, kind in now.items()
        if before.get(key) != kind
    ]
    CountedCard.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["organisation"], update_fields=list(AS)
    )


def write_traits(had: Mapping[int, Said], has: Mapping[int, Said]) -> None:
    """Keep what is said now."""
    gone = {key: had[key] - has[key] for key in had if had[key] - has[key]}
    if gone:
        rows = Trait.objects.filter(organisation__in=gone).order_by()
        dropped = [
            pk
            for pk, key, name, code in rows.values_list("id", "organisation_id", "name", "code")
            if (name, code) in gone[key]
        ]
        Trait.objects.filter(id__in=dropped).delete()
    Trait.objects.bulk_create(
        Trait(organisation_id=key, name=name, code=code)
        for key, said in has.items()
        for name, code in sorted(said - had[key])
    )


def write_cells(changes: Mapping[Cell, int]) -> None:
    """Add to counters, in one order everywhere so that nobody waits in a circle."""
    table = CardCount._meta.db_table  # noqa: SLF001  Django's way to names
    ordered = sorted(changes.items())
    for start in range(0, len(ordered), CHUNK):
        part = ordered[start : start + CHUNK]
        marks = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(part))
        sql = (
            f"INSERT INTO {table} (id, place, name, code, type, department, number) VALUES {marks} "  # noqa: S608  names of our own
            f"ON CONFLICT (place, name, code, type, department) DO UPDATE SET number = {table}.number + excluded.number"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [value for cell, change in part for value in (new_id(), *cell, change)])
