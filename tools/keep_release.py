"""Keeps the databases of a release, so that every later one is tried on them: `python -m tools.keep_release NAME`.

The demonstration is loaded into an empty SQLite file and into a PostgreSQL cluster of our own; what they hold stands
then in `tests/releases` as NAME.sqlite3.xz and NAME.sql.xz.
"""

import lzma
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.kit.postgres import Cluster, program

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests" / "releases"
VMESTE = [sys.executable, "-m", "vmeste.config.command_line"]


def main() -> None:
    """Keep both."""
    name = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="vmeste-release-") as folder:
        keep(f"{name}.sqlite3.xz", sqlite_of(Path(folder)))
    cluster = Cluster()
    try:
        with tempfile.TemporaryDirectory(prefix="vmeste-release-") as folder:
            fill(Path(folder), cluster.url)
            keep(f"{name}.sql.xz", dump_of(cluster))
    finally:
        cluster.stop()


def fill(data: Path, url: str) -> None:
    """Make the tables and load the demonstration."""
    surroundings = os.environ | {"VMESTE_DATA": str(data), "VMESTE_DATABASE_URL": url, "PYTHONPATH": str(ROOT / "src")}
    for words in (["migrate"], ["demo", "load"]):
        subprocess.run([*VMESTE, *words], env=surroundings, check=True, stdin=subprocess.DEVNULL)


def sqlite_of(data: Path) -> bytes:
    """Give a filled SQLite file without gaps."""
    fill(data, "")
    link = sqlite3.connect(data / "vmeste.sqlite3")
    link.execute("VACUUM INTO ?", [str(data / "kept")])
    link.close()
    return (data / "kept").read_bytes()


def dump_of(cluster: Cluster) -> bytes:
    """Give the statements that make a cluster's database anew."""
    where = ["-h", str(cluster.folder), "-p", str(cluster.port), "-U", "vmeste", "--no-owner", "vmeste"]
    return subprocess.run([str(program("pg_dump")), *where], check=True, capture_output=True).stdout


def keep(name: str, content: bytes) -> None:
    """Write one, packed."""
    path = KEPT / name
    path.write_bytes(lzma.compress(content, preset=9))
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
