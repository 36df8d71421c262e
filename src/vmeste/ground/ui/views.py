"""The room's own pages: preferences, the catalogue of components, and what stands where nothing was found."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from vmeste.ground.kernel.registries import looks_kept
from vmeste.ground.ui import catalogue as samples
from vmeste.ground.ui import errors, middleware, pages, sight

YEAR = 365 * 24 * 3600
log = logging.getLogger(__name__)


@csrf_exempt  # it changes only how pages look in this browser; without a token the shell can be cached for everybody
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Show or change language and sight; a POST leads back to where the reader was."""
    if request.method == "POST":
        return keep(request, pages.redirect(pages.back_to(request)))
    titles = {"size": _("Letters"), "spacing": _("Spacing"), "scheme": _("Colours"), "pictures": _("Pictures")}
    groups = [(name, title, sight.CHOICES[name]) for name, title in titles.items()]
    context = {
        "groups": groups,
        "sight": sight.sight_of(request),
        "languages": settings.LANGUAGES,
        "next": pages.back_to(request),
    }
    return pages.page(request, "ui/preferences.html", context)


def keep(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Put what was chosen into cookies; what does not exist is passed over."""
    language = request.POST.get("language", "")
    language = language if language in dict(settings.LANGUAGES) else ""
    if language:
        keep_cookie(request, response, middleware.LANGUAGE_COOKIE, language)
    chosen = ""
    if wish := wished(request.POST.dict()):
        now = replace(sight.sight_of(request), on=wish == "on")
        chosen = sight.write(sight.chosen(now, request.POST.dict()))
        keep_cookie(request, response, sight.COOKIE, chosen)
    for remember in looks_kept.values():
        remember(request, language or middleware.language_of(request), chosen)
    return response


def wished(given: Mapping[str, str]) -> str:
    """Tell whether the version for low vision is wanted: «on», «off» or nothing said; any choice of it is «on»."""
    mode = given.get("sight", "")
    if mode in {"on", "off"}:
        return mode
    return "on" if sight.CHOICES.keys() & given.keys() else ""


def keep_cookie(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    """Set a cookie for a year."""
    response.set_cookie(name, value, max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show every component with sample data."""
    return pages.page(request, "ui/catalogue.html", samples.context(), fragment="progress")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Tell that a form came without its token."""
    log.warning("Form without a valid token at %s: %s", request.path, reason)
    return errors.answer(request, errors.unproven())


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Answer 400."""
    return errors.answer(request, errors.unreadable())


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer 403."""
    return errors.answer(request, errors.refused())


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer 404."""
    return errors.answer(request, errors.missing())


def broken(request: HttpRequest, *_arguments: Any) -> HttpResponse:
    """Answer 500; when even the shell cannot be drawn, with plain words."""
    try:
        return errors.answer(request, errors.broken())
    except Exception:
        log.exception("The error page could not be drawn")
        return HttpResponse(errors.LAST_RESORT, status=500)
