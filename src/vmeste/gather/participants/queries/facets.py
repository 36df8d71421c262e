"""How many cards each value of a filter gives.

From kept counters where nothing but places and kinds narrows, else from the rows that fit, as far as `COUNTED`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count as CountRows
from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
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
Card = tuple[int, str, str, int | None, int | None, int | None]


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


def numbers_among(rows: QuerySet[Organisation], *, is_part: bool = False) -> tuple[Numbers, list[Card]]:
    """Count among the rows that fit, at most `COUNTED` of them; two queries. Gives the cards looked at besides."""
    columns = ("id", "type", "department", "region_id", "municipality_id", "settlement_id")
    cards: list[Card] = list(rows.order_by().values_list(*columns)[: COUNTED + 1])
    is_more = len(cards) > COUNTED
    cards = cards[:COUNTED]
    said = Trait.objects.filter(organisation__in=[card[0] for card in cards]).order_by()
    traits = said.values_list("name", "code").annotate(CountRows("id")) if cards else []
    of: dict[str, Counter[str]] = {
        "type": Counter(card[1] for card in cards),
        "department": Counter(card[2] for card in cards),
    }
    for name, code, count in traits:
        of.setdefault(name, Counter())[code] = count
    return Numbers(Counted(len(cards), is_more or is_part), of, is_more or is_part), cards


def counters_hold() -> bool:
    """Tell whether the counters of the directory agree with the cards that everybody sees; three quick queries."""
    shown = Organisation.objects.filter(policies.visible_to(ANONYMOUS)).order_by().count()
    lines = CardCount.objects.filter(place=ANYWHERE, name="").order_by()
    return shown == CountedCard.objects.count() == (lines.aggregate(sum=Sum("number"))["sum"] or 0)


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A territory with the number of fitting cards on it."""

    territory: Territory
    cards: int


def places_kept(wanted: Wanted) -> list[PlaceCount]:
    """Give regions with cards, and the parts with cards of the chosen or the only one; one query."""
    lines = CardCount.objects.filter(place=OuterRef("pk"), name="", number__gt=0, **kinds_of(wanted)).order_by()
    sums = lines.values("place").annotate(sum=Sum("number")).values("sum")
    region = region_of(wanted.territory)
    parts = Q(region_id=region) if region else Q(region_id__in=only_region())
    rows = Territory.objects.filter(Q(level=Level.REGION) | parts, Exists(lines)).annotate(cards=Subquery(sums))
    most = rows.order_by("-cards", "id").only("level", "name", "full_name", "parent_id", "region_id")[:MOST_PLACES]
    return [PlaceCount(row, row.cards) for row in most]


def region_of(territory: Territory | None) -> int | None:
    """Give the region a territory is in, or is."""
    return (territory.region_id or territory.id) if territory else None


def only_region() -> QuerySet[Territory, int]:
    """Give the region that alone has cards, if there is one, as a subquery."""
    here = CardCount.objects.filter(place=OuterRef("pk"), number__gt=0).order_by()
    regions = Territory.objects.filter(Exists(here), level=Level.REGION).order_by()
    alone = regions.values("level").annotate(rows=CountRows("id"), one=Min("id")).filter(rows=1)
    return alone.values_list(Coalesce("one", Value(0)), flat=True)


def places_among(cards: Iterable[Card]) -> list[PlaceCount]:
    """Give the territories of these cards; one query."""
    counts: Counter[int] = Counter()
    for _id, _type, _department, *places in cards:
        counts.update(key for key in places if key is not None)
    largest = dict(counts.most_common(MOST_PLACES))
    rows = Territory.objects.filter(id__in=largest).only("level", "name", "full_name", "parent_id", "region_id")
    return sorted((PlaceCount(row, largest[row.id]) for row in rows.order_by()), key=lambda one: -one.cards)
