"""Makes `.venv` from the locks with hashes, the command `vmeste`, the catalogues; does nothing when nothing changed.

Run by any Python from 3.11 on, without a package beyond the standard library: `python3 tools/install.py runtime|tests`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
COMMAND = """#!{python}
import sys

from vmeste.config.command_line import main

sys.exit(main())
"""


def main(arguments: list[str]) -> int:
    """Install what `runtime` or `tests` names; return a shell's exit status."""
    wanted = arguments[0] if arguments else "runtime"
    if wanted not in {"runtime", "tests"}:
        return _stop(f"What is {wanted!r}? Known are: runtime, tests.")
    if sys.version_info < OLDEST:
        return _stop(
            f"Vmeste needs Python 3.11 or newer; this is {sys.version.split()[0]}. Name another: make PYTHON=…"
        )
    try:
        _install(wanted)
    except subprocess.CalledProcessError as failed:
        return _stop(f"This step failed: {' '.join(map(str, failed.cmd))}\nMend what is said above and run it again.")
    return 0


def _install(wanted: str) -> None:
    """Run the steps whose stamp is out of date."""
    if not _venv_works():
        _make_venv()
    if not _stamped(wanted):
        _say(f"installing the {wanted} packages …")
        _install_uv()
        _install_lock(wanted)
        _stamp(wanted)
    _write_once(_site_packages() / "vmeste.pth", f"{ROOT / 'src'}\n")
    _write_once(VENV / "bin" / "vmeste", COMMAND.format(python=PYTHON), mode=0o755)
    if _catalogues_are_old():
        _run(PYTHON, ROOT / "tools" / "messages.py", "compile")


def _venv_works() -> bool:
    """Tell whether `.venv` has an interpreter that starts (the one it was made from may have been removed since)."""
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False, capture_output=True).returncode == 0


def _make_venv() -> None:
    """Create `.venv`, or say which package the system lacks."""
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            "Python's venv is a package apart on this system. Install it and run the same command again:\n"
            f"    apt install python3-venv        (or python{version}-venv)"
        )
    _say(f"making {VENV.name} with Python {sys.version.split()[0]} …")
    shutil.rmtree(VENV, ignore_errors=True)
    venv.create(VENV, with_pip=True, symlinks=True)


def _install_uv() -> None:
    """Let pip fetch the quick installer, with a hash too; a second time it is there already."""
    lock = ROOT / "requirements" / "installer.lock"
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    _run(PYTHON, "-m", "pip", "install", *quiet, "--require-hashes", "--requirement", lock)


def _install_lock(wanted: str) -> None:
    """Install one lock; every package must match its hash."""
    lock = ROOT / "requirements" / f"{wanted}.lock"
    _run(
        VENV / "bin" / "uv", "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "--requirement", lock
    )


def _fingerprint(wanted: str) -> str:
    """Return what the installation depends on, as one hash: locks, interpreter, this script."""
    parts = [ROOT / "requirements" / "installer.lock", ROOT / "requirements" / f"{wanted}.lock", Path(__file__)]
    digest = hashlib.sha256(b"".join(part.read_bytes() for part in parts))
    digest.update(f"{sys.version_info[:2]} {ROOT}".encode())
    return digest.hexdigest()


def _stamp_file(wanted: str) -> Path:
    return VENV / f".installed-{wanted}"


def _stamped(wanted: str) -> bool:
    stamp = _stamp_file(wanted)
    return stamp.exists() and stamp.read_text() == _fingerprint(wanted)


def _stamp(wanted: str) -> None:
    _stamp_file(wanted).write_text(_fingerprint(wanted))


def _site_packages() -> Path:
    """Return the folder of packages inside `.venv` (its Python may differ from the one that runs this)."""
    found = next((VENV / "lib").glob("python3*/site-packages"), None)
    return found or Path(sysconfig.get_path("purelib", vars={"base": str(VENV)}))


def _catalogues_are_old() -> bool:
    """Tell whether a `.po` has no `.mo` of at least its age beside it."""
    return any(_is_older(po.with_suffix(".mo"), po) for po in (ROOT / "src").rglob("*.po"))


def _is_older(made: Path, source: Path) -> bool:
    return not made.exists() or made.stat().st_mtime_ns < source.stat().st_mtime_ns


def _write_once(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Write a small file unless it says so already."""
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
        path.chmod(mode)


def _run(*command: object) -> None:
    quiet = {"UV_NO_PROGRESS": "1", "UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "copy"), "PYTHONUTF8": "1"}
    subprocess.run([str(part) for part in command], check=True, env=os.environ | quiet, stdin=subprocess.DEVNULL)


def _say(text: str) -> None:
    sys.stderr.write(f"setup: {text}\n")


def _stop(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
