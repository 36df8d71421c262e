"""Who may invite people, give out links, and look at mails."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vmeste.ground.accounts.models import OneTimeLink, Person
from vmeste.ground.kernel.actors import Actor, ActorKind
from vmeste.ground.kernel.decisions import ALLOW, Decision, deny

WELCOME = "accounts.welcome"


def can_invite(actor: Actor) -> Decision:
    """People are invited by somebody who is signed in; into what, the room that asks has decided."""
    if actor.is_signed_in or actor.is_system:
        return ALLOW
    return deny(_("Sign in to invite people."))


def can_make_link(actor: Actor) -> Decision:
    """Links are given out on behalf of somebody; the room that owns the thing has decided on it."""
    return deny(_("Sign in to give out a link.")) if actor.kind == ActorKind.ANONYMOUS else ALLOW


def can_use_link(actor: Actor, link: OneTimeLink) -> Decision:
    """Only who holds a link can use it up."""
    if actor.is_system or actor.link_id == link.id:
        return ALLOW
    return deny(_("This link is not yours."))


def can_welcome(actor: Actor, person: Person) -> Decision:
    """Let a first password be set through the link that was mailed to the person."""
    if actor.is_system or actor.holds(WELCOME, "person", person.id):
        return ALLOW
    return deny(_("Open the link from your invitation."))


def can_edit_person(actor: Actor, person: Person) -> Decision:
    """Everybody keeps their own account."""
    if actor.is_system or actor.person_id == person.id:
        return ALLOW
    return deny(_("This is somebody else's account."))


def can_make_admin(actor: Actor) -> Decision:
    """Administrators are made by administrators, the first one on the command line."""
    if actor.is_system or actor.is_admin:
        return ALLOW
    return deny(_("Only an administrator may do this."))


def mails_visible_to(actor: Actor) -> Q:
    """Mails are seen by administrators only."""
    return Q() if actor.is_admin else Q(pk__in=())


def can_see_mails(actor: Actor) -> Decision:
    """Mails are seen by administrators only."""
    return ALLOW if actor.is_admin else deny(_("Only an administrator may see the mails."))
