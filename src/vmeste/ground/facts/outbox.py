"""The outbox: workers claim deliveries in batches by compare-and-set and run each in its own transaction."""

import logging
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, F, When

from vmeste.ground.facts.fact import unpack
from vmeste.ground.facts.leases import LEASE, LeaseLostError, lease
from vmeste.ground.facts.models import Delivery
from vmeste.ground.facts.reactions import LANES, Again, Lane, Later, Told, later_named
from vmeste.ground.kernel import clock

BATCH: dict[Lane, int] = {"quick": 200, "heavy": 1}
PAUSES = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
GIVE_UP_AFTER = 20  # with the pauses above about four days, as long as mail servers try
TIRED_AFTER = 3
ERROR_LENGTH = 2000

log = logging.getLogger(__name__)


def never() -> bool:
    """Say that nobody wants to stop."""
    return False


def work(lane: Lane, *, batch: int = 0, owner: str = "", stopping: Callable[[], bool] = never) -> int:
    """Claim and run what is due in a lane; give how many deliveries were tried.

    `stopping` is asked before each; what is left then goes back at once.
    """
    with lease(owner) as token:
        claimed = claim(lane, token, batch or BATCH[lane])
        failures: Counter[str] = Counter()
        for done, delivery in enumerate(claimed):
            if stopping():
                give_back(token)
                return done
            if failures[delivery.reaction] >= TIRED_AFTER:
                let_rest(delivery.reaction, token)
            elif not deliver(delivery, token):
                failures[delivery.reaction] += 1
        return len(claimed)


def claim(lane: Lane, token: str, batch: int) -> list[Delivery]:
    """Take up to `batch` due deliveries.

    A claim on them means that a worker died: each such one is taken alone and counts as tried, so that a delivery that
    kills its worker is given up in the end and takes no other with it.
    """
    now = clock.now()
    due = Delivery.objects.filter(lane=lane, due_at__lte=now, given_up=False)
    rows = list(due.values_list("id", "claim", "attempts")[:batch])
    orphans = [key for key, before, _ in rows if before]
    keys = orphans[:1] or [key for key, _, _ in rows]
    if not keys:
        return []
    tried = Case(When(claim="", then=F("attempts")), default=F("attempts") + 1)
    due.filter(id__in=keys).update(claim=token, due_at=now + LEASE, attempts=tried)
    claimed = list(Delivery.objects.filter(claim=token).select_related("record").order_by("id"))
    if orphans and claimed and claimed[0].attempts >= GIVE_UP_AFTER:
        put_off(claimed[0], token, "the worker died of it")
        return []
    return claimed


def deliver(delivery: Delivery, token: str) -> bool:
    """Run one reaction; the delivery goes in the same transaction as what the reaction changed. False: it failed."""
    try:
        reaction = known(delivery.reaction)
        with frame(reaction):
            finish(delivery, token, more=isinstance(run(reaction, delivery), Again))
    except LeaseLostError:
        log.info("delivery taken over reaction=%s record=%s", delivery.reaction, delivery.record_id)
    except Exception as fault:  # noqa: BLE001  a reaction of any room may fail in any way; the outbox must go on
        attempt = delivery.attempts + 1
        log.warning(
            "delivery failed reaction=%s record=%s attempt=%s fault=%s",
            delivery.reaction,
            delivery.record_id,
            attempt,
            place_of(fault),
        )
        put_off(delivery, token, "".join(traceback.format_exception_only(fault)).strip())
        return False
    return True


def known(name: str) -> Later:
    """Give the reaction of this name; raises `LookupError` when the running code has none."""
    reaction = later_named(name)
    if reaction is None:
        message = f"no reaction named {name}"
        raise LookupError(message)
    return reaction


def frame(reaction: Later) -> AbstractContextManager[Any]:
    """Give the transaction a reaction runs in, or none for one that talks to other machines."""
    return nullcontext() if reaction.outside else transaction.atomic()


def run(reaction: Later, delivery: Delivery) -> Again | None:
    """Call the reaction with the fact read back."""
    record = delivery.record
    fact = unpack(record.kind, record.version, record.values)
    return reaction.run(Told(record.id, fact, record.at, record.person_id, record.organisation_id))


def finish(delivery: Delivery, token: str, *, more: bool) -> None:
    """Strike the delivery off, or keep it for the next piece; raises `LeaseLostError` when it is not ours any more."""
    ours = Delivery.objects.filter(id=delivery.id, claim=token)
    rows = ours.update(claim="", due_at=clock.now(), attempts=0, error="") if more else ours.delete()[0]
    if not rows:
        raise LeaseLostError


def put_off(delivery: Delivery, token: str, error: str) -> None:
    """Try again after a growing pause; after many tries leave it to an administrator."""
    pause = PAUSES[min(delivery.attempts, len(PAUSES) - 1)]
    tried = delivery.attempts + 1
    Delivery.objects.filter(id=delivery.id, claim=token).update(
        attempts=tried,
        due_at=clock.now() + pause,
        claim="",
        error=error[:ERROR_LENGTH],
        given_up=tried >= GIVE_UP_AFTER,
    )


def let_rest(reaction: str, token: str) -> None:
    """Put back what this worker holds for a reaction that keeps failing: a dead mail server must not hold up others."""
    Delivery.objects.filter(claim=token, reaction=reaction).update(claim="", due_at=clock.now() + PAUSES[0])


def give_back(token: str) -> None:
    """Let another worker go on with what is left of a batch."""
    Delivery.objects.filter(claim=token).update(claim="", due_at=clock.now())


def retry(key: int) -> bool:
    """Give a delivery that was given up a new chance."""
    return bool(
        Delivery.objects.filter(id=key, given_up=True).update(given_up=False, attempts=0, due_at=clock.now(), claim="")
    )


def run_all(limit: int = 10_000) -> int:
    """Work through everything due in all lanes; for tests, the demonstration and the command line."""
    done = 0
    while done < limit and (step := sum(work(lane) for lane in LANES)):
        done += step
    return done


def place_of(fault: BaseException) -> str:
    """Say the class of a fault and where it arose, without its text, which may name people."""
    frames = traceback.extract_tb(fault.__traceback__)
    where = f" at {frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
    return f"{type(fault).__name__}{where}"
