"""`vmeste import KIND FILE`: load a table from the command line, or only tell what would become of it."""

# ruff: noqa: N999  Django calls the command as the file is named, and people should type «import»

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from vmeste.ground.accounts.models import Person
from vmeste.ground.imports import direct, reader, shown
from vmeste.ground.imports.meanings import Meanings
from vmeste.ground.imports.models import Outcome
from vmeste.ground.imports.reading.faults import Unreadable
from vmeste.ground.imports.undoing import kept_until
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.errors import Invalid, Refused
from vmeste.ground.kernel.ids import code

UNREADABLE = 2


class Command(BaseCommand):
    """Import a file."""

    help = "Import a table: CSV, TSV, XLSX, XLS, ODS, JSON or GeoJSON. How it is to be read is found out."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what can be said."""
        parser.add_argument(
            "kind", help="what the rows are: " + ", ".join(name for name, _kind in registries.import_kinds.items())
        )
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="write nothing, tell what would happen")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--map", action="append", default=[], metavar="COLUMN=FIELD", help="take a field from a column"
        )
        parser.add_argument(
            "--option", action="append", default=[], metavar="NAME=VALUE", help="answer a question of the kind"
        )
        parser.add_argument(
            "--value",
            action="append",
            default=[],
            metavar="FIELD:TEXT=CODE",
            help="say what a word means that no vocabulary knows; an empty code leaves the field empty",
        )
        parser.add_argument(
            "--values", type=Path, default=None, metavar="JSON", help='the same from a file: {"type": {"text": "code"}}'
        )
        parser.add_argument("--as", dest="email", default="", metavar="EMAIL", help="import as this person")
        parser.add_argument("--encoding", default="", help="instead of the one found")
        parser.add_argument("--delimiter", default="", help="instead of the one found")
        parser.add_argument("--sheet", default="", help="instead of the first one that has rows")
        parser.add_argument("--header-row", type=int, default=None, help="row of the headings, from 1; 0 for none")

    def handle(self, **given: Any) -> None:
        """Import and tell; exit status 2 with words when the file as a whole cannot be imported."""
        if given["kind"] not in registries.import_kinds:
            names = ", ".join(name for name, _kind in registries.import_kinds.items())
            self.give_up(_("Nothing of this kind can be imported. Known kinds: %(names)s.") % {"names": names})
        try:
            order = self.order_of(given)
            report = direct.import_file(self.actor_of(given["email"]), order, self.progress)
        except Unreadable as fault:
            self.give_up(reader.words(fault))
        except FileNotFoundError:
            self.give_up(_("There is no file %(file)s.") % {"file": given["file"]})
        except OSError as fault:
            self.give_up(f"{given['file']}: {fault.strerror}")
        except Refused as refused:
            self.give_up(str(refused.reason))
        except Invalid as invalid:
            self.give_up("\n".join(f"{name}: {text}" if name else str(text) for name, text in invalid.faults.items()))
        if given["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self.tell(given["kind"], report, dry_run=given["dry_run"])

    def order_of(self, given: dict[str, Any]) -> direct.Order:
        """Put what was said into an order."""
        corrected = {
            name: given[name]
            for name in ("encoding", "delimiter", "sheet", "header_row")
            if given[name] not in {"", None}
        }
        kind = registries.import_kinds.get(given["kind"])
        options = dict(map(self.pair, given["option"]))
        if unknown := options.keys() - kind.options(SYSTEM).keys():
            self.give_up(_("There is no option «%(name)s».") % {"name": ", ".join(sorted(unknown))})
        return direct.Order(
            kind=given["kind"],
            path=given["file"],
            dry_run=given["dry_run"],
            columns=dict(map(self.pair, given["map"])),
            options=options,
            corrected=corrected,
            meanings=self.meanings_of(given),
        )

    def meanings_of(self, given: dict[str, Any]) -> Meanings:
        """Read what words mean, from a file and from single answers."""
        found: Meanings = self.meanings_in(given["values"]) if given["values"] else {}
        for text in given["value"]:
            named, meant = self.pair(text)
            field, sign, word = named.partition(":")
            if not sign:
                self.give_up(_("«%(text)s» must be written as FIELD:TEXT=CODE.") % {"text": text})
            found.setdefault(field.strip(), {})[word.strip().strip("«»")] = meant
        return found

    def meanings_in(self, path: Path) -> Meanings:
        """Read a file of meanings."""
        try:
            told = json.loads(path.read_text(encoding="utf-8-sig"))
            return {
                str(field): {str(text): str(meant) for text, meant in words.items()} for field, words in told.items()
            }
        except (ValueError, AttributeError):
            self.give_up(_("%(file)s must hold JSON: field, then text and code.") % {"file": path})

    def pair(self, text: str) -> tuple[str, str]:
        """Read NAME=VALUE; the last «=» divides, for headings may hold one."""
        name, sign, value = text.rpartition("=")
        if not sign:
            self.give_up(_("«%(text)s» must be written as NAME=VALUE.") % {"text": text})
        return name.strip(), value.strip()

    def actor_of(self, email: str) -> Actor:
        """Give the person with this address, else the product itself."""
        if not email:
            return SYSTEM
        person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
        if person is None:
            self.give_up(_("There is nobody with the address %(email)s.") % {"email": email})
        return registries.actor_makers.get("person")(person.id, None)

    def progress(self, done: int, total: int) -> None:
        """Show how far it is, where a person looks."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done} / {total}" + ("\n" if done >= total else ""))
            sys.stderr.flush()

    def tell(self, kind: str, report: direct.Report, *, dry_run: bool) -> None:
        """Say in words what happened."""
        self.tell_how_read(kind, report)
        counts = report.as_json()
        self.stdout.write(_("Rows: %(count)s") % {"count": counts["read"]})
        for outcome in Outcome:
            self.stdout.write(f"  {outcome.label}: {counts[outcome.value]}")
        self.stdout.write(_("  of them with remarks: %(count)s") % {"count": report.warned})
        for number, reasons in report.first_wrong:
            self.stdout.write(_("row %(number)s: %(reasons)s") % {"number": number, "reasons": " ".join(reasons)})
        self.tell_unknown(report)
        if dry_run:
            self.stdout.write(_("Nothing was written."))
        elif report.load:
            told = {"command": f"vmeste undo {code(report.load.pk)}", "day": kept_until(report.load).date().isoformat()}
            self.stdout.write(_("It can be undone until %(day)s: %(command)s") % told)

    def tell_how_read(self, kind: str, report: direct.Report) -> None:
        """Say what was found in the file and what was taken for what."""
        for label, words in shown.how_read(asdict(report.reading.head)):
            if words:
                self.stdout.write(f"{label}: {words}")
        for name, heading in report.mapping.items():
            self.stdout.write(f"  {name} ← {heading}")
        for label, words in shown.answers(kind, report.options):
            self.stdout.write(f"{label}: {words}")

    def tell_unknown(self, report: direct.Report) -> None:
        """Say which words no vocabulary knows, the most frequent first."""
        for field, words in report.unknown.items():
            for text, count in sorted(words.items(), key=lambda pair: -pair[1])[: direct.TOLD]:
                told = {"field": field, "text": text, "count": count}
                self.stdout.write(_("unknown word: --value %(field)s:«%(text)s»=CODE, rows: %(count)s") % told)

    def give_up(self, text: str) -> NoReturn:
        """Say why and end with the status for a file that cannot be imported as a whole."""
        self.stderr.write(text)
        sys.exit(UNREADABLE)
