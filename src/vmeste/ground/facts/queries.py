"""What pages ask about the work behind them: does a worker run, is something stuck."""

from datetime import datetime, timedelta

from vmeste.ground.facts.models import Delivery, Pulse
from vmeste.ground.kernel import clock

SILENCE = timedelta(seconds=60)


def worker_seen() -> datetime | None:
    """Give when a worker last said that it runs; None when none does or none ever did."""
    pulse = Pulse.objects.order_by("-seen_at").first()
    return pulse.seen_at if pulse else None


def worker_runs() -> bool:
    """Tell whether a worker has been heard lately, so that a page need not ask people to wait in vain."""
    return Pulse.objects.filter(seen_at__gt=clock.now() - SILENCE).exists()


def given_up() -> int:
    """Give the number of deliveries nobody tries any more."""
    return Delivery.objects.filter(given_up=True).count()
