"""Pages of responses: one's list, one of them with its thread, what can be done with it; asking others."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vmeste.gather.exchange import commands, policies, queries
from vmeste.gather.exchange.forms import AnswerForm, FulfilmentForm, RespondForm
from vmeste.gather.exchange.models import Need, Offer, Response
from vmeste.gather.exchange.models.postings import OTHER_SIDE, Side
from vmeste.gather.exchange.ribbons import of_response
from vmeste.gather.exchange.showing import is_ahead
from vmeste.gather.exchange.views.rendering import page
from vmeste.gather.participants.models import Organisation
from vmeste.gather.participants.policies import visible_to
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.errors import Invalid, Refused
from vmeste.ground.kernel.ids import code_in
from vmeste.ground.kernel.requests import Request
from vmeste.ground.threads.queries import thread_of
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell

PAGE = 30
LINK = "exchange.link"


@require_GET
def index(request: Request) -> HttpResponse:
    """Give the responses of the reader's organisation: running or settled."""
    settled = "settled" in request.GET
    rows = queries.responses_of(
        request.actor, running=not settled, before=code_in(request.GET.get("before")), most=PAGE + 1
    )
    context = {"responses": rows[:PAGE], "older": rows[PAGE - 1].id if len(rows) > PAGE else None, "settled": settled}
    return page(request, "responses.html", context, fragment="results")


@require_POST
def open_under(request: Request, side: Side, posting_id: int) -> HttpResponse:
    """Answer a need or an offer."""
    posting = queries.posting_of(request.actor, side, posting_id)
    assert isinstance(posting, Need | Offer)  # noqa: S101  there is no third side
    form = RespondForm(posting.side, request.POST)
    if not form.is_valid():
        raise Invalid({"note": str(form.errors["note"][0])})
    response = commands.respond(
        actor=request.actor, posting=posting, note=form.cleaned_data["note"], own=chosen_own(request, posting)
    )
    pages.flash(request, _("Sent. You will be told when they answer."), "good")
    return pages.redirect("exchange:response", response.id)


def chosen_own(request: Request, posting: Need | Offer) -> Need | Offer | None:
    """Give the need or offer chosen to answer with: one the reader sees; whose it may be is for the command to say."""
    chosen = request.POST.get("own", "")
    if not chosen:
        return None
    try:
        own = queries.posting_of(request.actor, OTHER_SIDE[posting.side], code_in(chosen) or 0)
    except Http404:
        raise Invalid({"own": _("Answer with a need or an offer of your own.")}) from None
    assert isinstance(own, Need | Offer)  # noqa: S101  there is no third side
    return own


@require_POST
def ask(request: Request, posting_id: int) -> HttpResponse:
    """Ask an organisation that has posted nothing; its link is shown once, to be sent by any messenger."""
    need = queries.posting_of(request.actor, "need", posting_id)
    assert isinstance(need, Need)  # noqa: S101  needs only
    chosen = code_in(request.POST.get("organisation"))
    if chosen is None:
        raise Refused(_("This organisation is not known."))
    organisation = get_object_or_404(Organisation.objects.filter(visible_to(request.actor)), id=chosen)
    by_mail = request.POST.get("by") != "link"
    response, address = commands.ask_organisation(
        actor=request.actor, need=need, organisation=organisation, note=request.POST.get("note", ""), by_mail=by_mail
    )
    sent = by_mail and organisation.email
    if not sent:  # what is sent is for the other side's eyes
        request.session[LINK] = [response.id, address]
    pages.flash(
        request,
        _("The question is sent to the address on the card.") if sent else _("The link is ready: send it."),
        "good",
    )
    return pages.redirect("exchange:response", response.id)


@require_GET
def show(request: Request, response_id: int) -> HttpResponse:
    """Give one response to one of its sides."""
    response = queries.response_of(request.actor, response_id)
    return page(request, "response.html", context_of(request, response))


