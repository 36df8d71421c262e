"""`vmeste duplicates`: look at every card that is owed a look, then tell which pairs may be one."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from vmeste.gather.participants.commands import look_further
from vmeste.gather.participants.likeness import LIKELY
from vmeste.gather.participants.models import LikelyPair, Organisation
from vmeste.gather.participants.queries import pairs_above
from vmeste.gather.participants.sentences import reasons
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.ids import code


def score(text: str) -> float:
    """Read a score of 0…1."""
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        found = -1
    if not 0 <= found <= 1:
        message = f"{text}: a score is a number from 0 to 1"
        raise ArgumentTypeError(message)
    return found


class Command(BaseCommand):
    """Tell of duplicates."""

    help = "Print the pairs of organisations that may be one, the likeliest first, with what speaks for and against it."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what can be said."""
        parser.add_argument("--json", action="store_true", help="print one JSON array")
        parser.add_argument(
            "--min", dest="least", type=score, default=LIKELY, metavar="SCORE", help=f"from this score on ({LIKELY})"
        )

    def handle(self, **given: Any) -> None:
        """Look, then print."""
        looked = 0
        while piece := look_further(actor=SYSTEM):
            looked += piece
            self.progress(looked)
        pairs = pairs_above(given["least"])
        if given["json"]:
            self.stdout.write(json.dumps([as_json(pair) for pair in pairs], ensure_ascii=False))
        else:
            self.tell(pairs)

    def progress(self, looked: int) -> None:
        """Show how far it is, where a person looks."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{looked}")
            sys.stderr.flush()

    def tell(self, pairs: list[LikelyPair]) -> None:
        """Print pairs for a person."""
        for pair in pairs:
            self.stdout.write(f"{pair.score:.2f}  {pair.first}")
            self.stdout.write(f"      {pair.second}")
            for reason in reasons(pair.parts, pair.obstacles):
                self.stdout.write(f"      {'+' if reason.good else '−'} {reason.text}")
        self.stdout.write(_("Pairs that may be one: %(count)s") % {"count": len(pairs)})


def as_json(pair: LikelyPair) -> dict[str, Any]:
    """Give a pair as plain JSON."""
    return {
        "score": round(pair.score, 4),
        "first": card_json(pair.first),
        "second": card_json(pair.second),
        "reasons": [{"text": one.text, "for": one.good} for one in reasons(pair.parts, pair.obstacles)],
        "parts": {name: {"value": value, "weight": weight} for name, value, weight, _about in pair.parts},
        "obstacles": pair.obstacles,
    }


def card_json(card: Organisation) -> dict[str, Any]:
    """Give a card as plain JSON: what it is called and where it works."""
    return {
        "id": card.id,
        "code": code(card.id),
        "name": card.name,
        "short_name": card.short_name,
        "other_names": [other.name for other in card.other_names.all()],
        "inn": card.inn,
        "kpp": card.kpp,
        "address": card.address,
        "sites": [site.address for site in card.sites.all()],
    }
