"""People in organisations, coordinators of territories."""

from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Case, DateTimeField, Exists, OuterRef, Value, When
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _

from vmeste.gather.participants import policies
from vmeste.gather.participants.facts import (
    ClaimGranted,
    ClaimRefused,
    MemberAdded,
    MemberLeft,
    OfClaim,
    TerritoryEntrusted,
    TerritoryReleased,
)
from vmeste.gather.participants.models import (
    CardCode,
    Claim,
    JoiningRequest,
    Membership,
    Organisation,
    Role,
    Territory,
    TerritoryCoordinator,
)
from vmeste.ground.accounts.commands import invite_person, send_welcome
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.decisions import demand_second_factor
from vmeste.ground.kernel.errors import Invalid, Stale
from vmeste.ground.kernel.lifecycle import advance

KEEPERS = (Role.HEAD, Role.COORDINATOR)
TAKEN = "taken"
"""Reason (vocabulary `claim_refusal`) told to who claimed a card for which somebody else acts by now."""
F = TypeVar("F", bound=OfClaim)


@command
def add_member(*, actor: Actor, organisation: Organisation, person: Person, role: Role) -> Membership:
    """Give a person a role in an organisation; another running role there is replaced."""
    policies.can_name(actor, organisation, role).enforce()
    demand_second_factor(actor)
    running = Membership.objects.filter(person=person, organisation=organisation, until_at=None)
    for replaced in running.exclude(role=Role.CLAIMER):
        policies.can_name(actor, organisation, replaced.role).enforce()
    if running.filter(role=role).exists():
        raise Invalid({"email": _("This person has this role here already.")})
    if role == Role.HEAD:
        refuse_second_head(organisation, person)
    membership = give_role(organisation, person, role, actor)
    if role in KEEPERS:
        settle_rivals(organisation, person, role, actor)
    return membership


def give_role(organisation: Organisation, person: Person, role: Role, actor: Actor) -> Membership:
    """Write a role that was decided on, instead of another running one, and tell."""
    now = clock.now()
    Membership.objects.filter(person=person, organisation=organisation, until_at=None).update(until_at=now)
    try:
        with transaction.atomic():
            membership = Membership.objects.create(person=person, organisation=organisation, role=role, since_at=now)
    except IntegrityError:
        raise Stale(_("Somebody has just added this person.")) from None
    asked = JoiningRequest.objects.filter(person=person, organisation=organisation, state=JoiningRequest.State.OPEN)
    asked.update(state=JoiningRequest.State.GRANTED, settled_at=now, words="")
    settle_claim(organisation)
    fact = MemberAdded(
        organisation_id=organisation.id, membership_id=membership.id, person_id=person.id, role=Role(role).value
    )
    record(fact, actor=actor)
    return membership


def settle_rivals(organisation: Organisation, person: Person, role: Role, actor: Actor) -> None:
    """Settle what waits for a card for which somebody acts now: claims are granted to whom it is and refused to others.

    A code that was printed for the card does not work any more: it may lie about when the card is free again.
    """
    CardCode.objects.filter(organisation=organisation, used_at=None, revoked_at=None).update(revoked_at=clock.now())
    for claim in Claim.objects.filter(organisation=organisation, state=Claim.State.OPEN):
        if claim.person_id == person.id:
            note_granted(claim, role, actor)
        else:
            end_claim(claim, Claim.State.REFUSED, actor, reason=TAKEN)
            record(claim_fact(ClaimRefused, claim, reason=TAKEN), actor=actor)


def note_granted(claim: Claim, role: Role, actor: Actor) -> None:
    """Note that a claim was granted, and tell; raises `Stale` when it is closed."""
    advance(
        claim,
        at=Claim.State.OPEN,
        to=Claim.State.GRANTED,
        settled_at=clock.now(),
        decided_by_id=actor.person_id,
    )
    record(claim_fact(ClaimGranted, claim, role=Role(role).value), actor=actor)


def end_claim(claim: Claim, to: Claim.State, actor: Actor, **changes: Any) -> None:
    """Close a claim that comes to nothing, and with it what its maker might do; raises `Stale` when it is closed."""
    now = clock.now()
    advance(claim, at=Claim.State.OPEN, to=to, settled_at=now, decided_by_id=actor.person_id, **changes)
    provisional = Membership.objects.filter(person=claim.person_id, organisation=claim.organisation_id, until_at=None)
    provisional.filter(role=Role.CLAIMER).update(until_at=now)


