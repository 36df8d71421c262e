"""Places of open data: what is read of them, how far and how alike two of them are."""

import csv
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from vmeste.gather.participants.latin import alike

CITIES_OF_FEDERAL_RANK = ("45000000", "40000000", "67000000")
OKRUG_PREFIXES = ("118", "718", "719")  # autonomous okrugs stand inside the numbers of their regions
SAME_PLACE_KM = 12.0
SAME_POINT_KM = 1.5
CAPITALS = ("Москва", "Санкт-Петербург")  # their districts are no villages
CAPITAL_KM = 20.0
SAME_NAME = 0.75


@dataclass(frozen=True)
class Region:
    """A federal subject; `code` is its ОКТМО of 8 digits, `number` the number it has in law."""

    code: str
    number: str
    name: str
    name_with_type: str
    iso: str
    timezone: str
    federal_district: str
    aliases: str
    geonames: str = ""


@dataclass(frozen=True)
class GeonamesRegion:
    """How GeoNames calls a region of this code."""

    admin1: str
    region: str


@dataclass(frozen=True)
class Municipality:
    """A municipality by its ОКТМО of 8 digits; `successor` is the code of what took its place."""

    oktmo: str
    name: str
    type: str
    region: str
    lat: str
    lon: str
    valid_from: str
    valid_to: str
    successor: str
    aliases: str


@dataclass(frozen=True)
class Settlement:
    """A place with a point; `municipality` is empty where the source does not tell it."""

    code: str
    name: str
    kind: str
    region: str
    municipality: str
    lat: str
    lon: str
    population: str
    timezone: str


@dataclass(frozen=True)
class Known:
    """A place of GeoNames: its names and point; used for time zones and for villages."""

    id: str
    latin: str
    russian: str
    lat: float
    lon: float
    population: str
    admin: str
    timezone: str


@dataclass
class Nearby:
    """Points in squares of a degree, to find the near ones without looking at all."""

    squares: dict[tuple[int, int], list[tuple[float, float, str]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, lat: float, lon: float, value: str) -> None:
        """Put a value at a point."""
        self.squares[math.floor(lat), math.floor(lon)].append((lat, lon, value))

    def within(self, lat: float, lon: float, reach: int) -> list[tuple[float, str]]:
        """Give distance (km) and value of points in the squares around, nearest first."""
        y, x = math.floor(lat), math.floor(lon)
        square = [(y + i, x + j) for i in range(-reach, reach + 1) for j in range(-reach, reach + 1)]
        points = (point for key in square for point in self.squares.get(key, ()))
        return sorted((kilometres(lat, lon, a, b), value) for a, b, value in points)


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Give the distance along the great circle (haversine)."""
    a, b = math.radians(lat), math.radians(other_lat)
    across = math.sin((b - a) / 2) ** 2
    along = math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 12_742 * math.asin(math.sqrt(across + along))


def plain(name: str) -> str:
    """Give a name as it is compared."""
    return name.lower().replace("ё", "е").replace("-", " ").strip()


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def short(number: str | float) -> str:
    """Write a coordinate with five decimals (one metre)."""
    return f"{float(number):.5f}".rstrip("0").rstrip(".") if number != "" else ""


def region_code(oktmo: str) -> str:
    """Give the region's ОКТМО of 8 digits from any ОКТМО inside it."""
    prefix = oktmo[:3] if oktmo.startswith(OKRUG_PREFIXES) else oktmo[:2]
    return prefix.ljust(8, "0")


def known_places(folder: Path) -> list[Known]:
    """Read GeoNames."""
    return [
        Known(
            row["geonameid"],
            row["name"],
            row["name_ru"],
            float(row["latitude"]),
            float(row["longitude"]),
            row["population"],
            row["admin1code"],
            row["timezone"],
        )
        for row in rows_of(folder / "1_settlements/geonames/geonames_ru_500.csv")
    ]


def is_known(place: Known, near: Iterable[tuple[float, str]]) -> bool:
    """Tell whether one of the settlements nearby (distance, name) is this place, maybe under another spelling."""
    return any(
        distance < SAME_POINT_KM
        or (distance < CAPITAL_KM and name in CAPITALS)
        or (distance < SAME_PLACE_KM and max(alike(name, place.latin), alike(name, place.russian)) > SAME_NAME)
        for distance, name in near
    )
