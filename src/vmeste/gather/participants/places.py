"""Finding the place an address speaks of, among the settlements of a territory."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from vmeste.gather.participants.coordinates import Box, box_around
from vmeste.gather.participants.identifiers import name_key
from vmeste.gather.participants.models import Territory

MARK = r"(?:г|гор|город|с|село|п|пос|поселок|рп|р п|пгт|д|дер|деревня|ст|станица|х|хутор|аул|мкр)"
MARKED = re.compile(rf"\b{MARK}\s+([а-я0-9]+(?: [а-я0-9]+){{0,2}})")
SHARE = 0.6
STREETS = {"ул", "улица", "пр", "просп", "проспект", "пер", "переулок", "ш", "шоссе", "наб", "пл", "бул", "б"}


@dataclass(frozen=True, slots=True)
class Place:
    """Ids of the territories something stands on, as exactly as known."""

    region_id: int | None = None
    municipality_id: int | None = None
    settlement_id: int | None = None

    @property
    def ids(self) -> set[int]:
        """The known ones of them."""
        return {key for key in (self.region_id, self.municipality_id, self.settlement_id) if key is not None}


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Region:
    """A region's settlements and municipalities by the key of their names; the largest of a name wins."""

    id: int
    settlements: dict[str, Place]
    municipalities: dict[str, Place]
    default: Place
    box: Box | None


class Places:
    """Finds places inside one territory, or all over the country when none is given.

    A city that is a region of its own is its own settlement. Nothing is placed outside a given territory: who loads a
    register answers for it. What was read of the territories is kept as long as this object.
    """

    def __init__(self, territory: Territory | None) -> None:
        """Look inside `territory`; without one every address says its region itself, else the usual one holds."""
        self.given = place_of(territory) if territory else None
        self.usual: int | None = self.given.region_id if self.given else None
        self.known: dict[int, Region] = {}
        self.names = {} if territory else regions_by_name()

    def guess(self, addresses: Iterable[str]) -> None:
        """Take the region most addresses name, for those that name none; unless a territory was given."""
        if self.usual:
            return
        found = Counter(found for address in addresses if (found := named_in(name_key(address), self.names)))
        if found and found.most_common(1)[0][1] >= SHARE * found.total():
            self.usual = found.most_common(1)[0][0]

    def find(self, address: str, settlement: str = "", municipality: str = "") -> Place:
        """Give the most exact place that these words name; a village is never taken for the nearest town."""
        known = self.region_of(address)
        if not known:
            return NOWHERE
        named = known.municipalities.get(name_key(municipality)) if municipality else None
        found = known.settlements.get(name_key(settlement)) or in_address(address, known) or named or known.default
        if self.given:
            return inside(self.given, found)
        return Place(known.id, found.municipality_id or (named or NOWHERE).municipality_id, found.settlement_id)

    def knows(self, settlement: str) -> bool:
        """Tell whether the given territory has a settlement of this name."""
        known = self.region_of("")
        found = known.settlements.get(name_key(settlement)) if known else None
        return found is not None and (
            self.given is None or inside(self.given, found).settlement_id == found.settlement_id
        )

    def box_of(self, region_id: int | None) -> Box | None:
        """Give where a region lies, of the usual one if none is given; nothing when that is unknown."""
        key = region_id or self.usual
        if key and key not in self.known:
            self.known[key] = region(key)
        return self.known[key].box if key else None

    def region_of(self, address: str) -> Region | None:
        """Give the region to look in; two queries when it is met for the first time."""
        key = self.usual if self.given else named_in(name_key(address), self.names) or self.usual
        if key and key not in self.known:
            self.known[key] = region(key)
        return self.known[key] if key else None


def inside(given: Place, found: Place) -> Place:
    """Give `found` if it stands in the given territory, else the territory itself."""
    if given.settlement_id and found.settlement_id != given.settlement_id:
        return given
    if given.municipality_id and found.municipality_id not in (None, given.municipality_id):
        return given
    return Place(given.region_id, found.municipality_id or given.municipality_id, found.settlement_id)


def in_address(address: str, known: Region) -> Place | None:
    """Look for a settlement after «г.», «с.», «пос.» and so on, longest name first."""
    for marked in MARKED.findall(name_key(address)):
        words = marked.split()
        for length in range(len(words), 0, -1):
            if place := known.settlements.get(" ".join(words[:length])):
                return place
    return None


def place_of(territory: Territory) -> Place:
    """Give the ids of a territory and of what it is part of."""
    if territory.level == Territory.Level.REGION:
        return Place(territory.id)
    if territory.level == Territory.Level.MUNICIPALITY:
        return Place(territory.region_id, territory.id)
    return Place(territory.region_id, territory.parent_id, territory.id)


def named_in(key: str, names: dict[str, int]) -> int | None:
    """Give the region whose name stands near the beginning of an address; a street named after one is none."""
    words = key.split()[:8]
    for start in range(len(words)):
        if words[start] in STREETS:
            return None
        for length in (3, 2, 1):
            if found := names.get(" ".join(words[start : start + length])):
                return found
    return None


def regions_by_name() -> dict[str, int]:
    """Give regions by the keys of their full names and aliases; of cities that are regions by their bare names too."""
    rows = Territory.objects.filter(level=Territory.Level.REGION, valid_to_on=None)
    names: dict[str, int] = {}
    for row in rows:
        bare = [row.name] if is_city(row) else []
        keys = {name_key(spelling) for spelling in (row.full_name, *bare, *row.aliases.split("|"))}
        names |= {key: row.id for key in keys if key and not is_adjective(key)}
    return names


def is_adjective(key: str) -> bool:
    """Tell whether a name is «тверская» alone: streets are called so, too."""
    return " " not in key and key.endswith(("ская", "цкая", "ский", "цкий"))


def is_city(row: Territory) -> bool:
    """Tell whether a region is a city."""
    return row.full_name in (row.name, f"г {row.name}")


def region(region_id: int) -> Region:
    """Load a region's places; two queries."""
    settlements: dict[str, Place] = {}
    municipalities: dict[str, Place] = {}
    rows = Territory.objects.filter(region_id=region_id, valid_to_on=None)
    points: list[tuple[float, float]] = []
    for row in rows.order_by(F("population").desc(nulls_last=True), "id"):
        names = municipalities if row.level == Territory.Level.MUNICIPALITY else settlements
        names.setdefault(row.name_key, place_of(row))
        points += [(row.lat, row.lon)] if row.lat is not None and row.lon is not None else []
    own = Territory.objects.get(id=region_id)
    default = settlements.get(own.name_key) if is_city(own) else None
    return Region(region_id, settlements, municipalities, default or Place(region_id), box_around(points))
