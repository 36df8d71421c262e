"""`vmeste migrate`: database, cache, style sheets and data of the release; quick when nothing has changed."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from vmeste.ground.kernel.registries import release_data
from vmeste.ground.kernel.turns import turn


class Command(BaseCommand):
    """Runs every step in order; each may be repeated."""

    help = "Bring database, style sheets and data of the release up to date. Safe to repeat; takes turns with itself."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare everything; say what was done."""
        del args
        with turn("prepare"):
            said = [*migrate(), *load_release_data()]
            collect_static()
        if options["verbosity"]:
            self.stdout.write("\n".join(said or ["Everything is up to date."]))


def migrate() -> list[str]:
    """Bring the tables up to date; give a sentence when there was something to do."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return [f"{len(waiting)} migrations applied."] if waiting else []


def load_release_data() -> list[str]:
    """Let every room bring its release's data up to date; give what they say."""
    said = []
    for load in release_data.values():
        with transaction.atomic():
            said.append(load())
    return [sentence for sentence in said if sentence]


def collect_static() -> None:
    """Put style sheets, scripts and pictures where the server takes them from."""
    call_command("collectstatic", interactive=False, verbosity=0)
