"""The shape of every write: keyword-only, actor first, one transaction."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")


def command(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` in one transaction; within another it is undone alone when it raises, so that words can follow.

    Raises `TypeError` at import when the function takes anything but keywords or does not start with `actor`.
    """
    parameters = list(inspect.signature(function).parameters.values())
    if not parameters or parameters[0].name != "actor":
        message = f"{function.__qualname__}: a command takes the actor first"
        raise TypeError(message)
    if any(parameter.kind is not inspect.Parameter.KEYWORD_ONLY for parameter in parameters):
        message = f"{function.__qualname__}: a command takes keywords only"
        raise TypeError(message)

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            return function(*args, **kwargs)

    return run
