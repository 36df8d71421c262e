"""Suspending, closing and opening an organisation again; who carries its work on."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from vmeste.gather.participants.facts import (
    MemberAdded,
    OrganisationClosed,
    OrganisationReopened,
    OrganisationResumed,
    OrganisationSuspended,
)
from vmeste.gather.participants.models import Membership, Organisation, Role
from vmeste.gather.participants.policies import staying
from vmeste.ground.facts.recording import record, record_many
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.lifecycle import advance
from vmeste.ground.kernel.turns import hold_turn

State = Organisation.State


@dataclass(frozen=True, slots=True)
class Closing:
    """How an organisation is closed: from which day, why, who carries on and what is brought there."""

    on: date
    reason: str
    successor: Organisation | None = None
    brings_people: bool = False
    brings_postings: bool = False


@command
def suspend_organisation(*, actor: Actor, organisation: Organisation) -> None:
    """Let nobody see or write to it for a while."""
    staying.decides_its_life(actor, organisation).enforce()
    advance(organisation, at=State.ACTIVE, to=State.SUSPENDED, changed_at=clock.now())
    record(OrganisationSuspended(organisation_id=organisation.id), actor=actor)


@command
def resume_organisation(*, actor: Actor, organisation: Organisation) -> None:
    """Let it work again."""
    staying.decides_its_life(actor, organisation).enforce()
    advance(organisation, at=State.SUSPENDED, to=State.ACTIVE, changed_at=clock.now())
    record(OrganisationResumed(organisation_id=organisation.id), actor=actor)


@command
def close_organisation(*, actor: Actor, organisation: Organisation, closing: Closing) -> None:
    """Close an organisation; raises `Invalid` for a day to come, no reason or a successor that cannot be."""
    staying.can_close(actor, organisation).enforce()
    hold_turn("closing of organisations")  # two that close at once do not follow each other
    reason = " ".join(closing.reason.split())[:300]
    if not reason:
        raise Invalid({"reason": _("Say why: partners read it on the card.")})
    if closing.on > clock.today():
        raise Invalid({"on": _("This day is still to come. Close the organisation on that day.")})
    successor = checked_successor(actor, organisation, closing)
    advance(
        organisation,
        at=(State.ACTIVE, State.SUSPENDED),
        to=State.CLOSED,
        closed_on=closing.on,
        closing_reason=reason,
        successor_id=successor.id if successor else None,
        changed_at=clock.now(),
    )
    if successor and closing.brings_people:
        bring_people(actor, organisation, successor)
    fact = OrganisationClosed(
        organisation_id=organisation.id,
        successor_id=successor.id if successor else None,
        moves=bool(successor) and closing.brings_postings,
    )
    record(fact, actor=actor)


def checked_successor(actor: Actor, organisation: Organisation, closing: Closing) -> Organisation | None:
    """Give the successor as it stands now; it works, and does not itself lead back."""
    if closing.successor is None:
        if closing.brings_people or closing.brings_postings:
            raise Invalid({"successor": _("Say to whom people, needs and offers go.")})
        return None
    found = Organisation.objects.filter(id=closing.successor.id, merged_into=None, state=State.ACTIVE).first()
    if found is None or found.id == organisation.id or leads_to(found, organisation.id):
        raise Invalid({"successor": _("This organisation cannot carry the work on: choose one that works.")})
    if closing.brings_people or closing.brings_postings:
        staying.can_bring_over(actor, found).enforce()
    return found


def leads_to(start: Organisation, sought: int) -> bool:
    """Tell whether successors lead from one to another."""
    at, left = start.successor_id, staying.LONGEST_CHAIN
    while at and left:
        if at == sought:
            return True
        at = Organisation.objects.filter(id=at).values_list("successor_id", flat=True).first()
        left -= 1
    return left == 0


def bring_people(actor: Actor, organisation: Organisation, successor: Organisation) -> None:
    """Make everybody a member of the successor who is none yet; roles there are given by its own coordinators."""
    there = Membership.objects.filter(organisation=successor, until_at=None).order_by().values("person")
    coming = Membership.objects.filter(organisation=organisation, until_at=None).exclude(person__in=there)
    now = clock.now()
    made = [
        Membership(person_id=person_id, organisation=successor, role=Role.MEMBER, since_at=now)
        for person_id in coming.values_list("person_id", flat=True)
    ]
    Membership.objects.bulk_create(made)
    record_many(
        [
            MemberAdded(
                organisation_id=successor.id, membership_id=one.id, person_id=one.person_id, role=Role.MEMBER.value
            )
            for one in made
        ],
        actor=actor,
    )


@command
def reopen_organisation(*, actor: Actor, organisation: Organisation) -> None:
    """Undo a closing: the card works again; what was withdrawn or brought elsewhere stays so."""
    staying.can_reopen(actor, organisation).enforce()
    advance(
        organisation,
        at=State.CLOSED,
        to=State.ACTIVE,
        closed_on=None,
        closing_reason="",
        successor_id=None,
        changed_at=clock.now(),
    )
    record(OrganisationReopened(organisation_id=organisation.id), actor=actor)
