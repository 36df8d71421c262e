"""Handing the head's role over: nothing changes until who is to follow has accepted."""

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from vmeste.gather.participants.commands.memberships import settle_claim
from vmeste.gather.participants.facts import (
    HeadshipDeclined,
    HeadshipOffered,
    HeadshipPassed,
    HeadshipWithdrawn,
    MemberAdded,
    MemberLeft,
    OfHeadship,
)
from vmeste.gather.participants.models import HeadOffer, Membership, Organisation, Role
from vmeste.gather.participants.policies import staying
from vmeste.ground.accounts.commands import invite_person, make_link, post, revoke_links
from vmeste.ground.accounts.models import Person
from vmeste.ground.accounts.queries import absolute
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.decisions import demand_second_factor
from vmeste.ground.kernel.errors import Invalid, Stale
from vmeste.ground.kernel.lifecycle import advance

State = HeadOffer.State
LINK_DAYS = 14
Words = Callable[[HeadOffer], str]
STAYING = ("", Role.COORDINATOR, Role.METHODIST, Role.TEACHER, Role.MEMBER)
"""What a former head may become; empty: leaves."""


@command
def offer_headship(*, actor: Actor, organisation: Organisation, heir: Person, stays: str) -> HeadOffer:
    """Offer the head's role to a colleague; `stays` is what the head becomes. Raises `Invalid`."""
    staying.can_offer_headship(actor, organisation).enforce()
    demand_second_factor(actor)
    running = Membership.objects.filter(organisation=organisation, until_at=None)
    if heir.id == actor.person_id or not running.filter(person=heir).exists():
        raise Invalid({"heir": _("Choose a colleague of this organisation.")})
    offer = make_offer(actor, HeadOffer(organisation=organisation, heir=heir, stays=stays))
    write_to(heir, offer, _offered)
    return offer


@command
def offer_headship_by_mail(*, actor: Actor, organisation: Organisation, email: str, name: str, stays: str) -> HeadOffer:
    """Offer the head's role to the person of an e-mail address; raises `Invalid`.

    Who has no account gets a one-time link: it opens for this offer alone, once, for `LINK_DAYS` days.
    """
    staying.can_offer_headship(actor, organisation).enforce()
    demand_second_factor(actor)
    heir = invite_person(actor=actor, email=email, name=name)
    if heir.id == actor.person_id:
        raise Invalid({"email": _("This is your own address.")})
    if not heir.is_active:
        raise Invalid({"email": _("This account is closed.")})
    offer = make_offer(actor, HeadOffer(organisation=organisation, heir=heir, stays=stays, by_mail=True))
    write_to(heir, offer, _offered, where="" if heir.is_settled else link_to(actor, offer))
    return offer


def make_offer(actor: Actor, offer: HeadOffer) -> HeadOffer:
    """Keep an offer and tell; raises `Invalid`."""
    assert actor.person_id is not None  # noqa: S101  whoever is signed in is a person
    if offer.stays not in STAYING:
        raise Invalid({"stays": _("Choose what you will be afterwards.")})
    offer.former_id, offer.made_at = actor.person_id, clock.now()
    try:
        with transaction.atomic():
            offer.save(force_insert=True)
    except IntegrityError:
        raise Invalid({"heir": _("The role is offered to somebody already: take that back first.")}) from None
    record(fact_of(HeadshipOffered, offer), actor=actor)
    return offer


def link_to(actor: Actor, offer: HeadOffer) -> str:
    """Make the link of somebody without an account; give its address."""
    _link, token = make_link(
        actor=actor,
        purpose=staying.HANDING_BY_LINK,
        subject_kind="head_offer",
        subject_id=offer.id,
        person=offer.heir,
        days=LINK_DAYS,
    )
    return absolute(reverse("participants:handing_link", args=[token]))


