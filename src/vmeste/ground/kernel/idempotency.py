"""The same click twice gives the same answer: a key sent with each form is kept in the transaction of its change."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from vmeste.ground.kernel import clock
from vmeste.ground.kernel.models import Once

FIELD = "_once"
HEADER = "Idempotency-Key"
KEPT = timedelta(days=7)
ERRORS_FROM = 400


def once_token() -> str:
    """Give a fresh key for a form."""
    return secrets.token_urlsafe(16)


class _UnsuccessfulError(Exception):
    """Carries the answer of a view that changed nothing out of the transaction."""

    def __init__(self, response: HttpResponseBase) -> None:
        super().__init__()
        self.response = response


class OnceMiddleware:
    """Runs a POST that carries a key at most once and repeats its first answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from memory when this key was answered already."""
        token = key_of(request)
        if not token:
            return self.get_response(request)
        key = scoped(request, token)
        try:
            with transaction.atomic():
                Once.objects.create(key=key, at=clock.now())
                response = self.get_response(request)
                if response.status_code >= ERRORS_FROM or response.streaming:
                    raise _UnsuccessfulError(response)
                remember(key, response)
                return response
        except _UnsuccessfulError as unsuccessful:
            return unsuccessful.response
        except IntegrityError:
            kept = Once.objects.filter(key=key).first()
            if kept is None:
                raise
            return answer(kept)


def key_of(request: HttpRequest) -> str:
    """Give the key a form or an API client sent, or nothing."""
    if request.method != "POST":
        return ""
    return request.headers.get(HEADER) or str(request.POST.get(FIELD, ""))


def scoped(request: HttpRequest, token: str) -> bytes:
    """Bind the key to who sent it and where to, so that nobody can read another's answer."""
    who = request.session.session_key or "" if hasattr(request, "session") else ""
    return hashlib.sha256("\n".join((who, request.get_full_path(), token)).encode()).digest()


def remember(key: bytes, response: HttpResponseBase) -> None:
    """Keep what a second click needs to see the same."""
    content = response.content if isinstance(response, HttpResponse) else b""
    headers = {name: response[name] for name in ("Location", "Content-Type", "HX-Redirect") if response.has_header(name)}
    Once.objects.filter(key=key).update(status=response.status_code, headers=headers, content=content)


def answer(kept: Once) -> HttpResponse:
    """Repeat the first answer."""
    return HttpResponse(bytes(kept.content), status=kept.status, headers=kept.headers)


def forget_old() -> int:
    """Drop keys nobody will send again; give their number."""
    return Once.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
