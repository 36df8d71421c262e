"""The database of every release so far is brought up to date, and nothing that stood in it is lost."""

import lzma
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.kit.postgres import Cluster, program

ROOT = Path(__file__).resolve().parents[2]
KEPT = Path(__file__).parent
RELEASES = sorted(path.name.partition(".")[0] for path in KEPT.glob("*.sqlite3.xz"))
PATIENCE = 300
OTHERS = ("django_", "auth_", "sqlite_", "kernel_once")
"""Tables of the framework and of the engine, and what is forgotten by the way."""


@dataclass(frozen=True)
class Place:
    """A database as an earlier release left it: its address for the product, and who asks it directly."""

    data: Path
    url: str
    link: Callable[[], Any]
    tables: str

    def counts(self) -> dict[str, int]:
        with closing(self.link()) as link:
            names = [name for (name,) in link.execute(self.tables).fetchall() if not name.startswith(OTHERS)]
            return {name: link.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608

    def vmeste(self, *words: str) -> None:
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("VMESTE_", "DJANGO_"))}
        mine = {"VMESTE_DATA": str(self.data), "VMESTE_DATABASE_URL": self.url, "PYTHONPATH": str(ROOT / "src")}
        done = subprocess.run(
            [sys.executable, "-m", "vmeste.config.command_line", *words],
            env=plain | mine, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL,
            timeout=PATIENCE, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def on_sqlite(release: str, data: Path) -> Iterator[Place]:
    file = data / "vmeste.sqlite3"
    file.write_bytes(lzma.decompress((KEPT / f"{release}.sqlite3.xz").read_bytes()))
    own = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    yield Place(data, "", lambda: sqlite3.connect(file), f"{own} AND name NOT LIKE '%_words_%'")


@contextmanager
def on_postgres(release: str, data: Path) -> Iterator[Place]:
    cluster = Cluster()
    where: dict[str, Any] = {"host": str(cluster.folder), "port": cluster.port, "user": "vmeste", "dbname": "vmeste"}
    try:
        statements = lzma.decompress((KEPT / f"{release}.sql.xz").read_bytes())
        asked = ["-h", str(cluster.folder), "-p", str(cluster.port), "-U", "vmeste", "-q", "-v", "ON_ERROR_STOP=1"]
        subprocess.run([str(program("psql")), *asked, "vmeste"], input=statements, check=True, capture_output=True)
        own = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        yield Place(data, cluster.url, lambda: psycopg.connect(**where), own)
    finally:
        cluster.stop()


@pytest.mark.parametrize("release", RELEASES)
def test_what_stood_in_an_earlier_release_stands_in_this_one(
    release: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    opened: Callable[[str, Path], AbstractContextManager[Place]] = (
        on_sqlite if request.config.getoption("--db") == "sqlite" else on_postgres
    )
    with opened(release, tmp_path) as place:
        before = place.counts()
        assert before["participants_organisation"] > 20
        assert before["exchange_need"] > 30
        place.vmeste("migrate")
        place.vmeste("check")
        after = place.counts()
        assert {name: (number, after[name]) for name, number in before.items() if after[name] < number} == {}


def test_a_release_is_kept() -> None:
    assert RELEASES
