"""What a file as a whole tells of its coordinates: the system they are in, and points that are no places."""

import math
from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _

from vmeste.gather.participants.cards import whole_address
from vmeste.gather.participants.coordinates import COUNTRY, LOCAL, Pair, find_system, named_system, rounded
from vmeste.gather.participants.identifiers import address_key, name_key
from vmeste.gather.participants.locating import Frame, apart_of, both_of
from vmeste.gather.participants.models import Territory
from vmeste.gather.participants.places import Places
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.vocabulary import queries as vocabulary

CROWD = 5  # different addresses at one point, from which on it is no place
MOST_DEFAULTS = 50
SAMPLE = 2000
SHORT = 3  # letters of «ул», «пр», «дом»
NAMES = 300  # looked at where nothing else is told
PLACES, TELLING = 0.5, 0.1
EVIDENCE = (
    "inn", "kpp", "ogrn", "short_name", "address", "street", "phone", "email", "website", "founder", "department",
    "legal_form",
)  # fmt: skip
CELLS = 2  # of the grid of inhabited places, in a degree


class Crowds:
    """Counts addresses at each point; keeps of each no more than it needs, for registers are long."""

    def __init__(self) -> None:
        """Begin with none."""
        self.seen: dict[int, str | set[str]] = {}
        self.crowded: set[Pair] = set()

    def add(self, point: Pair, address: str) -> None:
        """Count one row."""
        point = rounded(point)
        before = self.seen.setdefault(hash(point), address)
        if isinstance(before, str) and before != address:
            self.seen[hash(point)] = {house_of(before), house_of(address)}
        elif isinstance(before, set) and len(before) < CROWD:
            before.add(house_of(address))
            if len(before) >= CROWD and len(self.crowded) < MOST_DEFAULTS:
                self.crowded.add(point)


def house_of(address: str) -> str:
    """Give what tells one house from another however the address is written: long words and what holds a digit."""
    words = address_key(address).split()
    return " ".join(word for word in words if len(word) > SHORT or any(map(str.isdigit, word)))


class Survey:
    """Looks at the rows of a file once, before the first of them is judged."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.crowds = Crowds()
        self.sources: tuple[list[Pair], list[Pair]] = ([], [])  # two columns, one cell
        self.addresses: list[str] = []
        self.named = ""
        self.has_local = False
        self.names: list[str] = []
        self.says_more = False

    def look(self, row: Mapping[str, str]) -> None:
        """Look at one row."""
        address = whole_address(row)
        self.named = self.named or row.get("crs") or ""
        self.has_local = self.has_local or bool(row.get("grid_x") or row.get("grid_y"))
        self.says_more = self.says_more or any(row.get(field) for field in EVIDENCE)
        if not self.says_more and len(self.names) < NAMES:
            self.names.append(row.get("name") or "")
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

    def refuse_strangers(self) -> None:
        """Raise `Invalid` when nothing but names is given and these are no names of organisations."""
        names = [name for name in self.names if name.strip()]
        if self.says_more or not names:
            return
        keys = {name_key(name) for name in names}
        known = Territory.objects.filter(name_key__in=keys).order_by().values("name_key").distinct().count()
        if known > PLACES * len(keys):
            raise Invalid({"": _("These rows are settlements or regions, not organisations.")})
        telling = sum(
            bool(vocabulary.match("organisation_type", name) or vocabulary.match("legal_form", name)) for name in names
        )
        if not self.sources[0] and not self.sources[1] and telling < TELLING * len(names):
            raise Invalid(
                {"": _("Nothing in these rows says that they are organisations: no code, address or contact.")}
            )


def survey(territory: Territory | None, rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Give answers that the rows of a file themselves give: `coordinates`, `default_points`; blank ones left out.

    Raises `Invalid` when the rows are plainly something else than organisations.
    """
    seen = Survey()
    for row in rows:
        seen.look(row)
    seen.refuse_strangers()
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
