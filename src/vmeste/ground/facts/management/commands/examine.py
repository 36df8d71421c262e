"""`vmeste check`: looks for faults; «audit» recomputes the sealed chain of facts."""

import re
from argparse import ArgumentTypeError
from collections.abc import Iterator
from typing import Any

from django.core import checks
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from vmeste.ground.facts.sealing import audit
from vmeste.ground.kernel import registries

NOTED = re.compile(r"([1-9]\d*):([0-9a-f]{64})")


class Command(BaseCommand):
    """Tells every fault in a sentence; ends with status 1 when there is one."""

    help = (
        "Look for faults. «audit» recomputes the sealed chain of facts and prints its last root to be noted elsewhere."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to look at, and roots noted before."""
        parser.add_argument("what", nargs="?", choices=("quick", "audit", "all"), default="quick")
        parser.add_argument(
            "--expect",
            metavar="NUMBER:ROOT",
            type=noted,
            action="append",
            default=[],
            help="a seal as an earlier audit printed it; may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Look and tell."""
        del args
        what, expected = options["what"], dict(options["expect"])
        faults = list(faults_of_tables())
        if not faults and what != "audit":
            faults += faults_of_rooms()
        if not faults and (expected or what != "quick"):
            faults += self.faults_of_chain(expected)
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("All is well.")

    def faults_of_chain(self, expected: dict[int, bytes]) -> Iterator[str]:
        """Recompute the chain and say what it holds."""
        found = audit(expected)
        if found.broken:
            yield f"Seal {found.broken} does not hold: facts up to it were changed, removed or sealed anew."
        self.stdout.write(f"{found.seals} seals hold {found.sealed} facts; {found.unsealed} are not sealed yet.")
        if found.seals:
            self.stdout.write(f"Note elsewhere: {found.seals}:{found.root.hex()}")


def noted(text: str) -> tuple[int, bytes]:
    """Read a seal as an audit printed it."""
    match = NOTED.fullmatch(text.strip().lower())
    if not match:
        message = f"must look like 12:9f86d0…, as an earlier «vmeste check audit» printed it, not {text!r}"
        raise ArgumentTypeError(message)
    return int(match[1]), bytes.fromhex(match[2])


def faults_of_tables() -> Iterator[str]:
    """Say when the database is behind the code."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield f"{len(waiting)} migrations are not applied; run «vmeste migrate»."


def faults_of_rooms() -> Iterator[str]:
    """Ask the framework and every room."""
    for fault in checks.run_checks():
        if fault.is_serious():
            yield f"{fault.id}: {fault.msg}"
    for search in registries.checks.values():
        yield from search()
