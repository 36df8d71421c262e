"""Who may make, take back and use the codes that are printed for cards."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vmeste.gather.participants.models import CardCode, Organisation
from vmeste.gather.participants.policies.organisations import coordinated_by, coordinates, oversees
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.decisions import ALLOW, Decision, deny, too_late


def can_print_codes(actor: Actor) -> Decision:
    """Let codes be made by who coordinates a territory."""
    return ALLOW if oversees(actor) else deny(_("Codes for cards are made by the coordinator of the territory."))


def can_print_code(actor: Actor, organisation: Organisation) -> Decision:
    """Let a code be made for a working card nobody acts for, by who coordinates its territory."""
    if not coordinates(actor, organisation):
        return deny(_("Codes for cards are made by the coordinator of the territory."))
    if organisation.state != Organisation.State.ACTIVE:
        return too_late(_("This organisation does not work any more."))
    if organisation.claimed_at:
        return too_late(_("Somebody acts for this organisation already: its people are added on the page «People»."))
    return ALLOW


def codes_printable(actor: Actor) -> Q:
    """Find the cards for which this actor may make a code; the same rule as `can_print_code`, for lists."""
    if not oversees(actor):
        return Q(pk__in=())
    waiting = Q(state=Organisation.State.ACTIVE, claimed_at=None, merged_into=None)
    return waiting if actor.is_admin or actor.is_system else waiting & coordinated_by(actor)


def can_revoke_code(actor: Actor, code: CardCode) -> Decision:
    """Let a code be taken back by who coordinates the territory of the card."""
    if coordinates(actor, code.organisation):
        return ALLOW
    return deny(_("Codes for cards are made by the coordinator of the territory."))


def can_use_code(actor: Actor, code: CardCode) -> Decision:
    """Whoever is signed in and holds the paper may use its code; who made it adds people openly."""
    if not actor.is_signed_in:
        return deny(_("Sign in to act for the organisation."))
    if actor.person_id == code.made_by_id:
        return deny(_("You made this code yourself. Add people of the organisation on the page «People»."))
    if code.organisation.state != Organisation.State.ACTIVE:
        return deny(_("This organisation does not work any more."))
    return ALLOW