def claim_fact(kind: type[F], claim: Claim, **more: Any) -> F:
    """Make a fact about a claim."""
    return kind(organisation_id=claim.organisation_id, claim_id=claim.id, person_id=claim.person_id, **more)


def refuse_second_head(organisation: Organisation, person: Person) -> None:
    """Refuse a head beside another: the role is handed over, or its holder ends it first."""
    others = Membership.objects.filter(organisation=organisation, role=Role.HEAD, until_at=None)
    if others.exclude(person=person).exists():
        raise Invalid({"role": _("There is a head already: the head hands the role over, or it is ended first.")})


@command
def invite_member(*, actor: Actor, organisation: Organisation, email: str, role: Role, name: str = "") -> Membership:
    """Add the person of an e-mail, who may not have an account yet, and tell them by mail; raises `Invalid`."""
    policies.can_name(actor, organisation, role).enforce()
    person = invite_person(actor=actor, email=email, name=name)
    membership = add_member(actor=actor, organisation=organisation, person=person, role=role)
    with translation.override(person.language):
        about = words_of(membership)
    send_welcome(actor=actor, person=person, about=about)
    return membership


def words_of(membership: Membership) -> str:
    """Say in a mail for whom somebody works now, and as what."""
    values = {"organisation": membership.organisation, "role": membership.get_role_display()}
    return _("You work for «%(organisation)s» here: %(role)s.") % values


@command
def end_membership(*, actor: Actor, membership: Membership) -> None:
    """End a membership; it stays as history."""
    policies.can_name(actor, membership.organisation, membership.role).enforce()
    demand_second_factor(actor)
    close_membership(membership, actor)


def close_membership(membership: Membership, actor: Actor) -> None:
    """End a membership that was decided on, and tell; raises `Stale` when it has ended."""
    if not Membership.objects.filter(id=membership.id, until_at=None).update(until_at=clock.now()):
        raise Stale(_("This membership has ended already."))
    settle_claim(membership.organisation)
    fact = MemberLeft(
        organisation_id=membership.organisation_id, membership_id=membership.id, person_id=membership.person_id
    )
    record(fact, actor=actor)


def settle_claim(organisation: Organisation) -> None:
    """Mark a card as claimed while a head or a coordinator acts for it."""
    card = Organisation.objects.filter(id=organisation.id)
    card.select_for_update(no_key=True).get()  # of two who leave at once the second sees that the first has left
    keepers = Membership.objects.filter(organisation=OuterRef("pk"), until_at=None, role__in=KEEPERS)
    since = Coalesce("claimed_at", Value(clock.now()), output_field=DateTimeField())
    card.update(claimed_at=Case(When(Exists(keepers), then=since), default=None))


@command
def entrust_territory(*, actor: Actor, territory: Territory, person: Person) -> TerritoryCoordinator:
    """Make a person coordinator of a territory; twice is once."""
    policies.can_entrust(actor).enforce()
    demand_second_factor(actor)
    trust, new = TerritoryCoordinator.objects.get_or_create(
        person=person, territory=territory, until_at=None, defaults={"since_at": clock.now()}
    )
    if new:
        record(TerritoryEntrusted(territory_id=territory.id, person_id=person.id), actor=actor)
    return trust


@command
def invite_coordinator(*, actor: Actor, territory: Territory, email: str, name: str = "") -> TerritoryCoordinator:
    """Entrust a territory to the person of an e-mail, who may not have an account yet, and tell them by mail."""
    policies.can_entrust(actor).enforce()
    person = invite_person(actor=actor, email=email, name=name)
    trust = entrust_territory(actor=actor, territory=territory, person=person)
    with translation.override(person.language):
        about = _("You coordinate «%(territory)s» here.") % {"territory": territory}
    send_welcome(actor=actor, person=person, about=about)
    return trust


@command
def release_territory(*, actor: Actor, trust: TerritoryCoordinator) -> None:
    """End somebody's coordination of a territory; it stays as history."""
    policies.can_entrust(actor).enforce()
    demand_second_factor(actor)
    close_trust(trust, actor)


def close_trust(trust: TerritoryCoordinator, actor: Actor) -> None:
    """End somebody's coordination that was decided on, and tell; raises `Stale` when it has ended."""
    if not TerritoryCoordinator.objects.filter(id=trust.id, until_at=None).update(until_at=clock.now()):
        raise Stale(_("This has ended already."))
    record(TerritoryReleased(territory_id=trust.territory_id, person_id=trust.person_id), actor=actor)
