"""Pages of needs and offers: lists, quick entry, one of them with who fits, its changes."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vmeste.gather.exchange import commands, policies, queries
from vmeste.gather.exchange.forms import FilterForm, PostingForm, QuickForm, RespondForm, initial_of
from vmeste.gather.exchange.models import Need, Posting
from vmeste.gather.exchange.models.postings import Side
from vmeste.gather.exchange.queries import PostingFilter
from vmeste.gather.exchange.ribbons import of_posting
from vmeste.gather.exchange.views.rendering import page
from vmeste.gather.participants.models import Network, Organisation
from vmeste.ground.kernel.errors import Invalid, Refused, Stale
from vmeste.ground.kernel.ids import code_in
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.bodies import kept_for_strangers
from vmeste.ground.ui.forms import tell

SHOWN = 5
LONG_PLACE = 6  # digits


@require_GET
@kept_for_strangers
def index(request: Request, side: Side) -> HttpResponse:
    """Give a list; its filters refresh the block `results`."""
    form = FilterForm(request.GET or None)
    form.is_valid()
    chosen = dict(form.cleaned_data) if form.is_bound else {}  # what is wrong drops out alone
    own = "own" in request.GET and bool(request.actor.organisation_ids)
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


@require_http_methods(["GET", "POST"])
def new(request: Request, side: Side) -> HttpResponse:
    """Quick entry: the words become a draft at once, the rest is read out of them and can be corrected."""
    organisation = writer(request)
    form = QuickForm(side, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            write = commands.write_need if side == "need" else commands.write_offer
            posting: Posting = write(actor=request.actor, organisation=organisation, terms=form.terms())
        except Invalid as invalid:
            tell(form, Invalid({{"title": "text"}.get(name, name): text for name, text in invalid.faults.items()}))
        else:
            return pages.redirect(f"exchange:edit_{side}", posting.id)
    context = {"side": side, "form": form, "organisation": organisation}
    return page(request, "new.html", context, status=422 if form.errors else 200)


def writer(request: Request) -> Organisation:
    """Give the organisation written for: the one acted for, or the one named in `for` by its coordinator."""
    named = request.POST.get("for") or request.GET.get("for")
    if named:
        organisation_id = code_in(named)
        if organisation_id is None:
            raise Refused(_("This organisation is not known."))
        organisation = get_object_or_404(Organisation, id=organisation_id)
    elif request.actor.organisation_id:
        organisation = Organisation.objects.get(id=request.actor.organisation_id)
    else:
        raise Refused(_("Sign in and act for an organisation to write."))
    policies.can_write(request.actor, organisation).enforce()
    return organisation


@require_http_methods(["GET", "POST"])
def edit(request: Request, side: Side, posting_id: int) -> HttpResponse:
    """Change everything of a need or offer; a draft can be published from here."""
    posting = queries.posting_of(request.actor, side, posting_id)
    policies.can_edit(request.actor, posting).enforce()
    form = PostingForm(networks_of(posting), request.POST or None, initial=initial_of(posting))
    if request.method == "POST" and form.is_valid():
        try:
            save(request, posting, form)
        except Invalid as invalid:
            tell(form, invalid)
        except Stale as stale:
            form.add_error(None, str(stale.reason))
            posting.refresh_from_db()
            form.data = renewed(form, posting.version)
        else:
            return pages.redirect(f"exchange:{side}", posting.id)
    context = {
        "side": side,
        "form": form,
        "posting": posting,
        "may_publish": bool(policies.can_publish(request.actor, posting)),
    }
    return page(request, "edit.html", context, status=422 if form.errors else 200)


def renewed(form: PostingForm, version: int) -> QueryDict:
    """Give what was written as a change of the present version, so that it can be saved after a look."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["version"] = str(version)
    return data


@transaction.atomic
def save(request: Request, posting: Posting, form: PostingForm) -> None:
    """Keep what was written and, if asked, publish it; both or nothing."""
    version = form.cleaned_data["version"] or 0
    commands.change_posting(actor=request.actor, posting=posting, terms=form.terms(), version=version)
    if request.POST.get("then") == "publish":
        commands.publish_posting(actor=request.actor, posting=posting)
        pages.flash(request, _("Published. Below you see who fits."), "good")


def networks_of(posting: Posting) -> list[Network]:
    """Give the networks the organisation is a member of, and the one it is shown to though membership has ended."""
    member = Q(members__organisation=posting.organisation_id, members__until_at=None)
    return list(Network.objects.filter(member | Q(id=posting.network_id)).distinct())


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
        "fitting": queries.fitting(actor, posting)[: SHOWN + 1] if mine and posting.is_open else [],
        "shown": SHOWN,
        "suitable": queries.suitable(posting) if mine and isinstance(posting, Need) and posting.is_open else [],
        "may": rights(request, posting),
        "respond_form": RespondForm(),
        "own_offers": own_offers(request) if side == "need" and not mine else [],
    }
    return page(request, "posting.html", context)


def own_offers(request: Request) -> list[Posting]:
    """Give the open offers with which the reader's organisation could answer."""
    if not request.actor.organisation_ids:
        return []
    rows = queries.postings_of(request.actor, "offer").filter(organisation__in=request.actor.organisation_ids)
    return list(rows.filter(state=Posting.State.OPEN)[:50])


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
    context = {
        "side": side,
        "posting": posting,
        "fitting": queries.fitting(request.actor, posting),
        "ribbon": of_posting(posting, []),
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
