"""The request as middlewares leave it for views."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.http import HttpRequest

from vmeste.ground.kernel.actors import Actor

ACTING = "_acting"
"""Hidden field of every form: the code of the organisation its page was made for, empty for none."""
V = TypeVar("V", bound=Callable[..., Any])


class Request(HttpRequest):
    """Typing aid: a request that knows its actor and the person's memberships."""

    actor: Actor
    memberships: Sequence[Any]


def whoever_acts(view: V) -> V:
    """Let a view take forms made for another of the person's organisations: what it does is not done in their name."""
    view.whoever_acts = True  # type: ignore[attr-defined]
    return view
