"""The page behind a one-time link: who has no account answers in two taps, talks, says what came of it."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vmeste.gather.exchange import policies, queries
from vmeste.gather.exchange.forms import AnswerForm, FulfilmentForm
from vmeste.gather.exchange.models import Need, Offer, Response
from vmeste.gather.exchange.showing import is_ahead, short_facts
from vmeste.gather.exchange.views.rendering import page
from vmeste.gather.exchange.views.responses import decide, record_fulfilment, under
from vmeste.ground.accounts.commands import mark_used
from vmeste.ground.accounts.queries import actor_of_link, find_link
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.ids import code, code_in
from vmeste.ground.kernel.requests import Request
from vmeste.ground.threads.commands import post_message
from vmeste.ground.threads.queries import thread_of
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell


@dataclass(frozen=True, slots=True)
class Held:
    """A link that was opened: its token, in whose name it speaks, and about what."""

    token: str
    actor: Actor
    response: Response

    @property
    def posting(self) -> Need | Offer:
        """What it is about."""
        return under(self.response)


def hold(request: Request, token: str) -> Held:
    """Open a link; raises `Refused` when something is to be done by it and its reader is who gave it out."""
    actor = actor_of_link(find_link(token, policies.BY_LINK))
    assert actor.grant is not None  # noqa: S101  a link's actor holds a grant
    response = queries.response_of(actor, actor.grant.subject_id)
    if request.method == "POST":
        policies.can_answer_by_link(request.actor, response).enforce()
    return Held(token, actor, response)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, token: str) -> HttpResponse:
    """Show the question; opening it changes nothing, a press answers. Afterwards the page shows how things stand."""
    held = hold(request, token)
    form = AnswerForm(held.response.decider_side, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decide(held.actor, held.response, form, yes=request.POST.get("say") == "yes")
        except Invalid as invalid:
            tell(form, invalid)
        else:
            mark_used(actor=held.actor, link=find_link(token, policies.BY_LINK))
            pages.flash(request, _("Thank you: they are told."), "good")
            return pages.redirect("exchange:answer", token)
    return shown(request, held, {"form": form}, before=code_in(request.GET.get("before")))


@require_POST
def fulfilment(request: Request, token: str) -> HttpResponse:
    """Record by the link that it was done."""
    held = hold(request, token)
    form = FulfilmentForm(held.posting, request.POST)
    if form.is_valid():
        try:
            record_fulfilment(held.actor, held.response, form)
        except Invalid as invalid:
            tell(form, invalid)
        else:
            pages.flash(request, _("Recorded. Both sides see it."), "good")
            return pages.redirect("exchange:answer", token)
    return shown(request, held, {"fulfilment_form": form})


@require_POST
def say(request: Request, token: str) -> HttpResponse:
    """Write in the conversation by the link and lead back to its page."""
    held = hold(request, token)
    text = request.POST.get("text", "")
    try:
        post_message(actor=held.actor, subject_kind="response", subject_id=held.response.id, text=text)
    except Invalid as invalid:
        return shown(request, held, {}, text=text, invalid=invalid)
    return pages.redirect(f"{reverse('exchange:answer', args=[token])}#thread")


def shown(request: Request, held: Held, forms: dict[str, Any], **state: Any) -> HttpResponse:
    """Show the page as it stands; `state` is that of the conversation, every address of which is behind the link."""
    page_of_link = reverse("exchange:answer", args=[held.token])
    action = reverse("exchange:say", args=[held.token])
    talk = thread_of(held.actor, "response", held.response.id, action=action, **state)
    if talk.earlier:
        talk = replace(talk, earlier=f"{page_of_link}?before={code(talk.messages[0].id)}#thread")
    context = {
        "response": held.response,
        "posting": held.posting,
        "short_facts": short_facts(held.posting),
        "form": AnswerForm(held.response.decider_side),
        "fulfilment_form": FulfilmentForm(held.posting),
        "token": held.token,
        "is_ahead": is_ahead(held.posting),
        "may_decide": bool(policies.can_decide(held.actor, held.response)),
        "may_settle": bool(policies.can_settle(held.actor, held.response)),
        "thread": talk,
        **forms,
    }
    is_wrong = "invalid" in state or any(form.errors for form in forms.values())
    return page(request, "answer.html", context, status=422 if is_wrong else 200)
