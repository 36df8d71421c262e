"""Places inside records: points as they are, the middle of outlines, and in which system of coordinates."""

import math
import re
from collections.abc import Iterator
from typing import Any

POINT = "Point"
TYPES = frozenset((POINT, "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"))
GROUP = "GeometryCollection"
CODE = re.compile(r"EPSG:+(?:[\d.]*:)?(\d{4,6})", re.IGNORECASE)
DEGREES = re.compile(r"CRS84|WGS ?84", re.IGNORECASE)
FEW = 64  # geometries of one group, and lists inside lists, that are still looked at
PAIR = 2

Pair = tuple[float, float]


def is_geometry(value: dict[str, Any]) -> bool:
    """Tell whether an object of JSON is a geometry of GeoJSON."""
    kind = value.get("type")
    if not isinstance(kind, str):
        return False
    return (kind in TYPES and "coordinates" in value) or (kind == GROUP and "geometries" in value)


def place_of(geometry: dict[str, Any]) -> tuple[str, str, str]:
    """Give x, y and the kind of a geometry as texts; of what is no point its middle; «?» for what has none.

    A point's numbers stay as they were written, so that nothing is lost that cannot be understood.
    """
    kind = str(geometry["type"])
    if kind == POINT and is_pair(geometry["coordinates"]):
        x, y = geometry["coordinates"][:PAIR]
        return str(x), str(y), kind
    middle = middle_of(geometry)
    only = kind == "MultiPoint" and isinstance(geometry["coordinates"], list) and len(geometry["coordinates"]) == 1
    x, y = (f"{part:.7f}" for part in middle) if middle else ("?", "?")
    return x, y, POINT if only else kind


def is_pair(value: object) -> bool:
    """Tell whether a value is a position: at least two numbers, or texts in place of numbers."""
    return isinstance(value, list) and len(value) >= PAIR and not any(isinstance(part, (list, dict)) for part in value)


def middle_of(geometry: dict[str, Any]) -> Pair | None:
    """Give the middle of a geometry: of areas the centre of mass, else the mean of all positions."""
    if geometry["type"] == GROUP:
        inner = geometry["geometries"] if isinstance(geometry["geometries"], list) else []
        parts = [part for part in inner[:FEW] if isinstance(part, dict) and is_geometry(part) and part["type"] != GROUP]
        return mean([middle for part in parts if (middle := middle_of(part))])
    if geometry["type"] in ("Polygon", "MultiPolygon"):
        many = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        if middle := middle_of_areas(many):
            return middle
    return mean(list(positions(geometry["coordinates"], FEW)))


def positions(value: object, depth: int) -> Iterator[Pair]:
    """Give all positions in lists inside lists; what is none is passed over."""
    if is_pair(value):
        if pair := numbers(value):
            yield pair
    elif isinstance(value, list) and depth:
        for part in value:
            yield from positions(part, depth - 1)


def numbers(value: Any) -> Pair | None:
    """Give the two numbers of a position, if they are numbers."""
    try:
        x, y = float(value[0]), float(value[1])
    except (TypeError, ValueError, OverflowError):
        return None
    return (x, y) if math.isfinite(x) and math.isfinite(y) else None


def mean(pairs: list[Pair]) -> Pair | None:
    """Give the mean of positions."""
    if not pairs:
        return None
    return math.fsum(x for x, _y in pairs) / len(pairs), math.fsum(y for _x, y in pairs) / len(pairs)


def middle_of_areas(polygons: Any) -> Pair | None:
    """Give the centre of mass of the outer rings of polygons (the shoelace formula)."""
    rings = [list(positions(polygon[0], 1)) for polygon in polygons if polygon] if are_lists(polygons) else []
    masses = [mass for ring in rings if (mass := mass_of(ring))]
    total = sum(area for area, _x, _y in masses)
    if not total:
        return None
    return sum(area * x for area, x, _y in masses) / total, sum(area * y for area, _x, y in masses) / total


def are_lists(value: Any) -> bool:
    """Tell whether a value is a list of lists."""
    return isinstance(value, list) and all(isinstance(part, list) for part in value)


def mass_of(ring: list[Pair]) -> tuple[float, float, float] | None:
    """Give area and centre of a ring; counted from its first corner, for metres are large numbers."""
    if not ring:
        return None
    left, bottom = ring[0]
    near = [(x - left, y - bottom) for x, y in ring]
    crosses = [
        (x * next_y - next_x * y, x + next_x, y + next_y)
        for (x, y), (next_x, next_y) in zip(near, near[1:] + near[:1], strict=True)
    ]
    double = sum(cross for cross, _x, _y in crosses)
    if not double:
        return None
    x, y = (sum(row[0] * row[axis] for row in crosses) / (3 * double) for axis in (1, 2))
    return abs(double), left + x, bottom + y


def system_of(document: dict[str, Any]) -> str:
    """Give the system that a collection names in its member `crs`, as «EPSG:3857»; nothing when it names none."""
    named = document.get("crs")
    if not named:
        return ""
    text = str(named)[:500]
    if found := CODE.search(text):
        return f"EPSG:{found[1]}"
    return "EPSG:4326" if DEGREES.search(text) else "?"
