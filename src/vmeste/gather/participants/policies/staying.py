"""Who may confirm, suspend, close and reopen an organisation, and hand its head's role over."""

from django.utils.translation import gettext_lazy as _

from vmeste.gather.participants.models import HeadOffer, Organisation
from vmeste.gather.participants.policies import can_manage_people, coordinates
from vmeste.gather.participants.policies.organisations import NOT_TAKEN_IN
from vmeste.ground.kernel.actors import Actor, Duty
from vmeste.ground.kernel.decisions import ALLOW, Decision, deny, too_late

FRESH_BY_LINK = "participants.freshness"
"""Purpose of a one-time link by which those who act for an organisation say that its card is right."""

HANDING_BY_LINK = "participants.handing"
"""Purpose of a one-time link by which somebody without an account answers whether they become head."""

State = Organisation.State
LONGEST_CHAIN = 50
"""Successors followed at most."""


def can_freshen(actor: Actor, organisation: Organisation) -> Decision:
    """Let it be said by the organisation's coordinators, by the territory's, by the holder of a link to it."""
    asked = actor.holds(FRESH_BY_LINK, "organisation", organisation.id)
    if not (asked or actor.serves(organisation.id, Duty.COORDINATE) or coordinates(actor, organisation)):
        return deny(_("Only a coordinator may say that the card is right."))
    if organisation.state == State.CLOSED:
        return too_late(_("This organisation is closed; its card stays as it was."))
    if organisation.is_outside:
        return too_late(NOT_TAKEN_IN)
    return ALLOW


def can_freshen_unasked(actor: Actor, organisation: Organisation) -> Decision:
    """Let cards nobody acts for be confirmed many at once by their territory; others are asked themselves."""
    if not coordinates(actor, organisation):
        return deny(_("Only a coordinator may say that the card is right."))
    return deny(_("This organisation keeps its card itself.")) if organisation.claimed_at else ALLOW


def decides_its_life(actor: Actor, organisation: Organisation) -> Decision:
    """Let an organisation be suspended and closed by its head and by the coordinator of its territory."""
    if actor.serves(organisation.id, Duty.HEAD) or coordinates(actor, organisation):
        return ALLOW
    return deny(_("Only the head and the coordinator of the territory may do this."))


def can_close(actor: Actor, organisation: Organisation) -> Decision:
    """Close what is not closed yet."""
    if organisation.is_outside:
        return too_late(NOT_TAKEN_IN)
    closed = organisation.state == State.CLOSED
    return too_late(_("It is closed already.")) if closed else decides_its_life(actor, organisation)


def can_reopen(actor: Actor, organisation: Organisation) -> Decision:
    """Open again what is closed."""
    closed = organisation.state == State.CLOSED
    return decides_its_life(actor, organisation) if closed else too_late(_("It is not closed."))


def can_bring_over(actor: Actor, successor: Organisation) -> Decision:
    """Let people, needs and offers be brought only to an organisation for which one may act oneself."""
    if can_manage_people(actor, successor):
        return ALLOW
    return deny(_("People, needs and offers can be brought only to an organisation for which you may act."))


def can_offer_headship(actor: Actor, organisation: Organisation) -> Decision:
    """Let the head alone hand the role over; where there is none, the territory's coordinator adds one."""
    if actor.is_signed_in and actor.serves(organisation.id, Duty.HEAD):
        return ALLOW
    return deny(_("Only the head may hand the role over."))


def can_answer_headship(actor: Actor, offer: HeadOffer) -> Decision:
    """Let the one to whom it is offered answer, signed in or by the link in their mail."""
    asked = actor.holds(HANDING_BY_LINK, "head_offer", offer.id)
    if asked or (actor.is_signed_in and actor.person_id == offer.heir_id):
        return ALLOW
    return deny(_("This is offered to somebody else."))


def can_withdraw_headship(actor: Actor, offer: HeadOffer) -> Decision:
    """Let the one who offered take it back."""
    if actor.is_signed_in and actor.person_id == offer.former_id:
        return ALLOW
    return deny(_("This was offered by somebody else."))
