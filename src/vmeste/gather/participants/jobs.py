"""Recurring work: who acts for an organisation is asked once a year whether its card is right."""

from datetime import timedelta

from vmeste.gather.participants.commands import ask_about_card
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
