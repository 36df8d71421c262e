"""How many cards each value of a filter gives.

From kept counters where nothing but places and kinds narrows, else from the rows that fit, as far as `COUNTED`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import BigIntegerField, QuerySet, Sum, Value
from django.utils.translation import gettext as _

from vmeste.gather.participants import policies
from vmeste.gather.participants.models import CardCount, CountedCard, Organisation, Territory, Trait
from vmeste.gather.participants.queries.filters import directory_filters
from vmeste.gather.participants.queries.wanted import Wanted
from vmeste.ground.kernel.actors import ANONYMOUS
from vmeste.ground.ui.formatting import number

COUNTED = 1000
MOST_PLACES = 200
ANYWHERE = 0
Level = Territory.Level
PLACES = """
SELECT places.id, places.level, places.name, places.full_name, places.parent_id, places.region_id,
  SUM(counts.number) AS cards
FROM participants_territory places JOIN participants_cardcount counts ON counts.place = places.id
WHERE counts.name = '' AND counts.number > 0
  AND (places.level = 'region' OR places.region_id = COALESCE(%s, (
    SELECT MIN(regions.id) FROM participants_territory regions WHERE regions.level = 'region' AND EXISTS (
      SELECT 1 FROM participants_cardcount counts WHERE counts.place = regions.id AND counts.number > 0
    ) HAVING COUNT(*) = 1
  ))){narrower}
GROUP BY places.id ORDER BY cards DESC, places.id LIMIT %s
"""
"""Every page of the directory asks this: building it through the ORM took longer than the database does."""
READ = (
    "id", "type", "department", "region_id", "region__full_name", "municipality_id", "municipality__name",
    "settlement_id", "settlement__name", "settlement__parent_id",
)  # fmt: skip


class Card(NamedTuple):
    """What is read of a card to count it, in the order of `READ`."""

    id: int
    type: str
    department: str
    region: int | None
    region_name: str
    municipality: int | None
    municipality_name: str
    settlement: int | None
    settlement_name: str
    settlement_parent: int | None


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of rows; `is_more`: there are more, counting went no further than a reader needs."""

    number: int
    is_more: bool = False

    @property
    def words(self) -> str:
        """The number as it is told."""
        return _("more than %(number)s") % {"number": number(self.number)} if self.is_more else number(self.number)


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many cards fit, and how many each value of a filter would leave: filter → code → number.

    `is_part`: more fit than were looked at, so the numbers are those among the first looked at.
    """

    total: Counted
    of: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    is_part: bool = False


def numbers_kept(wanted: Wanted) -> Numbers:
    """Read the counters of a place; one query, some hundred lines at most. A filter's own choice does not narrow it."""
    place = wanted.territory.id if wanted.territory else ANYWHERE
    here = CardCount.objects.filter(place=place, number__gt=0).order_by()
    plain = here.filter(name="").values_list("name", "code", "type", "department", "number")
    by_trait = here.exclude(name="").filter(**kinds_of(wanted)).values_list("name", "code")
    traits = by_trait.annotate(t=Value(""), d=Value(""), sum=Sum("number"))
    of: dict[str, Counter[str]] = {name: Counter() for name in ("type", "department", *directory_filters_named())}
    total = 0
    for name, code, type_, department, count in plain.union(traits, all=True):
        if name:
            of.setdefault(name, Counter())[code] += count
            continue
        fits_type, fits_department = wanted.type in ("", type_), wanted.department in ("", department)
        of["type"][type_] += count if fits_department else 0
        of["department"][department] += count if fits_type else 0
        total += count if fits_type and fits_department else 0
    return Numbers(Counted(total), of)


def directory_filters_named() -> list[str]:
    """Give the names of the filters of upper rooms."""
    return [name for name, _filter in directory_filters.items()]


def kinds_of(wanted: Wanted) -> dict[str, str]:
    """Give type and department as far as they are chosen."""
    return {name: code for name in ("type", "department") if (code := getattr(wanted, name))}


