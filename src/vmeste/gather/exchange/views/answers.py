"""The page behind a one-time link: an organisation without an account answers in two taps and talks there."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vmeste.gather.exchange import policies, queries
from vmeste.gather.exchange.forms import AnswerForm
from vmeste.gather.exchange.models import Response
from vmeste.gather.exchange.views.rendering import page
from vmeste.gather.exchange.views.responses import decide
from vmeste.ground.accounts.commands import mark_used
from vmeste.ground.accounts.queries import actor_of_link, find_link
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.ids import code, code_in
from vmeste.ground.kernel.requests import Request
from vmeste.ground.threads.commands import post_message
from vmeste.ground.threads.queries import ThreadView, thread_of
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, token: str) -> HttpResponse:
    """Show the question; opening it changes nothing, a press answers. Afterwards the page shows how things stand."""
    link = find_link(token, policies.BY_LINK)
    actor = actor_of_link(link)
    response = queries.response_of(actor, link.subject_id)
    form = AnswerForm(response.decider_side, request.POST or None)
    if request.method == "POST":
        policies.can_answer_by_link(request.actor, response).enforce()
    if request.method == "POST" and form.is_valid():
        try:
            decide(actor, response, form, yes=request.POST.get("say") == "yes")
        except Invalid as invalid:
            tell(form, invalid)
        else:
            mark_used(actor=actor, link=link)
            pages.flash(request, _("Thank you: they are told."), "good")
            return pages.redirect("exchange:answer", token)
    talk = talk_of(actor, response, token, before=code_in(request.GET.get("before")))
    return shown(request, actor, response, talk, form)


@require_POST
def say(request: Request, token: str) -> HttpResponse:
    """Write in the conversation by the link and lead back to its page."""
    link = find_link(token, policies.BY_LINK)
    actor = actor_of_link(link)
    response = queries.response_of(actor, link.subject_id)
    policies.can_answer_by_link(request.actor, response).enforce()
    text = request.POST.get("text", "")
    try:
        post_message(actor=actor, subject_kind="response", subject_id=response.id, text=text)
    except Invalid as invalid:
        talk = talk_of(actor, response, token, text=text, invalid=invalid)
        return shown(request, actor, response, talk, AnswerForm(response.decider_side), status=422)
    return pages.redirect(f"{reverse('exchange:answer', args=[token])}#thread")


def talk_of(actor: Actor, response: Response, token: str, **state: Any) -> ThreadView:
    """Give the conversation with every address of it behind the link."""
    talk = thread_of(actor, "response", response.id, action=reverse("exchange:say", args=[token]), **state)
    if not talk.earlier:
        return talk
    earlier = f"{reverse('exchange:answer', args=[token])}?before={code(talk.messages[0].id)}#thread"
    return replace(talk, earlier=earlier)


def shown(  # noqa: PLR0913  the page has two forms
    request: Request, actor: Actor, response: Response, talk: ThreadView, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    """Show the page as it stands."""
    context = {
        "response": response,
        "posting": response.need or response.offer,
        "form": form,
        "may_decide": bool(policies.can_decide(actor, response)),
        "thread": talk,
    }
    return page(request, "answer.html", context, status=422 if form.errors else status)
