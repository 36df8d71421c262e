"""Pages of the accounts: the welcome of invited people, one's own account, mails for administrators."""

from typing import Any, cast

from allauth.account.utils import perform_login
from allauth.account.views import LoginView
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from vmeste.ground.accounts import commands, policies, queries
from vmeste.ground.accounts.forms import PersonForm, WelcomeForm
from vmeste.ground.accounts.mailing import has_server
from vmeste.ground.accounts.models import Mail, OneTimeLink, Person
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.idempotency import repeatable
from vmeste.ground.kernel.ids import code, code_in
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell
from vmeste.ground.ui.middleware import LANGUAGE_COOKIE
from vmeste.ground.ui.views import keep_cookie


class SignInView(LoginView):
    """Sign-in, with the demonstration's accounts beside it."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Add the accounts for trying out."""
        return {**super().get_context_data(**more), "hints": queries.hints()}


sign_in = repeatable(SignInView.as_view())  # hashing a password takes long: not while others wait to write


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponseBase:
    """Let an invited person set name and password; opening the page changes nothing."""
    link = queries.find_link(token, policies.WELCOME)
    person = invited(link)
    if link.used_at or person.is_settled:
        return pages.page(request, "accounts/welcomed.html", {"person": person})
    form = WelcomeForm(request.POST or None, initial={"name": person.name})
    if request.method == "POST" and form.is_valid():
        actor = queries.actor_of_link(link)
        try:
            commands.welcome_person(actor=actor, person=person, link=link, **form.cleaned_data)
        except Invalid as invalid:
            tell(form, invalid)
        else:
            response: HttpResponseBase = perform_login(request, person)
            return response
    status = 422 if form.errors else 200
    return pages.page(request, "accounts/welcome.html", {"form": form, "person": person}, status=status)


def invited(link: OneTimeLink) -> Person:
    """Give the person a welcome is for."""
    if link.person is None:
        raise Http404
    return link.person


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def account(request: Request) -> HttpResponse:
    """Show and change one's own account."""
    person = myself(request)
    form = PersonForm(request.POST or None, initial={"name": person.name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        try:
            commands.edit_person(actor=request.actor, person=person, **form.cleaned_data)
        except Invalid as invalid:
            tell(form, invalid)
        else:
            pages.flash(request, _("Saved."), "good")
            response = pages.redirect("accounts:account")
            keep_cookie(request, response, LANGUAGE_COOKIE, person.language)
            return response
    context = {"form": form, "person": person, "has_second_factor": is_mfa_enabled(person)}
    return pages.page(request, "accounts/account.html", context, status=422 if form.errors else 200)


def myself(request: HttpRequest) -> Person:
    """Give the person signed in."""
    return Person.objects.get(pk=cast("Person", request.user).pk)


@require_GET
def mails(request: Request) -> HttpResponse:
    """List mails, newest first, for administrators."""
    policies.can_see_mails(request.actor).enforce()
    found = queries.mails(request.actor, before=code_in(request.GET.get("before", "")))
    shown = found[: queries.PAGE]
    later = f"?before={code(shown[-1].id)}" if len(found) > queries.PAGE else None
    context = {"mails": shown, "next": later, "waiting": queries.mails_waiting(), "has_server": has_server()}
    return pages.page(request, "accounts/mails.html", context)


@require_GET
def mail(request: Request, mail_id: int) -> HttpResponse:
    """Show one mail as text, for administrators; somebody's key only where files are the one way it reaches them."""
    policies.can_see_mails(request.actor).enforce()
    found = get_object_or_404(Mail.objects.filter(policies.mails_visible_to(request.actor)), pk=mail_id)
    text = "" if found.secret and has_server() else found.text
    return pages.page(request, "accounts/mail.html", {"mail": found, "text": text})
