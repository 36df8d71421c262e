"""How much a reader may send: told before a byte of it is read, so that nobody fills the disk."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from vmeste.ground.ui import errors

USUAL = 2**20  # bytes; the longest form has room in it many times over
V = TypeVar("V", bound=Callable[..., Any])


def takes(octets: int) -> Callable[[V], V]:
    """Let a view take up to so many bytes of a file, and a form around it, from people who are signed in."""

    def mark(view: V) -> V:
        view.takes = octets + USUAL  # type: ignore[attr-defined]
        return view

    return mark


class IntakeMiddleware:
    """Refuses what is too large, and what does not say its length; stands before whoever reads what was sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on what may be read."""
        if "Transfer-Encoding" in request.headers:
            return errors.answer(request, errors.unmeasured())
        length = length_of(request)
        if length > USUAL and length > (most := most_of(request)):
            return errors.answer(request, errors.too_large(most))
        return self.get_response(request)


def length_of(request: HttpRequest) -> int:
    """Give the length the browser told, in bytes; what is no number counts as nothing, and nothing is read of it."""
    told = str(request.META.get("CONTENT_LENGTH") or "")
    return int(told) if told.isascii() and told.isdecimal() else 0


def most_of(request: HttpRequest) -> int:
    """Give how many bytes this reader may send to this address."""
    try:
        view = resolve(request.path_info, getattr(request, "urlconf", None)).func
    except Resolver404:
        return USUAL
    allowed = int(getattr(view, "takes", USUAL))
    user = getattr(request, "user", None)
    return allowed if allowed > USUAL and user is not None and user.is_authenticated else USUAL