def numbers_among(
    rows: QuerySet[Organisation], ids: Sequence[int] | None = None, *, is_part: bool = False
) -> tuple[Numbers, list[Card]]:
    """Count among the rows that fit, at most `COUNTED` of them. Gives the cards looked at besides.

    One query when the `ids` of all that may fit are known already, else two.
    """
    cards, traits = cards_and_traits(rows, ids) if ids is not None else cards_then_traits(rows)
    is_more = len(cards) > COUNTED
    cards = cards[:COUNTED]
    here = {card.id for card in cards}
    of: dict[str, Counter[str]] = {
        "type": Counter(card.type for card in cards),
        "department": Counter(card.department for card in cards),
    }
    for key, name, code in traits:
        if key in here:
            of.setdefault(name, Counter())[code] += 1
    return Numbers(Counted(len(cards), is_more or is_part), of, is_more or is_part), cards


def cards_then_traits(rows: QuerySet[Organisation]) -> tuple[list[Card], list[tuple[int, str, str]]]:
    """Read the cards, then what is said of them."""
    cards = [Card(*row) for row in rows.order_by().values_list(*READ)[: COUNTED + 1]]
    said = Trait.objects.filter(organisation__in=[card.id for card in cards[:COUNTED]]).order_by()
    return cards, list(said.values_list("organisation_id", "name", "code"))


def cards_and_traits(rows: QuerySet[Organisation], ids: Sequence[int]) -> tuple[list[Card], list[tuple[int, str, str]]]:
    """Read the cards of these ids that fit, and what is said of any of them, in one query."""
    none, words = Value(None, output_field=BigIntegerField()), Value("")
    said = (
        Trait.objects.filter(organisation__in=ids)
        .order_by()
        .values_list("organisation_id", "name", "code", none, words, none, words, none, words, none, Value(1))
    )
    cards = rows.filter(id__in=ids).order_by().values_list(*READ, Value(0))
    found = list(cards.union(said, all=True))
    return [Card(*row[:-1]) for row in found if not row[-1]], [row[:3] for row in found if row[-1]]


def counters_hold() -> bool:
    """Tell whether the counters of the directory agree with the cards that everybody sees; three quick queries."""
    shown = (
        Organisation.objects.filter(policies.visible_to(ANONYMOUS))
        .exclude(state=Organisation.State.CLOSED)
        .order_by()
        .count()
    )
    lines = CardCount.objects.filter(place=ANYWHERE, name="").order_by()
    return shown == CountedCard.objects.count() == (lines.aggregate(sum=Sum("number"))["sum"] or 0)


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A territory with the number of fitting cards on it."""

    territory: Territory
    cards: int


def places_kept(wanted: Wanted) -> list[PlaceCount]:
    """Give regions with cards, and the parts with cards of the chosen or the only one; one query."""
    kinds = kinds_of(wanted)
    narrower = "".join(f" AND counts.{name} = %s" for name in kinds)
    asked = [region_of(wanted.territory), *kinds.values(), MOST_PLACES]
    rows = Territory.objects.raw(PLACES.format(narrower=narrower), asked)
    return [PlaceCount(row, row.cards) for row in rows]  # type: ignore[attr-defined]  # summed by the query


def region_of(territory: Territory | None) -> int | None:
    """Give the region a territory is in, or is."""
    return (territory.region_id or territory.id) if territory else None


def places_among(cards: Iterable[Card]) -> list[PlaceCount]:
    """Give the territories of these cards, those with most cards first; no query."""
    counts: Counter[int] = Counter()
    bearer: dict[int, Card] = {}
    for card in cards:
        for key in (card.region, card.municipality, card.settlement):
            if key is not None:
                counts[key] += 1
                bearer.setdefault(key, card)
    return [PlaceCount(territory_of(bearer[key], key), number) for key, number in counts.most_common(MOST_PLACES)]


def territory_of(card: Card, key: int) -> Territory:
    """Give one of the places of a card as a territory with what a filter shows of it."""
    region = card.region
    if key == region:
        return Territory(id=key, level=Level.REGION, name=card.region_name, full_name=card.region_name)
    if key == card.municipality:
        name = card.municipality_name
        return Territory(id=key, level=Level.MUNICIPALITY, name=name, region_id=region, parent_id=region)
    name, above = card.settlement_name, card.settlement_parent
    return Territory(id=key, level=Level.SETTLEMENT, name=name, region_id=region, parent_id=above)
