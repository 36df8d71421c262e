"""What a file as a whole tells of its coordinates: the system they are in, and points that are no places."""

import math
from collections.abc import Callable, Iterable, Mapping

from vmeste.gather.participants.coordinates import COUNTRY, LOCAL, Pair, find_system, named_system, rounded
from vmeste.gather.participants.identifiers import name_key
from vmeste.gather.participants.locating import Frame, apart_of, both_of
from vmeste.gather.participants.models import Territory
from vmeste.gather.participants.places import Places

CROWD = 5  # different addresses at one point, from which on it is no place
MOST_DEFAULTS = 50
SAMPLE = 2000
CELLS = 2  # of the grid of inhabited places, in a degree


class Crowds:
    """Counts addresses at each point; keeps of each no more than it needs, for registers are long."""

    def __init__(self) -> None:
        """Begin with none."""
        self.seen: dict[int, int | set[int]] = {}
        self.crowded: set[Pair] = set()

    def add(self, point: Pair, address: str) -> None:
        """Count one row."""
        point = rounded(point)
        key, here = hash(point), hash(name_key(address))
        before = self.seen.setdefault(key, here)
        if isinstance(before, int) and before != here:
            self.seen[key] = {before, here}
        elif isinstance(before, set) and len(before) < CROWD:
            before.add(here)
            if len(before) >= CROWD and len(self.crowded) < MOST_DEFAULTS:
                self.crowded.add(point)


class Survey:
    """Looks at the rows of a file once, before the first of them is judged."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.crowds = Crowds()
        self.sources: tuple[list[Pair], list[Pair]] = ([], [])  # two columns, one cell
        self.addresses: list[str] = []
        self.named = ""
        self.has_local = False

    def look(self, row: Mapping[str, str]) -> None:
        """Look at one row."""
        address = row.get("address") or ""
        self.named = self.named or row.get("crs") or ""
        self.has_local = self.has_local or bool(row.get("grid_x") or row.get("grid_y"))
        apart, both = apart_of(row), both_of(row)
        for pairs, one in zip(self.sources, (apart, both), strict=True):
            if one and address:
                self.crowds.add(one, address)
            if one and len(pairs) < SAMPLE:
                pairs.append(one)
        if (apart or both) and len(self.addresses) < SAMPLE:
            self.addresses.append(address)

    def system(self, territory: Territory | None) -> str:
        """Give the system of the file's coordinates: the one it names, else the one in which places are inhabited."""
        if named := named_system(self.named):
            return named if any(self.sources) else ""
        if not any(self.sources):
            return LOCAL if self.has_local else ""
        places = Places(territory)
        places.guess(self.addresses)
        box = places.box_of(None)
        lives = box.holds if box else inhabited()
        found = [find_system(pairs, lives, zones=box is not None) for pairs in self.sources if pairs]
        return next((system for system in found if system != LOCAL), LOCAL)


def survey(territory: Territory | None, rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Give answers that the rows of a file themselves give: `coordinates`, `default_points`; blank ones left out."""
    seen = Survey()
    for row in rows:
        seen.look(row)
    points = "|".join(f"{north!r};{east!r}" for north, east in sorted(seen.crowds.crowded))
    answers = {"coordinates": seen.system(territory), "default_points": points}
    return {name: text for name, text in answers.items() if text}


def frame_of(system: str, default_points: str) -> Frame:
    """Read what a survey told."""
    pairs = [text.split(";") for text in default_points.split("|") if text]
    return Frame(system or Frame().system, frozenset((float(north), float(east)) for north, east in pairs))


def inhabited() -> Callable[[float, float], bool]:
    """Tell of a place whether a known settlement is near (about 80 km); without any, whether it is in the country."""
    known = Territory.objects.exclude(lat=None).exclude(lon=None).order_by().values_list("lat", "lon")
    cells = {cell_of(lat or 0, lon or 0) for lat, lon in known.iterator()}
    if not cells:
        return COUNTRY.holds
    near = {(row + down, column + right) for row, column in cells for down in (-1, 0, 1) for right in (-1, 0, 1)}
    return lambda lat, lon: cell_of(lat, lon) in near


def cell_of(lat: float, lon: float) -> tuple[int, int]:
    """Give the cell of a grid of half degrees."""
    return math.floor(lat * CELLS), math.floor(lon * CELLS)
