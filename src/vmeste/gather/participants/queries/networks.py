"""Reading bare networks; they are public, suspended members are not shown to others."""

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from vmeste.gather.participants import policies
from vmeste.gather.participants.models import Network, NetworkMember, Organisation
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.text.search import search

PAGE = 30
MOST_CANDIDATES = 8


def networks(actor: Actor, after: int = 0) -> tuple[list[Network], int | None]:
    """Give a page of networks by name with `size`, and after which the next begins; two queries."""
    rows = Network.objects.filter(policies.networks_visible_to(actor)).select_related("hub")
    last = Network.objects.filter(id=after).first() if after else None
    if last:
        rows = rows.filter(Q(name__gt=last.name) | Q(id__gt=last.id), name__gte=last.name)
    page: list[Network] = list(rows.annotate(size=Count("members", filter=Q(members__until_at=None)))[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].id if len(page) > PAGE else None


def network_seen(actor: Actor, network_id: int) -> Network:
    """Give a network with its hub; raises `Http404`."""
    rows = Network.objects.filter(policies.networks_visible_to(actor), id=network_id)
    found = rows.select_related("hub", "territory").first()
    if found is None:
        raise Http404
    return found


def running_members(actor: Actor, network: Network) -> QuerySet[NetworkMember]:
    """Give the present members whose cards the actor may see, by name."""
    seen = Organisation.objects.filter(policies.visible_to(actor))
    rows = NetworkMember.objects.filter(network=network, until_at=None, organisation__in=seen)
    return rows.select_related(
        "organisation__region", "organisation__municipality", "organisation__settlement"
    ).order_by("organisation__shown_key", "id")


def networks_joined(organisation_id: int) -> QuerySet[Network]:
    """Give the networks an organisation is a member of."""
    return Network.objects.filter(members__organisation=organisation_id, members__until_at=None)


def candidates(actor: Actor, network: Network, words: str) -> Sequence[Organisation]:
    """Give organisations that fit words and are no members yet, best first."""
    ids = search("organisation", words, limit=MOST_CANDIDATES * 4).ids if words.strip() else []
    inside = NetworkMember.objects.filter(network=network, until_at=None).values("organisation")
    rows = Organisation.objects.filter(policies.visible_to(actor), id__in=ids).exclude(id__in=inside)
    best = {row.id: row for row in rows.select_related("region", "municipality", "settlement").order_by()}
    return [best[key] for key in ids if key in best][:MOST_CANDIDATES]
