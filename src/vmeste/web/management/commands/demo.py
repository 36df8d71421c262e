"""`vmeste demo load`: make the demonstration, once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from vmeste.gather.participants.models import Organisation
from vmeste.web.demonstration.cast import accounts
from vmeste.web.demonstration.loading import is_loaded, load


class Command(BaseCommand):
    """Makes the demonstration and says how to sign in."""

    help = "Make the demonstration: demo load."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the deed."""
        parser.add_argument("deed", choices=("load",))
        parser.add_argument("--if-empty", action="store_true", help="leave a place alone where other data stand")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load it and list the accounts."""
        if options["if_empty"] and not is_loaded() and Organisation.objects.exists():
            self.stdout.write("Other data stand here; the demonstration is left out.")
            return
        world = load()
        if world is None:
            self.stdout.write("The demonstration stands already.")
        else:
            self.stdout.write(f"The demonstration is made: {len(world.organisations)} organisations.")
        for hint in accounts():
            self.stdout.write(f"  {hint.email:26} {hint.password}   {hint.about}")
