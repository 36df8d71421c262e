"""Who may see and change organisations, memberships and networks."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vmeste.gather.participants.models import JoiningRequest, Network, Organisation, Role, SavedSearch, Token
from vmeste.ground.kernel.actors import Actor, ActorKind, Duty
from vmeste.ground.kernel.decisions import ALLOW, Decision, deny, too_late

NOT_TAKEN_IN = _("This card is not in the directory yet: decide first whether it is taken in.")


def visible_to(actor: Actor) -> Q:
    """Cards are public; a suspended one is seen by its own people and by those who coordinate it.

    So is a new one that somebody from outside has written, until it is taken in. What is part of another card is seen
    there.
    """
    stands = Q(merged_into=None)
    if actor.is_admin or actor.is_system:
        return stands
    hidden = (Organisation.State.SUSPENDED, *Organisation.outside)
    shown = ~Q(state__in=hidden) | Q(id__in=actor.organisation_ids)
    return stands & (shown | coordinated_by(actor) if actor.territory_ids else shown)


def coordinated_by(actor: Actor) -> Q:
    """Organisations on the territories this person coordinates."""
    mine = actor.territory_ids
    return Q(region__in=mine) | Q(municipality__in=mine) | Q(settlement__in=mine)


def coordinates(actor: Actor, organisation: Organisation) -> bool:
    """Tell whether the organisation stands on a territory of this coordinator."""
    places = {organisation.region_id, organisation.municipality_id, organisation.settlement_id} - {None}
    return actor.is_admin or actor.is_system or bool(places & actor.territory_ids)


def oversees(actor: Actor) -> bool:
    """Tell whether the person coordinates some territory."""
    return actor.is_admin or actor.is_system or bool(actor.territory_ids)


def can_register(actor: Actor) -> Decision:
    """Coordinators of territories make cards, one by one or from a register."""
    if not oversees(actor):
        return deny(_("Only a coordinator of a territory may add organisations."))
    return ALLOW


def can_register_under(actor: Actor, organisation: Organisation) -> Decision:
    """Units of an organisation and groups it answers for are added by its own coordinators and by the territory's."""
    if organisation.is_outside:
        return too_late(NOT_TAKEN_IN)
    if actor.serves(organisation.id, Duty.COORDINATE) or coordinates(actor, organisation):
        return ALLOW
    return deny(_("Only a coordinator of the organisation may add its units and groups."))


def can_edit(actor: Actor, organisation: Organisation) -> Decision:
    """Let a card be kept by its own coordinators and, while nobody acts for it, by the territory's."""
    if actor.serves(organisation.id, Duty.COORDINATE) or actor.is_admin:
        return ALLOW
    if not coordinates(actor, organisation):
        return deny(_("Only a coordinator of the organisation may change its card."))
    if organisation.claimed_at:
        return deny(_("This organisation keeps its card itself."))
    return ALLOW


def can_verify(actor: Actor, organisation: Organisation) -> Decision:
    """Let a card's data be confirmed by the coordinator of its territory."""
    if not coordinates(actor, organisation):
        return deny(_("Only a coordinator of the territory may confirm a card."))
    return too_late(NOT_TAKEN_IN) if organisation.is_outside else ALLOW


def can_look_for_duplicates(actor: Actor) -> Decision:
    """Cards that may be one are looked through by those who coordinate a territory."""
    if not oversees(actor):
        return deny(_("Only a coordinator of a territory looks for duplicates."))
    return ALLOW


def can_begin_merging(actor: Actor, organisation: Organisation) -> Decision:
    """Let who coordinates the territory of a card look for another that is the same; one left out is left alone."""
    if not coordinates(actor, organisation):
        return deny(_("Only a coordinator of the territory of both may decide whether two cards are one."))
    return too_late(NOT_TAKEN_IN) if organisation.state == Organisation.State.DROPPED else ALLOW


def can_merge(actor: Actor, survivor: Organisation, merged: Organisation, *, despite_claims: bool) -> Decision:
    """Two cards are merged by who coordinates the territory of both; a claimed one stays, or both are meant."""
    if not (coordinates(actor, survivor) and coordinates(actor, merged)):
        return deny(_("Only a coordinator of the territory of both may decide whether two cards are one."))
    if survivor.is_outside and not merged.is_outside:
        return deny(_("The card that stands in the directory stays: the new one becomes part of it."))
    if merged.claimed_at and not survivor.claimed_at and not despite_claims:
        return deny(_("The card that has representatives stays: choose it, and the other becomes part of it."))
    if merged.claimed_at and survivor.claimed_at and not despite_claims:
        return deny(_("Both have representatives, who would act for one organisation: agree it with them first."))
    return ALLOW


