"""Finding the place an address speaks of, among the settlements of a territory."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vmeste.gather.participants.identifiers import name_key
from vmeste.gather.participants.models import Territory

MARK = r"(?:г|гор|город|с|село|п|пос|поселок|рп|р п|пгт|д|дер|деревня|ст|станица|х|хутор|аул|мкр)"
MARKED = re.compile(rf"\b{MARK}\s+([а-я0-9]+(?: [а-я0-9]+){{0,2}})")
SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Place:
    """Ids of the territories something stands on, as exactly as known."""

    region_id: int | None = None
    municipality_id: int | None = None
    settlement_id: int | None = None


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Region:
    """A region's settlements and municipalities by the key of their names; the largest of a name wins."""

    id: int
    settlements: dict[str, Place]
    municipalities: dict[str, Place]
    default: Place


class Places:
    """Finds places inside one territory; a city that is a region of its own is its own settlement."""

    def __init__(self, territory: Territory | None) -> None:
        """Look inside `territory`; without one every address says its region itself."""
        self.given = place_of(territory) if territory else None
        self.region = region(territory.region_id or territory.id) if territory else None

    def guess(self, addresses: Iterable[str]) -> str:
        """Take the region most addresses name when none was given; give its name or nothing."""
        if self.region:
            return ""
        names = regions_by_name()
        found = Counter(found for address in addresses if (found := named_in(name_key(address), names)))
        if not found or found.most_common(1)[0][1] < SHARE * found.total():
            return ""
        self.region = region(found.most_common(1)[0][0])
        return Territory.objects.get(id=self.region.id).full_name

    def find(self, address: str, settlement: str = "", municipality: str = "") -> Place:
        """Give the most exact place that these words name; a village is never taken for the nearest town."""
        if not self.region:
            return NOWHERE
        known = self.region
        place = known.settlements.get(name_key(settlement)) or self.in_address(address)
        named = known.municipalities.get(name_key(municipality)) if municipality else None
        found = place or named or self.given or known.default
        inside = named or self.given or NOWHERE
        return Place(known.id, found.municipality_id or inside.municipality_id, found.settlement_id)

    def in_address(self, address: str) -> Place | None:
        """Look for a settlement after «г.», «с.», «пос.» and so on, longest name first."""
        if not self.region:
            return None
        for marked in MARKED.findall(name_key(address)):
            words = marked.split()
            for length in range(len(words), 0, -1):
                if place := self.region.settlements.get(" ".join(words[:length])):
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
    """Give the region whose name stands in an address."""
    words = key.split()[:8]
    for start in range(len(words)):
        for length in (3, 2, 1):
            if found := names.get(" ".join(words[start : start + length])):
                return found
    return None


@lru_cache(maxsize=1)
def regions_by_name() -> dict[str, int]:
    """Give regions by the keys of their full names and of the settlements that are regions of their own."""
    rows = Territory.objects.filter(level=Territory.Level.REGION).values_list("id", "full_name", "name", "aliases")
    names: dict[str, int] = {}
    for key, full_name, name, aliases in rows:
        bare = [name] if full_name.startswith("г ") or full_name == name else []
        names |= {name_key(spelling): key for spelling in (full_name, *bare, *aliases.split("|")) if spelling}
    return names


@lru_cache(maxsize=8)
def region(region_id: int) -> Region:
    """Load a region's places; two queries."""
    settlements: dict[str, Place] = {}
    municipalities: dict[str, Place] = {}
    for row in rows_of(region_id, Territory.Level.SETTLEMENT):
        settlements.setdefault(row.name_key, place_of(row))
    for row in rows_of(region_id, Territory.Level.MUNICIPALITY):
        municipalities.setdefault(row.name_key, place_of(row))
    own = Territory.objects.get(id=region_id)
    default = settlements.get(own.name_key, Place(region_id))
    return Region(region_id, settlements, municipalities, default)


def rows_of(region_id: int, level: str) -> Sequence[Territory]:
    """Give a region's territories of one level, the largest first."""
    return list(Territory.objects.filter(region_id=region_id, level=level).order_by("-population", "id"))


def forget() -> None:
    """Drop what was loaded, after territories changed."""
    regions_by_name.cache_clear()
    region.cache_clear()
