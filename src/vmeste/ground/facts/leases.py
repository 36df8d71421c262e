"""Leases: what a worker has taken is its own for a while, and everybody's again when that worker is gone."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from vmeste.ground.facts.models import Delivery, DueWork
from vmeste.ground.kernel import clock

LEASE = timedelta(minutes=10)
TOKEN_LENGTH = 32

_held: set[str] = set()


class LeaseLostError(Exception):
    """Another worker has taken this over; what was done under the lease must be undone."""


@contextmanager
def lease(owner: str = "") -> Iterator[str]:
    """Give a token to claim under; it begins with the short code of the worker that holds it, if one does."""
    token = owner + secrets.token_hex(TOKEN_LENGTH)[: TOKEN_LENGTH - len(owner)]
    _held.add(token)
    try:
        yield token
    finally:
        _held.discard(token)


def prolong_held() -> None:
    """Prolong every lease this process holds, so that one long piece of work may outlast its first lease."""
    tokens = tuple(_held)
    if tokens:
        until = clock.now() + LEASE
        for model in (Delivery, DueWork):
            model._default_manager.filter(claim__in=tokens).update(due_at=until)  # noqa: SLF001


def free(owner: str) -> None:
    """Let others take at once what this worker held and will not finish."""
    for model in (Delivery, DueWork):
        model._default_manager.filter(claim__startswith=owner).update(due_at=clock.now())  # noqa: SLF001
