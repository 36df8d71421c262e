"""One's own account: name, language, sign-ins, what is kept about oneself, the end of it."""

from typing import cast
from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vmeste.ground.accounts import commands, queries, turns
from vmeste.ground.accounts.forms import PersonForm
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.requests import Request, whoever_acts
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell
from vmeste.ground.ui.middleware import LANGUAGE_COOKIE
from vmeste.ground.ui.views import keep_cookie


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
    context = {
        "form": form,
        "person": person,
        "has_second_factor": is_mfa_enabled(person),
        "sign_ins": queries.sign_ins_of(person, request.session.session_key or ""),
    }
    return pages.page(request, "accounts/account.html", context, status=422 if form.errors else 200)


def myself(request: HttpRequest) -> Person:
    """Give the person signed in."""
    return Person.objects.get(pk=cast("Person", request.user).pk)


@require_POST
@login_required
@whoever_acts
def end_sign_in(request: Request, sign_in_id: int) -> HttpResponse:
    """End one of one's sign-ins elsewhere."""
    person = myself(request)
    found = next((one for one in queries.sign_ins_of(person, "") if one.id == sign_in_id), None)
    if found is None:
        raise Http404
    commands.end_sign_ins(actor=request.actor, person=person, only=found.id)
    pages.flash(request, _("That computer is signed out."), "good")
    return pages.redirect("accounts:account")


@require_POST
@login_required
@whoever_acts
def end_other_sign_ins(request: Request) -> HttpResponse:
    """End all of one's sign-ins but this one."""
    kept = request.session.session_key or ""
    commands.end_sign_ins(actor=request.actor, person=myself(request), but=kept)
    pages.flash(request, _("Everywhere else you are signed out."), "good")
    return pages.redirect("accounts:account")


@never_cache
@login_required
@require_safe
def data(request: Request) -> HttpResponse:
    """Give everything that is kept about oneself, as a file that people and programs read (152-FZ, art. 14)."""
    person = myself(request)
    response = JsonResponse(
        queries.kept_about(person), json_dumps_params={"ensure_ascii": False, "indent": 2}, safe=False
    )
    response["Content-Disposition"] = 'attachment; filename="vmeste-my-data.json"'
    return response


@login_required
@require_safe
def proof(request: Request) -> HttpResponse:
    """Lead to the code of a second factor, or to setting one up where there is none."""
    back = pages.back_to(request)
    kinds = set(Authenticator.objects.filter(user_id=myself(request).id).values_list("type", flat=True))
    name = "mfa_reauthenticate_webauthn" if Authenticator.Type.WEBAUTHN in kinds else "mfa_reauthenticate"
    return pages.redirect(f"{reverse(name if kinds else 'mfa_index')}?{urlencode({'next': back})}")


@never_cache
@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
@whoever_acts
def closing(request: Request) -> HttpResponse:
    """Close one's own account, after saying what goes and what stays."""
    person = myself(request)
    if request.method == "POST":
        commands.close_person(actor=request.actor, person=person)
        logout(request)
        response = pages.redirect("/")
        turns.write(request, response, [key for key in turns.ids_in(request) if key != person.id])
        pages.flash(request, _("Your account is closed, and what was kept about you is gone."), "good")
        return response
    return pages.page(request, "accounts/closing.html", {"person": person, "stays": queries.stays_of(person)})
