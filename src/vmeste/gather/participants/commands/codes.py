"""Codes printed for cards: making them, taking one back, coming to act for a card by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from vmeste.gather.participants import codes, policies
from vmeste.gather.participants.commands.claims import hold_unclaimed
from vmeste.gather.participants.commands.memberships import KEEPERS, give_role, settle_rivals
from vmeste.gather.participants.facts import CodeMade, CodeRevoked, CodeUsed
from vmeste.gather.participants.models import CardCode, Membership, Organisation, Role
from vmeste.gather.participants.queries.codes import MOST_CODES, hash_of
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts.recording import record, record_many
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.decisions import demand_second_factor
from vmeste.ground.kernel.errors import Invalid, Stale
from vmeste.ground.kernel.turns import hold_turn


@dataclass(frozen=True, slots=True)
class Printed:
    """A code of a card in clear; it stands nowhere but here."""

    organisation: Organisation
    role: Role
    text: str


@command
def print_codes(*, actor: Actor, organisations: Sequence[Organisation], role: str) -> list[Printed]:
    """Make a code for each of these cards, instead of an older one; constant queries. Raises `Invalid` for too many."""
    for organisation in organisations:
        policies.can_print_code(actor, organisation).enforce()
    demand_second_factor(actor)
    if role not in KEEPERS:
        raise Invalid({"role": _("Choose a role.")})
    if len(organisations) > MOST_CODES:
        raise Invalid({"": _("At most %(count)s codes at once: narrow the list.") % {"count": MOST_CODES}})
    hold_turn("participants.codes")
    keys = [organisation.id for organisation in organisations]
    unclaimed = Organisation.objects.filter(id__in=keys, claimed_at=None, merged_into=None)
    if unclaimed.update(claimed_at=None) != len(keys):  # held until this is kept
        raise Stale(_("Somebody acts for one of these organisations by now. Look at the list as it stands."))
    now = clock.now()
    CardCode.objects.filter(organisation__in=keys, used_at=None, revoked_at=None).update(revoked_at=now)
    printed = [Printed(organisation, Role(role), codes.draw()) for organisation in organisations]
    made = CardCode.objects.bulk_create(row_of(one, actor) for one in printed)
    record_many([CodeMade(organisation_id=row.organisation_id, code_id=row.id) for row in made], actor=actor)
    return printed


def code_lasts() -> timedelta:
    """Give how long a new code works."""
    return timedelta(days=settings.VMESTE.card_code_days)


def row_of(printed: Printed, actor: Actor) -> CardCode:
    """Give what is kept of a code."""
    now = clock.now()
    return CardCode(
        organisation=printed.organisation,
        role=printed.role,
        code_hash=hash_of(printed.text),
        made_by_id=actor.person_id,
        made_at=now,
        expires_at=now + code_lasts(),
    )


@command
def revoke_code(*, actor: Actor, code: CardCode) -> None:
    """Take a code back; raises `Stale` when it was used or taken back already."""
    policies.can_revoke_code(actor, code).enforce()
    if not CardCode.objects.filter(id=code.id, used_at=None, revoked_at=None).update(revoked_at=clock.now()):
        raise Stale(_("This code does not work any more: it was used, replaced or taken back."))
    record(CodeRevoked(organisation_id=code.organisation_id, code_id=code.id), actor=actor)


@command
def use_code(*, actor: Actor, code: CardCode) -> Membership:
    """Act for the card of a code from now on; nobody decides about it, for the code proves itself.

    Other claims of the card are refused, the actor's own is granted. Of two who use it at once one gets `Stale`.
    """
    policies.can_use_code(actor, code).enforce()
    now = clock.now()
    hold_unclaimed(code.organisation, now)
    working = CardCode.objects.filter(id=code.id, used_at=None, revoked_at=None, expires_at__gt=now)
    if not working.update(used_at=now, used_by_id=actor.person_id):
        raise Stale(_("This code does not work any more: it was used, replaced or taken back."))
    person = Person.objects.get(id=actor.person_id or 0)
    role = Role(code.role)
    membership = give_role(code.organisation, person, role, actor)
    settle_rivals(code.organisation, person, role, actor)
    fact = CodeUsed(
        organisation_id=code.organisation_id,
        code_id=code.id,
        person_id=person.id,
        role=role.value,
        made_by_id=code.made_by_id,
    )
    record(fact, actor=actor)
    return membership
