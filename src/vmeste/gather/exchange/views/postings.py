"""Pages of needs and offers: lists, one of them with who fits, its changes."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vmeste.gather.exchange import commands, policies, queries
from vmeste.gather.exchange.forms import FilterForm, RespondForm
from vmeste.gather.exchange.linked import linked_posting
from vmeste.gather.exchange.models import Need, Posting, Response
from vmeste.gather.exchange.models.postings import OTHER_SIDE, Side
from vmeste.gather.exchange.queries import PostingFilter
from vmeste.gather.exchange.ribbons import of_posting
from vmeste.gather.exchange.views.rendering import page
from vmeste.gather.participants.models import Role
from vmeste.gather.participants.queries import people_of
from vmeste.ground.kernel.actors import Actor, Duty
from vmeste.ground.kernel.ids import code_in
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.bodies import kept_for_strangers

SHOWN = 5
FITS_WELL = 40  # of 100; what fits less is on the page of all
NOTHING: dict[str, Any] = {
    "shows_matches": False, "fitting": [], "fitting_in_part": False, "suitable": [], "talks": {}, "waiting": None,
    "publishers": [], "respond_form": None, "own_open": [], "why_no_answer": "", "shown": SHOWN,
}  # fmt: skip
"""What the page of a need or an offer may show; each reader gets a part of it."""
LONG_PLACE = 6  # digits


@require_GET
@kept_for_strangers
def index(request: Request, side: Side) -> HttpResponse:
    """Give a list; its filters refresh the block `results`."""
    form = FilterForm(request.GET or None)
    form.is_valid()
    chosen = dict(form.cleaned_data) if form.is_bound else {}  # what is wrong drops out alone
    acts = bool(request.actor.organisation_ids)
    own = "own" in request.GET and acts
    shown = queries.page_of_postings(
        request.actor,
        side,
        PostingFilter(**chosen, own=own),
        before=code_in(request.GET.get("before")),
        after=code_in(request.GET.get("after")),
        start=place_in(request),
    )
    context = {
        "side": side,
        "form": form,
        "page": shown,
        "own": own,
        "query": kept(request),
        "chosen": any(chosen.values()),
        "may_load": bool(policies.can_load(request.actor)),
        "writes": acts and (side == "need" or Duty.CLAIM not in request.actor.duties),
        "acts": acts and Duty.READ in request.actor.duties,
    }
    return page(request, "postings.html", context, fragment="results")


def place_in(request: Request) -> int:
    """Read from which place on what was searched is shown; nonsense means the beginning."""
    named = request.GET.get("start", "")
    return int(named) if named.isascii() and named.isdigit() and len(named) < LONG_PLACE else 0


def kept(request: Request) -> str:
    """Give the filters of the address without the place."""
    values = request.GET.copy()
    for name in ("before", "after", "start"):
        values.pop(name, None)
    return values.urlencode()


@require_GET
@kept_for_strangers
def show(request: Request, side: Side, posting_id: int) -> HttpResponse:
    """Give one need or offer: what it is, what came of it and, to its own people, who fits and whom to ask."""
    actor = request.actor
    posting = queries.posting_of(actor, side, posting_id)
    mine = policies.keeps(actor, posting)
    responses = queries.responses_under(actor, posting) if actor.is_signed_in else []
    context: dict[str, Any] = {
        "side": side,
        "posting": posting,
        "mine": mine,
        "responses": responses,
        "ribbon": of_posting(posting, responses),
        "may": rights(request, posting),
        "linked": linked_posting(posting),
        **NOTHING,
    }
    context |= shown_to_its_people(actor, posting, responses) if mine else shown_to_others(request, posting)
    return page(request, "posting.html", context)


def shown_to_its_people(actor: Actor, posting: Posting, responses: Sequence[Response]) -> dict[str, Any]:
    """Give who fits, whom to ask and whose word is awaited, or who could publish a draft."""
    begins = posting.is_open or posting.is_draft
    fitting = queries.fitting(actor, posting) if begins and posting.kind else []
    return {
        "shows_matches": begins and bool(posting.kind),
        "fitting": [one for one in fitting if one.percent >= FITS_WELL],
        "fitting_in_part": bool(fitting),
        "suitable": queries.suitable(posting) if begins and isinstance(posting, Need) else [],
        "talks": talks_of(posting, responses),
        "waiting": next((one for one in responses if policies.can_decide(actor, one)), None),
        "publishers": publishers_of(actor, posting) if posting.is_draft else [],
    }


def shown_to_others(request: Request, posting: Posting) -> dict[str, Any]:
    """Give what it takes to answer, or why the reader cannot."""
    may = policies.can_respond(request.actor, posting)
    return {
        "respond_form": RespondForm(posting.side),
        "own_open": own_open(request, posting) if may else [],
        "why_no_answer": str(may.reason) if request.actor.is_signed_in and posting.is_open else "",
    }


def publishers_of(actor: Actor, posting: Posting) -> list[str]:
    """Name those of the reader's own organisation who may publish."""
    if not actor.serves(posting.organisation_id, Duty.READ):
        return []
    heads = people_of(posting.organisation).filter(role__in=(Role.HEAD, Role.COORDINATOR))
    return [one.person.name for one in heads[:3]]


