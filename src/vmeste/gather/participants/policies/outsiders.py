"""Who may write cards of organisations that are not in the directory yet."""

from django.utils.translation import gettext_lazy as _

from vmeste.gather.participants.places import NOWHERE, Place
from vmeste.ground.kernel.actors import Actor, Duty
from vmeste.ground.kernel.decisions import ALLOW, Decision, deny


def can_propose(actor: Actor, place: Place = NOWHERE) -> Decision:
    """Whoever is signed in may write the card of their own organisation; coordinators of its place make it themselves.

    Nobody decides about their own claim, and a coordinator who adds a card needs no claim.
    """
    if not (actor.is_signed_in and actor.person_id):
        return deny(_("Sign in to write the card of your organisation."))
    if actor.is_admin or place.ids & actor.territory_ids:
        return deny(_("You coordinate this place: add the organisation yourself, on the page «Partners»."))
    return ALLOW


def can_list(actor: Actor) -> Decision:
    """Let the coordinators and the head of an organisation write the card of a partner that has not joined."""
    if actor.is_signed_in and actor.organisation_id and Duty.COORDINATE in actor.duties:
        return ALLOW
    return deny(_("The card of a partner is written by a coordinator of an organisation."))
