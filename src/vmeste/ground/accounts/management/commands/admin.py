"""`vmeste admin create EMAIL`: make somebody an administrator, the first one above all."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from vmeste.ground.accounts import commands
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.errors import Invalid


class Command(BaseCommand):
    """Makes an administrator and prints the address at which they set their password."""

    help = "Make an administrator: admin create EMAIL [--name NAME] [--password-stdin]."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the deed, the e-mail and, where a machine sets it up, a password."""
        parser.add_argument("deed", choices=("create",))
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="what colleagues call them")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, and say what to open next."""
        try:
            with transaction.atomic():
                person = commands.make_admin(actor=SYSTEM, email=options["email"], name=options["name"])
                said = with_password(person) if options["password_stdin"] else way_in(person)
        except Invalid as invalid:
            raise CommandError(" ".join(str(text) for text in invalid.faults.values())) from None
        self.stdout.write(said)


def with_password(person: Person) -> str:
    """Set the password that stands in the first line of standard input."""
    password = sys.stdin.readline().rstrip("\r\n")
    name = person.name or _("Administrator")
    commands.welcome_person(actor=SYSTEM, person=person, name=name, password=password)
    return f"{person.email}: administrator, signs in with the password given."


def way_in(person: Person) -> str:
    """Give the address to open, as a sentence."""
    if person.is_settled:
        return f"{person.email}: administrator, signs in as before."
    address = commands.welcome_address(actor=SYSTEM, person=person)
    return f"{person.email}: administrator. Set name and password here, once, within 30 days:\n{address}"
