"""Recurring work of the notices: forget old ones."""

from datetime import timedelta

from vmeste.ground.facts.recurring import recurring
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.listen.notifications.commands import forget_notices


@recurring("notifications.forget", every=timedelta(days=1))
def forget() -> None:
    """Forget what nobody will look at again."""
    forget_notices(actor=SYSTEM)
