"""Staff cards: a list of them written in bulk, one by hand, one taken away."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vmeste.gather.participants import policies
from vmeste.gather.participants.facts import StaffAdded, StaffChanged, StaffImported, StaffRemoved, StaffUnloaded
from vmeste.gather.participants.models import Organisation, StaffCard
from vmeste.gather.participants.queries.naming import Finder
from vmeste.gather.participants.staff import LIMITS, joined, read_worker
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.bulk import BulkRun, Read
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid, Stale
from vmeste.ground.kernel.registries import Verdict
from vmeste.ground.kernel.turns import hold_turn
from vmeste.ground.kernel.undoing import Trace, label_of, restore

JOINED = ("post", "subject")


class StaffRun(BulkRun[StaffCard]):
    """One pass over a list of staff: a name in an organisation is one card; a second post is added to the first."""

    model = StaffCard

    def __init__(self, actor: Actor, usual: Organisation | None) -> None:
        """Read for this actor; rows that name no organisation are of the usual one."""
        super().__init__()
        self.actor = actor
        self.finder = Finder(actor, policies.can_keep_staff, usual)

    def read(self, rows: Sequence[Mapping[str, str]]) -> list[Read]:
        """Read workers and find their organisations."""
        self.finder.load(rows)
        return [self.read_one(row) for row in rows]

    def read_one(self, row: Mapping[str, str]) -> Read:
        """Read one worker."""
        worker = read_worker(row)
        organisation, why_not = self.finder.find(row)
        faults = [*worker.faults, *([why_not] if organisation is None else [])]
        key = (organisation.id, worker.values["name_key"]) if organisation else None
        warnings = [*worker.warnings, *self.finder.notes(row)]
        return Read(key, dict(worker.values), faults, warnings, context=organisation)

    def known(self, keys: set[Hashable]) -> dict[Hashable, StaffCard]:
        """Give the cards of these names."""
        wanted = [key for key in keys if isinstance(key, tuple)]
        found = StaffCard.objects.filter(
            organisation_id__in={owner for owner, _name in wanted}, name_key__in={name for _owner, name in wanted}
        )
        return {(card.organisation_id, card.name_key): card for card in found.order_by()}

    def make(self, row: Read) -> StaffCard:
        """Make a card."""
        now = clock.now()
        return StaffCard(organisation=row.context, made_at=now, changed_at=now, **row.values)

    def adds(self, thing: StaffCard, row: Read, *, again: bool) -> dict[str, Any]:
        """Give what differs; of posts and subjects a known one is no difference, a second one in the file is added."""
        added = super().adds(thing, row, again=again)
        added.pop("name", None)  # the same name in other letters
        for name in JOINED:
            old, new = getattr(thing, name), row.values[name]
            both = joined(old, new, LIMITS[name])
            if both == old:
                added.pop(name, None)
            elif again:
                added[name] = both
        return added

    def shown(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Leave out what is no column."""
        return {name: text for name, text in super().shown(values).items() if name != "name_key"}

    def write(self, rows: Sequence[dict[str, str]]) -> list[Verdict]:
        """Write these rows."""
        return load_staff(actor=self.actor, run=self, rows=rows)


@command
def load_staff(*, actor: Actor, run: StaffRun, rows: Sequence[dict[str, str]]) -> list[Verdict]:
    """Write a chunk of a list of staff; one fact tells of all its cards, without a name."""
    policies.can_load_staff(actor).enforce()
    hold_turn("staff")
    verdicts = run.take(rows, writing=True)
    new, changed = run.save()
    if new or changed:
        owners = tuple(sorted({thing.organisation_id for thing in run.touched()}))
        record(StaffImported(organisation_ids=owners, new_ids=new, changed_ids=changed), actor=actor)
    return verdicts


@command
def unload_staff(*, actor: Actor, trace: Trace) -> None:
    """Take a chunk of a list of staff back; raises `InTheWay`."""
    policies.can_load_staff(actor).enforce()
    touched = [*trace.made.get(label_of(StaffCard), ()), *(key for _table, key, _values in trace.changed)]
    cards = StaffCard.objects.filter(id__in=touched).order_by()
    owners = tuple(sorted(set(cards.values_list("organisation_id", flat=True))))
    restore(trace)
    record(StaffUnloaded(organisation_ids=owners), actor=actor)


@command
def add_staff(*, actor: Actor, organisation: Organisation, values: Mapping[str, str]) -> StaffCard:
    """Add one card by hand; raises `Invalid` by field, also for a name that is there already."""
    policies.can_keep_staff(actor, organisation).enforce()
    worker = read_worker(values)
    if worker.faults:
        raise Invalid({"name": worker.faults[0]})
    if worker.warnings:
        raise Invalid({"email": worker.warnings[-1]})
    now = clock.now()
    card = StaffCard(organisation=organisation, made_at=now, changed_at=now, **worker.values)
    try:
        with transaction.atomic():
            card.save(force_insert=True)
    except IntegrityError:
        raise Invalid({"name": _("This name stands in the list already.")}) from None
    record(StaffAdded(organisation_id=organisation.id, staff_id=card.id), actor=actor)
    return card


@command
def change_staff(*, actor: Actor, card: StaffCard, values: Mapping[str, str]) -> StaffCard:
    """Change one card by hand; raises `Invalid` by field, `Stale` when it is gone. Nothing different, nothing told."""
    policies.can_keep_staff(actor, card.organisation).enforce()
    worker = read_worker(values)
    if worker.faults:
        raise Invalid({"name": worker.faults[0]})
    if worker.warnings:
        raise Invalid({"email": worker.warnings[-1]})
    changed = {name: value for name, value in worker.values.items() if getattr(card, name) != value}
    if not changed:
        return card
    try:
        with transaction.atomic():
            kept = StaffCard.objects.filter(id=card.id).update(**changed, changed_at=clock.now())
    except IntegrityError:
        raise Invalid({"name": _("This name stands in the list already.")}) from None
    if not kept:
        raise Stale(_("This card is gone already."))
    record(StaffChanged(organisation_id=card.organisation_id, staff_id=card.id), actor=actor)
    return card


@command
def remove_staff(*, actor: Actor, card: StaffCard) -> None:
    """Take a card out of the list; nothing of it is kept."""
    policies.can_keep_staff(actor, card.organisation).enforce()
    if not StaffCard.objects.filter(id=card.id).delete()[0]:
        raise Stale(_("This card is gone already."))
    record(StaffRemoved(organisation_id=card.organisation_id, staff_id=card.id), actor=actor)
