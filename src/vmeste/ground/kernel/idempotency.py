"""The same click twice gives the same answer: a key sent with each form is kept in the transaction of its change.

A view of a POST with a key runs in one transaction with that key. The second click waits at the unique key until the
first is answered and then gets the same answer. What refuses (status 400 and more) is rolled back and frees the key;
so are counters of failed tries in the database cache, which is why views that count them are `@repeatable`.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, TypeVar

from django.contrib.auth import SESSION_KEY
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve

from vmeste.ground.kernel import clock
from vmeste.ground.kernel.models import Once

FIELD = "_once"
HEADER = "Idempotency-Key"
NOT_CONTENT = {"csrfmiddlewaretoken", FIELD}
KEPT = timedelta(days=1)
ERRORS_FROM = 400
V = TypeVar("V", bound=Callable[..., Any])


def once_token() -> str:
    """Give a fresh key for a form."""
    return secrets.token_urlsafe(16)


def repeatable(view: V) -> V:
    """Let a view run at every click, outside a transaction of its own; for signing in and what counts failed tries."""
    view.is_repeatable = True  # type: ignore[attr-defined]
    return view


class _TakenError(Exception):
    """This key was answered before, or is being answered by somebody who was quicker."""


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
        token = token_of(request)
        if not token or is_repeatable(request):
            return self.get_response(request)
        key = scoped(request, token)
        try:
            return self.first_answer(request, key)
        except _UnsuccessfulError as unsuccessful:
            return unsuccessful.response
        except _TakenError:
            kept = Once.objects.filter(key=key).first()
            return answer(kept) if kept else self(request)  # none: forgotten at this very moment

    def first_answer(self, request: HttpRequest, key: bytes) -> HttpResponseBase:
        """Take the key, run the view, keep its answer, all in one transaction."""
        who = signed_in(request)
        with transaction.atomic():
            take(key)
            response = self.get_response(request)
            if response.status_code >= ERRORS_FROM:
                raise _UnsuccessfulError(response)
            if response.streaming or signed_in(request) != who:
                Once.objects.filter(key=key).delete()  # cannot be repeated from memory: runs again when asked again
            else:
                remember(key, response)
            return response


def token_of(request: HttpRequest) -> str:
    """Give the key a form or an API client sent, or nothing."""
    if request.method != "POST":
        return ""
    return request.headers.get(HEADER) or str(request.POST.get(FIELD, ""))


def is_repeatable(request: HttpRequest) -> bool:
    """Tell whether the view behind this address wants to run every time."""
    try:
        view = resolve(request.path_info, getattr(request, "urlconf", None)).func
    except Resolver404:
        return True
    return bool(getattr(view, "is_repeatable", False))


def signed_in(request: HttpRequest) -> str:
    """Give the key of who is signed in; the session's own key may change between two clicks of a visitor."""
    return str(request.session.get(SESSION_KEY, "")) if hasattr(request, "session") else ""


def scoped(request: HttpRequest, token: str) -> bytes:
    """Bind the key to who sent it, where to and what.

    So nobody reads another's answer, and a form sent again with other content (by the browser's «back») is a new one.
    """
    who = (signed_in(request), request.headers.get("Authorization", ""))
    digest = hashlib.sha256(repr((who, request.get_full_path(), token)).encode())
    for part in content_of(request):
        digest.update(part)
    return digest.digest()


def content_of(request: HttpRequest) -> Iterator[bytes]:
    """Give what was sent, without marks that differ between two equal clicks; files are rewound."""
    if request.content_type not in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        yield request.body
        return
    fields = sorted((name, values) for name, values in request.POST.lists() if name not in NOT_CONTENT)
    yield repr(fields).encode()
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            yield from file_parts(name, file)


def file_parts(name: str, file: "UploadedFile[Any]") -> Iterator[bytes]:
    """Give name and content of an uploaded file."""
    yield repr((name, file.name, file.size)).encode()
    yield from file.chunks()
    file.seek(0)


def take(key: bytes) -> None:
    """Write the key; waits for a transaction that has written the same, and is too late when that one is committed."""
    try:
        Once.objects.create(key=key, at=clock.now())
    except IntegrityError as taken:
        raise _TakenError from taken


def remember(key: bytes, response: HttpResponseBase) -> None:
    """Keep what a second click needs to see the same."""
    Once.objects.filter(key=key).update(
        status=response.status_code,
        headers=dict(response.items()),
        cookies=[morsel.OutputString() for morsel in response.cookies.values()],
        content=response.content if isinstance(response, HttpResponse) else b"",
    )


def answer(kept: Once) -> HttpResponse:
    """Repeat the first answer."""
    response = HttpResponse(bytes(kept.content), status=kept.status, headers=kept.headers)
    for cookie in kept.cookies:
        response.cookies.load(cookie)
    return response


def forget_old() -> int:
    """Drop keys nobody will send again; give their number."""
    return Once.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
