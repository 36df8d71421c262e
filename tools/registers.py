"""Tell what becomes of each file of a folder, imported as a new user would: `python -m tools.registers FOLDER…`.

Each file goes through `vmeste import KIND FILE --dry-run` (`--kind`, organisations unless told) on an empty database
of its own; nothing is written.
The table on the standard output is the one of docs/registers.md.
"""

import argparse
import os
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vmeste.ground.imports.direct import Report
    from vmeste.ground.imports.passes import Plan
    from vmeste.ground.imports.reader import Row
    from vmeste.ground.kernel.registries import Verdict

QUOTED = re.compile(r"«[^»]*»|\(\w+\)|\d+(?:[.,;]\d+)*")
MOST_REASONS = 4


@dataclass(slots=True)
class Account:
    """What became of one file: counts by outcome, reasons and remarks by how many rows have them, or why it is none."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    columns: list[str] = field(default_factory=list)
    system: str = ""
    found: str = ""
    refused: str = ""
    seconds: float = 0.0

    def add(self, verdicts: Iterable["Verdict"]) -> None:
        """Count verdicts; what a reason quotes is left out, so that those alike are counted together."""
        for verdict in verdicts:
            self.counts[verdict.outcome] += 1
            self.reasons.update({QUOTED.sub("…", reason) for reason in verdict.reasons})
            self.remarks.update({QUOTED.sub("…", remark) for remark in verdict.warnings})


def main() -> None:
    """Print the table for the files of the folders named."""
    asked = argparse.ArgumentParser(description="Tell what becomes of each file of a folder.")
    asked.add_argument("folders", nargs="+", type=Path)
    asked.add_argument("--kind", default="organisations")
    wish = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="vmeste-registers-") as data:
        os.environ |= {
            "VMESTE_DATA": data,
            "VMESTE_DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "vmeste.config.settings",
        }
        prepare()
        for folder in map(Path.resolve, wish.folders):
            print(f"\n### {folder.name}\n")
            print("\n".join(table([account_of(path, folder, wish.kind) for path in files_of(folder)])))


def prepare() -> None:
    """Set up a database with what a release brings."""
    import django  # noqa: PLC0415  the environment is made by now

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("prepare", verbosity=0)


def files_of(folder: Path) -> Iterator[Path]:
    """Give the files below a folder in the order of their names."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def account_of(path: Path, folder: Path, kind: str) -> Account:
    """Import one file without writing; words for the file as a whole take the place of counts."""
    from django.utils.translation import override  # noqa: PLC0415

    from vmeste.ground.imports import direct, passes, reader  # noqa: PLC0415
    from vmeste.ground.imports.reading.faults import Unreadable  # noqa: PLC0415
    from vmeste.ground.kernel.actors import SYSTEM  # noqa: PLC0415
    from vmeste.ground.kernel.errors import Invalid  # noqa: PLC0415

    account, began, decide = Account(str(path.relative_to(folder))), time.perf_counter(), passes.decide

    def watched(step: passes.Step, plan: "Plan", rows: "list[Row]") -> "list[Verdict]":
        verdicts = decide(step, plan, rows)
        account.add(verdicts)
        return verdicts

    passes.decide = watched  # type: ignore[assignment]
    try:
        with override("en"):
            tell(account, direct.import_file(SYSTEM, direct.Order(kind, path, dry_run=True)))
    except Unreadable as fault:
        with override("en"):
            account.refused = reader.words(fault)
    except Invalid as invalid:
        account.refused = " ".join(str(text) for text in invalid.faults.values())
    finally:
        passes.decide = decide
    account.seconds = time.perf_counter() - began
    return account


def tell(account: Account, report: "Report") -> None:
    """Keep how the file was read and which columns were taken."""
    head = report.reading.head
    signs = {"\t": "tab"}
    named = signs.get(head.delimiter, head.delimiter)
    account.found = " ".join(filter(None, (head.format, head.encoding, named and f"`{named}`", head.sheet)))
    account.system = report.options.get("coordinates", "")
    account.columns = [f"{name} ← {heading}" for name, heading in report.mapping.items()]


def table(accounts: Iterable[Account]) -> Iterator[str]:
    """Give the lines of a table of Markdown."""
    yield "| file | read as | rows | new | changed | repeated | wrong | why wrong | remarks | coordinates |"
    yield "|---|---|---:|---:|---:|---:|---:|---|---|---|"
    for one in accounts:
        if one.refused:
            yield f"| {one.name} | | | | | | | {one.refused.replace('|', '/')} | | |"
            continue
        numbers = [one.counts.total(), *(one.counts[name] for name in ("new", "changed", "duplicate", "wrong"))]
        cells = [one.name, one.found, *numbers, listed(one.reasons), listed(one.remarks), one.system or "none"]
        yield "| " + " | ".join(str(cell).replace("|", "/") for cell in cells) + " |"


def listed(counted: Counter[str]) -> str:
    """Give the most frequent sentences with their numbers."""
    return "; ".join(f"{number} × {text}" for text, number in counted.most_common(MOST_REASONS))


if __name__ == "__main__":
    main()
