"""The product's clock: one place that knows what time it is, so that tests and the demonstration can move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, tzinfo

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """Give the present moment in UTC."""
    return _moment.get() or datetime.now(UTC)


def today(zone: tzinfo | None = None) -> date:
    """Give the present day in `zone`, by default in the zone of the current reader."""
    return now().astimezone(zone or timezone.get_current_timezone()).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let everything inside happen at `moment` (aware)."""
    if moment.tzinfo is None:
        message = "a moment needs a time zone"
        raise ValueError(message)
    token = _moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moment.reset(token)
