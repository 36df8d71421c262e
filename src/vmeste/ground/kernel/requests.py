"""The request as middlewares leave it for views."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from vmeste.ground.kernel.actors import Actor


class Request(HttpRequest):
    """Typing aid: a request that knows its actor and the person's memberships."""

    actor: Actor
    memberships: Sequence[Any]
