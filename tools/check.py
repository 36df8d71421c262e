"""Everything that can be told without running the product: lint, form, types, imports, migrations, catalogues."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
CHECKS: dict[str, list[str | Path]] = {  # the slowest first: two run at a time
    "types": [BIN / "mypy"],
    "lint": [BIN / "ruff", "check", "."],
    "form": [BIN / "ruff", "format", "--check", "."],
    "imports": [BIN / "lint-imports"],
    "migrations": [BIN / "vmeste", "django", "makemigrations", "--check", "--dry-run"],
    "catalogues": [BIN / "python", "-m", "tools.messages", "check"],
}


@dataclass(frozen=True)
class Result:
    """What one check said."""

    name: str
    status: int
    said: str
    seconds: float


def run(name: str) -> Result:
    """Run one check with a data folder of its own, for Django wants one to say anything."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="vmeste-check-") as data:
        settings = {"VMESTE_DATA": data, "VMESTE_DATABASE_URL": "", "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        done = subprocess.run(
            list(map(str, CHECKS[name])),
            cwd=ROOT,
            env=os.environ | settings,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    return Result(name, done.returncode, done.stdout, time.monotonic() - began)


def main() -> int:
    """Run all checks; what is well takes one line, what is not says why. Return a shell's exit status."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(run, CHECKS))
    for result in results:
        if result.status:
            sys.stdout.write(f"\n----- {result.name}\n{result.said.rstrip()}\n")
    sys.stdout.write("\n")
    for result in results:
        sys.stdout.write(f"{'FAULTS' if result.status else 'well  '} {result.name} ({result.seconds:.0f} s)\n")
    return 1 if any(result.status for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
