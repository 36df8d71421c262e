"""`vmeste worker`: does what follows from facts, and what recurs."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from vmeste.ground.facts.reactions import LANES
from vmeste.ground.facts.worker import Worker


class Command(BaseCommand):
    """Runs until asked to stop."""

    help = "Do what follows from facts (mail, imports, numbers) and what recurs, until asked to stop."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the lanes."""
        parser.add_argument(
            "--lane", choices=LANES, action="append", help="serve this lane only; by default one thread for each"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Work; end with a status other than 0 when a lane broke."""
        del args
        sys.exit(Worker(tuple(options["lane"] or LANES)).run())