def context_of(request: Request, response: Response, **forms: Any) -> dict[str, Any]:
    """Gather what the page of a response shows; a link made just now is shown once."""
    actor = request.actor
    link = request.session.pop(LINK, None) if request.method == "GET" else None
    posting = under(response)
    closable = response.need is not None and bool(policies.can_close(actor, response.need))
    return {
        "response": response,
        "posting": posting,
        "is_ahead": is_ahead(posting),
        "ribbon": of_response(response),
        "other": response.other_than(policies.side_of(actor, response)),
        "link": link[1] if link and link[0] == response.id else "",
        "may": {
            "decide": bool(policies.can_decide(actor, response)),
            "withdraw": bool(policies.can_withdraw(actor, response)),
            "settle": bool(policies.can_settle(actor, response)),
            "talk": bool(policies.can_talk(actor, response)),
        },
        "thread": thread_of(actor, "response", response.id),
        "answer_form": AnswerForm(response.decider_side),
        "fulfilment_form": FulfilmentForm(posting, closable=closable),
        **forms,
    }


def under(response: Response) -> Need | Offer:
    """Give the need, else the offer, a response stands under."""
    posting = response.need or response.offer
    assert posting is not None  # noqa: S101  the database keeps it
    return posting


@require_POST
def decision(request: Request, response_id: int) -> HttpResponse:
    """Say yes or no."""
    response = queries.response_of(request.actor, response_id)
    form = AnswerForm(response.decider_side, request.POST)
    if form.is_valid():
        try:
            decide(request.actor, response, form, yes=request.POST.get("say") == "yes")
        except Invalid as invalid:
            tell(form, invalid)
        else:
            pages.flash(
                request, _("Agreed.") if response.state == Response.State.ACCEPTED else _("They are told."), "good"
            )
            return pages.redirect("exchange:response", response.id)
    return page(request, "response.html", context_of(request, response, answer_form=form), status=422)


def decide(actor: Any, response: Response, form: AnswerForm, *, yes: bool) -> None:
    """Give the word of one side, by account or by link."""
    note = form.cleaned_data["note"]
    if yes:
        commands.accept_response(actor=actor, response=response, note=note)
    else:
        commands.decline_response(actor=actor, response=response, reason=form.cleaned_data["reason"], note=note)


@require_POST
def fulfilment(request: Request, response_id: int) -> HttpResponse:
    """Record that it was done."""
    response = queries.response_of(request.actor, response_id)
    closable = response.need is not None and bool(policies.can_close(request.actor, response.need))
    form = FulfilmentForm(under(response), request.POST, closable=closable)
    if form.is_valid():
        try:
            record_fulfilment(request.actor, response, form)
        except Invalid as invalid:
            tell(form, invalid)
        else:
            pages.flash(request, _("Recorded. Both sides see it."), "good")
            return pages.redirect("exchange:response", response.id)
    return page(request, "response.html", context_of(request, response, fulfilment_form=form), status=422)


def record_fulfilment(actor: Actor, response: Response, form: FulfilmentForm) -> None:
    """Hand the form's values to the command."""
    values = dict(form.cleaned_data)
    closes_need = values.pop("closes_need", False)
    done = commands.Fulfilment(**values)
    commands.fulfil_response(actor=actor, response=response, done=done, closes_need=closes_need)


def change(request: Request, response_id: int, act: Callable[..., None], said: str) -> HttpResponse:
    """Do one thing with a response and return to it."""
    response = queries.response_of(request.actor, response_id)
    act(actor=request.actor, response=response)
    pages.flash(request, said, "good")
    return pages.redirect("exchange:response", response.id)


@require_POST
def withdrawal(request: Request, response_id: int) -> HttpResponse:
    """Take one's word back."""
    return change(request, response_id, commands.withdraw_response, _("Taken back."))


@require_POST
def failure(request: Request, response_id: int) -> HttpResponse:
    """Record that it did not come about."""
    return change(request, response_id, commands.fail_response, _("Recorded: it did not come about."))


@require_POST
def fresh_link(request: Request, response_id: int) -> HttpResponse:
    """Make a fresh link to send; earlier ones end."""
    response = queries.response_of(request.actor, response_id)
    request.session[LINK] = [response.id, commands.give_link(actor=request.actor, response=response)]
    return pages.redirect("exchange:response", response.id)
