"""Make the territories of the product from open data: regions, municipalities, settlements, villages.

    python -m tools.extract_territories SOURCE_FOLDER [TARGET_FOLDER]

The source folder holds `1_settlements` (hflabs, geonames) and `3_population` (sberindex). What is taken from where,
and under which licence, is told in LICENCE.md beside the files made. The same sources give the same files.
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from python_calamine import CalamineWorkbook

from tools.territory_places import (
    CITIES_OF_FEDERAL_RANK,
    GeonamesRegion,
    Known,
    Municipality,
    Nearby,
    Region,
    Settlement,
    is_known,
    known_places,
    plain,
    region_code,
    rows_of,
    short,
)
from vmeste.gather.participants.latin import is_russian_for

TARGET = Path(__file__).resolve().parent.parent / "src/vmeste/gather/participants/data"
STILL = 9999  # sberindex: the year «to» of what still stands
FIRST = 2018  # sberindex: the first year told; the municipality may be older
LARGEST_VILLAGE = 50_000  # what is larger is a city that hflabs has, or a part of one
ZONES_NOT_IN_GEONAMES = {"91": "Europe/Simferopol", "92": "Europe/Simferopol"}
TYPES = {
    "Респ": "Республика",
    "край": "край",
    "обл": "область",
    "г": "город",
    "АО": "автономный округ",
    "Аобл": "автономная область",
}
SPOKEN = {  # as people say it; by the number of the region
    "07": ["Кабардино-Балкария", "КБР"],
    "09": ["Карачаево-Черкесия", "КЧР"],
    "12": ["Марий-Эл"],
    "14": ["Якутия", "Саха", "Республика Якутия"],
    "15": ["Северная Осетия", "Осетия", "РСО-Алания"],
    "16": ["Татария"],
    "17": ["Тува", "Республика Тува"],
    "18": ["Удмуртия"],
    "20": ["Чечня"],
    "21": ["Чувашская", "Чувашская Республика — Чувашия"],
    "02": ["Башкирия"],
    "42": ["Кемеровская", "Кузбасс", "Кемеровская область — Кузбасс"],
    "47": ["Ленобласть"],
    "50": ["Подмосковье", "МО"],
    "77": ["г. Москва"],
    "78": ["СПб", "Петербург"],
    "79": ["ЕАО"],
    "83": ["НАО"],
    "86": ["ХМАО", "Югра", "ХМАО — Югра", "Ханты-Мансийский", "Ханты-Мансийский АО"],
    "87": ["Чукотка"],
    "89": ["ЯНАО"],
}


def offset(zone: str) -> timedelta:
    """Give the time zone's distance from UTC in the year of the source."""
    return datetime(2021, 7, 1, tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset() or timedelta()


def zone_finder(places: Iterable[Known]) -> Callable[[float, float, str], str]:
    """Give a function that finds the zone of a point: that of the nearest place with the stated distance from UTC."""
    nearby = Nearby()
    for place in places:
        nearby.add(place.lat, place.lon, place.timezone)

    def find(lat: float, lon: float, stated: str) -> str:
        hours = timedelta(hours=int(stated.removeprefix("UTC")))
        for reach in (1, 3, 10, 60):
            for _, zone in nearby.within(lat, lon, reach):
                if offset(zone) == hours:
                    return zone
        raise ValueError(stated)

    return find


def region_names(row: dict[str, str], official: str) -> tuple[str, str, str]:
    """Give the short name, the full name and other spellings of a region of hflabs; `official` may be empty."""
    name = row["name"].replace(" /", " (").replace("/", ")").replace(" - ", " — ")
    word = TYPES.get(row["type"], row["name"])
    name = row["type"] if word == row["name"] else name  # «Чувашия» stands in the column of types
    full = official or name
    forms = [row["name_with_type"], row["name"], name, *SPOKEN.get(row["kladr_id"][:2], ())]
    forms += [] if word.lower() in name.lower() else [f"{word} {name}", f"{name} {word}"]
    forms += [f"г. {name}", f"г.{name}", f"г {name}"] if word == "город" else []
    forms += [f"{name} обл."] if word == "область" else []
    forms += [form.replace(" — ", dash) for form in (full, *forms) if " — " in form for dash in (" - ", "-")]
    aliases = dict.fromkeys(" ".join(form.split()).lower() for form in forms)
    aliases.pop(full.lower(), None)
    return name, full, "|".join(aliases)


def official_names(sheet: Sequence[dict[str, str | float]]) -> dict[str, str]:
    """Give the official names of regions by their number, as sberindex has them."""
    return {f"{int(row['region_code']):02d}": str(row["region_name"]) for row in sheet}


def regions(
    folder: Path, sheet: Sequence[dict[str, str | float]], zone_of_city: dict[str, Counter[str]]
) -> list[Region]:
    """Read the regions of hflabs; the zone of a region is that of most of its cities' people."""
    official = official_names(sheet)
    made = []
    for row in rows_of(folder / "1_settlements/hflabs/region.csv"):
        number = row["kladr_id"][:2]
        zones = zone_of_city.get(row["oktmo"], Counter())
        if not zones:
            continue
        name, full, aliases = region_names(row, official.get(number, ""))
        district = row["federal_district"]
        zone = zones.most_common(1)[0][0]
        iso = row["iso_code"]
        geonames = row["geoname_code"].split(".")[-1] if row["geoname_code"].startswith("RU.") else ""
        made.append(Region(row["oktmo"], number, name, full, iso, zone, district, aliases, geonames))
    return sorted(made, key=lambda region: region.number)


def sheet_of(folder: Path) -> list[dict[str, str | float]]:
    """Read the list of municipalities of sberindex."""
    book = CalamineWorkbook.from_path(str(folder / "3_population/sberindex/t_dict_municipal_districts.xlsx"))
    head, *rows = book.get_sheet_by_name("Sheet1").to_python()
    return [
        {str(name): value if isinstance(value, float) else str(value) for name, value in zip(head, row, strict=True)}
        for row in rows
    ]


def oktmo8(row: dict[str, str | float]) -> str:
    """Give the first 8 digits of «79-701-000-000»."""
    return str(row["oktmo"]).replace("-", "")[:8]


def successor(row: dict[str, str | float], sheet: Sequence[dict[str, str | float]]) -> str:
    """Find what took the place of a municipality: the same territory later, else what its change made."""
    if row["year_to"] == STILL:
        return ""
    later = [other for other in sheet if float(other["year_from"]) >= float(row["year_to"])]
    found = [other for other in later if other["territory_id"] == row["territory_id"]]
    if not found and row["change_id_to"]:
        found = [other for other in later if other["change_id_from"] == row["change_id_to"]]
    found.sort(key=lambda other: other["municipal_district_name_short"] != row["municipal_district_name_short"])
    return oktmo8(found[0]) if found else ""


def municipalities(sheet: Sequence[dict[str, str | float]]) -> list[Municipality]:
    """Make one row per ОКТМО: the last name, the whole time, earlier names as aliases."""
    by_code: dict[str, list[dict[str, str | float]]] = defaultdict(list)
    for row in sheet:
        by_code[oktmo8(row)].append(row)
    made = []
    for code, rows in sorted(by_code.items()):
        rows.sort(key=lambda row: float(row["year_from"]))
        first, last = rows[0], rows[-1]
        since, until = int(first["year_from"]), int(last["year_to"])
        names = [str(row[key]) for row in rows for key in ("municipal_district_name", "municipal_district_name_short")]
        name = readable(str(last["municipal_district_name"]))
        follows = successor(last, sheet)
        made.append(
            Municipality(
                code,
                name,
                str(last["municipal_district_type"]),
                region_code(code),
                short(last["municipal_district_center_lat"]),
                short(last["municipal_district_center_lon"]),
                "" if since <= FIRST else f"{since}-01-01",
                "" if until == STILL else f"{until - 1}-12-31",
                "" if follows == code else follows,
                "|".join(other for other in dict.fromkeys(map(readable, names)) if other != name),
            )
        )
    return made


def readable(name: str) -> str:
    """Leave out of a name the kind that is told beside it."""
    name = name.removeprefix("внутригородская территория города федерального значения").strip()
    return name[:1].upper() + name[1:]


def cities(folder: Path, find_zone: Callable[[float, float, str], str]) -> list[Settlement]:
    """Read the cities of hflabs; those without a name of their own carry it in the area, region or address."""
    made = []
    for row in rows_of(folder / "1_settlements/hflabs/city.csv"):
        oktmo = row["oktmo"]
        inside = "" if oktmo in CITIES_OF_FEDERAL_RANK else oktmo[:5] + "000"
        name = row["city"] or row["settlement"] or (row["area"] if row["area_type"] == "г" else row["region"])
        lat, lon = float(row["geo_lat"]), float(row["geo_lon"])
        number = row["kladr_id"][:2]
        zone = ZONES_NOT_IN_GEONAMES.get(number) or find_zone(lat, lon, row["timezone"])
        people = row["population"] if row["population"].isdigit() else ""
        point = (short(lat), short(lon))
        made.append(Settlement(row["fias_id"], name, "г", region_code(oktmo), inside, *point, people, zone))
    return made


def centres(sheet: Sequence[dict[str, str | float]], have: Sequence[Settlement], zones: Nearby) -> list[Settlement]:
    """Make settlements of the centres of municipalities that are no cities of hflabs."""
    names = {(city.region, plain(city.name)) for city in have}
    made = []
    for row in sheet:
        words = str(row["municipal_district_center"]).replace("ж/д ст", "ж/д_ст").split(" ", 1)
        if row["year_to"] != STILL or len(words) == 1 or row["municipal_district_center_lat"] == "":
            continue
        kind, name = words[0].rstrip(".").replace("_", " "), words[1]
        code = oktmo8(row)
        key = (region_code(code), plain(name))
        if key in names:
            continue
        names.add(key)
        lat, lon = float(row["municipal_district_center_lat"]), float(row["municipal_district_center_lon"])
        zone = next(value for reach in (2, 10, 60) for _, value in zones.within(lat, lon, reach))
        made.append(Settlement(f"centre-{code}", name, kind, region_code(code), code, short(lat), short(lon), "", zone))
    return made


def villages(places: Sequence[Known], have: Sequence[Settlement], regions_made: Sequence[Region]) -> list[Settlement]:
    """Make settlements of the places that neither hflabs nor sberindex has; their municipality is not told."""
    of_admin = {region.geonames: region.code for region in regions_made if region.geonames}
    nearby = Nearby()
    for city in have:
        nearby.add(float(city.lat), float(city.lon), city.name)
    made = []
    for place in places:
        region = of_admin.get(place.admin, "")
        if not region or region in CITIES_OF_FEDERAL_RANK or int(place.population) > LARGEST_VILLAGE:
            continue
        if not is_russian_for(place.russian, place.latin) or is_known(place, nearby.within(place.lat, place.lon, 1)):
            continue
        point = (short(place.lat), short(place.lon))
        people = place.population if place.population != "0" else ""
        made.append(Settlement(place.id, place.russian, "", region, "", *point, people, place.timezone))
    return made


def current_municipality(settlement: Settlement, known: dict[str, Municipality]) -> Settlement:
    """Point a settlement at the municipality that stands now; at none when the list does not have it."""
    found = known.get(settlement.municipality)
    while found and found.successor:
        found = known.get(found.successor)
    return replace(settlement, municipality=found.oktmo if found else "")


def write(path: Path, things: Sequence[Region | GeonamesRegion | Municipality | Settlement]) -> None:
    """Write a CSV file with a header row."""
    names = [name for name in things[0].__dataclass_fields__ if name != "geonames"]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(names)
        out.writerows([getattr(thing, name) for name in names] for thing in things)
    print(f"{path.name}: {len(things)}")


def main(source: Path, target: Path) -> None:
    """Read the sources and write the five files."""
    places, sheet = known_places(source), sheet_of(source)
    zones = Nearby()
    for place in places:
        zones.add(place.lat, place.lon, place.timezone)
    made_municipalities = municipalities(sheet)
    known = {municipality.oktmo: municipality for municipality in made_municipalities}
    made_cities = [current_municipality(city, known) for city in cities(source, zone_finder(places))]
    for city in made_cities:
        zones.add(float(city.lat), float(city.lon), city.timezone)
    people: dict[str, Counter[str]] = defaultdict(Counter)
    for city in made_cities:
        people[city.region][city.timezone] += int(city.population or 1)
    made_regions = regions(source, sheet, people)
    settlements = made_cities + centres(sheet, made_cities, zones)
    target.mkdir(parents=True, exist_ok=True)
    write(target / "regions.csv", made_regions)
    codes = [GeonamesRegion(region.geonames, region.code) for region in made_regions if region.geonames]
    write(target / "geonames_regions.csv", codes)
    write(target / "municipalities.csv", made_municipalities)
    write(target / "settlements.csv", settlements)
    write(target / "villages.csv", villages(places, settlements, made_regions))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else TARGET)  # noqa: PLR2004
