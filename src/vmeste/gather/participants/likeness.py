"""Whether two cards speak of one organisation: parts of 0…1, their weights, hard obstacles, one score; pure.

Each part that both sides speak of moves the odds: by `for` where they agree fully, by `against` where they do not at
all, in between in proportion (weights are powers of two, as in record linkage after Fellegi and Sunter, 1969; they are
data: `data/likeness_weights.csv`). What one side does not speak of moves nothing. A hard obstacle holds the score
below `HELD`, whatever speaks for it. Nothing here depends on the order of the two.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from math import asin, cos, radians, sin, sqrt

from vmeste.gather.participants.houses import House, same_street
from vmeste.gather.participants.names import DATA, Name, shared

HELD = 0.2
SURE = 0.9
DOUBTED = 0.8
LIKELY = 0.6
RIVALRY = 0.35  # what a name still tells that several organisations bear
TELLING_WORDS = 5
GENERIC = 0.35  # a kind without a number or a name of its own
SAME_STREET = 0.45
NEIGHBOURS = 0.5  # kinds of one family: a school that became a gymnasium
NEAR_M, FAR_M = 80, 3000
PARTS = (
    "codes",
    "number",
    "unnumbered",
    "kind",
    "own",
    "honour",
    "wording",
    "text",
    "address",
    "point",
    "contact",
    "place",
)
FIRM = {"unit", "branch", "entity", "place"}  # obstacles that stand whatever the codes say


@dataclass(frozen=True, slots=True)
class Face:
    """A card as far as likeness goes; ids of territories, degrees of WGS 84, contacts in one spelling."""

    id: int
    names: tuple[Name, ...]
    inn: str = ""
    kpp: str = ""
    is_unit: bool = False
    is_sole: bool = False
    parent_id: int | None = None
    region_id: int | None = None
    municipality_id: int | None = None
    settlement_id: int | None = None
    houses: tuple[House, ...] = ()
    points: tuple[tuple[float, float], ...] = ()
    contacts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Around:
    """What is known besides the two: how many organisations bear their common name, what too many cards share."""

    rivals: int = 1
    common: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """What one comparison said: agreement of 0…1, its weight in powers of two, what it is about (a number, metres)."""

    name: str
    value: float
    weight: float
    about: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The score of 0…1, its parts, and what stands in the way whatever they say."""

    score: float
    parts: tuple[Part, ...]
    obstacles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weight:
    """How far a part moves the odds where it agrees and where it does not."""

    agreeing: float
    differing: float

    def at(self, value: float) -> float:
        """Give the weight of an agreement of 0…1."""
        return self.differing + (self.agreeing - self.differing) * value


