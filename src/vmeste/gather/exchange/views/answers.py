"""The page behind a one-time link: an organisation without an account answers in two taps."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vmeste.gather.exchange import policies, queries
from vmeste.gather.exchange.forms import AnswerForm
from vmeste.gather.exchange.views.rendering import page
from vmeste.gather.exchange.views.responses import decide
from vmeste.ground.accounts.commands import mark_used
from vmeste.ground.accounts.queries import actor_of_link, find_link
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, token: str) -> HttpResponse:
    """Show the question; opening it changes nothing, a press answers. Afterwards the page shows how things stand."""
    link = find_link(token, policies.BY_LINK)
    actor = actor_of_link(link)
    response = queries.response_of(actor, link.subject_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decide(actor, response, form, yes=request.POST.get("say") == "yes")
        except Invalid as invalid:
            tell(form, invalid)
        else:
            mark_used(actor=actor, link=link)
            pages.flash(request, _("Thank you: they are told."), "good")
            return pages.redirect("exchange:answer", token)
    context = {
        "response": response,
        "posting": response.need or response.offer,
        "form": form,
        "may_decide": bool(policies.can_decide(actor, response)),
    }
    return page(request, "answer.html", context, status=422 if form.errors else 200)
