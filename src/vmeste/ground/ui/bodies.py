"""Pages that are the same for every stranger: rendered once, given again until anything happens.

A kept body counts only as long as the mark of all facts stands still, so nothing that was hidden, changed or shown
meanwhile is ever given as it was; with the mark moves everything that depends on the day, every few minutes at least.
It holds nothing of the reader: whoever has a session gets a page of their own; a page that took a token is not kept.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from vmeste.ground.facts.queries import mark
from vmeste.ground.ui import sight

ASKED_BY = ("HX-Request", "HX-Target", "HX-History-Restore-Request")
MB = 1_000_000
OVERHEAD = 2_000  # bytes a kept page takes besides its body, roughly


@dataclass(frozen=True, slots=True)
class Body:
    """A page as it was given to a stranger."""

    content: bytes
    headers: dict[str, str]

    @property
    def size(self) -> int:
        """How many bytes it takes, roughly."""
        return len(self.content) + OVERHEAD


class Shelf:
    """Bodies by key, the longest unasked given up first when there are too many bytes; for all threads of a process."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._lock = threading.Lock()
        self._bodies: OrderedDict[Hashable, Body] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable) -> Body | None:
        """Give what is kept under a key."""
        with self._lock:
            body = self._bodies.get(key)
            if body:
                self._bodies.move_to_end(key)
            return body

    def put(self, key: Hashable, body: Body, most: int) -> None:
        """Keep a body; at most so many bytes are kept."""
        with self._lock:
            old = self._bodies.pop(key, None)
            self._bytes += body.size - (old.size if old else 0)
            self._bodies[key] = body
            while self._bytes > most:
                self._bytes -= self._bodies.popitem(last=False)[1].size


_shelf = Shelf()


def kept_for_strangers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view run once for all strangers; it depends on address, language, sight and what facts tell alone."""

    @wraps(view)
    def answer(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        most = settings.VMESTE.page_memory * MB
        if not most or not is_stranger(request):
            return view(request, *arguments, **named)
        key = key_of(request)
        body = _shelf.get(key)
        if body:
            return HttpResponse(body.content, headers=body.headers)
        response = view(request, *arguments, **named)
        if is_for_everybody(request, response):
            _shelf.put(key, Body(response.content, dict(response.items())), most)
        return response

    return answer


def is_stranger(request: HttpRequest) -> bool:
    """Tell whether nothing is known of the reader."""
    return request.method == "GET" and settings.SESSION_COOKIE_NAME not in request.COOKIES


def key_of(request: HttpRequest) -> Hashable:
    """Give everything on which a stranger's page depends; one small query."""
    asked = tuple(request.headers.get(name, "") for name in ASKED_BY)
    address = (request.scheme, request.get_host(), request.get_full_path())
    return (mark(), address, translation.get_language(), sight.sight_of(request), asked)


def is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether a page is whole, took no token and left nothing with the reader."""
    took_token = bool(request.META.get("CSRF_COOKIE_NEEDS_UPDATE"))
    session = getattr(request, "session", None)
    told = bool(response.cookies) or bool(session is not None and session.modified)
    return response.status_code == 200 and not response.streaming and not took_token and not told  # noqa: PLR2004
