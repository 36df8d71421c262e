"""People in organisations, coordinators of territories."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vmeste.gather.participants import policies
from vmeste.gather.participants.facts import MemberAdded, MemberLeft, TerritoryEntrusted
from vmeste.gather.participants.models import Membership, Organisation, Role, Territory, TerritoryCoordinator
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid, Stale


@command
def add_member(*, actor: Actor, organisation: Organisation, person: Person, role: Role) -> Membership:
    """Give a person a role in an organisation; another running role there is replaced. Marks it claimed."""
    policies.can_manage_people(actor, organisation).enforce()
    now = clock.now()
    running = Membership.objects.filter(person=person, organisation=organisation, until_at=None)
    if running.filter(role=role).exists():
        raise Invalid({"email": _("This person has this role here already.")})
    running.update(until_at=now)
    try:
        with transaction.atomic():
            membership = Membership.objects.create(person=person, organisation=organisation, role=role, since_at=now)
    except IntegrityError:
        raise Stale(_("Somebody has just added this person.")) from None
    if role in (Role.HEAD, Role.COORDINATOR):
        Organisation.objects.filter(id=organisation.id, claimed_at=None).update(claimed_at=now)
    fact = MemberAdded(
        organisation_id=organisation.id, membership_id=membership.id, person_id=person.id, role=role.value
    )
    record(fact, actor=actor)
    return membership


@command
def end_membership(*, actor: Actor, membership: Membership) -> None:
    """End a membership; it stays as history."""
    policies.can_manage_people(actor, membership.organisation).enforce()
    if not Membership.objects.filter(id=membership.id, until_at=None).update(until_at=clock.now()):
        raise Stale(_("This membership has ended already."))
    fact = MemberLeft(
        organisation_id=membership.organisation_id, membership_id=membership.id, person_id=membership.person_id
    )
    record(fact, actor=actor)


@command
def entrust_territory(*, actor: Actor, territory: Territory, person: Person) -> TerritoryCoordinator:
    """Make a person coordinator of a territory; twice is once."""
    policies.can_entrust(actor).enforce()
    trust, new = TerritoryCoordinator.objects.get_or_create(
        person=person, territory=territory, until_at=None, defaults={"since_at": clock.now()}
    )
    if new:
        record(TerritoryEntrusted(territory_id=territory.id, person_id=person.id), actor=actor)
    return trust
