"""Recurring work of the index: adding up the ledger of lemmas."""

from datetime import timedelta

from vmeste.ground.facts.recurring import recurring
from vmeste.ground.text import ledger


@recurring("text.add_up", every=timedelta(minutes=10))
def add_up() -> None:
    """Add up all lines of the ledger."""
    ledger.add_up()
