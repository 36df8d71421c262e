"""Cards that may be one: the list, two cards side by side, merging one pair or many, undoing."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vmeste.gather.participants import commands, policies, queries
from vmeste.gather.participants.commands.merging import AT_ONCE
from vmeste.gather.participants.merge_form import MergeForm, compared
from vmeste.gather.participants.models import LikelyPair, Organisation
from vmeste.gather.participants.sentences import reasons
from vmeste.ground.kernel.errors import Invalid, Refused
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell
from vmeste.ground.ui.shapes import Tab

MOST_START = 1000
SHOWN_SURE = 20


@require_safe
def duplicates(request: Request) -> HttpResponse:
    """Show pairs that may be one, the likeliest first; or those that were told apart."""
    policies.can_look_for_duplicates(request.actor).enforce()
    apart = "apart" in request.GET
    state = LikelyPair.State.DISTINCT if apart else LikelyPair.State.OPEN
    page = queries.pairs_page(request.actor, start_of(request), state=state)
    context = {
        "page": page,
        "apart": apart,
        "cards": [(pair, card_words(pair), reasons(pair.parts, pair.obstacles)) for pair in page.pairs],
        "tabs": tabs(request),
        "next_url": f"?{'apart&' if apart else ''}after={page.after}" if page.after else "",
    }
    return pages.page(request, "participants/duplicates.html", context)


def start_of(request: Request) -> int:
    """Read where a page begins; anything unreadable means the beginning."""
    text = request.GET.get("after", "")
    return min(int(text), MOST_START) if text.isascii() and text.isdecimal() and len(text) < 6 else 0  # noqa: PLR2004


def tabs(request: Request) -> list[Tab]:
    """Give the tabs of these pages."""
    here = reverse("participants:duplicates")
    merges = reverse("participants:merges")
    apart = "apart" in request.GET
    return [
        Tab(_("To be looked at"), here, request.path == here and not apart),
        Tab(_("Merged"), merges, request.path == merges),
        Tab(_("Not the same"), f"{here}?apart", request.path == here and apart),
    ]


def card_words(pair: LikelyPair) -> list[tuple[Any, list[str]]]:
    """Give both cards with what a reader tells them by."""
    shown = ("address", "codes", "phone", "website")
    rows = [row for row in compared(pair) if row.name in shown]
    return [
        (pair.first, [row.first for row in rows if row.first]),
        (pair.second, [row.second for row in rows if row.second]),
    ]


@dataclass(frozen=True, slots=True)
class Way:
    """How a reader came to a pair that was put together by hand: where its form goes, from which card.

    `is_found`: the two stand in the list of possible duplicates, too.
    """

    action: str
    card: Organisation
    is_found: bool


@require_safe
def pair(request: Request, pair_id: int) -> HttpResponse:
    """Show two cards side by side."""
    policies.can_look_for_duplicates(request.actor).enforce()
    return page_of_pair(request, queries.pair_seen(request.actor, pair_id))


def page_of_pair(
    request: Request, shown: LikelyPair, form: MergeForm | None = None, way: Way | None = None
) -> HttpResponse:
    """Answer with the page of a pair."""
    form = form or MergeForm(shown)
    context = {
        "pair": shown,
        "rows": compared(shown),
        "reasons": reasons(shown.parts, shown.obstacles),
        "form": form,
        "is_open": shown.state == LikelyPair.State.OPEN,
        "is_found": way is None or way.is_found,
        "action": way.action if way else reverse("participants:merging", args=[shown.id]),
        "card": way.card if way else None,
    }
    return pages.page(request, "participants/pair.html", context, status=422 if form.errors else 200)


@require_POST
def merging(request: Request, pair_id: int) -> HttpResponse:
    """Merge two cards as the form says."""
    policies.can_look_for_duplicates(request.actor).enforce()
    return merge_shown(request, queries.pair_seen(request.actor, pair_id))


def merge_shown(request: Request, shown: LikelyPair, way: Way | None = None) -> HttpResponse:
    """Merge a pair as the form says; back to what is left to decide, else to the card."""
    form = MergeForm(shown, request.POST)
    if not form.is_valid():
        return page_of_pair(request, shown, form, way)
    stays, goes, taken = form.chosen()
    agreed = bool(form.cleaned_data.get("agreed"))
    try:
        commands.merge_organisations(
            actor=request.actor, survivor=stays, merged=goes, taken=taken, despite_claims=agreed
        )  # fmt: skip
    except Invalid as invalid:
        tell(form, invalid)
    except Refused as refused:
        form.add_error("agreed" if "agreed" in form.fields else None, str(refused.reason))
    else:
        pages.flash(request, _("The two cards are one now. It can be undone on the page of the card."), "good")
        claims = queries.claims_of(request.actor, stays) if goes.is_outside else []
        if claims:
            return pages.redirect("participants:claim", claims[0].id)
        return pages.redirect("participants:organisation", stays.id)
    return page_of_pair(request, shown, form, way)


@require_POST
def distinction(request: Request, pair_id: int) -> HttpResponse:
    """Remember that two cards are not the same."""
    policies.can_look_for_duplicates(request.actor).enforce()
    commands.tell_apart(actor=request.actor, pair=queries.pair_seen(request.actor, pair_id))
    pages.flash(request, _("Remembered: these two are not the same. They will not be proposed again."), "good")
    return pages.redirect("participants:duplicates")


@require_http_methods(["GET", "HEAD", "POST"])
def sure_merging(request: Request) -> HttpResponse:
    """Show which pairs would be merged together, and merge them when that is confirmed."""
    policies.can_look_for_duplicates(request.actor).enforce()
    rows = queries.with_cards(queries.sure_pairs(request.actor))
    if request.method == "POST" and request.POST.get("confirmed"):
        done, left = commands.merge_sure_pairs(actor=request.actor, pairs=list(rows[:AT_ONCE]))
        pages.flash(request, sure_words(done, left), "good" if done else "wait")
        return pages.redirect("participants:merges" if done else "participants:duplicates")
    number = rows.order_by().count()
    context = {
        "number": number,
        "at_once": min(number, AT_ONCE),
        "pairs": [(one, *commands.staying_first(one)) for one in rows[:SHOWN_SURE]],
        "unconfirmed": request.method == "POST",
    }
    return pages.page(request, "participants/sure_pairs.html", context, status=422 if request.method == "POST" else 200)


def sure_words(done: int, left: int) -> str:
    """Say what became of many pairs."""
    told = ngettext("%(count)s pair is merged.", "%(count)s pairs are merged.", done) % {"count": done}
    if left:
        told += " " + _("Left for you to look at: %(count)s.") % {"count": left}
    return told


@require_safe
def merges(request: Request) -> HttpResponse:
    """Show what was merged, the newest first, each with its undoing."""
    policies.can_look_for_duplicates(request.actor).enforce()
    start = start_of(request)
    rows = list(queries.merges_seen(request.actor)[start : start + queries.PAIRS + 1])
    after = start + queries.PAIRS if len(rows) > queries.PAIRS else 0
    context = {"merges": rows[: queries.PAIRS], "tabs": tabs(request), "next_url": f"?after={after}" if after else ""}
    return pages.page(request, "participants/merges.html", context)


@require_POST
def parting(request: Request, merge_id: int) -> HttpResponse:
    """Undo a merge."""
    policies.can_look_for_duplicates(request.actor).enforce()
    undone = queries.merges_seen(request.actor).filter(id=merge_id).first()
    if undone is None:
        raise Http404
    try:
        commands.part_organisations(actor=request.actor, merge=undone)
    except Invalid as invalid:
        pages.flash(request, " ".join(str(words) for words in invalid.faults.values()), "bad")
        return pages.redirect("participants:merges")
    pages.flash(request, _("Undone: there are two cards again."), "good")
    return pages.redirect("participants:organisation", undone.merged_id)
