"""Systems of coordinates in which registers give places, and the way from them to degrees of WGS 84; pure.

Known are degrees, metres of Web Mercator (EPSG:3857) and of UTM on WGS 84 (EPSG:326zz). Everything else is a local
grid, from which no way leads to the map. Inverse Mercator on the sphere: J. P. Snyder, Map Projections (USGS 1395),
eq. 7-4; inverse transverse Mercator: the series of L. Krüger (1912) to the fourth order, as given by C. Karney,
Transverse Mercator with an accuracy of a few nanometers, J. Geodesy 85 (2011).
"""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

DEGREES, SWAPPED, MERCATOR, LOCAL = "degrees", "swapped", "epsg:3857", "local"
ZONES = (*range(34, 61), 1, 2)  # of UTM in which Russia lies
UTM = tuple(f"epsg:326{zone:02}" for zone in ZONES)
SYSTEMS = (DEGREES, SWAPPED, MERCATOR, *UTM, LOCAL)
NAMED = {
    "epsg:4326": DEGREES,
    "epsg:4979": DEGREES,
    "epsg:900913": MERCATOR,
    "epsg:3785": MERCATOR,
    "epsg:102100": MERCATOR,
}
MOST_LAT, MOST_LON = 90.0, 180.0
LEAST_METRES, MOST_METRES = 100_000.0, 21_000_000.0  # of Mercator and UTM anywhere in Russia, either axis
MOST_EASTING = 1_000_000.0  # of UTM
ENOUGH = 0.6  # share of places that must lie where people live

RADIUS = 6_378_137.0
FLATTENING = 1 / 298.257223563
SCALE = 0.9996
FALSE_EASTING = 500_000.0
N = FLATTENING / (2 - FLATTENING)
RECTIFYING = RADIUS / (1 + N) * (1 + N**2 / 4 + N**4 / 64)
BETA = (
    N / 2 - 2 * N**2 / 3 + 37 * N**3 / 96 - N**4 / 360,
    N**2 / 48 + N**3 / 15 - 437 * N**4 / 1440,
    17 * N**3 / 480 - 37 * N**4 / 840,
    4397 * N**4 / 161_280,
)
DELTA = (
    2 * N - 2 * N**2 / 3 - 2 * N**3 + 116 * N**4 / 45,
    7 * N**2 / 3 - 8 * N**3 / 5 - 227 * N**4 / 45,
    56 * N**3 / 15 - 136 * N**4 / 35,
    4279 * N**4 / 630,
)

NUMBER = r"[-+]?\d+(?:[.,]\d+)?"
PLAIN = re.compile(rf"{NUMBER}(?:[eE][-+]?\d{{1,2}})?")
ANGLE = re.compile(
    rf"({NUMBER})\s*[°º]\s*(?:(\d+(?:[.,]\d+)?)\s*['′’]\s*)?(?:(\d+(?:[.,]\d+)?)\s*(?:[\"″”]|''|′′)\s*)?([NSEWСЮВЗ]?)"
)
POINT = re.compile(r"(?:SRID=(\d+);)?\s*POINT\s*(?:Z|M|ZM)?\s*\(\s*(\S+)\s+([^\s)]+)[^)]*\)", re.IGNORECASE)