def can_part(actor: Actor, survivor: Organisation) -> Decision:
    """Let a merge be undone by who coordinates the territory."""
    if not coordinates(actor, survivor):
        return deny(_("Only a coordinator of the territory may undo a merge."))
    return ALLOW


def can_manage_people(actor: Actor, organisation: Organisation) -> Decision:
    """People are added by the organisation's own coordinators and by the territory's."""
    if actor.serves(organisation.id, Duty.COORDINATE) or coordinates(actor, organisation):
        return ALLOW
    return deny(_("Only a coordinator may see and change the people of an organisation."))


def can_name(actor: Actor, organisation: Organisation, role: str) -> Decision:
    """Let a role be given and taken by those who manage people; that of a head by a head or the territory only."""
    if role == Role.CLAIMER:
        return deny(_("Whoever claims a card has this role by the claim alone."))
    if organisation.is_outside:
        return too_late(NOT_TAKEN_IN)
    above = role == Role.HEAD and not (actor.serves(organisation.id, Duty.HEAD) or coordinates(actor, organisation))
    if above:
        return deny(_("The head is named and dismissed by a head or by the coordinator of the territory."))
    return can_manage_people(actor, organisation)


def can_see_people(actor: Actor, organisation: Organisation) -> Decision:
    """Who works for an organisation is seen by its own people and by coordinators; never by the public."""
    if actor.serves(organisation.id, Duty.READ) or coordinates(actor, organisation):
        return ALLOW
    return deny(_("Only people of the organisation see who works for it."))


def is_newcomer(actor: Actor) -> bool:
    """Tell whether a person is signed in and belongs to nothing yet; to claim a card is not to belong to it."""
    belongs = actor.organisation_ids and Duty.READ in actor.duties
    return actor.is_signed_in and not (belongs or actor.territory_ids or actor.is_admin)


def can_ask_to_join(actor: Actor, organisation: Organisation) -> Decision:
    """Whoever belongs to nothing yet may ask a working organisation; others are added by their colleagues."""
    if not actor.is_signed_in:
        return deny(_("Sign in to ask to be added."))
    if not is_newcomer(actor):
        return deny(_("You belong to an organisation already; a colleague there adds you by your e-mail address."))
    if organisation.state != Organisation.State.ACTIVE:
        return deny(_("This organisation does not work any more."))
    return ALLOW


def can_withdraw_joining(actor: Actor, asked: JoiningRequest) -> Decision:
    """Let a request be taken back by who made it."""
    return ALLOW if actor.is_signed_in and actor.person_id == asked.person_id else deny(_("This is not your request."))


def can_answer_joining(actor: Actor, organisation: Organisation) -> Decision:
    """Let requests be answered by the organisation's coordinators; where nobody acts for it, by the territory's."""
    unkept = organisation.claimed_at is None and coordinates(actor, organisation)
    if actor.serves(organisation.id, Duty.COORDINATE) or unkept:
        return ALLOW
    return deny(_("Only a coordinator of the organisation answers who asks to be added."))


def joinings_to_answer(actor: Actor) -> Q:
    """Find the requests this actor may answer; the same rule as `can_answer_joining`, for lists."""
    if actor.is_system:
        return Q()
    own = Q(organisation__in=actor.organisation_ids) if Duty.COORDINATE in actor.duties else Q(pk__in=())
    unkept = Organisation.objects.filter(claimed_at=None).order_by()
    if actor.is_admin:
        return own | Q(organisation__in=unkept)
    return own | Q(organisation__in=unkept.filter(coordinated_by(actor))) if actor.territory_ids else own


def joinings_visible_to(actor: Actor) -> Q:
    """Let requests be seen by who made them and by who may answer; by nobody else."""
    mine = Q(person=actor.person_id) if actor.is_signed_in and actor.person_id else Q(pk__in=())
    return mine | joinings_to_answer(actor) if not actor.is_system else Q()


def staff_visible_to(actor: Actor) -> Q:
    """Staff cards are personal data: seen by the own organisation and by coordinators of its territory."""
    if actor.is_admin or actor.is_system:
        return Q()
    own = Q(organisation__in=actor.organisation_ids if Duty.READ in actor.duties else ())
    if not actor.territory_ids:
        return own
    overseen = Organisation.objects.filter(coordinated_by(actor)).order_by().values("id")
    return own | Q(organisation__in=overseen)


