"""Territories from a gazetteer: completed where they are known, added where they are not, taken back."""

import csv
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from vmeste.gather.participants import policies
from vmeste.gather.participants.commands.territories import DATA, OWN
from vmeste.gather.participants.facts import TerritoriesImported, TerritoriesUnloaded
from vmeste.gather.participants.gazetteer import NO_INSIDE, Entry, Level, read_entry
from vmeste.gather.participants.identifiers import name_key
from vmeste.gather.participants.latin import alike
from vmeste.gather.participants.models import Territory
from vmeste.gather.participants.places import regions_by_name
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.bulk import BulkRun, Read
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.registries import Verdict
from vmeste.ground.kernel.turns import hold_turn
from vmeste.ground.kernel.undoing import Trace, label_of, restore

COMPLETED = ("lat", "lon", "population", "time_zone")
WRITTEN = ("full_name", *COMPLETED, "valid_from_on", "valid_to_on")
DEGREE_KM = 111.2
SAME_POINT_KM, SAME_PLACE_KM, SAME_NAME = 1.5, 12.0, 0.75
SHOWN = {"name": "place", "valid_from_on": "valid_from", "valid_to_on": "valid_to"}


@cache
def regions_of_geonames() -> dict[str, str]:
    """Give the regions' ОКТМО by the codes under which GeoNames knows them."""
    with (DATA / "geonames_regions.csv").open(encoding="utf-8", newline="") as file:
        return {line["admin1"]: line["region"] for line in csv.DictReader(file)}


class Gazetteer:
    """The territories there are, as far as rows meet them."""

    def __init__(self) -> None:
        """Read regions and municipalities; settlements of a region when it is first asked for."""
        standing = Territory.objects.filter(level__in=(Level.REGION, Level.MUNICIPALITY))
        self.by_code = {(row.level, row.code): row for row in standing.order_by()}
        self.by_id = {row.id: row for row in self.by_code.values()}
        self.regions = regions_by_name()
        self.named = {(row.region_id, row.name_key): row for row in self.by_code.values() if row.region_id}
        self.settlements: dict[int, list[Territory]] = {}

    def region(self, text: str) -> Territory | None:
        """Give a region by its ОКТМО or its name."""
        return self.by_code.get((Level.REGION, text)) or self.by_id.get(self.regions.get(name_key(text), 0))

    def municipality(self, region: Territory, text: str) -> Territory | None:
        """Give the municipality of this ОКТМО or name that stands now; none when nobody knows it."""
        found = self.by_code.get((Level.MUNICIPALITY, text)) or self.named.get((region.id, name_key(text)))
        while found and found.successor_id:
            found = self.by_id.get(found.successor_id)
        return found

    def load(self, regions: set[int]) -> None:
        """Read the settlements of these regions; one query for those not read yet."""
        fresh = regions - self.settlements.keys()
        self.settlements |= {key: [] for key in fresh}
        for row in (
            Territory.objects.filter(level=Level.SETTLEMENT, region_id__in=fresh).order_by("id") if fresh else ()
        ):
            self.settlements[row.region_id or 0].append(row)

    def same(self, region: Territory, entry: Entry) -> Territory | None:
        """Give the settlement a row speaks of under another code: at the same point, or near and of a like name."""
        key = name_key(entry.name)
        for row in self.settlements.get(region.id, ()):
            if None in (row.lat, row.lon, entry.lat, entry.lon):
                if row.name_key == key:
                    return row
                continue
            apart = kilometres(row, entry)
            if apart < SAME_POINT_KM or (apart < SAME_PLACE_KM and likeness(row, entry) > SAME_NAME):
                return row
        return None


def likeness(row: Territory, entry: Entry) -> float:
    """Tell how alike the names are, the Russian or the international one, 0 to 1."""
    return max(alike(row.name, entry.name), alike(row.name, entry.latin))


def kilometres(row: Territory, entry: Entry) -> float:
    """Give the distance of two near points, or one that is far enough for those that are not near."""
    if abs((row.lat or 0) - (entry.lat or 0)) * DEGREE_KM > SAME_PLACE_KM:
        return float("inf")
    north = ((row.lat or 0) - (entry.lat or 0)) * DEGREE_KM
    east = ((row.lon or 0) - (entry.lon or 0)) * DEGREE_KM * 0.6  # at 53° north, in the middle of the country
    return float((north**2 + east**2) ** 0.5)


def inside_a_city(entry: Entry, region: Territory | None) -> str:
    """Refuse districts of a city that is a region of its own as settlements, unless their own ОКТМО says so."""
    if region is None or region.code not in NO_INSIDE or entry.municipality:
        return ""
    return _("%(region)s is a city of its own: its districts are no settlements.") % {"region": region.full_name}


