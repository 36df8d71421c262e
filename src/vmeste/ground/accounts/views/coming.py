"""Pages on the way in and out: sign-in, the welcome of invited people, the names on a shared computer."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.utils import perform_login
from allauth.account.views import LoginView, LogoutView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from vmeste.ground.accounts import commands, policies, queries, turns
from vmeste.ground.accounts.forms import WelcomeForm
from vmeste.ground.accounts.models import OneTimeLink, Person
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.idempotency import repeatable
from vmeste.ground.kernel.ids import code_in
from vmeste.ground.ui import pages, sight
from vmeste.ground.ui.forms import tell
from vmeste.ground.ui.middleware import LANGUAGE_COOKIE


class SignInView(LoginView):
    """Sign-in: by e-mail, or by a name that stands on this shared computer; the demonstration's accounts beside it."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Take the address of a chosen name from our own record: it never stands on the page."""
        given = super().get_form_kwargs()
        if self.chosen and "data" in given:
            given["data"] = given["data"].copy()
            given["data"]["login"] = self.chosen.email
            given["data"]["shared"] = "on"
        return given

    @cached_property
    def chosen(self) -> Person | None:
        """Give who was chosen among the names of this computer."""
        wanted = code_in(self.request.POST.get("who") or self.request.GET.get("who", ""))
        return next((one for one in self.here if one.id == wanted), None)

    @cached_property
    def here(self) -> list[Person]:
        """Give the people whose names stand on this computer."""
        return queries.people_here(turns.ids_in(self.request))

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Add the names of this computer, and the accounts for trying out."""
        wanted = self.request.GET.get("next", "")
        onward = f"?{urlencode({'next': wanted})}" if pages.is_local(wanted) else ""
        context = {
            "hints": queries.hints(), "chosen": self.chosen, "here": self.here, "key_query": onward, **more
        }  # fmt: skip
        return {**super().get_context_data(), **context}


sign_in = repeatable(SignInView.as_view())  # hashing a password takes long: not while others wait to write


class KeySignInView(LoginWebAuthnView):
    """Sign-in by a passkey: neither address nor password is written."""

    def get(self, request: HttpRequest, *_arguments: Any, **_named: Any) -> HttpResponse:
        """Show the page on which the device is asked."""
        if request.user.is_authenticated:
            return pages.redirect(pages.back_to(request))
        options = webauthn.begin_authentication(user=None)
        context = {**self.get_context_data(), "options": options, "onward": pages.back_to(request)}
        return pages.page(request, "accounts/key_sign_in.html", context)


key_sign_in = never_cache(repeatable(KeySignInView.as_view()))


class SecondStepView(AuthenticateView):
    """The second step after a password: a code, or a key where the person has one."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Say whether there is a key."""
        has_key = is_mfa_enabled(self.stage.login.user, [Authenticator.Type.WEBAUTHN])
        return {**super().get_context_data(**more), "has_key": has_key}


second_step = SecondStepView.as_view()


class SignOutView(LogoutView):
    """Sign-out; on a shared computer the next person finds pages as they usually look."""

    def post(self, *arguments: Any, **named: Any) -> HttpResponse:
        """Sign out and leave no choice of looks behind where others come next."""
        response: HttpResponse = super().post(*arguments, **named)
        if turns.ids_in(self.request):
            for name in (sight.COOKIE, LANGUAGE_COOKIE):
                response.delete_cookie(name)
        return response


sign_out = SignOutView.as_view()


@require_POST
def forget_name(request: HttpRequest, person_id: int) -> HttpResponse:
    """Take a name from the sign-in page of this computer."""
    response = pages.redirect("account_login")
    turns.write(request, response, [key for key in turns.ids_in(request) if key != person_id])
    pages.flash(request, _("The name does not stand here any more."), "good")
    return response


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
