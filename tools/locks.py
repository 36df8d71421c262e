"""Resolves the locks anew: every package with its hashes, no address of a registry in them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("installer", "runtime", "tests")
ADDRESS = re.compile(r"https?://|file://|--index-url|--extra-index-url|--find-links", re.IGNORECASE)


def resolve(name: str) -> None:
    """Write one lock; the tests' packages keep the versions of the running product's."""
    inputs = [f"requirements/{name}.in"]
    bound = ["--constraint", "requirements/runtime.lock"] if name == "tests" else []
    flags = [
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-header",
        "--no-emit-index-url",
        "--quiet",
    ]
    command = [
        str(ROOT / ".venv" / "bin" / "uv"),
        "pip",
        "compile",
        *flags,
        *bound,
        *inputs,
        "-o",
        f"requirements/{name}.lock",
    ]
    subprocess.run(command, cwd=ROOT, check=True)


def main() -> int:
    """Resolve all locks; return a shell's exit status."""
    for name in LOCKS:
        resolve(name)
        text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
        if ADDRESS.search(text):
            sys.stderr.write(f"requirements/{name}.lock holds an address; do not commit it\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