Pair = tuple[float, float]
"""North and east: latitude and longitude, or metres."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the world in degrees, its edges included."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        """Tell whether a place is inside; where a box crosses the 180th meridian its west is greater than its east."""
        across = self.west <= lon <= self.east if self.west <= self.east else not self.east < lon < self.west
        return self.south <= lat <= self.north and across


COUNTRY = Box(41.0, 19.0, 82.0, -168.0)


def box_around(places: Iterable[Pair], least_lat: float = 0.5, least_lon: float = 1.0, more: float = 0.1) -> Box | None:
    """Give the box of places with a margin; a region on both sides of the 180th meridian gets its whole length."""
    known = [(lat, lon if lon > -MOST_LON / 2 else lon + 2 * MOST_LON) for lat, lon in places]
    if not known:
        return None
    lats, lons = [lat for lat, _lon in known], [lon for _lat, lon in known]
    aside = [max(least, more * (max(row) - min(row))) for row, least in ((lats, least_lat), (lons, least_lon))]
    west, east = (lon - 2 * MOST_LON if lon > MOST_LON else lon for lon in (min(lons) - aside[1], max(lons) + aside[1]))
    return Box(min(lats) - aside[0], west, max(lats) + aside[0], east)


def number(text: str) -> float | None:
    """Read a coordinate: degrees or metres, however they are written; nothing when it is none."""
    try:
        value = float(text)
    except ValueError:
        return written_number(text)
    return value if math.isfinite(value) and "_" not in text else None


def written_number(text: str) -> float | None:
    """Read a number as people write it: «55,75», «4 178 895,1», «55°45′21″ с. ш.»."""
    bare = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d{3})", "", text.strip())
    if PLAIN.fullmatch(bare):
        value = float(bare.replace(",", "."))
        return value if math.isfinite(value) else None
    if angle := ANGLE.fullmatch(text.strip().upper()):
        whole, minutes, seconds = (float((part or "0").replace(",", ".")) for part in angle.groups()[:3])
        value = abs(whole) + minutes / 60 + seconds / 3600
        return -value if angle[1].startswith("-") or (angle[4] in ("S", "W", "Ю", "З") and angle[4]) else value
    return None


def pair(text: str) -> Pair | None:
    """Read both coordinates out of one cell: WKT (x before y), else two numbers, latitude first."""
    if point := POINT.fullmatch(text.strip()):
        east, north = number(point[2]), number(point[3])
    else:
        bare = text.strip().strip("[]()")
        parts = re.split(r"\s*;\s*|\s*,\s+|(?<![\s,])\s+(?=[-+]?\d+[.,])", bare)
        parts = bare.split(",") if len(parts) == 1 else parts
        north, east = (number(part) for part in parts) if len(parts) == len(("north", "east")) else (None, None)
    return None if north is None or east is None else (north, east)


def rounded(given: Pair) -> Pair:
    """Give a point to about ten metres, so that a default point is known again after it went through conversions."""
    north, east = (round(value, 4 if abs(value) <= MOST_LON else -1) for value in given)
    return north, east


def may_be_placed(text: str) -> bool:
    """Tell whether a coordinate may be one of degrees or of metres of a known system."""
    value = number(text)
    return value is not None and (abs(value) <= MOST_LON or LEAST_METRES <= abs(value) <= MOST_METRES)


def may_be_local(text: str) -> bool:
    """Tell whether a coordinate can only be one of a local grid."""
    return number(text) is not None and not may_be_placed(text)


def named_system(name: str) -> str:
    """Give the system a file names, as «EPSG:32636» or «3857»; one we do not know is local; nothing for no name."""
    found = re.search(r"\d{4,6}", name)
    if not found:
        return LOCAL if name.strip() else ""
    code = f"epsg:{found[0]}"
    return NAMED.get(code, code if code in SYSTEMS else LOCAL)


def in_degrees(system: str, given: Pair) -> Pair | None:
    """Give latitude and longitude of coordinates in a system; nothing when they cannot be of it."""
    north, east = given
    if system == SWAPPED:
        return in_degrees(DEGREES, (east, north))
    if system == MERCATOR:
        return from_mercator(north, east)
    if system in UTM:
        return from_utm(int(system[-2:]), north, east)
    inside = system == DEGREES and abs(north) <= MOST_LAT and abs(east) <= MOST_LON
    return (north, east) if inside and (north, east) != (0, 0) else None


def from_mercator(north: float, east: float) -> Pair | None:
    """Give degrees of metres on the sphere of Web Mercator."""
    if max(abs(north), abs(east)) > MOST_METRES or max(abs(north), abs(east)) < LEAST_METRES:
        return None
    return math.degrees(math.atan(math.sinh(north / RADIUS))), math.degrees(east / RADIUS)


def from_utm(zone: int, north: float, east: float) -> Pair | None:
    """Give degrees of metres of a northern zone of UTM on the ellipsoid of WGS 84."""
    if not LEAST_METRES <= east <= MOST_EASTING or not 0 <= north <= MOST_METRES / 2:
        return None
    xi, eta = north / (SCALE * RECTIFYING), (east - FALSE_EASTING) / (SCALE * RECTIFYING)
    xi_0 = xi - sum(beta * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, beta in enumerate(BETA, start=1))
    eta_0 = eta - sum(beta * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, beta in enumerate(BETA, start=1))
    chi = math.asin(math.sin(xi_0) / math.cosh(eta_0))
    lat = chi + sum(delta * math.sin(2 * j * chi) for j, delta in enumerate(DELTA, start=1))
    lon = math.radians(6 * zone - 183) + math.atan2(math.sinh(eta_0), math.cos(xi_0))
    return math.degrees(lat), (math.degrees(lon) + 180) % 360 - 180


def find_system(pairs: Sequence[Pair], lives: Callable[[float, float], bool], *, zones: bool) -> str:
    """Give the system in which most of these places lie where `lives` says so; nothing for no places.

    Zones of UTM look alike from their numbers: they are tried only when `lives` knows one region. Degrees in which
    nobody lives stay degrees, other numbers are a local grid.
    """
    if not pairs:
        return ""
    tried = [DEGREES, SWAPPED, MERCATOR, *(UTM if zones else ())]
    shares = {system: share(system, pairs, lives) for system in tried}
    best = max(tried, key=lambda system: shares[system])
    if shares[best] >= ENOUGH:
        return best
    like_degrees = sum(in_degrees(DEGREES, given) is not None for given in pairs)
    return DEGREES if like_degrees >= ENOUGH * len(pairs) else LOCAL


def share(system: str, pairs: Sequence[Pair], lives: Callable[[float, float], bool]) -> float:
    """Give the share of places that lie where somebody lives, read in this system."""
    places = [in_degrees(system, given) or in_metres_turned(system, given) for given in pairs]
    return sum(place is not None and lives(*place) for place in places) / len(pairs)


def in_metres_turned(system: str, given: Pair) -> Pair | None:
    """Read metres with the axes in the other order, as geodesists name them: x to the north, y to the east."""
    north, east = given
    return in_degrees(system, (east, north)) if system in UTM else None
