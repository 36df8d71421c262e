"""Asking to be added to an organisation, taking it back, answering."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vmeste.gather.participants import commands, policies, queries
from vmeste.gather.participants.forms import JoiningForm
from vmeste.gather.participants.models import Organisation, Role
from vmeste.gather.participants.panels import joining_values
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: Request, organisation_id: int) -> HttpResponse:
    """Let a newcomer ask to be added, with a line about who they are."""
    organisation = queries.organisation_seen(request.actor, organisation_id)
    policies.can_ask_to_join(request.actor, organisation).enforce()
    form = JoiningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.ask_to_join(actor=request.actor, organisation=organisation, **form.cleaned_data)
        except Invalid as invalid:
            tell(form, invalid)
        else:
            pages.flash(request, _("You have asked. When they answer, it is told here and by mail."), "good")
            return pages.redirect("participants:organisation", organisation_id)
    context = {"organisation": organisation, "panel": joining_values(request.actor, organisation_id, form)}
    return pages.page(request, "participants/joining.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def withdraw(request: Request, organisation_id: int, joining_id: int) -> HttpResponse:
    """Take one's own request back."""
    organisation = queries.organisation_seen(request.actor, organisation_id)
    asked = queries.joining_seen(request.actor, organisation, joining_id)
    commands.withdraw_joining(actor=request.actor, asked=asked)
    pages.flash(request, _("You have taken your request back."), "good")
    return pages.redirect("participants:organisation", organisation_id)


@require_POST
@login_required
def answer(request: Request, organisation_id: int, joining_id: int) -> HttpResponse:
    """Add who asked with a role, or refuse."""
    organisation = queries.organisation_seen(request.actor, organisation_id)
    asked = queries.joining_seen(request.actor, organisation, joining_id)
    role = request.POST.get("role", "")
    if request.POST.get("answer") == "no":
        commands.refuse_joining(actor=request.actor, asked=asked)
        pages.flash(request, _("Refused. Whoever asked is told."), "plain")
    elif role in Role.values:
        commands.grant_joining(actor=request.actor, asked=asked, role=Role(role))
        pages.flash(request, _("Added. A mail tells how to come in."), "good")
    else:
        raise Invalid({"role": _("Choose a role.")})
    return after_answer(request, organisation)


def after_answer(request: Request, organisation: Organisation) -> HttpResponse:
    """Lead to the people of the organisation, or to its card who may not see them."""
    sees = policies.can_manage_people(request.actor, organisation)
    return pages.redirect("participants:people" if sees else "participants:organisation", organisation.id)
