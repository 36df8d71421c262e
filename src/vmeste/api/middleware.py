"""What lies below `/api/v1/` speaks to programs: no cookies, faults as problem+json, answers that can be kept."""

from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers

from vmeste.api import faults
from vmeste.ground.ui import errors
from vmeste.ground.ui.middleware import LANGUAGE_COOKIE

ROOT = "/api/v1/"
LANGUAGE = "language"
OK, ERRORS_FROM = 200, 400
TOLD = "ETag, Last-Modified, Link, Retry-After"


class ApiMiddleware:
    """Stands before all that reads cookies: whoever is signed in here is to the API an unknown program."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a program; pass on what is not for programs."""
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        is_head = request.method == "HEAD"
        language = language_of(request)
        request.for_programs = True  # type: ignore[attr-defined]
        request.COOKIES = {LANGUAGE_COOKIE: language}
        if is_head:
            request.method = "GET"
        with translation.override(language):
            response = self.answer(request)
        response.headers.setdefault("Content-Language", language)
        return without_body(response) if is_head else response

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Answer as JSON or as a problem, so that it can be asked again whether it still holds."""
        if not accepts_json(request):
            return dressed(request, errors.as_problem(faults.unacceptable()))
        response = self.get_response(request)
        assert isinstance(response, HttpResponse)  # noqa: S101  nothing of the API leaves in pieces
        if response.status_code >= ERRORS_FROM and errors.PROBLEM not in response.get("Content-Type", ""):
            response = as_problem(response)
        if response.status_code == OK and request.method == "GET":
            response = kept(request, response)
        return dressed(request, response)


def language_of(request: HttpRequest) -> str:
    """Give the language a program asks for in the address: Russian unless told."""
    wanted = request.GET.get(LANGUAGE, "")
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def accepts_json(request: HttpRequest) -> bool:
    """Tell whether the program takes JSON; one that says nothing does."""
    return not request.headers.get("Accept", "").strip() or request.accepts(errors.JSON)


def as_problem(response: HttpResponse) -> HttpResponse:
    """Put words in the place of an answer that has none, and keep what it says in headers."""
    told = errors.as_problem(faults.of_status(response.status_code))
    if "Allow" in response:
        told["Allow"] = response["Allow"]
    return told


def kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Mark what was answered, and answer 304 when the program has just this already.

    The mark is of the body: nothing that is hidden, renamed or shown elsewhere is ever taken for unchanged.
    """
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def dressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say who may keep the answer, and that pages of other sites may read what everybody may."""
    has_token = "Authorization" in request.headers
    who = "private" if has_token else "public"
    response["Cache-Control"] = "no-store" if response.status_code >= ERRORS_FROM else f"{who}, no-cache"
    patch_vary_headers(response, ["Accept", "Authorization"])
    if not has_token:
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = TOLD
    return response


def without_body(response: HttpResponse) -> HttpResponse:
    """Give the headers alone."""
    length = len(response.content)
    response.content = b""
    response["Content-Length"] = str(length)
    return response