@cache
def weights(on: date) -> Mapping[str, Weight]:
    """Read the weights that hold on a day."""
    with (DATA / "likeness_weights.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    holding = [row for row in rows if (row["valid_from"] or "0") <= on.isoformat() <= (row["valid_to"] or "9")]
    return {row["part"]: Weight(float(row["for"]), float(row["against"])) for row in holding}


NOTHING_AROUND = Around()


def likeness(one: Face, other: Face, known: Mapping[str, Weight], around: Around = NOTHING_AROUND) -> Likeness:
    """Compare two cards."""
    around_them = card_values(one, other, around)
    worth = RIVALRY if around.rivals > 1 and around_them.get("address") != 1 else 1.0
    pairs = list(product(one.names, other.names))
    compared = [(name_values(mine, theirs, worth), name_obstacles(mine, theirs)) for mine, theirs in pairs]
    said, unlike = max(compared, key=lambda pair: (not pair[1], sum(weighed(pair[0], known)))) if pairs else ({}, ())
    values = said | around_them
    obstacles = (*card_obstacles(one, other), *unlike, *local(pairs, said, values))
    told = about(one, other, around)
    parts = tuple(
        Part(name, values[name], known[name].at(values[name]), told.get(name, "")) for name in PARTS if name in values
    )
    odds = known["start"].agreeing + sum(part.weight for part in parts)
    score = 1 / (1 + 2 ** max(-60.0, min(60.0, -odds)))
    return Likeness(min(score, highest(obstacles, values)), parts, obstacles)


def highest(obstacles: Sequence[str], values: Mapping[str, float]) -> float:
    """Give how high a score may rise: the codes of one and the names of two are for a person to look at."""
    if not obstacles:
        return 1.0
    return DOUBTED if values.get("codes") == 1 and obstacles and not set(obstacles) & FIRM else HELD


def weighed(values: Mapping[str, float], known: Mapping[str, Weight]) -> Iterator[float]:
    """Give the weights of some values."""
    return (known[name].at(value) for name, value in values.items())


def name_values(one: Name, other: Name, worth: float) -> dict[str, float]:
    """Compare two names; what several organisations bear is of less worth."""
    values: dict[str, float] = {}
    if one.numbers and other.numbers:
        values["number"] = worth if one.numbers == other.numbers else RIVALRY / 2
    elif one.numbers or other.numbers:
        values["unnumbered"] = 0.0
    if one.kind and other.kind:
        values["kind"] = 1.0 if one.kind == other.kind else NEIGHBOURS if one.family == other.family else 0.0
    mine, theirs = telling(one), telling(other)
    if mine and theirs:
        values["own"] = shared(mine, theirs) ** 2 * worth
    if one.honour and other.honour and mine != one.honour:
        values["honour"] = shared(one.honour, other.honour)
    if one.says == other.says:
        values["wording"] = worth if one.says else GENERIC
    elif not values.keys() & {"number", "own"}:
        values["wording"] = 0.0
    if one.text and one.text == other.text and len(one.text.split()) >= TELLING_WORDS:
        values["text"] = worth
    return values


def telling(name: Name) -> frozenset[str]:
    """Give the words that tell an institution from others of its kind."""
    return name.own or (frozenset() if name.numbers else name.honour)


def name_obstacles(one: Name, other: Name) -> tuple[str, ...]:
    """Tell what in two names cannot be of one organisation."""
    found = []
    if one.numbers and other.numbers and not one.numbers & other.numbers:
        found.append("number")
    if one.family and other.family and one.family != other.family:
        found.append("kind")
    if one.own and other.own and not (one.numbers & other.numbers or shared(one.own, other.own)):
        found.append("own")
    if one.place and other.place and not shared_any(one.place, other.place):
        found.append("town")
    return tuple(found)


def shared_any(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two sets of words meet at all."""
    return bool(one & other) or shared(one, other) > 0


def local(pairs: Sequence[tuple[Name, Name]], said: Mapping[str, float], values: Mapping[str, float]) -> list[str]:
    """Tell of a number that is given anew in each district: it says something at one address only."""
    district = any(mine.series == theirs.series == "district" for mine, theirs in pairs)
    near = values.get("address", 0) == 1 or values.get("contact", 0) == 1 or values.get("own", 0) == 1
    return ["series"] if district and "number" in said and not near else []


def card_values(one: Face, other: Face, around: Around) -> dict[str, float]:
    """Compare what two cards say besides their names."""
    values: dict[str, float] = {}
    if one.inn and one.inn == other.inn and not (one.is_unit or other.is_unit):
        values["codes"] = 1.0 if one.kpp == other.kpp or one.is_sole else 0.8
    houses = [(mine, theirs) for mine in one.houses for theirs in other.houses if mine.key and theirs.key]
    fair = [pair for pair in houses if not around.common & {house_key(one, pair[0]), house_key(other, pair[1])}]
    if fair:
        values["address"] = max(near(mine, theirs) for mine, theirs in fair)
    distance = apart(one, other, around)
    if distance is not None:
        values["point"] = nearness(distance)
    if (one.contacts & other.contacts) - around.common:
        values["contact"] = 1.0
    if one.settlement_id and one.settlement_id == other.settlement_id:
        values["place"] = 1.0
    return values


def apart(one: Face, other: Face, around: Around) -> float | None:
    """Give the metres between the nearest points of two cards; points that many cards share do not count."""
    points = product(one.points, other.points)
    clear = [pair for pair in points if not around.common & {point_key(pair[0]), point_key(pair[1])}]
    return min((metres(mine, theirs) for mine, theirs in clear), default=None)


def about(one: Face, other: Face, around: Around) -> dict[str, str]:
    """Give what parts are about, in figures and codes that need no translation."""
    numbers = {number for face in (one, other) for name in face.names for number in name.numbers}
    distance = apart(one, other, around)
    contacts = sorted(one.contacts & other.contacts - around.common)
    return {
        "codes": one.inn,
        "number": ", ".join(sorted(numbers)),
        "point": "" if distance is None else str(round(distance)),
        "contact": contacts[0].split(" ", 1)[1] if contacts else "",
    }


def point_key(point: tuple[float, float]) -> str:
    """Give the key of a place on the ground, some ten metres wide."""
    return f"{point[0]:.4f} {point[1]:.4f}"


def card_obstacles(one: Face, other: Face) -> Iterator[str]:
    """Tell what in two cards cannot be of one organisation: other codes, a branch, a unit, another town."""
    units = one.is_unit or other.is_unit
    below = one.id == other.parent_id or other.id == one.parent_id
    if below or (units and (one.is_unit != other.is_unit or one.parent_id != other.parent_id)):
        yield "unit"
    elif not units and one.inn and other.inn and one.inn != other.inn:
        yield "entity"
    elif not units and one.inn and one.inn == other.inn and one.kpp and other.kpp and one.kpp != other.kpp:
        yield "branch"
    pairs = zip(places(one), places(other), strict=True)
    if any(mine and theirs and mine != theirs for mine, theirs in pairs):
        yield "place"


def places(face: Face) -> tuple[int | None, ...]:
    """Give where a card stands, from the widest down."""
    return face.region_id, face.municipality_id if not face.settlement_id else None, face.settlement_id


def near(one: House, other: House) -> float:
    """Compare two houses."""
    if not same_street(one, other):
        return 0.0
    return 1.0 if one.number == other.number else SAME_STREET


def nearness(distance: float) -> float:
    """Turn metres into an agreement."""
    return max(0.0, min(1.0, 1 - (distance - NEAR_M) / (FAR_M - NEAR_M)))


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Give the distance of two points, in metres along the sphere."""
    (lat, lon), (lat2, lon2) = [(radians(point[0]), radians(point[1])) for point in sorted((one, other))]
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * 6_371_000 * asin(sqrt(min(1.0, half)))


def keys(face: Face) -> set[str]:
    """Give the keys under which cards that may be one meet; no pair is compared that shares none."""
    found = says_keys(face) | ({f"inn {face.inn}"} if face.inn else set())
    where = face.region_id or ""
    for name in face.names:
        if name.numbers and name.family:
            found |= {f"number {where} {name.family} {number}" for number in name.numbers}
        found |= {f"word {where} {name.family} {word[:6]}" for word in name.own | name.honour}
        if not name.says and name.kind:
            found.add(f"kind {face.settlement_id or face.municipality_id or where} {name.kind}")
    return found | crowding(face)


def crowding(face: Face) -> set[str]:
    """Give those keys that tell nothing when too many cards share them: houses, points, contacts."""
    found = {house_key(face, house) for house in face.houses if house.key}
    return found | {point_key(point) for point in face.points} | set(face.contacts)


def house_key(face: Face, house: House) -> str:
    """Give the key of a house in its region."""
    return f"house {face.region_id or ''} {house.key}"


def says_keys(face: Face) -> set[str]:
    """Give the keys of what the names of a card say, by which its namesakes are counted."""
    return {says_key(face.region_id, name.says) for name in face.names if name.says}


def says_key(region_id: int | None, says: str) -> str:
    """Give the key of what a name says in a region."""
    return f"says {region_id or ''} {says}"
