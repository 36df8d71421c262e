"""The reader's own piece of the shell: who is signed in, and the way in or out."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from vmeste.ground.accounts import proof, turns
from vmeste.ground.kernel.registries import shell_parts

ORDER = 90  # the account stands at the end of the line


def account(request: HttpRequest) -> dict[str, Any]:
    """Give the reader's account for the shell; whoever signs in comes back to the page they were on."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        way_in = reverse("account_login") + way_back(request)
        return {"text": _("Sign in"), "href": way_in, "icon": "person", "order": ORDER}
    links = [{"text": _("My account"), "href": reverse("accounts:account")}]
    if person.is_admin and not proof.is_proven(request):
        links.append({"text": _("Administrator only by a second factor"), "href": reverse("accounts:proof")})
    elif person.is_admin:
        links.append({"text": _("Mails"), "href": reverse("accounts:mails")})
    return {
        "text": person.name or _("My account"),
        "icon": "person",
        "order": ORDER,
        "links": links,
        "posts": ways_out(request),
    }


def ways_out(request: HttpRequest) -> list[dict[str, Any]]:
    """Give the presses that end a sign-in; where people take turns, one that leads to the next person's name."""
    out = {"text": _("Sign out"), "href": reverse("account_logout")}
    if not turns.ids_in(request):
        return [out]
    to_names = {"next": reverse("account_login")}
    return [{"text": _("Another person comes"), "href": reverse("account_logout"), "fields": to_names}, out]


def way_back(request: HttpRequest) -> str:
    """Give the address to come back to; none from the way in itself, nor from pages whose address is a key."""
    match = request.resolver_match
    is_key = match is not None and bool({"token", "key"} & match.kwargs.keys())
    on_the_way_in = request.path.startswith(("/sign-", "/password/"))
    return "" if is_key or on_the_way_in else "?" + urlencode({"next": request.get_full_path()})


shell_parts.add("account", account)
