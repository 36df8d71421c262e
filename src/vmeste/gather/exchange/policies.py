"""Who may see, write, show, answer and close needs, offers and responses."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from vmeste.gather.exchange.models import Posting, Response, Visibility
from vmeste.gather.participants.models import Membership, Organisation
from vmeste.gather.participants.policies import coordinated_by, coordinates, loads_lists, only_claims, oversees
from vmeste.ground.kernel.actors import Actor, Duty
from vmeste.ground.kernel.decisions import ALLOW, Decision, deny, too_late

BY_LINK = "exchange.answer"
"""Purpose of a one-time link that lets an organisation without an account answer one response."""

ENDED = (Response.State.DECLINED, Response.State.WITHDRAWN)
CLOSED = (Posting.State.FULFILLED, Posting.State.EXPIRED, Posting.State.WITHDRAWN)
EDITABLE = (Posting.State.DRAFT, Posting.State.OPEN, Posting.State.PAUSED)


def visible_to(actor: Actor) -> Q:
    """Needs or offers: open ones by their visibility, one's own, and those one has answered or was asked about."""
    if actor.is_system:
        return Q()
    open_now = Q(state=Posting.State.OPEN, organisation__state=Organisation.State.ACTIVE)
    shown = open_now & Q(visibility=Visibility.PUBLIC)
    if actor.network_ids:
        shown |= open_now & Q(visibility=Visibility.NETWORK, network__in=actor.network_ids)
    if actor.organisation_ids and Duty.READ in actor.duties:
        shown |= Q(organisation__in=actor.organisation_ids)
        shown |= Q(id__in=answered_by(actor.organisation_ids, "need_id"))
        shown |= Q(id__in=answered_by(actor.organisation_ids, "offer_id"))
    if Duty.CLAIM in actor.duties:
        shown |= Q(is_unconfirmed=True, author=actor.person_id, organisation__in=actor.organisation_ids)
    if oversees(actor):
        shown |= Q(on_behalf=True, organisation__in=overseen_by(actor))
    if actor.grant and actor.grant.purpose == BY_LINK:
        mine = Response.objects.filter(id=actor.grant.subject_id)
        shown |= Q(id__in=mine.values("need_id")) | Q(id__in=mine.values("offer_id"))
    return shown


def overseen_by(actor: Actor) -> QuerySet[Organisation, int]:
    """Give the organisations a coordinator of territories may write for; an administrator for all."""
    rows = Organisation.objects.order_by()
    return (rows if actor.is_admin else rows.filter(coordinated_by(actor))).values_list("id", flat=True)


def answered_by(organisation_ids: tuple[int, ...], field: str) -> object:
    """Give ids of needs or offers under which these organisations have a word to say."""
    sides = Q(giving__in=organisation_ids) | Q(needing__in=organisation_ids)
    return Response.objects.filter(sides, **{f"{field}__isnull": False}).order_by().values(field)


def responses_visible_to(actor: Actor) -> Q:
    """Responses are seen by their two sides only, by who keeps a need on behalf of one, by the holder of its link."""
    if actor.is_system:
        return Q()
    shown = Q(pk__in=[])
    if actor.organisation_ids and Duty.READ in actor.duties:
        shown |= Q(needing__in=actor.organisation_ids) | Q(giving__in=actor.organisation_ids)
    if oversees(actor):
        mine = overseen_by(actor)
        shown |= Q(need__on_behalf=True, needing__in=mine) | Q(need=None, offer__on_behalf=True, giving__in=mine)
    if actor.grant and actor.grant.purpose == BY_LINK:
        shown |= Q(id=actor.grant.subject_id)
    return shown


def can_write(actor: Actor, organisation: Organisation) -> Decision:
    """Teachers and methodists write too; a coordinator of the territory writes on behalf of others."""
    if actor.serves(organisation.id, Duty.WRITE) or coordinates(actor, organisation):
        return ALLOW
    return deny(_("You can write needs and offers for your own organisation."))


def can_write_need(actor: Actor, organisation: Organisation) -> Decision:
    """Needs are written by those too who claim a card and wait for the decision; they are marked."""
    return ALLOW if only_claims(actor, organisation.id) else can_write(actor, organisation)


def is_claimers(actor: Actor, posting: Posting) -> bool:
    """Tell whether somebody who only claims the card wrote this themselves: it is theirs to change, show and close."""
    own = actor.person_id is not None and posting.author_id == actor.person_id
    return own and posting.is_unconfirmed and only_claims(actor, posting.organisation_id)


