"""Writing a register: bulk rows for each chunk, one fact for all of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from django.db import IntegrityError, connection
from django.db.models import Field

from vmeste.gather.participants import policies
from vmeste.gather.participants.facts import OrganisationsConfirmed, OrganisationsImported, OrganisationsUnregistered
from vmeste.gather.participants.identifiers import name_key
from vmeste.gather.participants.known import Known
from vmeste.gather.participants.locating import IN_DEGREES, Frame
from vmeste.gather.participants.models import Organisation, OtherCode, OtherName, Site, Territory
from vmeste.gather.participants.register import Register
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.registries import Verdict
from vmeste.ground.kernel.turns import hold_turn
from vmeste.ground.kernel.undoing import Trace, label_of, restore

BATCH = 500


class RegisterRun:
    """One pass over a register; see `kernel.registries.ImportRun`."""

    def __init__(
        self, actor: Actor, territory: Territory | None, source: str, true_on: date, frame: Frame = IN_DEGREES
    ) -> None:
        """Read for this actor; `frame` is what the whole file told of its coordinates."""
        self.actor = actor
        self.register = Register(actor, territory, source, true_on, frame)
        self.trace = Trace()

    def judge(self, rows: Sequence[dict[str, str]]) -> list[Verdict]:
        """Tell what would become of these rows."""
        return self.register.take(rows)

    def write(self, rows: Sequence[dict[str, str]]) -> list[Verdict]:
        """Write these rows; where a card was made by hand between our look and our writing, look once more."""
        met = set(self.register.met)
        try:
            verdicts, self.trace = register_organisations(actor=self.actor, register=self.register, rows=rows)
        except IntegrityError:
            self.register.met = met
            verdicts, self.trace = register_organisations(actor=self.actor, register=self.register, rows=rows)
        return verdicts


@command
def register_organisations(
    *, actor: Actor, register: Register, rows: Sequence[dict[str, str]]
) -> tuple[list[Verdict], Trace]:
    """Write a chunk of a register: new cards, what rows add to known ones; constant queries per 500 rows.

    One register writes at a time: two that know nothing of each other's cards would make each card twice.
    """
    policies.can_register(actor).enforce()
    hold_turn("register of organisations")
    verdicts = register.take(rows, writing=True)
    added = register.additions
    insert(list(added.cards.values()))
    changed = {key: names for key, names in added.changed.items() if names and key not in added.cards}
    now = clock.now()
    update_each(register, changed, now)
    trace = trace_of(register, changed, now)
    Organisation.objects.filter(id__in=added.confirmed).update(fresh_on=register.true_on)
    Site.objects.bulk_create(
        {(site.organisation_id, site.address_key): site for site in added.sites}.values(),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["organisation", "address_key"],
        update_fields=["lat", "lon", "x", "y"],
    )
    OtherCode.objects.bulk_create(added.codes, batch_size=BATCH, ignore_conflicts=True)
    OtherName.objects.bulk_create(added.names, batch_size=BATCH, ignore_conflicts=True)
    extended = {site.organisation_id for site in added.sites} | {other.organisation_id for other in added.names}
    touched = set(changed) | (extended - added.cards.keys())
    if added.cards or touched:
        fact = OrganisationsImported(new_ids=tuple(added.cards), changed_ids=tuple(sorted(touched)))
        record(fact, actor=actor)
    if added.confirmed:
        record(OrganisationsConfirmed(organisation_ids=tuple(sorted(added.confirmed))), actor=actor)
    return verdicts, trace


def trace_of(register: Register, changed: Mapping[int, set[str]], now: datetime) -> Trace:
    """Note what a chunk makes and changes, so that it can be taken back."""
    trace, added = Trace(), register.additions
    trace.add(Organisation, added.cards, version=1)
    for key, names in changed.items():
        card = register.loaded[key]
        written = values_of(card) | {"version": card.before["version"] + 1, "changed_at": now}
        trace.change(
            Organisation, key, card.before, {name: written[name] for name in (*names, "version", "changed_at")}
        )
    for key, day in added.confirmed.items():
        trace.change(Organisation, key, {"fresh_on": day}, {"fresh_on": register.true_on})
    fresh: dict[tuple[int, str], Site] = {(site.organisation_id, site.address_key): site for site in added.sites}
    old = {place: register.loaded[place[0]].site_ids.get(place[1]) for place in fresh}
    trace.add(Site, [site.id for place, site in fresh.items() if not old[place]])
    for place, site_id in old.items():
        if site_id:
            where = {name: getattr(fresh[place], name) for name in ("lat", "lon", "x", "y")}
            trace.change(Site, site_id, dict.fromkeys(where), where)
    trace.add(OtherCode, [code.id for code in added.codes])
    trace.add(OtherName, [name.id for name in added.names])
    return trace


@command
def unregister_organisations(*, actor: Actor, trace: Trace) -> None:
    """Take a chunk of a register back: cards it made go, cards it changed become as they were. Raises `InTheWay`."""
    policies.can_register(actor).enforce()
    hold_turn("register of organisations")
    cards = label_of(Organisation)
    gone = tuple(trace.made.get(cards, ()))
    changed = owners_of(trace) | {key for table, key, _values in trace.changed if table == cards}
    restore(trace)
    fact = OrganisationsUnregistered(gone_ids=gone, changed_ids=tuple(sorted(changed.difference(gone))))
    record(fact, actor=actor)


def owners_of(trace: Trace) -> set[int]:
    """Give the organisations whose sites and names a chunk added."""
    return {
        key
        for model in (Site, OtherName)
        for key in model.objects.filter(id__in=trace.made.get(label_of(model), ()))
        .order_by()
        .values_list("organisation_id", flat=True)
    }


def insert(cards: Sequence[Known]) -> None:
    """Insert new cards; one who imports a register confirms its data."""
    now = clock.now()
    rows = [
        {**values_of(card), "made_at": now, "verified_at": now, "changed_at": now, "fresh_on": card.true_on}
        for card in cards
    ]
    names = [field.attname for field in Organisation._meta.concrete_fields]  # noqa: SLF001  Django's way to columns
    blank = {name: getattr(Organisation(), name) for name in names}
    marks = ", ".join(["%s"] * len(names))
    columns = ", ".join(map(column, names))
    write(f"INSERT INTO participants_organisation ({columns}) VALUES ({marks})", names, [blank | row for row in rows])  # noqa: S608  names of our own


def update_each(register: Register, changed: Mapping[int, set[str]], now: datetime) -> None:
    """Write of each card what changed of it and nothing else; a statement for each set of fields."""
    alike: dict[tuple[str, ...], list[Known]] = defaultdict(list)
    for key, names in changed.items():
        alike[tuple(sorted(names))].append(register.loaded[key])
    for fields, cards in alike.items():
        update(cards, fields, now)


def update(cards: Sequence[Known], names: Iterable[str], now: datetime) -> None:
    """Write changed fields of known cards."""
    written = [*sorted(names), "changed_at"]
    columns = ", ".join(f"{column(name)} = %s" for name in written)
    columns += f", {column('version')} = {column('version')} + 1"  # who edits the card meanwhile is told
    rows = [{**values_of(card), "changed_at": now} for card in cards]
    write(f"UPDATE participants_organisation SET {columns} WHERE id = %s", [*written, "id"], rows)  # noqa: S608


def write(statement: str, names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Run one statement over many rows, several times faster than through objects."""
    if rows:
        prepare = [concrete(name).get_db_prep_save for name in names]
        dated = [name.endswith(("_at", "_on")) for name in names]
        with connection.cursor() as cursor:
            cursor.executemany(
                statement,
                [
                    [
                        ready(row[name], connection) if is_dated else row[name]
                        for name, ready, is_dated in zip(names, prepare, dated, strict=True)
                    ]
                    for row in rows
                ],
            )


def concrete(name: str) -> "Field[Any, Any]":
    """Give a field by its name or that of its column."""
    return cast("Field[Any, Any]", Organisation._meta.get_field(name))  # noqa: SLF001  Django's way to columns


def column(name: str) -> str:
    """Give the quoted column of a field."""
    return connection.ops.quote_name(str(concrete(name).column))


def values_of(card: Known) -> dict[str, Any]:
    """Give what is written of a card, by the names of columns."""
    return {
        **card.values,
        "id": card.id,
        "nature": card.nature,
        "name_key": card.name_key,
        "shown_key": name_key(card.values["short_name"] or card.values["name"]),
        "lat": card.lat,
        "lon": card.lon,
        "source": card.source,
        "true_on": card.true_on,
        "region_id": card.place.region_id,
        "municipality_id": card.place.municipality_id,
        "settlement_id": card.place.settlement_id,
    }
