"""Two middlewares: the reader's language and sight, and words for everything a view may raise."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirectBase
from django.utils import translation

from vmeste.ground.kernel.errors import Closed, Invalid, Refused, Stale, Unproven, Unrecognised
from vmeste.ground.ui import errors, pages, sight

LANGUAGE_COOKIE = "language"
Handler = Callable[[HttpRequest], HttpResponseBase]


class PreferencesMiddleware:
    """Puts `request.sight` and speaks the chosen language: Russian by default, whatever the browser asks."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the reader's language."""
        request.sight = sight.read(request.COOKIES.get(sight.COOKIE, ""))  # type: ignore[attr-defined]
        language = language_of(request)
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class WordsMiddleware:
    """Turns what views raise into words with a way on, and a redirect into one that htmx follows as a page."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; htmx is told to load the page a redirect leads to, not to put it inside the old one."""
        response = self.get_response(request)
        if isinstance(response, HttpResponseRedirectBase) and pages.is_htmx(request):
            return HttpResponse(status=204, headers={"HX-Redirect": response.url})
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Tell what a view raised; what nobody foresaw goes on to `views.broken`."""
        fault = fault_of(exception)
        return errors.answer(request, fault) if fault else None


def language_of(request: HttpRequest) -> str:
    """Give the language kept in the cookie, or the default."""
    wanted = request.COOKIES.get(LANGUAGE_COOKIE, "")
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def fault_of(exception: Exception) -> errors.Fault | None:
    """Find words for an exception."""
    found: errors.Fault | None = None
    match exception:
        case Closed():
            found = errors.closed(exception.reason)
        case Unproven():
            found = errors.weak(exception.reason)
        case Unrecognised():
            found = errors.unrecognised(exception.reason)
        case Refused():
            found = errors.refused(exception.reason)
        case Stale():
            found = errors.stale(exception.reason)
        case Invalid():
            found = errors.invalid(exception.faults)
        case Http404():
            found = errors.missing()
        case PermissionDenied():
            found = errors.refused()
        case BadRequest() | SuspiciousOperation():
            found = errors.unreadable()
    return found
