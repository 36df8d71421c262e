"""Recurring work: a table of due jobs that the worker keeps; no system cron."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from vmeste.ground.facts.models import DueWork
from vmeste.ground.kernel import clock

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recurring:
    """A piece of work and the pause between two runs."""

    every: timedelta
    run: Callable[[], None]


_work: dict[str, Recurring] = {}


def recurring(name: str, *, every: timedelta) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Have a worker run the function every so often; several workers run it once."""

    def register(function: Callable[[], None]) -> Callable[[], None]:
        _work[name] = Recurring(every, function)
        return function

    return register


def run_due() -> int:
    """Run what is due; give how many pieces ran."""
    now = clock.now()
    due = dict(DueWork.objects.values_list("name", "due_at"))
    for name in _work.keys() - due.keys():
        DueWork.objects.get_or_create(name=name, defaults={"due_at": now})
        due[name] = now
    return sum(run_one(name) for name in _work if due[name] <= now)


def run_one(name: str) -> bool:
    """Take the turn by compare-and-set and run; a failure is kept and told, the next turn comes as usual."""
    now = clock.now()
    work = _work[name]
    if not DueWork.objects.filter(name=name, due_at__lte=now).update(due_at=now + work.every):
        return False
    error = ""
    try:
        with transaction.atomic():
            work.run()
    except Exception as fault:  # noqa: BLE001  work of any room may fail in any way; the others must go on
        log.warning("%s failed", name, exc_info=True)
        error = "".join(traceback.format_exception_only(fault))
    DueWork.objects.filter(name=name).update(done_at=now, error=error)
    return True
