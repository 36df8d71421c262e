"""`vmeste undo IMPORT`: take a whole import back from the command line, or list what can be taken back."""

import json
import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from vmeste.ground.imports import undoing
from vmeste.ground.imports.models import Import, State
from vmeste.ground.imports.obstacles import told
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.errors import Refused, Stale
from vmeste.ground.kernel.ids import code, code_in

IN_THE_WAY = 3


class Command(BaseCommand):
    """Undo an import."""

    help = "Take back all that an import made and changed, while nothing was built on it; without IMPORT, list imports."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what can be said."""
        parser.add_argument("load", nargs="?", default="", metavar="IMPORT", help="the code in the import's address")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **given: Any) -> None:
        """Undo and tell; exit status 3 with a list when something stands in the way."""
        if not given["load"]:
            self.list_imports()
            return
        load = Import.objects.filter(pk=code_in(given["load"]) or 0).first()
        if load is None:
            self.give_up(_("There is no import %(code)s.") % {"code": given["load"]}, 2)
        try:
            undoing.undo_import(actor=SYSTEM, load=load)
        except (Refused, Stale) as refused:
            self.give_up(str(refused.reason), 2)
        while load.is_running:  # a worker may do the same meanwhile: each step is done once
            undoing.go_on(load)
            load.refresh_from_db()
        self.tell(load, [one.text for one in told(SYSTEM, load)], as_json=given["json"])

    def tell(self, load: Import, obstacles: list[str], *, as_json: bool) -> None:
        """Say what became of it."""
        if as_json:
            self.stdout.write(json.dumps({"state": load.state, "obstacles": obstacles}, ensure_ascii=False))
        if load.state != State.UNDONE:
            words = [load.fault, _("It could not be undone; this stands in the way:"), *obstacles]
            self.give_up("\n".join(filter(None, words)), IN_THE_WAY)
        elif not as_json:
            self.stdout.write(_("The import is undone: everything is as it was before."))

    def list_imports(self) -> None:
        """Show imports whose traces are kept."""
        for load in Import.objects.filter(traces__isnull=False).distinct().order_by("-id"):
            line = (
                code(load.pk),
                load.uploaded_at.date().isoformat(),
                load.kind,
                State(load.state).label,
                load.file_name,
            )
            self.stdout.write("  ".join(map(str, line)))

    def give_up(self, text: str, status: int) -> NoReturn:
        """Say why not."""
        self.stderr.write(text)
        sys.exit(status)