def own_open(request: Request, posting: Posting) -> list[Posting]:
    """Give what the reader's organisation has open on the other side and could answer with."""
    rows = queries.postings_of(request.actor, OTHER_SIDE[posting.side])
    return list(rows.filter(organisation__in=request.actor.organisation_ids, state=Posting.State.OPEN)[:50])


def talks_of(posting: Posting, responses: Sequence[Response]) -> dict[int, Response]:
    """Give the running responses under a need or offer by the other organisation."""
    running = [one for one in responses if one.state in Response.running]
    return {one.other_than(posting.organisation_id).id: one for one in running}


def rights(request: Request, posting: Posting) -> dict[str, bool]:
    """Say which buttons the reader gets."""
    actor = request.actor
    asked = {
        "edit": policies.can_edit,
        "publish": policies.can_publish,
        "close": policies.can_close,
        "respond": policies.can_respond,
        "ask": policies.can_ask,
    }
    return {name: bool(can(actor, posting)) for name, can in asked.items()}


@require_GET
def matches(request: Request, side: Side, posting_id: int) -> HttpResponse:
    """Give all who fit, with the parts of each score."""
    posting = queries.posting_of(request.actor, side, posting_id)
    policies.can_see_matches(request.actor, posting).enforce()
    responses = queries.responses_under(request.actor, posting)
    context = {
        "side": side,
        "posting": posting,
        "fitting": queries.fitting(request.actor, posting),
        "ribbon": of_posting(posting, responses),
        "talks": talks_of(posting, responses),
        "may": rights(request, posting),
    }
    return page(request, "matches.html", context)


def change(request: Request, side: Side, posting_id: int, act: Callable[..., None], said: str) -> HttpResponse:
    """Do one thing with a need or offer and return to it."""
    posting = queries.posting_of(request.actor, side, posting_id)
    act(actor=request.actor, posting=posting)
    pages.flash(request, said, "good")
    return pages.redirect(f"exchange:{side}", posting.id)


@require_POST
def publication(request: Request, side: Side, posting_id: int) -> HttpResponse:
    """Show it to others."""
    return change(request, side, posting_id, commands.publish_posting, _("Published. Below you see who fits."))


@require_POST
def pause(request: Request, side: Side, posting_id: int) -> HttpResponse:
    """Hide it for a while."""
    return change(request, side, posting_id, commands.pause_posting, _("It is hidden until you publish it again."))


@require_POST
def withdrawal(request: Request, side: Side, posting_id: int) -> HttpResponse:
    """Take it back for good."""
    return change(request, side, posting_id, commands.withdraw_posting, _("It is taken back."))


@require_POST
def confirmation(request: Request, side: Side, posting_id: int) -> HttpResponse:
    """Say that it still holds."""
    return change(request, side, posting_id, commands.confirm_posting, _("Thank you: it stays open."))


@require_POST
def fulfilment(request: Request, posting_id: int) -> HttpResponse:
    """Say that the need is met."""
    return change(request, "need", posting_id, commands.fulfil_need, _("Good: the need is met."))