class GazetteerRun(BulkRun[Territory]):
    """One pass over a gazetteer: what a release brought is only completed, own territories follow the newest file."""

    model = Territory
    versioned = False
    watched = ()
    guarded = ("name", *WRITTEN)

    def __init__(self, actor: Actor, level: str) -> None:
        """Read for this actor; every row is of this level, if it is told."""
        super().__init__()
        self.actor, self.level = actor, level
        self.gazetteer: Gazetteer | None = None

    def read(self, rows: Sequence[Mapping[str, str]]) -> list[Read]:
        """Read rows and find what they are part of."""
        entries = [read_entry(row, self.level, regions_of_geonames()) for row in rows]
        known = self.gazetteer = self.gazetteer or Gazetteer()
        regions = [known.region(entry.region) for entry in entries]
        known.load({region.id for region in regions if region})
        return [self.read_one(entry, region) for entry, region in zip(entries, regions, strict=True)]

    def read_one(self, entry: Entry, region: Territory | None) -> Read:
        """Find the key of one row, and what is wrong with it."""
        faults = list(entry.faults)
        if entry.level != Level.SETTLEMENT and not entry.code:
            faults.append(_("Without its ОКТМО this territory cannot be told from others."))
        if entry.level != Level.REGION and region is None:
            words = (
                _("The region «%(region)s» is not known here; load regions first.")
                if entry.region
                else _("The region is not told.")
            )
            faults.append(words % {"region": entry.region[:80]} if entry.region else words)
        values = {"name": entry.name} | {name: getattr(entry, name) for name in WRITTEN}
        key, is_known = self.key_of(entry, region) if not faults else (None, True)
        if entry.level == Level.SETTLEMENT and not is_known:
            faults += [words for words in (entry.doubt, inside_a_city(entry, region)) if words]
        return Read(key, values, faults, entry.warnings, context=(entry, region))

    def key_of(self, entry: Entry, region: Territory | None) -> tuple[tuple[str, str], bool]:
        """Give level and code, a known settlement's own one, and whether the territory is known."""
        assert self.gazetteer is not None  # noqa: S101  read before
        if entry.level != Level.SETTLEMENT or region is None:
            return (entry.level, entry.code), (entry.level, entry.code) in self.gazetteer.by_code
        codes = {row.code for row in self.gazetteer.settlements[region.id]}
        same = None if entry.code in codes else self.gazetteer.same(region, entry)
        code = same.code if same else entry.code or f"own-{region.code}-{name_key(entry.name)}"[:40]
        return (entry.level, code), code in codes or same is not None

    def known(self, keys: set[Hashable]) -> dict[Hashable, Territory]:
        """Give the territories of these codes."""
        codes: dict[str, set[str]] = defaultdict(set)
        for key in keys:
            if isinstance(key, tuple):
                codes[key[0]].add(key[1])
        rows = [
            row for level, wanted in codes.items() for row in Territory.objects.filter(level=level, code__in=wanted)
        ]
        return {(row.level, row.code): row for row in rows}

    def make(self, row: Read) -> Territory:
        """Make a territory; its municipality is unknown where the row does not tell it."""
        entry, region = row.context
        assert self.gazetteer is not None and isinstance(row.key, tuple)  # noqa: S101, PT018  read before
        inside = self.gazetteer.municipality(region, entry.municipality) if region and entry.municipality else None
        made = Territory(
            level=entry.level,
            code=row.key[1],
            name_key=name_key(entry.name)[:120],
            region=None if entry.level == Level.REGION else region,
            parent=None if entry.level == Level.REGION else inside or region,
            source=OWN,
            **row.values,
        )
        if entry.level == Level.SETTLEMENT and region:
            self.gazetteer.settlements[region.id].append(made)
        return made

    def adds(self, thing: Territory, row: Read, *, again: bool) -> dict[str, Any]:
        """Complete blanks; of own territories renew what differs. A row of the past closes nothing that stands."""
        told = {name: row.values[name] for name in COMPLETED if row.values[name] not in (None, "")}
        entry, _region = row.context
        renew = thing.source == OWN and not again and entry.code in ("", thing.code)
        added = {
            name: value
            for name, value in told.items()
            if (old := getattr(thing, name)) in (None, "") or (renew and value != old)
        }
        if (thing.lat, thing.lon) != (None, None) and not renew:
            added = {name: value for name, value in added.items() if name not in ("lat", "lon")}
        if thing.source == OWN and thing.valid_to_on and row.values["valid_to_on"] is None:
            added["valid_to_on"] = None
        return added

    def shown(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Put values into the words of the columns."""
        return {SHOWN.get(name, name): text for name, text in super().shown(values).items()}

    def write(self, rows: Sequence[dict[str, str]]) -> list[Verdict]:
        """Write these rows."""
        return import_territories(actor=self.actor, run=self, rows=rows)


@command
def import_territories(*, actor: Actor, run: GazetteerRun, rows: Sequence[dict[str, str]]) -> list[Verdict]:
    """Write a chunk of a gazetteer; one fact tells of all of it."""
    policies.can_entrust(actor).enforce()
    hold_turn("gazetteer")
    verdicts = run.take(rows, writing=True)
    new, changed = run.save()
    if new or changed:
        record(TerritoriesImported(new_ids=new, changed_ids=changed), actor=actor)
    return verdicts


@command
def unload_territories(*, actor: Actor, trace: Trace) -> None:
    """Take a chunk of a gazetteer back; raises `InTheWay`."""
    policies.can_entrust(actor).enforce()
    gone = tuple(trace.made.get(label_of(Territory), ()))
    changed = tuple(sorted({key for _table, key, _values in trace.changed}.difference(gone)))
    restore(trace)
    record(TerritoriesUnloaded(gone_ids=gone, changed_ids=changed), actor=actor)