def can_load(actor: Actor) -> Decision:
    """Let lists of needs and offers be loaded by coordinators, of an organisation or of a territory."""
    if loads_lists(actor):
        return ALLOW
    return deny(_("Only a coordinator may load lists of needs and offers."))


def writes_on_behalf(actor: Actor, organisation: Organisation) -> bool:
    """Tell whether a coordinator of a territory writes for somebody else."""
    return not (actor.serves(organisation.id, Duty.WRITE) or only_claims(actor, organisation.id))


def speaks_for(actor: Actor, organisation: Organisation, *, on_behalf: bool) -> bool:
    """Tell whether the actor may give this organisation's word."""
    return actor.serves(organisation.id, Duty.COORDINATE) or (on_behalf and coordinates(actor, organisation))


def keeps(actor: Actor, posting: Posting) -> bool:
    """Tell whether a need or offer is the actor's own business: of its organisation, or written on behalf of one."""
    own = actor.serves(posting.organisation_id, Duty.READ) or is_claimers(actor, posting)
    return own or (posting.on_behalf and coordinates(actor, posting.organisation))


def can_see_matches(actor: Actor, posting: Posting) -> Decision:
    """Who fits is shown to those whose need or offer it is."""
    return ALLOW if keeps(actor, posting) else deny(_("Only the organisation itself sees who fits."))


def can_edit(actor: Actor, posting: Posting) -> Decision:
    """Let those who write for its organisation change a need or offer, until it is closed."""
    if is_claimers(actor, posting):
        return ALLOW if posting.state in EDITABLE else too_late(_("This is closed and stays as it was."))
    allowed = actor.serves(posting.organisation_id, Duty.WRITE) or (
        posting.on_behalf and coordinates(actor, posting.organisation)
    )
    if not allowed:
        return deny(_("Only the organisation itself may change this."))
    if posting.is_open and not speaks_for(actor, posting.organisation, on_behalf=posting.on_behalf):
        return deny(_("What is shown to others is changed by a coordinator of the organisation."))
    return ALLOW if posting.state in EDITABLE else too_late(_("This is closed and stays as it was."))


def can_publish(actor: Actor, posting: Posting) -> Decision:
    """Let a coordinator show a draft or a paused one; a claimer their own.

    What a claimer shows for a card that is not in the directory yet is shown to others as soon as the card is.
    """
    if not is_claimers(actor, posting) and not speaks_for(actor, posting.organisation, on_behalf=posting.on_behalf):
        return deny(_("Only a coordinator of the organisation may publish."))
    new = is_claimers(actor, posting) and posting.organisation.state == Organisation.State.PROPOSED
    if posting.organisation.state != Organisation.State.ACTIVE and not new:
        return deny(_("This organisation does not work now."))
    own = is_claimers(actor, posting) or actor.serves(posting.organisation_id, Duty.COORDINATE)
    if posting.organisation.claimed_at and not own:
        return deny(_("This organisation has a representative of its own, who publishes the draft."))
    if posting.state in (Posting.State.DRAFT, Posting.State.PAUSED):
        return ALLOW
    return too_late(_("Only a draft or a paused one can be published."))


def can_close(actor: Actor, posting: Posting) -> Decision:
    """Pausing, withdrawing, confirming and fulfilling are a coordinator's too, and a claimer's of their own."""
    if not is_claimers(actor, posting) and not speaks_for(actor, posting.organisation, on_behalf=posting.on_behalf):
        return deny(_("Only a coordinator of the organisation may do this."))
    return ALLOW if posting.state in EDITABLE else too_late(_("This is closed already."))


def can_respond(actor: Actor, posting: Posting, own: Posting | None = None) -> Decision:
    """Any other organisation's coordinator answers what is open and shown to it, perhaps with one's `own`."""
    if own and not speaks_for(actor, own.organisation, on_behalf=own.on_behalf):
        return deny(_("Answer with a need or an offer of your own."))
    if own is None and (actor.organisation_id is None or Duty.COORDINATE not in actor.duties):
        return deny(_("A coordinator of your organisation can answer."))
    if (own.organisation_id if own else actor.organisation_id) == posting.organisation_id:
        return deny(_("This is your own."))
    if posting.organisation.state != Organisation.State.ACTIVE:
        return too_late(_("This organisation does not work now."))
    return ALLOW if posting.is_open else too_late(_("This is not open any more."))


