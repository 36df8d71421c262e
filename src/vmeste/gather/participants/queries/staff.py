"""Reading staff cards: the page of an organisation, one card."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404

from vmeste.gather.participants import policies
from vmeste.gather.participants.models import Organisation, StaffCard
from vmeste.ground.kernel.actors import Actor

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class StaffPage:
    """A page of an organisation's staff by name, and the card after which the next page begins."""

    cards: list[StaffCard]
    total: int
    next_after: int | None


def staff_page(actor: Actor, organisation: Organisation, after: int | None = None) -> StaffPage:
    """Give the cards after one, by name; three queries whatever their number."""
    rows = StaffCard.objects.filter(policies.staff_visible_to(actor), organisation=organisation)
    total = rows.count()
    if after and (last := StaffCard.objects.filter(id=after).values_list("name_key", flat=True).first()) is not None:
        rows = rows.filter(Q(name_key__gt=last) | Q(name_key=last, id__gt=after))
    found = list(rows[: PER_PAGE + 1])
    return StaffPage(found[:PER_PAGE], total, found[PER_PAGE - 1].id if len(found) > PER_PAGE else None)


def staff_card_seen(actor: Actor, organisation: Organisation, card_id: int) -> StaffCard:
    """Give a card the actor may see; raises `Http404`."""
    rows = StaffCard.objects.filter(policies.staff_visible_to(actor), organisation=organisation, id=card_id)
    found = rows.select_related("organisation").first()
    if found is None:
        raise Http404
    return found
