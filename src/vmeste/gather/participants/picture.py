"""Pure geometry of the map: Mercator on whole numbers, a window, a grid of clusters, a scale; no ORM.

A position is a pair of whole numbers: the square of the world is `WORLD` units wide, x grows to the east, y to the
south (EPSG:3857, scaled and turned). So a cell of a grid is a division that both databases do alike and fast.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WORLD = 1 << 30
NORTHERNMOST = 85.05112878
EARTH_M = 40_075_016.686
LEAST_SPAN = WORLD >> 17  # a window is never narrower than about 300 m
ROUND_STEPS = (1, 2, 5)
MOST_ZOOM = 19
Label = tuple[float, float, str]


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the world in units, from the north-west corner, `right` and `bottom` excluded."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Width in units."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Height in units."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """Middle in units."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def around(self, factor: float) -> "Window":
        """Give the window of the same middle, `factor` times as wide."""
        x, y = self.middle
        half_x, half_y = self.width * factor / 2, self.height * factor / 2
        return shifted(Window(int(x - half_x), int(y - half_y), math.ceil(x + half_x), math.ceil(y + half_y)))

    def holds(self, x: int, y: int) -> bool:
        """Tell whether a position is inside."""
        return self.left <= x < self.right and self.top <= y < self.bottom


WHOLE = Window(0, 0, WORLD, WORLD)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Points of one cell: how many, their mean position in units, their extent, and one of them."""

    count: int
    x: float
    y: float
    extent: Window
    example: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn for a cluster: centre and radius in pixels of the picture."""

    x: float
    y: float
    radius: float
    cluster: Cluster


@dataclass(frozen=True, slots=True)
class Scale:
    """The bar of a scale: its length in pixels and what it stands for in metres."""

    pixels: float
    metres: int


@dataclass(frozen=True, slots=True)
class Frame:
    """A window drawn into a picture of so many pixels, with square pixels."""

    window: Window
    pixels_wide: int
    pixels_high: int

    @property
    def unit(self) -> float:
        """Units of one pixel."""
        return self.window.width / self.pixels_wide

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Give the pixel of a position."""
        return round((x - self.window.left) / self.unit, 1), round((y - self.window.top) / self.unit, 1)


def position(lat: float, lon: float) -> tuple[int, int]:
    """Give the position of a place in degrees of WGS 84."""
    sine = math.sin(math.radians(max(-NORTHERNMOST, min(NORTHERNMOST, lat))))
    x = (lon + 180.0) / 360.0
    y = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return min(int(x * WORLD), WORLD - 1) % WORLD, max(0, min(int(y * WORLD), WORLD - 1))


def located(lat: float | None, lon: float | None) -> dict[str, float | int | None]:
    """Give the four values by which a site keeps its place; all empty when it is unknown."""
    if lat is None or lon is None:
        return {"lat": None, "lon": None, "x": None, "y": None}
    x, y = position(lat, lon)
    return {"lat": lat, "lon": lon, "x": x, "y": y}


def degrees(x: float, y: float) -> tuple[float, float]:
    """Give latitude and longitude of a position."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / WORLD)))), x / WORLD * 360.0 - 180.0


def metres_per_unit(y: float) -> float:
    """Give how many metres a unit is long on the ground at this height of the map."""
    lat, _lon = degrees(0, y)
    return EARTH_M * math.cos(math.radians(lat)) / WORLD


def framed(window: Window, pixels_wide: int, pixels_high: int) -> Frame:
    """Widen a window to the shape of the picture, never beyond the closest look."""
    unit = max(window.width / pixels_wide, window.height / pixels_high, LEAST_SPAN / pixels_wide)
    unit = min(unit, WORLD / max(pixels_wide, pixels_high))
    x, y = window.middle
    left, top = int(x - unit * pixels_wide / 2), int(y - unit * pixels_high / 2)
    return Frame(
        shifted(Window(left, top, left + int(unit * pixels_wide), top + int(unit * pixels_high))),
        pixels_wide,
        pixels_high,
    )


def at_least(window: Window, span: int) -> Window:
    """Widen a window to at least so many units each way."""
    x, y = window.middle
    half_x, half_y = max(window.width, span) / 2, max(window.height, span) / 2
    return shifted(Window(int(x - half_x), int(y - half_y), math.ceil(x + half_x), math.ceil(y + half_y)))


def shifted(window: Window) -> Window:
    """Move a window back into the world, and cut what does not fit."""
    left = max(0, min(window.left, WORLD - window.width))
    top = max(0, min(window.top, WORLD - window.height))
    return Window(left, top, min(left + window.width, WORLD), min(top + window.height, WORLD))


def cell_of(frame: Frame, pixels: int) -> int:
    """Give the side in units of a grid's cell that is at least so many pixels wide.

    It is a power of two, so that a point stays in its cell while the window moves.
    """
    return 1 << max(0, math.ceil(math.log2(max(1.0, frame.unit * pixels))))