def can_ask(actor: Actor, posting: Posting) -> Decision:
    """Those who speak for the organisation go to others with what is open."""
    if not speaks_for(actor, posting.organisation, on_behalf=posting.on_behalf):
        return deny(_("A coordinator of the organisation can ask others."))
    return ALLOW if posting.is_open else too_late(_("Publish it before you ask others."))


def is_closed(response: Response) -> bool:
    """Tell whether the need, or the offer that was asked for, is closed for good."""
    asked_for = response.offer if response.opened_by == Response.Opener.NEEDING else None
    return any(posting is not None and posting.state in CLOSED for posting in (response.need, asked_for))


def on_behalf_of(response: Response, organisation_id: int) -> bool:
    """Tell whether a territory's coordinator keeps the thing under which this side speaks."""
    posting: Posting | None = response.need if organisation_id == response.needing_id else response.offer
    return posting is not None and posting.on_behalf and posting.organisation_id == organisation_id


def speaks_in(actor: Actor, response: Response, organisation_id: int) -> bool:
    """Tell whether the actor may give one side's word in a response, by account or by its link."""
    if actor.holds(BY_LINK, "response", response.id):
        return actor.organisation_id == organisation_id
    organisation = response.needing if organisation_id == response.needing_id else response.giving
    return speaks_for(actor, organisation, on_behalf=on_behalf_of(response, organisation_id))


def side_of(actor: Actor, response: Response) -> int:
    """Give the organisation for which the actor takes part: its own, else the one it writes on behalf of."""
    sides = (response.needing_id, response.giving_id)
    own = [side for side in sides if side == actor.organisation_id]
    kept = [side for side in sides if on_behalf_of(response, side)]
    return int((own or kept or sides)[0])


def can_decide(actor: Actor, response: Response) -> Decision:
    """Let the side that did not speak first say yes or no."""
    if not speaks_in(actor, response, response.decider_id):
        return deny(_("The other side decides about this."))
    return ALLOW if response.state == Response.State.WAITING else too_late(_("This has been answered already."))


def can_withdraw(actor: Actor, response: Response) -> Decision:
    """Let the side that spoke first take its word back while nobody has answered."""
    if not speaks_in(actor, response, response.opener_id):
        return deny(_("Only the side that wrote first may withdraw."))
    return ALLOW if response.state == Response.State.WAITING else too_late(_("This has been answered already."))


def can_give_link(actor: Actor, response: Response) -> Decision:
    """Let the side that asked give out a link, until there is an answer."""
    if not response.asked or not speaks_in(actor, response, response.opener_id):
        return deny(_("Only the side that asked may give out the link."))
    return ALLOW if response.state == Response.State.WAITING else too_late(_("This has been answered already."))


def can_settle(actor: Actor, response: Response) -> Decision:
    """Either side records that what was agreed was done, or that it did not come about."""
    if not (speaks_in(actor, response, response.needing_id) or speaks_in(actor, response, response.giving_id)):
        return deny(_("Only the two organisations may record this."))
    return ALLOW if response.state == Response.State.ACCEPTED else too_late(_("Only what was agreed can be settled."))


def vouched() -> Q:
    """Responses that count as joint work: agreed by account, or by link with who is claimed and confirmed by now."""
    known = Q(giving__claimed_at__isnull=False, giving__verified_at__isnull=False)
    return Q(decided_by_link=False) | known


def is_vouched(response: Response) -> bool:
    """Tell whether a response counts as joint work, see `vouched`."""
    return Response.objects.filter(vouched(), id=response.id).exists()


def can_answer_by_link(reader: Actor, response: Response) -> Decision:
    """Who asked does not answer by the link it gave out; `reader` is who is signed in where the link was opened."""
    opener = response.opener_id
    acts = reader.organisation_id == opener or (
        on_behalf_of(response, opener) and coordinates(reader, response.other_than(response.decider_id))
    )
    member = Membership.objects.filter(person=reader.person_id, organisation=opener, until_at=None)
    if reader.is_signed_in and (acts or member.exists()):
        return deny(_("You asked this yourselves: the link is for the other organisation."))
    return ALLOW


def can_talk(actor: Actor, response: Response) -> Decision:
    """Both sides write in the thread; what was declined or taken back can only be read."""
    sides = (response.needing_id, response.giving_id)
    if not any(speaks_in(actor, response, side) or actor.serves(side, Duty.WRITE) for side in sides):
        return deny(_("This conversation is between two organisations."))
    return too_late(_("The conversation is over; it can be read.")) if response.state in ENDED else ALLOW
