"""One card: everything its page shows, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from vmeste.gather.participants import policies
from vmeste.gather.participants.models import Membership, Network, Organisation, OtherCode, Site
from vmeste.ground.kernel.actors import Actor

MOST_PARTS = 30


@dataclass(frozen=True, slots=True)
class CardPage:
    """What the page of an organisation shows; `people` is None for who may not see them."""

    organisation: Organisation
    other_names: list[str]
    other_codes: list[OtherCode]
    sites: list[Site]
    units: list[Organisation]
    networks: list[Network]
    people: list[Membership] | None


def organisation_seen(actor: Actor, organisation_id: int) -> Organisation:
    """Give an organisation with its places and those it belongs to; raises `Http404` when hidden or unknown."""
    rows = Organisation.objects.filter(policies.visible_to(actor), id=organisation_id)
    found = rows.select_related("region", "municipality", "settlement", "parent", "guarantor", "successor").first()
    if found is None:
        raise Http404
    return found


def card_page(actor: Actor, organisation: Organisation) -> CardPage:
    """Read what stands around a card; parts are cut at `MOST_PARTS`."""
    below = Organisation.objects.filter(policies.visible_to(actor), Q(parent=organisation) | Q(guarantor=organisation))
    joined = Network.objects.filter(members__organisation=organisation, members__until_at=None).distinct()
    return CardPage(
        organisation,
        list(organisation.other_names.values_list("name", flat=True)[:MOST_PARTS]),
        list(organisation.other_codes.all()[:MOST_PARTS]),
        list(organisation.sites.all()[:MOST_PARTS]),
        list(below[:MOST_PARTS]),
        list(joined[:MOST_PARTS]),
        list(people_of(organisation)) if policies.can_see_people(actor, organisation) else None,
    )


def people_of(organisation: Organisation) -> QuerySet[Membership]:
    """Give the running memberships with their people; whoever shows them has asked the policy."""
    return Membership.objects.filter(organisation=organisation, until_at=None).select_related("person")


def role_words(membership: Membership) -> str:
    """Say a role in the reader's language."""
    return str(membership.get_role_display())


def year_of(organisation: Organisation) -> int | None:
    """Give the year of which a card's data are."""
    return organisation.true_on.year if organisation.true_on else None


def names_of(actor: Actor, ids: Sequence[int]) -> dict[int, str]:
    """Give the names of those organisations the actor may see; one query."""
    rows = Organisation.objects.filter(policies.visible_to(actor), id__in=ids).only("name", "short_name")
    return {row.id: str(row) for row in rows.order_by()}