def can_keep_staff(actor: Actor, organisation: Organisation) -> Decision:
    """Let the list of staff be kept by the organisation's own coordinators and by the territory's."""
    if actor.serves(organisation.id, Duty.COORDINATE) or coordinates(actor, organisation):
        return ALLOW
    return deny(_("Only a coordinator may see and change the people of an organisation."))


def loads_lists(actor: Actor) -> bool:
    """Tell whether the person coordinates an organisation or a territory, and so brings in lists of theirs."""
    return oversees(actor) or bool(actor.organisation_id and Duty.COORDINATE in actor.duties)


def can_load_staff(actor: Actor) -> Decision:
    """Let lists of staff be loaded by coordinators, of an organisation or of a territory."""
    if loads_lists(actor):
        return ALLOW
    return deny(_("Only a coordinator may load a list of staff."))


def can_keep_tokens(actor: Actor, organisation: Organisation) -> Decision:
    """Access for programs is kept by the organisation's own coordinators alone: a program sees what its people see."""
    if actor.serves(organisation.id, Duty.COORDINATE):
        return ALLOW
    return deny(_("Only a coordinator of the organisation gives access to programs."))


def can_issue_token(actor: Actor, organisation: Organisation) -> Decision:
    """Let a token be made for an organisation that works."""
    allowed = can_keep_tokens(actor, organisation)
    if allowed and organisation.state != Organisation.State.ACTIVE:
        return too_late(_("This organisation does not work any more."))
    return allowed


def can_revoke_token(actor: Actor, token: Token) -> Decision:
    """Let a token be taken back by the organisation's coordinators, and by an administrator who hears of a leak."""
    return ALLOW if actor.is_admin else can_keep_tokens(actor, token.organisation)


def can_use_token(actor: Actor, token: Token) -> Decision:
    """Only whoever holds a token uses it."""
    if actor.kind == ActorKind.TOKEN and actor.organisation_id == token.organisation_id:
        return ALLOW
    return deny(_("This token is not yours."))


def tokens_visible_to(actor: Actor) -> Q:
    """Tokens are seen by those who may take them back."""
    if actor.is_admin or actor.is_system:
        return Q()
    return Q(organisation__in=actor.organisation_ids if Duty.COORDINATE in actor.duties else ())


def can_ask_for(actor: Actor, scope: str) -> Decision:
    """Let a program ask only for what its token was made for."""
    return ALLOW if actor.may_ask(scope) else deny(_("This token was not made for that: it lacks «%s».") % scope)


def can_entrust(actor: Actor) -> Decision:
    """Coordinators of territories are named by administrators."""
    return ALLOW if actor.is_admin or actor.is_system else deny(_("Only an administrator may do this."))


def networks_visible_to(actor: Actor) -> Q:
    """Networks are public: a name, a goal, a hub, members."""
    del actor
    return Q()


def can_found_network(actor: Actor, hub: Organisation) -> Decision:
    """Let a network be founded by a coordinator of its hub, or of the hub's territory."""
    if hub.is_outside:
        return too_late(NOT_TAKEN_IN)
    if actor.serves(hub.id, Duty.COORDINATE) or coordinates(actor, hub):
        return ALLOW
    return deny(_("Only a coordinator of the hub organisation may found a network."))


def can_keep_network(actor: Actor, network: Network) -> Decision:
    """Members of a bare network are named by coordinators of its hub."""
    if actor.serves(network.hub_id, Duty.COORDINATE) or coordinates(actor, network.hub):
        return ALLOW
    return deny(_("Only a coordinator of the hub organisation may change the network."))


def can_keep_search(actor: Actor) -> Decision:
    """Let everybody who is signed in keep searches of the directory."""
    return ALLOW if actor.is_signed_in else deny(_("Sign in to keep searches."))


def can_forget_search(actor: Actor, search: SavedSearch) -> Decision:
    """Kept searches are nobody else's business."""
    if actor.person_id is not None and actor.person_id == search.person_id:
        return ALLOW
    return deny(_("This search is kept by somebody else."))


def can_export(actor: Actor) -> Decision:
    """People of organisations and coordinators of territories take out what they see as a table."""
    if actor.organisation_id and Duty.READ in actor.duties and actor.is_signed_in:
        return ALLOW
    return ALLOW if oversees(actor) else deny(_("The directory is given as a table to people of organisations only."))
