"""Recurring work: a table of due jobs that the worker keeps; no system cron."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from vmeste.ground.facts.leases import LEASE, lease
from vmeste.ground.facts.models import DueWork
from vmeste.ground.facts.outbox import ERROR_LENGTH, never, place_of
from vmeste.ground.facts.reactions import Lane
from vmeste.ground.kernel import clock

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recurring:
    """A piece of work, the pause between the starts of two runs, the lane of workers that runs it."""

    every: timedelta
    run: Callable[[], object]
    lane: Lane = "quick"


W = Callable[[], object]
_work: dict[str, Recurring] = {}


def recurring(name: str, *, every: timedelta, lane: Lane = "quick") -> Callable[[W], W]:
    """Have a worker run the function every so often; several workers run it once.

    It runs outside a transaction and calls commands that have their own; a run that was cut off is repeated, so it must
    bear being repeated.
    """

    def register(function: W) -> W:
        if name in _work:
            message = f"{name} is registered already"
            raise ValueError(message)
        _work[name] = Recurring(every, function, lane)
        return function

    return register


def run_due(lane: Lane | None = None, *, owner: str = "", stopping: Callable[[], bool] = never) -> int:
    """Run what is due in a lane, by default in all; give how many pieces ran."""
    now = clock.now()
    mine = [name for name, work in _work.items() if lane in {None, work.lane}]
    due = due_moments(mine, now)
    return sum(run_one(name, owner) for name in mine if due[name] <= now and not stopping())


def due_moments(names: list[str], now: datetime) -> dict[str, datetime]:
    """Give when each piece is due; new pieces at once."""
    due = dict(DueWork.objects.values_list("name", "due_at"))
    missing = [name for name in names if name not in due]
    if missing:
        rows = [DueWork(name=name, due_at=now) for name in missing]
        DueWork.objects.bulk_create(rows, ignore_conflicts=True)
    return dict.fromkeys(missing, now) | due


def run_one(name: str, owner: str = "") -> bool:
    """Take the turn by compare-and-set and run; a failure is kept and told, the next turn comes as usual."""
    now = clock.now()
    work = _work[name]
    with lease(owner) as token:
        if not DueWork.objects.filter(name=name, due_at__lte=now).update(due_at=now + LEASE, claim=token):
            return False
        error = fault_of(name, work)
        DueWork.objects.filter(name=name, claim=token).update(
            due_at=now + work.every, done_at=clock.now(), error=error, claim=""
        )
    return True


def fault_of(name: str, work: Recurring) -> str:
    """Run one piece; give the text of its fault, empty when all went well."""
    try:
        work.run()
    except Exception as fault:  # noqa: BLE001  work of any room may fail in any way; the others must go on
        log.warning("recurring work failed name=%s fault=%s", name, place_of(fault))
        return "".join(traceback.format_exception_only(fault)).strip()[:ERROR_LENGTH]
    return ""
