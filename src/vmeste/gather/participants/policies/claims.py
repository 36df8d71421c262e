"""Who may claim a card nobody acts for, see claims, decide them."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from vmeste.gather.participants.models import Claim, Organisation, TerritoryCoordinator
from vmeste.gather.participants.policies.organisations import coordinated_by, coordinates, oversees
from vmeste.ground.kernel.actors import Actor, Duty
from vmeste.ground.kernel.decisions import ALLOW, Decision, deny, too_late


def only_claims(actor: Actor, organisation_id: int) -> bool:
    """Tell whether the actor claims this organisation and has no other right there."""
    return actor.serves(organisation_id, Duty.CLAIM) and not actor.serves(organisation_id, Duty.READ)


def can_claim(actor: Actor, organisation: Organisation) -> Decision:
    """Whoever is signed in may claim a working card nobody acts for; its coordinators add people without that."""
    if not actor.is_signed_in:
        return deny(_("Sign in to say that this is your organisation."))
    if coordinates(actor, organisation):
        return deny(_("You coordinate its territory: add its people on the page «People», yourself too."))
    if organisation.state != Organisation.State.ACTIVE:
        return deny(_("This organisation does not work any more."))
    if organisation.claimed_at:
        return too_late(_("Somebody acts for this organisation already. Ask them to add you."))
    return ALLOW


def can_keep_claim(actor: Actor, claim: Claim) -> Decision:
    """Let a claim be taken back by who made it, as long as it is open."""
    if not actor.is_signed_in or actor.person_id != claim.person_id:
        return deny(_("This is not your claim."))
    return ALLOW if claim.is_open else too_late(_("It has been decided already."))


def can_decide_claim(actor: Actor, claim: Claim) -> Decision:
    """Let claims be decided by who coordinates the territory of the card, and by administrators; never one's own."""
    if not coordinates(actor, claim.organisation):
        return deny(_("Claims are decided by the coordinator of the territory."))
    if actor.person_id is not None and actor.person_id == claim.person_id:
        return deny(_("Nobody decides about their own claim."))
    return ALLOW if claim.is_open else too_late(_("It has been decided already."))


def claims_overseen(actor: Actor) -> Q:
    """Find the claims of others on the territories of this actor; the same rule as `can_decide_claim`, for lists."""
    if actor.is_system:
        return Q()
    if not oversees(actor):
        return Q(pk__in=())
    others = ~Q(person=actor.person_id)
    if actor.is_admin:
        return others
    return others & Q(organisation__in=Organisation.objects.filter(coordinated_by(actor)).order_by().values("id"))


def claims_awaiting(actor: Actor) -> Q:
    """Find the claims whose decision is this actor's work: of an administrator only where nobody coordinates."""
    if not actor.is_admin or actor.territory_ids:
        return claims_overseen(actor)
    places = ("organisation__region", "organisation__municipality", "organisation__settlement")
    trusts = TerritoryCoordinator.objects.filter(until_at=None)
    kept = [Exists(trusts.filter(territory=OuterRef(place))) for place in places]
    return claims_overseen(actor) & ~(Q(kept[0]) | Q(kept[1]) | Q(kept[2]))


def claims_visible_to(actor: Actor) -> Q:
    """Let claims be seen by who made them and by who may decide; by nobody else."""
    mine = Q(person=actor.person_id) if actor.is_signed_in and actor.person_id else Q(pk__in=())
    return mine | claims_overseen(actor) if not actor.is_system else Q()


def can_read_talk(actor: Actor, claim: Claim) -> Decision:
    """Let what both sides ask each other be read by them alone; after the claim was taken back, by nobody."""
    own = actor.is_signed_in and actor.person_id is not None and actor.person_id == claim.person_id
    if not (own or (coordinates(actor, claim.organisation) and actor.person_id != claim.person_id)):
        return deny(_("Only whoever claims the card and the coordinator of the territory read this."))
    if claim.state == Claim.State.WITHDRAWN:
        return too_late(_("The claim was taken back, and what was said with it."))
    return ALLOW


def can_talk(actor: Actor, claim: Claim) -> Decision:
    """Let both sides ask and answer until the claim is decided."""
    readable = can_read_talk(actor, claim)
    if readable and not claim.is_open:
        return too_late(_("It has been decided; nothing more is written here."))
    return readable


def can_see_claims(actor: Actor) -> Decision:
    """Let coordinators of territories see the list of claims."""
    return ALLOW if oversees(actor) else deny(_("Claims are decided by the coordinator of the territory."))
