"""Reading what goes on in an organisation's life: its successor, offers of the head's role, cards grown old."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Count, DateField, DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import Http404

from vmeste.gather.participants import policies
from vmeste.gather.participants.models import HeadOffer, Membership, Organisation, Territory
from vmeste.gather.participants.policies.staying import LONGEST_CHAIN
from vmeste.gather.participants.queries.wanted import Wanted, rows_in
from vmeste.ground.kernel.actors import Actor, Duty

OLD_PAGE = 30
HEAD, CARD = "head", "card"
Question = tuple[str, int, str, str, datetime | None, date | None]
"""What somebody is asked: `HEAD` or `CARD`, the organisation, its name; who offers, since when; asked on which day."""


def last_successor(organisation: Organisation) -> Organisation | None:
    """Follow successors to the one that works now, or to the last; a query for each step."""
    at, left = organisation.successor, LONGEST_CHAIN
    while at and at.state == Organisation.State.CLOSED and at.successor_id and left:
        at, left = at.successor, left - 1
    return at


def people_in_both(organisation: Organisation, successor: Organisation) -> int:
    """Count people who work for both."""
    there = Membership.objects.filter(organisation=successor, until_at=None).order_by().values("person")
    return Membership.objects.filter(organisation=organisation, until_at=None, person__in=there).count()


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


def head_offer_of_link(offer_id: int) -> HeadOffer:
    """Give the offer a link is for; whoever holds the link sees it. Raises `Http404`."""
    found = HeadOffer.objects.filter(id=offer_id).select_related("former", "heir", "organisation").first()
    if found is None:
        raise Http404
    return found


def own_questions(actor: Actor) -> "QuerySet[Any, Question]":
    """Give what the actor is asked: to become head of an organisation, whether the card of the own one is right."""
    heads = HeadOffer.objects.filter(heir=actor.person_id, state=HeadOffer.State.OPEN).order_by()
    who = Coalesce(NullIf("former__name", Value("")), "former__email", output_field=CharField())
    day, moment = Value(None, output_field=DateField()), Value(None, output_field=DateTimeField())
    mine = actor.organisation_ids if Duty.COORDINATE in actor.duties else ()
    cards = Organisation.objects.filter(id__in=mine, asked_on__isnull=False, state=Organisation.State.ACTIVE).order_by()
    offers = heads.values_list(Value(HEAD), "organisation_id", called("organisation__"), who, "made_at", day)
    return offers.union(cards.values_list(Value(CARD), "id", called(""), Value(""), moment, "asked_on"), all=True)


def called(way: str) -> Coalesce:
    """Give the name people use, as an organisation says itself."""
    return Coalesce(NullIf(f"{way}short_name", Value("")), f"{way}name")


@dataclass(frozen=True, slots=True)
class OldPage:
    """A page of old cards, how many there are and how many of them nobody acts for, and what follows it."""

    cards: list[Organisation]
    number: int
    unkept: int
    after: int | None


@dataclass(frozen=True, slots=True)
class OldPlace:
    """A region or a municipality with old cards: id, name, how many."""

    id: int
    name: str
    cards: int
    region_id: int | None = None


def old_cards(actor: Actor, wanted: Wanted | None = None) -> QuerySet[Organisation]:
    """Give cards on the actor's territories that nobody has confirmed for long, the oldest first."""
    rows = rows_in(actor, replace(wanted or Wanted(), old=True)).order_by("fresh_on", "id")
    return rows if actor.is_admin or actor.is_system else rows.filter(policies.coordinated_by(actor))


def old_page(actor: Actor, wanted: Wanted, after: int | None = None) -> OldPage:
    """Give a page behind the card of id `after`; two queries, one more for a later page."""
    rows = old_cards(actor, wanted)
    counted = rows.order_by().aggregate(number=Count("id"), unkept=Count("id", filter=Q(claimed_at=None)))
    last = Organisation.objects.filter(id=after).values_list("fresh_on", flat=True).first() if after else None
    if last:
        rows = rows.filter(Q(fresh_on__gt=last) | Q(id__gt=after), fresh_on__gte=last)
    page = list(rows.select_related("region", "municipality", "settlement")[: OLD_PAGE + 1])
    return OldPage(page[:OLD_PAGE], **counted, after=page[OLD_PAGE - 1].id if len(page) > OLD_PAGE else None)


def old_places(actor: Actor) -> list[OldPlace]:
    """Give regions, then municipalities, where old cards of the actor stand, by name; two queries."""
    counted: Counter[int] = Counter()
    rows = old_cards(actor).order_by().values_list("region_id", "municipality_id")
    for region_id, municipality_id, cards in rows.annotate(cards=Count("id")):
        counted.update({place: cards for place in (region_id, municipality_id) if place})
    named = Territory.objects.filter(id__in=counted).order_by("name", "id")
    regions = [one for one in named if one.level == Territory.Level.REGION]
    parts = [one for one in named if one.level != Territory.Level.REGION]
    return [
        *(OldPlace(one.id, one.full_name, counted[one.id]) for one in regions),
        *(OldPlace(one.id, one.name, counted[one.id], one.region_id) for one in parts),
    ]
