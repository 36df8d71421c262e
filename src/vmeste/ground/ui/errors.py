"""What went wrong, in words and with a way on: a page, a piece for htmx, or `application/problem+json` (RFC 9457)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from vmeste.ground.kernel.errors import type_text
from vmeste.ground.ui import pages
from vmeste.ground.ui.formatting import size

HTML, PROBLEM, JSON = "text/html", "application/problem+json", "application/json"
LAST_RESORT = """<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Вместе</title></head><body><h1>Что-то сломалось</h1>
<p>Это наша ошибка, не ваша. Вернитесь назад и попробуйте ещё раз.</p>
<p lang="en">Something broke on our side. Please go back and try again.</p>
<p><a href="/">Вместе</a></p></body></html>"""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault as told to the reader; `faults` are texts by field name."""

    status: int
    title: type_text
    text: type_text
    icon: str = "alert"
    faults: Mapping[str, type_text] = field(default_factory=dict)
    helps_to_sign_in: bool = False
    helps_to_prove: bool = False


def answer(request: HttpRequest, fault: Fault) -> HttpResponse:
    """Tell a fault in the form the reader asks for; programs are told as programs whatever they accept."""
    if is_for_programs(request) or request.get_preferred_type([HTML, PROBLEM, JSON]) in {PROBLEM, JSON}:
        return as_problem(fault)
    return as_piece(request, fault) if pages.is_htmx(request) else as_page(request, fault)


def is_for_programs(request: HttpRequest) -> bool:
    """Tell whether the address belongs to programs alone; `request.for_programs` is set by who keeps such addresses."""
    return bool(getattr(request, "for_programs", False))


def as_page(request: HttpRequest, fault: Fault) -> HttpResponse:
    """Tell a fault on a page of its own."""
    context = {
        "fault": fault,
        "back": came_from(request),
        "sign_in": sign_in(request, fault),
        "proof": proof(request, fault),
    }
    return pages.page(request, "ui/fault.html", context, status=fault.status)


def as_piece(request: HttpRequest, fault: Fault) -> HttpResponse:
    """Tell a fault above the page that htmx keeps."""
    response = HttpResponse(pages.whole(request, "ui/fault_piece.html", {"fault": fault}), status=fault.status)
    response["HX-Retarget"], response["HX-Reswap"] = "#toasts", "beforeend"
    return response


def as_problem(fault: Fault) -> HttpResponse:
    """Tell a fault to a program."""
    body = {"type": "about:blank", "title": str(fault.title), "status": fault.status, "detail": str(fault.text)}
    told = {name: str(text) for name, text in fault.faults.items()}
    return JsonResponse(
        body | ({"faults": told} if told else {}),
        status=fault.status,
        content_type=PROBLEM,
        json_dumps_params={"ensure_ascii": False},
    )


def came_from(request: HttpRequest) -> str:
    """Give the page of this server where the reader was, or nothing."""
    address = urlsplit(request.headers.get("Referer", ""))
    path = address.path + (f"?{address.query}" if address.query else "")
    own = address.netloc == request.META.get("HTTP_HOST") and path != request.get_full_path()
    return path if own and pages.is_local(path) else ""


def sign_in(request: HttpRequest, fault: Fault) -> str:
    """Give the way to sign in to somebody unknown who was refused."""
    actor = getattr(request, "actor", None)
    if not fault.helps_to_sign_in or actor is None or actor.is_signed_in:
        return ""
    path = request.get_full_path() if request.method == "GET" else came_from(request) or "/"
    return f"{settings.LOGIN_URL}?{urlencode({'next': path})}"


def proof(request: HttpRequest, fault: Fault) -> str:
    """Give the way to a second factor, and from there back to the page the reader was on."""
    return f"{settings.PROOF_URL}?{urlencode({'next': came_from(request) or '/'})}" if fault.helps_to_prove else ""


def weak(reason: type_text) -> Fault:
    """403 of somebody who came by a password alone."""
    return Fault(403, _("Show that it is you"), reason, icon="lock", helps_to_prove=True)


def refused(reason: type_text = "") -> Fault:
    """403."""
    title, text = _("This is not open to you"), reason or _("You may not do this.")
    return Fault(403, title, text, icon="lock", helps_to_sign_in=True)


def unrecognised(reason: type_text) -> Fault:
    """401 of a token that opens nothing."""
    return Fault(401, _("The token does not open"), reason, icon="lock")


def closed(reason: type_text) -> Fault:
    """403 of a one-time link: what to do stands in the reason; an account would not help."""
    return Fault(403, _("The link does not open"), reason, icon="link")


def stale(reason: type_text) -> Fault:
    """409."""
    return Fault(409, _("Things have moved on"), reason, icon="clock")


def invalid(faults: Mapping[str, type_text]) -> Fault:
    """422."""
    text = faults.get("") or _("Something in what was sent cannot be right.")
    return Fault(422, _("Please look again"), text, faults={name: told for name, told in faults.items() if name})


def missing() -> Fault:
    """404; the same words whether a thing does not exist or is not shown to this reader."""
    return Fault(404, _("There is no such page"), _("It may have moved, or it is not open to you."), icon="search")


def unreadable() -> Fault:
    """400."""
    return Fault(400, _("This could not be read"), _("Your browser sent something that we do not understand."))


def unmeasured() -> Fault:
    """411 of what comes in pieces of unknown number."""
    return Fault(411, _("This could not be read"), _("What was sent does not say how long it is."))


def too_large(most: int) -> Fault:
    """413; `most` in bytes."""
    text = _("At most %(size)s can be sent here. Nothing of it was kept.") % {"size": size(most)}
    return Fault(413, _("That is too much at once"), text)


def unproven() -> Fault:
    """403 of a form whose token is missing or old."""
    return Fault(
        403,
        _("The form has grown old"),
        _("Go back, reload the page and send the form again. If that does not help, allow cookies for this site."),
        icon="clock",
    )


def broken() -> Fault:
    """500."""
    return Fault(
        500, _("Something broke"), _("It is our fault, not yours. It has been written down; please try again.")
    )
