"""Reading a territory from a row of a gazetteer: level, code, names, region, point; no ORM.

A municipality is what the row itself says, by ОКТМО or by name; it is never taken from the nearest centre.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from vmeste.gather.participants.cards import clean
from vmeste.gather.participants.identifiers import name_key
from vmeste.gather.participants.latin import is_russian_for
from vmeste.gather.participants.models import Territory

Level = Territory.Level
OKTMO8, OKTMO11 = 8, 11
OKRUGS = ("118", "718", "719")  # autonomous okrugs stand inside the numbers of their regions
NO_INSIDE = ("45000000", "40000000", "67000000")  # cities that are regions
STILL = 9999
KINDS = re.compile(r"^(?:г|город|с|село|п|пос|поселок|пгт|рп|д|деревня|ст-ца|станица|х|хутор|аул)\.?\s+(?=[А-ЯЁ])")
MUNICIPAL = re.compile(r"муниципальн|район|округ|внутригородск|городское поселение|сельское поселение", re.IGNORECASE)


@dataclass(slots=True)
class Entry:
    """A territory as a row tells of it; `region` is an ОКТМО of 8 digits or a name, `municipality` as well.

    `doubt` says why the name cannot be taken for a new territory.
    """

    level: str = Level.SETTLEMENT
    code: str = ""
    name: str = ""
    latin: str = ""
    full_name: str = ""
    region: str = ""
    municipality: str = ""
    lat: float | None = None
    lon: float | None = None
    population: int | None = None
    time_zone: str = ""
    valid_from_on: date | None = None
    valid_to_on: date | None = None
    doubt: str = ""
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_entry(cells: Mapping[str, str], level: str, of_geonames: Mapping[str, str]) -> Entry:
    """Read a row; `level` is that of the whole file or empty, `of_geonames` gives regions by the codes of GeoNames."""
    text = {name: clean(value) for name, value in cells.items()}
    entry = Entry()
    read_names(entry, text)
    oktmo = read_oktmo(entry, text)
    read_point(entry, text)
    entry.level = level or level_of(entry, text, oktmo)
    read_places(entry, text, oktmo, of_geonames)
    read_rest(entry, text)
    if entry.level == Level.SETTLEMENT:
        entry.code = text.get("code", "")[:40] or (oktmo if len(oktmo) == OKTMO11 and oktmo[8:] != "000" else "")
    else:
        entry.code = oktmo[:OKTMO8]
    return entry


def read_names(entry: Entry, text: Mapping[str, str]) -> None:
    """Read the name; where its cell is empty, the last part of the address carries it."""
    name = text.get("place") or text.get("address", "").rpartition(",")[2].strip()
    entry.name = KINDS.sub("", name)[:120]
    kind = text.get("kind", "")
    entry.full_name = (text.get("full_name") or f"{kind} {entry.name}".strip())[:200]
    entry.latin = international = text.get("latin", "")
    if not name_key(entry.name):
        entry.faults.append(_("The name is missing."))
    elif international and not is_russian_for(entry.name, international):
        words = _("«%(name)s» does not read as the Russian name of «%(latin)s»: write it in its cell.")
        entry.doubt = words % {"name": entry.name, "latin": international}


def read_oktmo(entry: Entry, text: Mapping[str, str]) -> str:
    """Read the ОКТМО as 8 or 11 digits; a zero that a table program dropped in front is put back."""
    given = text.get("oktmo", "")
    number = re.sub(r"\D", "", given.removesuffix(".0"))
    if len(number) in (OKTMO8 - 1, OKTMO11 - 1):
        words = _("ОКТМО %(given)s: a table program dropped the zero in front, read as 0%(given)s.")
        entry.warnings.append(words % {"given": number})
        number = f"0{number}"
    if given and len(number) not in (OKTMO8, OKTMO11):
        entry.warnings.append(_("«%(value)s» is no ОКТМО; it is left out.") % {"value": given[:40]})
        return ""
    return number


def read_point(entry: Entry, text: Mapping[str, str]) -> None:
    """Read degrees of WGS 84."""
    lat, lon = text.get("lat", ""), text.get("lon", "")
    if not lat and not lon:
        return
    try:
        point = float(lat.replace(",", ".")), float(lon.replace(",", "."))
    except ValueError:
        point = (100.0, 0.0)
    if abs(point[0]) <= 90 and abs(point[1]) <= 180:  # noqa: PLR2004  degrees
        entry.lat, entry.lon = point
    else:
        words = _("Coordinates «%(lat)s; %(lon)s» are not in degrees; they are left out.")
        entry.warnings.append(words % {"lat": lat[:40], "lon": lon[:40]})


def level_of(entry: Entry, text: Mapping[str, str], oktmo: str) -> str:
    """Tell how large a territory is from its ОКТМО, its point and the words for its kind."""
    if oktmo and oktmo[2:8] == "000000" and entry.lat is None:
        return Level.REGION
    if oktmo and oktmo[:OKTMO8] == region_of(oktmo) and entry.lat is None:
        return Level.REGION
    words = f"{text.get('kind', '')} {text.get('full_name', '')}"
    if oktmo and not text.get("code") and (oktmo[8:] in ("", "000")) and MUNICIPAL.search(words):
        return Level.MUNICIPALITY
    return Level.SETTLEMENT


def region_of(oktmo: str) -> str:
    """Give the region's ОКТМО of 8 digits from any ОКТМО inside it."""
    return (oktmo[:3] if oktmo.startswith(OKRUGS) else oktmo[:2]).ljust(OKTMO8, "0")


def read_places(entry: Entry, text: Mapping[str, str], oktmo: str, of_geonames: Mapping[str, str]) -> None:
    """Read of which region and municipality it is part: by codes where there are, else by names."""
    of_admin = of_geonames.get(text.get("admin1", ""), "")
    entry.region = (region_of(oktmo) if oktmo else "") or of_admin or text.get("region", "")
    if entry.level != Level.SETTLEMENT:
        return
    inside = oktmo and oktmo[:OKTMO8] not in NO_INSIDE and oktmo[2:5] != "000"
    entry.municipality = f"{oktmo[:5]}000" if inside else text.get("municipality", "")


def read_rest(entry: Entry, text: Mapping[str, str]) -> None:
    """Read people, time zone and years; what cannot be is left out."""
    people = re.sub(r"[\s\u00a0]", "", text.get("population", "")).removesuffix(".0")
    if people.isdigit():
        entry.population = int(people) or None
    elif people:
        words = _("«%(value)s» is no number of people; it is left out.")
        entry.warnings.append(words % {"value": people[:40]})
    entry.time_zone = text["time_zone"] if text.get("time_zone", "") in zones() else ""
    since, until = year_in(text.get("valid_from", "")), year_in(text.get("valid_to", ""))
    entry.valid_from_on = date(since, 1, 1) if since else None
    entry.valid_to_on = date(until, 12, 31) if until and until != STILL else None


def year_in(text: str) -> int | None:
    """Read a year."""
    found = re.fullmatch(r"(\d{4})(?:\.0|-\d\d-\d\d)?", text)
    return int(found[1]) if found and int(found[1]) else None


@cache
def zones() -> frozenset[str]:
    """Give the names of time zones."""
    return frozenset(available_timezones())