@command
def accept_headship(*, actor: Actor, offer: HeadOffer) -> None:
    """Become head: the former one becomes what was chosen, or leaves; raises `Stale` when either is there no more."""
    staying.can_answer_headship(actor, offer).enforce()
    demand_second_factor(actor)
    settle(offer, State.ACCEPTED)
    now = clock.now()
    running = Membership.objects.filter(organisation=offer.organisation_id, until_at=None)
    if not running.filter(person=offer.former_id, role=Role.HEAD).update(until_at=now):
        raise Stale(_("Who offered this is not head any more."))
    if not running.filter(person=offer.heir_id).update(until_at=now) and not offer.by_mail:
        raise Stale(_("You do not work for this organisation any more."))
    give_role(actor, offer, offer.heir_id, Role.HEAD)
    if offer.stays:
        give_role(actor, offer, offer.former_id, Role(offer.stays))
    else:
        left = Membership.objects.filter(person=offer.former_id, organisation=offer.organisation_id).latest("id")
        record(
            MemberLeft(organisation_id=offer.organisation_id, membership_id=left.id, person_id=offer.former_id),
            actor=actor,
        )
    settle_claim(offer.organisation)
    record(fact_of(HeadshipPassed, offer), actor=actor)
    write_to(offer.former, offer, _passed)


def give_role(actor: Actor, offer: HeadOffer, person_id: int, role: Role) -> None:
    """Give a person a role and tell it; raises `Stale` when there is another head by now."""
    try:
        with transaction.atomic():
            made = Membership.objects.create(
                person_id=person_id, organisation=offer.organisation, role=role, since_at=clock.now()
            )
    except IntegrityError:
        raise Stale(_("Somebody has changed this meanwhile. Look at it as it stands now.")) from None
    fact = MemberAdded(
        organisation_id=offer.organisation_id, membership_id=made.id, person_id=person_id, role=role.value
    )
    record(fact, actor=actor)


@command
def decline_headship(*, actor: Actor, offer: HeadOffer) -> None:
    """Say no; who offered is told by mail."""
    staying.can_answer_headship(actor, offer).enforce()
    settle(offer, State.DECLINED)
    record(fact_of(HeadshipDeclined, offer), actor=actor)
    write_to(offer.former, offer, _declined)


@command
def withdraw_headship(*, actor: Actor, offer: HeadOffer) -> None:
    """Take one's offer back."""
    staying.can_withdraw_headship(actor, offer).enforce()
    settle(offer, State.WITHDRAWN)
    record(fact_of(HeadshipWithdrawn, offer), actor=actor)


def settle(offer: HeadOffer, state: HeadOffer.State) -> None:
    """End an offer, and its link; raises `Stale` when it has ended already."""
    advance(offer, at=State.OPEN, to=state, settled_at=clock.now())
    revoke_links(actor=SYSTEM, subject_kind="head_offer", subject_id=offer.id, purpose=staying.HANDING_BY_LINK)


def fact_of(kind: type[OfHeadship], offer: HeadOffer) -> OfHeadship:
    """Make a fact about an offer."""
    return kind(
        organisation_id=offer.organisation_id, offer_id=offer.id, former_id=offer.former_id, heir_id=offer.heir_id
    )


def _offered(offer: HeadOffer) -> str:
    return _("%(who)s offers you to become head of «%(organisation)s». Nothing changes until you accept.") % {
        "who": offer.former,
        "organisation": offer.organisation,
    }


def _passed(offer: HeadOffer) -> str:
    return _("%(who)s has accepted and is head of «%(organisation)s» now.") % {
        "who": offer.heir,
        "organisation": offer.organisation,
    }


def _declined(offer: HeadOffer) -> str:
    return _("%(who)s would not become head of «%(organisation)s». You stay head.") % {
        "who": offer.heir,
        "organisation": offer.organisation,
    }


def write_to(person: Person, offer: HeadOffer, words: Words, *, where: str = "") -> None:
    """Post a mail about the offer, in the reader's language; `where`: the reader's own link, else they sign in."""
    page = absolute(reverse("participants:handing", args=[offer.organisation_id]))
    with translation.override(person.language):
        told = [words(offer), where or page]
        if where:
            told.append(_("The link is for you alone, works once and for %(days)s days.") % {"days": LINK_DAYS})
        subject = _("Head of «%(organisation)s»") % {"organisation": offer.organisation}
    key = f"participants.handing.{offer.id}.{offer.state}"
    post(actor=SYSTEM, to=person.email, subject=subject, text="\n\n".join(told), key=key, secret=bool(where))
