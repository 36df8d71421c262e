"""Loading the territories of the release and adding single ones."""

import csv
import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from vmeste.gather.participants.facts import TerritoriesLoaded, TerritoryAdded
from vmeste.gather.participants.identifiers import name_key
from vmeste.gather.participants.models import LoadedRelease, Territory
from vmeste.gather.participants.policies import can_entrust
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.ids import new_id

DATA = Path(__file__).resolve().parent.parent / "data"
OWN = "own"
KINDS = {"г": "г.", "с": "с.", "п": "п.", "д": "д.", "х": "х.", "сл": "сл."}
FILES = ("regions.csv", "municipalities.csv", "settlements.csv", "villages.csv")
READING = 1  # one more whenever the same files are read in another way
UPDATED = [
    "name", "full_name", "aliases", "name_key", "parent", "region", "lat", "lon", "population", "time_zone",
    "valid_from_on", "valid_to_on", "successor", "source",
]  # fmt: skip


def release_version() -> str:
    """Give a fingerprint of the release's files and of how they are read."""
    files = b"".join((DATA / name).read_bytes() for name in FILES)
    return hashlib.sha256(str(READING).encode() + files).hexdigest()


@command
def load_territories(*, actor: Actor = SYSTEM) -> int:
    """Bring the release's territories in, once per edition; known ones keep their ids. Gives their number."""
    can_entrust(actor).enforce()
    version = release_version()
    if LoadedRelease.objects.filter(version=version).exists():
        return 0
    rows = release_rows()
    closed = close_missing({(row.level, row.code) for row in rows})
    for level in Territory.Level:
        Territory.objects.bulk_create(
            [row for row in rows if row.level == level],
            batch_size=500,
            update_conflicts=True,
            unique_fields=["level", "code"],
            update_fields=UPDATED,
        )
    LoadedRelease.objects.all().delete()
    LoadedRelease.objects.create(version=version, loaded_at=clock.now())
    record(TerritoriesLoaded(number=len(rows), closed=closed), actor=actor)
    return len(rows)


def close_missing(present: set[tuple[str, str]]) -> int:
    """Close territories that the release has no more; what stands on them stays. Gives their number."""
    known = Territory.objects.filter(valid_to_on=None).exclude(source=OWN).values_list("id", "level", "code")
    gone = [key for key, level, code in known if (level, code) not in present]
    return Territory.objects.filter(id__in=gone).update(valid_to_on=clock.today())


def release_rows() -> list[Territory]:
    """Read all files; rows that the database has keep their ids."""
    known: dict[tuple[str, str], int] = {
        (level, code): key for level, code, key in Territory.objects.values_list("level", "code", "id")
    }
    return [*regions(known), *municipalities(known), *settlements(known)]


def territory(known: dict[tuple[str, str], int], level: Territory.Level, code: str, **values: Any) -> Territory:
    """Make a row that keeps the id it had."""
    row = Territory(level=level, code=code, name_key=name_key(values["name"])[:120], **values)
    row.id = known.setdefault((level, code), row.id)
    return row


def lines(name: str) -> Iterator[dict[str, str]]:
    """Read a file of the release."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def number(text: str) -> float | None:
    """Read degrees."""
    return float(text) if text else None


def day(text: str) -> date | None:
    """Read a day."""
    return date.fromisoformat(text) if text else None


def regions(known: dict[tuple[str, str], int]) -> Iterator[Territory]:
    """Read regions."""
    for line in lines("regions.csv"):
        yield territory(
            known,
            Territory.Level.REGION,
            line["code"],
            name=line["name"],
            full_name=line["name_with_type"],
            aliases=line["aliases"],
            time_zone=line["timezone"],
            source="hflabs",
        )


def municipalities(known: dict[tuple[str, str], int]) -> Iterator[Territory]:
    """Read municipalities; those of an unknown region are left out."""
    for line in lines("municipalities.csv"):
        region = known.get((Territory.Level.REGION, line["region"]))
        if region is None:
            continue
        short = line["aliases"].split("|")[0] or line["name"]
        yield territory(
            known,
            Territory.Level.MUNICIPALITY,
            line["oktmo"],
            name=short[:120],
            full_name=line["name"][:200],
            aliases=line["aliases"],
            region_id=region,
            parent_id=region,
            lat=number(line["lat"]),
            lon=number(line["lon"]),
            valid_from_on=day(line["valid_from"]),
            valid_to_on=day(line["valid_to"]),
            successor_id=successor_of(known, line["successor"]),
            source="sberindex",
        )


def successor_of(known: dict[tuple[str, str], int], code: str) -> int | None:
    """Give the id of the municipality that took another's place; it may stand further down in the file."""
    return known.setdefault((Territory.Level.MUNICIPALITY, code), new_id()) if code else None


def settlements(known: dict[tuple[str, str], int]) -> Iterator[Territory]:
    """Read towns and villages; a municipality that is not told stays unknown, never the nearest."""
    for name, source in (("settlements.csv", "hflabs"), ("villages.csv", "geonames")):
        for line in lines(name):
            region = known.get((Territory.Level.REGION, line["region"]))
            if region is None:
                continue
            municipality = known.get((Territory.Level.MUNICIPALITY, line["municipality"]))
            yield territory(
                known,
                Territory.Level.SETTLEMENT,
                line["code"],
                name=line["name"],
                full_name=f"{KINDS.get(line['kind'], line['kind'])} {line['name']}".strip(),
                region_id=region,
                parent_id=municipality or region,
                lat=number(line["lat"]),
                lon=number(line["lon"]),
                population=int(line["population"]) if line["population"] else None,
                time_zone=line["timezone"],
                source=source,
            )


@command
def add_territory(  # noqa: PLR0913  a territory is what it is
    *,
    actor: Actor,
    level: Territory.Level,
    code: str,
    name: str,
    parent: Territory | None = None,
    lat: float | None = None,
    lon: float | None = None,
    population: int | None = None,
    time_zone: str = "",
) -> Territory:
    """Add a territory that no release knows; the same code again gives the one there is."""
    can_entrust(actor).enforce()
    region = (parent.region or parent) if parent else None
    defaults = {
        "name": name, "full_name": name, "name_key": name_key(name), "parent": parent, "region": region,
        "lat": lat, "lon": lon, "population": population, "source": OWN,
        "time_zone": time_zone or (region.time_zone if region else ""),
    }  # fmt: skip
    row, new = Territory.objects.get_or_create(level=level, code=code, defaults=defaults)
    if new:
        record(TerritoryAdded(territory_id=row.id), actor=actor)
    return row
