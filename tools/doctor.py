"""Says what this machine lacks for running and for testing, as one line to run; `--install` runs it when it may.

Read by any Python, before anything is installed: standard library only.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OLDEST = (3, 11)


@dataclass(frozen=True)
class Need:
    """Something a machine must have: for what, how it is recognised, which package brings it."""

    what: str
    purpose: str
    present: bool
    package: str


def needs() -> list[Need]:
    """Look at this machine."""
    return [
        Need("make", "the commands", shutil.which("make") is not None, "make"),
        Need("venv of Python", "make run", importlib.util.find_spec("ensurepip") is not None, "python3-venv"),
        Need("PostgreSQL server", "make test", postgres() is not None, "postgresql"),
        Need("Chromium", "make test", any(map(shutil.which, BROWSERS)), "chromium"),
        Need("a font with Russian letters", "make test", has_fonts(), "fonts-dejavu-core"),
    ]


def postgres() -> Path | None:
    """Find the newest server's `initdb`."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1] if found else Path(on_path) if on_path else None


def has_fonts() -> bool:
    """Tell whether the system has any scalable font; a bare container has none."""
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts")]
    return any(next(folder.rglob("*.[to]t[fc]"), None) for folder in folders if folder.is_dir())


def line(packages: list[str]) -> str:
    """Give the one line that installs the packages on this kind of system."""
    if shutil.which("apt-get"):
        sudo = "" if os.geteuid() == 0 else "sudo "
        return f"{sudo}apt-get update && {sudo}apt-get install --yes --no-install-recommends {' '.join(packages)}"
    return f"install with this system's package manager: {' '.join(packages)}"


def install(packages: list[str]) -> int:
    """Install the packages as root of a Debian-like system; elsewhere say the line and stop."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.stderr.write(
            f"This machine lacks what the tests need. Run this line, then the command again:\n    {line(packages)}\n"
        )
        return 1
    sys.stderr.write(f"installing system packages: {' '.join(packages)} …\n")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "--quiet", "--quiet", "--option", "Dpkg::Use-Pty=0"]
    for command in ([*apt, "update"], [*apt, "install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(command, check=False, env=quiet, stdin=subprocess.DEVNULL, stdout=sys.stderr)
        if done.returncode:
            sys.stderr.write(f"That did not work. Try by hand:\n    {line(packages)}\n")
            return 1
    return 0


def main(arguments: list[str]) -> int:
    """Tell, or install with `--install`; return a shell's exit status."""
    found = needs()
    lacking = [need.package for need in found if not need.present]
    if "--install" in arguments:
        return install(lacking) if lacking else 0
    if sys.version_info < OLDEST:
        sys.stdout.write(
            f"Python here is {sys.version.split()[0]}; 3.11 or newer is needed: make PYTHON=python3.11 …\n"
        )
    for need in found:
        sys.stdout.write(f"{'has  ' if need.present else 'LACKS'} {need.what} (for {need.purpose})\n")
    sys.stdout.write(f"\nRun this line:\n    {line(lacking)}\n" if lacking else "\nNothing is lacking.\n")
    return 1 if lacking or sys.version_info < OLDEST else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
