"""Suspending, closing and opening an organisation again; who carries its work on."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from vmeste.gather.participants.facts import (
    MemberAdded,
    OrganisationClosed,
    OrganisationClosingCalledOff,
    OrganisationClosingPlanned,
    OrganisationReopened,
    OrganisationResumed,
    OrganisationSuspended,
)
from vmeste.gather.participants.models import Membership, Organisation, PlannedClosing, Role
from vmeste.gather.participants.policies import staying
from vmeste.ground.accounts.commands import post
from vmeste.ground.accounts.models import Person
from vmeste.ground.accounts.queries import absolute
from vmeste.ground.facts.recording import record, record_many
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid, Stale
from vmeste.ground.kernel.lifecycle import advance
from vmeste.ground.kernel.turns import hold_turn

State = Organisation.State
LONGEST_AHEAD = timedelta(days=730)


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
    reason = checked_reason(closing)
    if closing.on > clock.today():
        raise Invalid({"on": _("This day is still to come.")})
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
    PlannedClosing.objects.filter(organisation=organisation).delete()
    if successor and closing.brings_people:
        bring_people(actor, organisation, successor)
    fact = OrganisationClosed(
        organisation_id=organisation.id,
        successor_id=successor.id if successor else None,
        moves=bool(successor) and closing.brings_postings,
    )
    record(fact, actor=actor)


@command
def plan_closing(*, actor: Actor, organisation: Organisation, closing: Closing) -> PlannedClosing:
    """Say on which day to come an organisation closes; said again, the later word holds. Raises `Invalid`."""
    staying.can_close(actor, organisation).enforce()
    hold_turn("closing of organisations")
    reason = checked_reason(closing)
    if not clock.today() < closing.on <= clock.today() + LONGEST_AHEAD:
        raise Invalid({"on": _("Choose a day within the next two years.")})
    successor = checked_successor(actor, organisation, closing)
    planned, _made = PlannedClosing.objects.update_or_create(
        organisation=organisation,
        defaults={
            "on": closing.on,
            "reason": reason,
            "successor": successor,
            "brings_people": closing.brings_people,
            "brings_postings": closing.brings_postings,
            "planned_by_id": actor.person_id,
            "made_at": clock.now(),
        },
    )
    fact = OrganisationClosingPlanned(
        organisation_id=organisation.id, successor_id=successor.id if successor else None, day=closing.on.isoformat()
    )
    record(fact, actor=actor)
    return planned


@command
def call_closing_off(*, actor: Actor, organisation: Organisation, failed: bool = False) -> None:
    """Take a planned closing back; raises `Stale` when there is none any more."""
    staying.decides_its_life(actor, organisation).enforce()
    if not PlannedClosing.objects.filter(organisation=organisation).delete()[0]:
        raise Stale(_("No closing is planned any more."))
    record(OrganisationClosingCalledOff(organisation_id=organisation.id, failed=failed), actor=actor)


@command
def carry_closing_out(*, actor: Actor, planned: PlannedClosing) -> bool:
    """Close an organisation whose day has come; where its successor cannot be one any more, call it off and say so."""
    organisation = planned.organisation
    closing = Closing(planned.on, planned.reason, planned.successor, planned.brings_people, planned.brings_postings)
    try:
        with transaction.atomic():
            close_organisation(actor=actor, organisation=organisation, closing=closing)
    except Invalid:
        call_closing_off(actor=actor, organisation=organisation, failed=True)
        if planned.planned_by:
            tell_of_failure(planned.planned_by, organisation)
        return False
    return True


def closings_due() -> QuerySet[PlannedClosing]:
    """Give planned closings whose day has come."""
    working = (State.ACTIVE, State.SUSPENDED)
    due = PlannedClosing.objects.filter(
        on__lte=clock.today(), organisation__state__in=working, organisation__merged_into=None
    )
    return due.select_related("organisation", "successor", "planned_by")


def tell_of_failure(person: Person, organisation: Organisation) -> None:
    """Write to who planned a closing that it did not come about."""
    with translation.override(person.language):
        subject = _("«%(organisation)s» was not closed") % {"organisation": organisation}
        why = _("The organisation that was to carry its work on does not work itself any more. Choose another one.")
    where = absolute(reverse("participants:closing", args=[organisation.id]))
    key = f"participants.closing.{organisation.id}.{clock.today()}"
    post(actor=SYSTEM, to=person.email, subject=subject, text=f"{why}\n\n{where}", key=key)


def checked_reason(closing: Closing) -> str:
    """Give the reason on one line; raises `Invalid` when there is none."""
    reason = " ".join(closing.reason.split())[:300]
    if not reason:
        raise Invalid({"reason": _("Say why: partners read it on the card.")})
    return reason


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
