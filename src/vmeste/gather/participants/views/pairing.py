"""Merging two freely chosen cards: from the one to a search of the other, then side by side."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from vmeste.gather.participants import policies, queries
from vmeste.gather.participants.models import Organisation
from vmeste.gather.participants.views.duplicates import Way, merge_shown, page_of_pair
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.vocabulary import queries as vocabulary

LONGEST_QUESTION = 200


def card_of(request: Request, organisation_id: int) -> Organisation:
    """Give the first card to who may merge it; raises `Http404` and `Refused`."""
    policies.can_look_for_duplicates(request.actor).enforce()
    card = queries.organisation_seen(request.actor, organisation_id)
    policies.can_begin_merging(request.actor, card).enforce()
    return card


@require_safe
def search(request: Request, organisation_id: int) -> HttpResponse:
    """Let the second card be found."""
    card = card_of(request, organisation_id)
    text = request.GET.get("q", "").replace("\0", "")[:LONGEST_QUESTION].strip()
    context = {
        "organisation": card,
        "q": text,
        "found": queries.cards_to_merge(request.actor, card, text) if text else [],
        "alike": [] if text else queries.alike_to(request.actor, card),
        "place_words": queries.place_words,
        "type_words": lambda row: vocabulary.label("organisation_type", row.type) if row.type else "",
        "badges_of": queries.badges_of,
    }
    return pages.page(request, "participants/merging_with.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: Request, organisation_id: int, other_id: int) -> HttpResponse:
    """Show two cards side by side, and merge them."""
    card = card_of(request, organisation_id)
    shown, is_found = queries.pair_of(request.actor, card, other_id)
    other = shown.second if shown.first_id == card.id else shown.first
    way = Way(reverse("participants:merging_pair", args=[card.id, other.id]), card, is_found)
    return merge_shown(request, shown, way) if request.method == "POST" else page_of_pair(request, shown, way=way)
