"""Nearness: the place a reader measures from, organisations within so many kilometres of it, nearest first.

An organisation stands where its sites stand; one without coordinates stands in the middle of its settlement.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import ExpressionWrapper, F, FloatField, Min, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from vmeste.gather.participants.distance import DEGREE_KM, Point
from vmeste.gather.participants.identifiers import name_key
from vmeste.gather.participants.models import Organisation, Site, Territory
from vmeste.gather.participants.picture import position

RADII = (10, 25, 50, 100)
"""Kilometres offered by the filter."""
MOST_NAMESAKES = 40
FARTHEST = 1e9  # km²: behind all that have a place


@dataclass(frozen=True, slots=True)
class Centre:
    """A place to measure from, in degrees of WGS 84, and its name; `own`: where the reader's organisation stands."""

    lat: float
    lon: float
    name: str
    own: bool = False

    @property
    def point(self) -> Point:
        """Latitude and longitude."""
        return self.lat, self.lon


@dataclass(frozen=True, slots=True)
class Near:
    """A circle: its middle and its radius in km."""

    centre: Centre
    km: int

    @property
    def degrees(self) -> tuple[float, float]:
        """Half the height and width of the box around it, in degrees."""
        high = self.km / DEGREE_KM
        return high, high / max(math.cos(math.radians(self.centre.lat)), 0.01)


def point_of(row: Organisation) -> Point | None:
    """Give where a card stands; its settlement must have been read with it."""
    place: Any = row if row.lat is not None else row.settlement
    return None if place is None or place.lat is None or place.lon is None else (place.lat, place.lon)


def squared(centre: Centre, lat: str, lon: str) -> Combinable:
    """Give the squared distance of a row in km²: plain sums, exact to a thousandth within some hundred kilometres.

    The cosine of the middle latitude is taken as a line around the centre, for SQLite has none of its own.
    """
    cosine, sine = math.cos(math.radians(centre.lat)), math.sin(math.radians(centre.lat))
    north = (F(lat) - centre.lat) * DEGREE_KM
    narrowing = cosine - (F(lat) - centre.lat) * (sine * math.pi / 360)
    east = (F(lon) - centre.lon) * DEGREE_KM * narrowing
    return ExpressionWrapper(north * north + east * east, output_field=FloatField())


def ids_within(near: Near) -> QuerySet[Any, Any]:
    """Give the ids of organisations inside a circle, as a subquery; sites are found by their index."""
    high, wide = near.degrees
    lat, lon = near.centre.point
    left, top = position(lat + high, lon - wide)
    right, bottom = position(lat - high, lon + wide)
    sites = Site.objects.filter(x__range=(left, right), y__range=(top, bottom))
    settled = Organisation.objects.filter(lat=None, settlement__in=settlements_within(near).values("id"))
    here = sites.annotate(away=squared(near.centre, "lat", "lon")).filter(away__lte=near.km**2)
    return here.order_by().values("organisation").union(settled.order_by().values("id"), all=True)


def settlements_within(near: Near) -> QuerySet[Territory]:
    """Give the settlements whose middle lies inside a circle."""
    high, wide = near.degrees
    lat, lon = near.centre.point
    box = Territory.objects.filter(
        level=Territory.Level.SETTLEMENT, lat__range=(lat - high, lat + high), lon__range=(lon - wide, lon + wide)
    )
    return box.annotate(away=squared(near.centre, "lat", "lon")).filter(away__lte=near.km**2).order_by()


def nearest_first(rows: QuerySet[Organisation], centre: Centre) -> QuerySet[Organisation]:
    """Order by the distance of the nearest site, else of the settlement."""
    sites = Site.objects.filter(organisation=OuterRef("pk"), lat__isnull=False).order_by()
    site = sites.values("organisation").annotate(least=Min(squared(centre, "lat", "lon"))).values("least")
    middle = squared(centre, "settlement__lat", "settlement__lon")
    return rows.annotate(away=Coalesce(Subquery(site), middle, FARTHEST, output_field=FloatField())).order_by(
        "away", "id"
    )


def settlements_named(text: str, inside: Territory | None = None) -> list[Territory]:
    """Find settlements by what people write («Заречное», «Заречное, Озёрная область»), the largest first; one query.

    What stands after a comma must be in the name of the municipality or the region; `inside` narrows besides.
    """
    name, *more = [name_key(part) for part in text.split(",")]
    rows = Territory.objects.filter(
        level=Territory.Level.SETTLEMENT, name_key=name, valid_to_on=None, lat__isnull=False
    )
    if inside:
        rows = rows.filter(region=inside.region_id or inside.id)
    largest = rows.select_related("parent", "region").order_by(F("population").desc(nulls_last=True), "id")
    found = list(largest[:MOST_NAMESAKES])
    return [row for row in found if all(part in name_key(whole_name(row)) for part in more)]


def whole_name(row: Territory) -> str:
    """Name a settlement so that it is not taken for another: with its municipality and region."""
    above = [row.parent.name] if row.parent and row.parent_id != row.region_id else []
    region = [row.region.full_name] if row.region else []
    return ", ".join([row.name, *above, *region])


def short_name(row: Territory, others: Sequence[Territory]) -> str:
    """Name a settlement with its region, and its municipality where the region has several of the name."""
    alike = [other for other in others if other.region_id == row.region_id]
    if len(alike) > 1:
        return whole_name(row)
    return ", ".join([row.name, row.region.full_name] if row.region and row.region.name != row.name else [row.name])
