"""What pages ask about the work behind them: has anything happened, does a worker run, is something stuck."""

import time
from datetime import datetime, timedelta

from django.db import connection

from vmeste.ground.facts.models import Delivery, Pulse
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.ids import first_at

WINDOW = 300  # seconds
RECENT = "SELECT COUNT(*), MAX(id) FROM facts_record WHERE id >= %s"
SILENCE = timedelta(seconds=60)


def mark() -> tuple[int, int, int]:
    """Give something that differs as soon as any fact has been told since, and every five minutes; one small query.

    A key is taken before its transaction ends, so the newest key alone would miss who comes late: the facts of the
    last five to ten minutes are counted. What took longer than that shows with the next five minutes.
    """
    begins = int(time.time() // WINDOW - 1) * WINDOW
    with connection.cursor() as cursor:
        cursor.execute(RECENT, [first_at(begins)])
        count, newest = cursor.fetchone()
    return begins, count, newest or 0


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
