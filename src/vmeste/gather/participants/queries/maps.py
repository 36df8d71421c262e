"""The map: sites of fitting organisations, gathered in the database into cells of a grid; constant queries.

However many points there are, at most one row per cell leaves the database (`MOST_MARKS` bounds them again).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Avg, Count, F, Max, Min, QuerySet

from vmeste.gather.participants import picture
from vmeste.gather.participants.models import Organisation, Site, Territory
from vmeste.gather.participants.picture import Cluster, Frame, Mark, Scale, Tile, Window
from vmeste.gather.participants.queries.cards import names_of
from vmeste.gather.participants.queries.directory import matching
from vmeste.gather.participants.queries.wanted import Wanted, sites_in
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.text.search import Found

WIDE, HIGH = 760, 540
MINI_WIDE, MINI_HIGH = 360, 220
CELL = 36
MOST_MARKS = 600
MOST_NAMES = 60
MARGIN = 1.12
MINI_MARGIN = 1.3
MINI_REACH = picture.LEAST_SPAN * 128  # some twenty to forty km
LIFTED = 8
LEAST_EXTENT = picture.LEAST_SPAN * 32  # five to ten km: names of settlements say where a single place is


@dataclass(frozen=True, slots=True)
class Named:
    """A name on the map; `is_large`: it finds room also where letters are twice as big."""

    x: float
    y: float
    text: str
    is_large: bool


@dataclass(frozen=True, slots=True)
class MapPage:
    """A picture: frame, marks, `titles` of single ones by organisation id, names of settlements, scale, points.

    `tiles`: pictures of another server below it, when an administrator has named one, and whom to credit.
    """

    frame: Frame
    marks: list[Mark]
    titles: dict[int, str]
    names: list[Named]
    scale: Scale
    points: int
    tiles: list[Tile] = field(default_factory=list)
    credit: str = ""


def map_page(actor: Actor, wanted: Wanted, found: Found | None = None) -> MapPage | None:
    """Draw the sites that fit, in a window or all of them; nothing when no site has coordinates; at most four queries.

    `found`: what the words found, when they were searched already.
    """
    fitting = matching(actor, wanted, found).order_by()
    sites = Site.objects.filter(organisation__in=fitting, x__isnull=False)
    window = wanted.window or extent_of(sites)
    if window is None:
        return None
    frame = picture.framed(window, WIDE, HIGH)
    marks = picture.marks(frame, picture.gathered(frame, clusters_of(sites, frame)))
    single = [mark.cluster.example for mark in marks if mark.cluster.count == 1]
    points = sum(mark.cluster.count for mark in marks)
    return MapPage(
        frame,
        marks,
        names_of(actor, single),
        names_in(frame, marks),
        picture.scale_of(frame),
        points,
        picture.tiles(frame, settings.VMESTE.map_tiles),
        settings.VMESTE.map_credit,
    )


def extent_of(sites: QuerySet[Site]) -> Window | None:
    """Give the window that holds all these sites with a margin, and the surroundings of a single one."""
    edges = sites.order_by().aggregate(left=Min("x"), right=Max("x"), top=Min("y"), bottom=Max("y"))
    if edges["left"] is None:
        return None
    around = Window(edges["left"], edges["top"], edges["right"] + 1, edges["bottom"] + 1).around(MARGIN)
    return picture.at_least(around, LEAST_EXTENT)


def clusters_of(sites: QuerySet[Site], frame: Frame) -> list[Cluster]:
    """Gather sites into cells; one query, one row per cell."""
    shift = picture.cell_of(frame, CELL).bit_length() - 1
    cells = (
        sites_in(frame.window, sites)
        .order_by()
        .annotate(column=F("x").bitrightshift(shift), line=F("y").bitrightshift(shift))
        .values("column", "line")
        .annotate(
            count=Count("id"),
            mean_x=Avg("x"),
            mean_y=Avg("y"),
            left=Min("x"),
            right=Max("x"),
            top=Min("y"),
            bottom=Max("y"),
            example=Min("organisation"),
        )
        .order_by("-count")[:MOST_MARKS]
    )
    return [
        Cluster(
            row["count"],
            float(row["mean_x"]),
            float(row["mean_y"]),
            Window(row["left"], row["top"], row["right"] + 1, row["bottom"] + 1),
            row["example"],
        )
        for row in cells
    ]


def names_in(frame: Frame, marks: Sequence[Mark] = (), most: int = MOST_NAMES) -> list[Named]:
    """Give names of the largest settlements that find room; one query."""
    north, west = picture.degrees(frame.window.left, frame.window.top)
    south, east = picture.degrees(frame.window.right, frame.window.bottom)
    rows = Territory.objects.filter(
        level=Territory.Level.SETTLEMENT, valid_to_on=None, lat__range=(south, north), lon__range=(west, east)
    )
    largest = rows.order_by(F("population").desc(nulls_last=True), "id").values_list("lat", "lon", "name")[:most]
    return named(frame, marks, list(largest))


def named(frame: Frame, marks: Sequence[Mark], places: Sequence[tuple[float | None, float | None, str]]) -> list[Named]:
    """Give those names, the important first, that find room on a picture."""
    known = [(lat, lon, name) for lat, lon, name in places if lat is not None and lon is not None]
    spots = [(*frame.at(*picture.position(lat, lon)), name) for lat, lon, name in known]
    labels = [(x, y - LIFTED, name) for x, y, name in spots]
    large = set(picture.apart(labels, frame, letter=16, line=36, around=marks))
    kept = picture.apart(labels, frame, around=marks)
    return [Named(x, y, text, (x, y, text) in large) for x, y, text in kept]


def spot_of(place: Territory) -> tuple[int, int] | None:
    """Give the position of a settlement, if its coordinates are known."""
    return None if place.lat is None or place.lon is None else picture.position(place.lat, place.lon)


def is_beside(spot: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a settlement is near enough to sites to be drawn with them: its name says where they are."""
    x, y = spot
    return any(abs(x - a) < MINI_REACH and abs(y - b) < MINI_REACH for a, b in others)


def drawn(organisation: Organisation, sites: Sequence[Site]) -> MapPage | None:
    """Draw the sites of one organisation and its settlement for its card; no query; nothing without coordinates."""
    placed = [site for site in sites if site.x is not None and site.y is not None]
    if not placed:
        return None
    town = [organisation.settlement] if organisation.settlement else []
    spots_shown = [(site.x or 0, site.y or 0) for site in placed]
    spots_shown += [spot for spot in map(spot_of, town) if spot and is_beside(spot, spots_shown)]
    xs, ys = zip(*spots_shown, strict=True)
    least = picture.LEAST_SPAN * 16
    window = Window(min(xs), min(ys), max(xs) + 1, max(ys) + 1).around(MINI_MARGIN)
    frame = picture.framed(picture.at_least(window, least), MINI_WIDE, MINI_HIGH)
    spots = [
        Cluster(1, site.x or 0, site.y or 0, Window(site.x or 0, site.y or 0, 1, 1), organisation.id) for site in placed
    ]
    marks = picture.marks(frame, spots, least=7)
    names, scale = named(frame, marks, [(row.lat, row.lon, row.name) for row in town]), picture.scale_of(frame, 90)
    return MapPage(frame, marks, {organisation.id: str(organisation)}, names, scale, len(spots))
