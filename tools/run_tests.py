"""Runs the tests axis by axis and ends with what ran: `all` (two databases, browser), `quick`, `matrix`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tools import doctor

ROOT = Path(__file__).resolve().parent.parent
CLOSING = re.compile(r"^=+ .*\bin \d+\.\d+s.*=+$")
KEPT = {"VMESTE_REAL_DATA", "VMESTE_PICTURES"}
NOTHING_COLLECTED = 5


@dataclass(frozen=True)
class Axis:
    """One pass of pytest: its name and what tells it from the others."""

    name: str
    arguments: tuple[str, ...]


SQLITE = Axis("SQLite", ("--db=sqlite", "-m", "not browser"))
POSTGRES = Axis("PostgreSQL", ("--db=postgres", "-m", "not browser"))
BROWSER = Axis("browser", ("--db=sqlite", "-m", "browser and not matrix"))
BROWSER_ON_POSTGRES = Axis("browser, PostgreSQL", ("--db=postgres", "-m", "browser and not matrix"))
MATRIX = Axis("browser, further combinations", ("--db=sqlite", "-m", "browser and matrix"))
RUNS = {
    "quick": (SQLITE,),
    "all": (SQLITE, POSTGRES, BROWSER),
    "matrix": (SQLITE, POSTGRES, BROWSER, BROWSER_ON_POSTGRES, MATRIX),
}


@dataclass
class Outcome:
    """How one pass ended: its status, pytest's closing line, what it says did not run."""

    axis: Axis
    status: int = 0
    closing: str = ""
    untold: tuple[str, ...] = ()


def run(axis: Axis) -> Outcome:
    """Run one pass and let its lines through as they come."""
    say(f"\n##### {axis.name}\n")
    workers = str(min(os.cpu_count() or 1, 4))
    command = [sys.executable, "-m", "pytest", "-n", workers, "--dist", "worksteal", *axis.arguments]
    outcome = Outcome(axis)
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=surroundings(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or ():
            say(line)
            note(outcome, line.rstrip())
    outcome.status = process.returncode
    if outcome.status == NOTHING_COLLECTED:
        outcome.closing = "no test was found"
    return outcome


def note(outcome: Outcome, line: str) -> None:
    """Keep the lines that belong into the summary."""
    if CLOSING.match(line):
        outcome.closing = line
    elif line.startswith("not run: "):
        outcome.untold += (line,)


def surroundings() -> dict[str, str]:
    """Give the tests an environment without settings of a product that runs here."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VMESTE_") or name in KEPT}
    return kept | {"VMESTE_TESTS_COMPLETE": "1", "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}


def summary(outcomes: list[Outcome], seconds: float) -> str:
    """Say per axis what ran, in pytest's own words, and what did not."""
    lines = [f"\n##### What ran, in {seconds:.0f} s"]
    for outcome in outcomes:
        lines += [
            f"{outcome.axis.name}:",
            *outcome.untold,
            outcome.closing or f"pytest ended with status {outcome.status}",
        ]
    return "\n".join(lines) + "\n"


def say(text: str) -> None:
    """Write at once, so that a log shows where a run stands."""
    sys.stdout.write(text)
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Run the axes of one kind of run; return a shell's exit status."""
    if len(arguments) != 1 or arguments[0] not in RUNS:
        sys.stderr.write(f"usage: run_tests.py {'|'.join(RUNS)}\n")
        return 2
    if arguments[0] != "quick" and doctor.main(["--install"]):
        return 1
    began = time.monotonic()
    outcomes = [run(axis) for axis in RUNS[arguments[0]]]
    say(summary(outcomes, time.monotonic() - began))
    return 1 if any(outcome.status for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