def gathered(frame: Frame, clusters: Iterable[Cluster], least: float = 30.0) -> list[Cluster]:
    """Join clusters that would lie upon each other: nearer than so many pixels, small ones into large ones."""
    kept: list[Cluster] = []
    reach = least * frame.unit
    for one in sorted(clusters, key=lambda cluster: (-cluster.count, cluster.x, cluster.y)):
        place = next(
            (at for at, other in enumerate(kept) if math.hypot(one.x - other.x, one.y - other.y) < reach), None
        )
        if place is None:
            kept.append(one)
        else:
            kept[place] = joined(kept[place], one)
    return kept


def joined(one: Cluster, other: Cluster) -> Cluster:
    """Make one cluster of two."""
    count = one.count + other.count
    extent = Window(
        min(one.extent.left, other.extent.left),
        min(one.extent.top, other.extent.top),
        max(one.extent.right, other.extent.right),
        max(one.extent.bottom, other.extent.bottom),
    )
    x = (one.x * one.count + other.x * other.count) / count
    y = (one.y * one.count + other.y * other.count) / count
    return Cluster(count, x, y, extent, one.example)


def marks(frame: Frame, clusters: Iterable[Cluster], least: float = 5.0, most: float = 20.0) -> list[Mark]:
    """Place clusters on the picture, the largest first so that small ones lie above; the area grows with the count."""
    ordered = sorted(clusters, key=lambda cluster: -cluster.count)
    largest = ordered[0].count if ordered else 1
    return [Mark(*frame.at(one.x, one.y), radius_of(one.count, largest, least, most), one) for one in ordered]


def radius_of(count: int, largest: int, least: float, most: float) -> float:
    """Give the radius of a mark; a single point is the smallest, the logarithm keeps crowds from covering all."""
    if count <= 1 or largest <= 1:
        return least
    return round(least + 4 + (most - least - 4) * math.log(count) / math.log(largest), 1)


def scale_of(frame: Frame, longest: int = 160) -> Scale:
    """Give the longest round distance (1, 2 or 5 × 10ⁿ metres) whose bar takes at most so many pixels."""
    metres_per_pixel = metres_per_unit(frame.window.middle[1]) * frame.unit
    room = metres_per_pixel * longest
    power = 10 ** math.floor(math.log10(room))
    metres = max(step * power for step in ROUND_STEPS if step * power <= room) if room >= power else power
    return Scale(round(metres / metres_per_pixel, 1), int(max(1, metres)))


def read_window(text: str) -> Window | None:
    """Read «left,top,right,bottom» of an address; nothing when it is none."""
    parts = text.split(",")
    if len(parts) != 4 or not all(part.isdecimal() and len(part) <= 10 for part in parts):  # noqa: PLR2004  a rectangle
        return None
    left, top, right, bottom = map(int, parts)
    if not (0 <= left < right <= WORLD and 0 <= top < bottom <= WORLD):
        return None
    return Window(left, top, right, bottom)


def write_window(window: Window) -> str:
    """Write a window for an address."""
    return f"{window.left},{window.top},{window.right},{window.bottom}"


def apart(
    labels: Sequence[Label], frame: Frame, *, letter: float = 8.2, line: float = 16.0, around: Sequence[Mark] = ()
) -> list[Label]:
    """Keep names that stand inside and cover no name kept before, no mark and not the scale; important ones first.

    A label is x and y of its middle and the text. The very first may cover marks: a reader must know where they are.
    """
    kept: list[Label] = []
    scale_left = frame.pixels_wide - scale_of(frame).pixels - 2 * line
    for x, y, text in labels:
        half = len(text) * letter / 2
        inside = half <= x <= frame.pixels_wide - half and line <= y <= frame.pixels_high - line
        on_scale = x + half > scale_left and y > frame.pixels_high - 3 * line
        free = all(abs(x - a) > half + len(other) * letter / 2 or abs(y - b) > line for a, b, other in kept)
        clear = not kept or not any(
            abs(x - mark.x) < half + mark.radius and abs(y - mark.y) < line / 2 + mark.radius for mark in around
        )
        if inside and free and clear and not on_scale:
            kept.append((x, y, text))
    return kept


@dataclass(frozen=True, slots=True)
class Tile:
    """A square picture of somebody else's map below ours: its address, its corner and side in pixels."""

    href: str
    x: float
    y: float
    side: float


def tiles(frame: Frame, template: str, side: int = 256) -> list[Tile]:
    """Give the tiles (EPSG:3857, «{z}/{x}/{y}») that cover a picture, some thirty at most: of the nearest size."""
    if not template:
        return []
    zoom = max(0, min(MOST_ZOOM, round(math.log2(WORLD / (side * frame.unit)))))
    span = WORLD >> zoom
    window = frame.window
    columns = range(window.left // span, (window.right - 1) // span + 1)
    lines = range(window.top // span, (window.bottom - 1) // span + 1)
    wide = round(span / frame.unit, 2)
    return [
        Tile(
            template.replace("{z}", str(zoom)).replace("{x}", str(x)).replace("{y}", str(y)),
            *frame.at(x * span, y * span),
            wide,
        )
        for y in lines
        for x in columns
    ]
