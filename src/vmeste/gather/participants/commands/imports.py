"""Writing a register: bulk rows for each chunk, one fact for all of them."""

from collections.abc import Sequence
from datetime import date

from vmeste.gather.participants import policies
from vmeste.gather.participants.facts import OrganisationsImported
from vmeste.gather.participants.models import Organisation, OtherCode, OtherName, Site, Territory
from vmeste.gather.participants.register import FILLED, PLACED, Known, Register
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.registries import Verdict

BATCH = 500


class RegisterRun:
    """One pass over a register; see `kernel.registries.ImportRun`."""

    def __init__(self, actor: Actor, territory: Territory | None, source: str, true_on: date) -> None:
        """Read for this actor."""
        self.actor = actor
        self.register = Register(actor, territory, source, true_on)

    def judge(self, rows: Sequence[dict[str, str]]) -> list[Verdict]:
        """Tell what would become of these rows."""
        return self.register.take(rows)

    def write(self, rows: Sequence[dict[str, str]]) -> list[Verdict]:
        """Write these rows."""
        return register_organisations(actor=self.actor, register=self.register, rows=rows)


@command
def register_organisations(*, actor: Actor, register: Register, rows: Sequence[dict[str, str]]) -> list[Verdict]:
    """Write a chunk of a register: new cards, what rows add to known ones; constant queries per 500 rows."""
    policies.can_register(actor).enforce()
    verdicts = register.take(rows)
    added = register.additions
    insert(list(added.cards.values()))
    changed = {key: names for key, names in added.changed.items() if names and key not in added.cards}
    update([register.loaded[key] for key in changed], {name for names in changed.values() for name in names})
    Site.objects.bulk_create(
        {(site.organisation_id, site.address_key): site for site in added.sites}.values(),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["organisation", "address_key"],
        update_fields=["lat", "lon", "x", "y"],
    )
    OtherCode.objects.bulk_create(added.codes, batch_size=BATCH, ignore_conflicts=True)
    OtherName.objects.bulk_create(added.names, batch_size=BATCH, ignore_conflicts=True)
    touched = set(changed) | {part.organisation_id for part in (*added.sites, *added.names)} - added.cards.keys()
    if added.cards or touched:
        fact = OrganisationsImported(new_ids=tuple(added.cards), changed_ids=tuple(sorted(touched)))
        record(fact, actor=actor)
    return verdicts


def insert(cards: Sequence[Known]) -> None:
    """Insert new cards; one who imports a register confirms its data."""
    now = clock.now()
    Organisation.objects.bulk_create([row(card, made_at=now, verified_at=now, changed_at=now) for card in cards], batch_size=BATCH)


def update(cards: Sequence[Known], names: set[str]) -> None:
    """Write changed fields of known cards."""
    if names:
        now = clock.now()
        rows = [row(card, changed_at=now) for card in cards]
        Organisation.objects.bulk_update(rows, [*names, "changed_at"], batch_size=BATCH)


def row(card: Known, **moments: object) -> Organisation:
    """Give the database row of a card."""
    place = {name: getattr(card.place, name) for name in PLACED if name.endswith("_id")}
    values = {name: card.values[name] for name in ("name", *FILLED)}
    return Organisation(
        id=card.id,
        name_key=card.name_key,
        lat=card.lat,
        lon=card.lon,
        source=card.source,
        true_on=card.true_on,
        **values,
        **place,
        **moments,
    )
