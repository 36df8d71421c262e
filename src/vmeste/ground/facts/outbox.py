"""The outbox: workers claim deliveries in batches by compare-and-set and run each in its own transaction."""

import logging
import secrets
import traceback
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from typing import Any

from django.db import transaction

from vmeste.ground.facts.fact import unpack
from vmeste.ground.facts.models import Delivery
from vmeste.ground.facts.reactions import Lane, Told, later_named
from vmeste.ground.kernel import clock

BATCH = 200
LEASE = timedelta(minutes=10)
PAUSES = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
GIVE_UP_AFTER = 12

log = logging.getLogger(__name__)


def work(lane: Lane, *, batch: int = BATCH) -> int:
    """Claim and run what is due in a lane; give how many deliveries were tried."""
    token = secrets.token_hex(16)
    claimed = claim(lane, token, batch)
    for position, key in enumerate(claimed):
        if position and not still_ours(key, token):
            continue
        deliver(key, token)
    return len(claimed)


def claim(lane: Lane, token: str, batch: int) -> list[int]:
    """Take up to `batch` due deliveries; a lease ends by itself if this worker dies."""
    now = clock.now()
    due = Delivery.objects.filter(lane=lane, due_at__lte=now, given_up=False)
    keys = list(due.values_list("id", flat=True)[:batch])
    if not keys:
        return []
    due.filter(id__in=keys).update(claim=token, due_at=now + LEASE)
    return list(Delivery.objects.filter(claim=token).order_by("id").values_list("id", flat=True))


def still_ours(key: int, token: str) -> bool:
    """Tell whether the lease holds, and prolong it: a batch may take longer than one lease."""
    return bool(Delivery.objects.filter(id=key, claim=token).update(due_at=clock.now() + LEASE))


def deliver(key: int, token: str) -> None:
    """Run one reaction; the delivery goes in the same transaction as what the reaction changed."""
    delivery = Delivery.objects.select_related("record").filter(id=key, claim=token).first()
    if delivery is None:
        return
    try:
        with frame(delivery):
            run(delivery)
            Delivery.objects.filter(id=key, claim=token).delete()
    except Exception as fault:  # noqa: BLE001  a reaction of any room may fail in any way; the outbox must go on
        log.warning("%s failed", delivery, exc_info=True)
        put_off(delivery, token, "".join(traceback.format_exception_only(fault)))


def frame(delivery: Delivery) -> AbstractContextManager[Any]:
    """Give the transaction a reaction runs in, or none for one that talks to other machines."""
    reaction = later_named(delivery.reaction)
    return nullcontext() if reaction is not None and reaction.outside else transaction.atomic()


def run(delivery: Delivery) -> None:
    """Call the reaction with the fact read back."""
    record = delivery.record
    reaction = later_named(delivery.reaction)
    if reaction is None:
        message = f"no reaction named {delivery.reaction}"
        raise LookupError(message)
    fact = unpack(record.kind, record.version, record.values)
    reaction.run(Told(record.id, fact, record.at, record.person_id, record.organisation_id))


def put_off(delivery: Delivery, token: str, error: str) -> None:
    """Try again after a growing pause; after many tries leave it to an administrator."""
    pause = PAUSES[min(delivery.attempts, len(PAUSES) - 1)]
    Delivery.objects.filter(id=delivery.id, claim=token).update(
        attempts=delivery.attempts + 1,
        due_at=clock.now() + pause,
        claim="",
        error=error,
        given_up=delivery.attempts + 1 >= GIVE_UP_AFTER,
    )


def retry(key: int) -> bool:
    """Give a delivery that was given up a new chance."""
    return bool(
        Delivery.objects.filter(id=key, given_up=True).update(given_up=False, attempts=0, due_at=clock.now(), claim="")
    )


def run_all(limit: int = 10_000) -> int:
    """Work through everything due in both lanes; for tests, the demonstration and the command line."""
    done = 0
    while done < limit and (step := work("quick") + work("heavy")):
        done += step
    return done
