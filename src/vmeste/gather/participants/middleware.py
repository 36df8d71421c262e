"""Who acts in this request: `request.actor`, found when it is first asked for."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from vmeste.gather.participants.actors import actor_among, memberships_of
from vmeste.ground.kernel.actors import ANONYMOUS, Actor
from vmeste.ground.kernel.requests import Request

ACTING_FOR = "acting_for"


class ActorMiddleware:
    """Puts the actor and the person's memberships on the request, lazily: public pages ask for neither."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, given: HttpRequest) -> HttpResponseBase:
        """Let the request carry `memberships` and `actor`."""
        request = cast("Request", given)
        request.memberships = cast("Sequence[Any]", SimpleLazyObject(lambda: memberships_in(request)))
        request.actor = cast("Actor", SimpleLazyObject(lambda: actor_in(request)))
        return self.get_response(request)


def memberships_in(request: Request) -> Sequence[Any]:
    """Give the running memberships of the signed-in person."""
    return memberships_of(request.user) if request.user.is_authenticated else []


def actor_in(request: Request) -> Actor:
    """Give the actor of this request."""
    if not request.user.is_authenticated:
        return ANONYMOUS
    return actor_among(request.user, request.memberships, request.session.get(ACTING_FOR))
