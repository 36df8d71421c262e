"""Reading what goes on in an organisation's life: its successor, offers of the head's role, cards grown old."""

from django.db.models import QuerySet
from django.http import Http404

from vmeste.gather.participants import policies
from vmeste.gather.participants.models import HeadOffer, Organisation
from vmeste.gather.participants.policies.staying import LONGEST_CHAIN, old_since
from vmeste.ground.kernel.actors import Actor, Duty

OLD_PAGE = 30


def last_successor(organisation: Organisation) -> Organisation | None:
    """Follow successors to the one that works now, or to the last; a query for each step."""
    at, left = organisation.successor, LONGEST_CHAIN
    while at and at.state == Organisation.State.CLOSED and at.successor_id and left:
        at, left = at.successor, left - 1
    return at


def head_offer_of(organisation: Organisation) -> HeadOffer | None:
    """Give the open offer of the head's role; whoever shows it has asked who may see it."""
    rows = HeadOffer.objects.filter(organisation=organisation, state=HeadOffer.State.OPEN)
    return rows.select_related("former", "heir", "organisation").first()


def head_offer_seen(actor: Actor, organisation: Organisation, offer_id: int) -> HeadOffer:
    """Give an offer to those two it is between; raises `Http404` to others."""
    rows = HeadOffer.objects.filter(organisation=organisation, id=offer_id)
    found = rows.select_related("former", "heir", "organisation").first()
    if found is None or actor.person_id not in {found.former_id, found.heir_id}:
        raise Http404
    return found


def head_offers_to(actor: Actor) -> QuerySet[HeadOffer]:
    """Give the open offers that wait for the actor's answer."""
    rows = HeadOffer.objects.filter(heir=actor.person_id, state=HeadOffer.State.OPEN)
    return rows.select_related("former", "organisation")


def asked_about(actor: Actor) -> QuerySet[Organisation]:
    """Give the organisation acted for, when its people are asked whether the card is right."""
    mine = actor.organisation_ids if Duty.COORDINATE in actor.duties else ()
    return Organisation.objects.filter(id__in=mine, asked_on__isnull=False, state=Organisation.State.ACTIVE)


def old_cards(actor: Actor) -> QuerySet[Organisation]:
    """Give cards on the actor's territories that nobody has confirmed for long, the oldest first."""
    rows = Organisation.objects.filter(state=Organisation.State.ACTIVE, merged_into=None, fresh_on__lt=old_since())
    rows = rows.select_related("region", "municipality", "settlement").order_by("fresh_on", "id")
    return rows if actor.is_admin or actor.is_system else rows.filter(policies.coordinated_by(actor))
