"""Recurring work: who acts for an organisation is asked once a year about its card; planned closings come about."""

from datetime import timedelta

from vmeste.gather.participants.commands import ask_about_card, carry_closing_out
from vmeste.gather.participants.commands.closing import closings_due
from vmeste.gather.participants.commands.freshness import cards_to_ask, cards_to_remind
from vmeste.ground.facts.recurring import recurring
from vmeste.ground.kernel.actors import SYSTEM

BATCH = 200


@recurring("participants.freshness", every=timedelta(hours=1))
def ask_about_cards() -> None:
    """Ask about old cards and remind once, each card in a transaction of its own; at most 200 of each a turn.

    Cards nobody acts for are never asked about: the territory's coordinator finds them as one line with a number.
    """
    for card in cards_to_ask()[:BATCH]:
        ask_about_card(actor=SYSTEM, organisation=card)
    for card in cards_to_remind()[:BATCH]:
        ask_about_card(actor=SYSTEM, organisation=card, again=True)


@recurring("participants.closing", every=timedelta(hours=1))
def close_what_is_due() -> None:
    """Close organisations whose day has come, each in a transaction of its own; at most 200 a turn."""
    for planned in closings_due()[:BATCH]:
        carry_closing_out(actor=SYSTEM, planned=planned)
