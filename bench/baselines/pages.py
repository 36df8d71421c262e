"""Baseline of pages: views without work, a body of constant size; one of them loads session, person, membership."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import path


@cache
def body(size: int) -> bytes:
    """Give so many bytes."""
    return b"x" * size


def bare(request: HttpRequest, size: int) -> HttpResponse:
    """Answer everybody the same."""
    del request
    return HttpResponse(body(size))


def signed_in(request: HttpRequest, size: int) -> HttpResponse:
    """Answer a person who belongs somewhere; anybody else is a fault of the bench."""
    if not request.user.is_authenticated or not list(request.memberships):  # type: ignore[attr-defined]
        return HttpResponse(status=403)
    return HttpResponse(body(size))


urlpatterns = [path("bare/<int:size>/", bare), path("signed-in/<int:size>/", signed_in)]
