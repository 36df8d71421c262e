"""Recurring work of the ground: sealing facts, forgetting keys of old forms."""

from datetime import timedelta

from vmeste.ground.facts.recurring import recurring
from vmeste.ground.facts.sealing import seal_batch
from vmeste.ground.kernel.idempotency import forget_old


@recurring("facts.seal", every=timedelta(seconds=20))
def seal() -> None:
    """Seal everything committed so far, batch by batch."""
    while seal_batch():
        pass


@recurring("kernel.forget_keys", every=timedelta(hours=1))
def forget() -> None:
    """Forget keys of forms that nobody will send again."""
    forget_old()
