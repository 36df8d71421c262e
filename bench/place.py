"""A place to measure in: a data folder and a database of its own, gone afterwards."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from tests.kit.postgres import Cluster

ROOT = Path(__file__).resolve().parent.parent
VMESTE = [sys.executable, "-m", "vmeste.config.command_line"]
DIVISOR = {"large": 1, "small": 10, "tiny": 1000}  # tiny: only whether the benches run
LEAST = 30
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class Place:
    """Data folder, database, environment; the size says which part of the bars' numbers is laid out."""

    def __init__(self, db: str, size: str, *, here: bool = False) -> None:
        """Remember what is wanted; `here` takes the place of the environment, made and removed by somebody else."""
        self.db = db
        self.size = size
        self.here = here
        self.data = Path(os.environ["VMESTE_DATA"]) if here else Path(tempfile.mkdtemp(prefix="vmeste-bench-"))
        self._cluster: Cluster | None = None

    def __enter__(self) -> Self:
        """Make the database and bring its tables up to date."""
        if not self.here:
            try:
                self._make()
            except BaseException:
                self._remove()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing behind."""
        if "django" in sys.modules:
            from django.db import connections  # noqa: PLC0415  only where a measure has set Django up

            connections.close_all()
        if not self.here:
            self._remove()

    def _make(self) -> None:
        self._cluster = Cluster() if self.db == "postgres" else None
        os.environ |= {
            "VMESTE_DATA": str(self.data),
            "VMESTE_DATABASE_URL": self._cluster.url if self._cluster else "",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "vmeste.config.settings",
            **dict.fromkeys(ONE_THREAD, "1"),
        }
        self.vmeste("migrate", "--verbosity", "0")

    def _remove(self) -> None:
        if self._cluster:
            self._cluster.stop()
        shutil.rmtree(self.data, ignore_errors=True)

    @property
    def is_tiny(self) -> bool:
        """Whether only the running of the bench itself is of interest."""
        return self.size == "tiny"

    @property
    def rounds(self) -> int:
        """How often a short run is repeated, in turn with its baseline."""
        return 1 if self.is_tiny else 3

    @property
    def seconds(self) -> float:
        """How long a short run takes."""
        return 0.3 if self.is_tiny else 1.0

    def scaled(self, number: int) -> int:
        """Give a number of the bars, or the part of it that this size asks for."""
        return max(number // DIVISOR[self.size], LEAST)

    def vmeste(self, *arguments: str) -> None:
        """Run a command of the product."""
        subprocess.run([*VMESTE, *arguments], cwd=ROOT, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def django(self) -> None:
        """Set Django up in this process."""
        import django  # noqa: PLC0415  after the environment is set

        django.setup()

    def copy(self, name: str) -> dict[str, str]:
        """Copy the database as it stands while nobody uses it; give the environment of processes that use the copy."""
        folder = self.data / name
        folder.mkdir()
        for part in ("secret.key", "vmeste.sqlite3"):
            if (self.data / part).exists():
                shutil.copy(self.data / part, folder)
        if (self.data / "static").exists():
            (folder / "static").symlink_to((self.data / "static").resolve())
        url = os.environ["VMESTE_DATABASE_URL"]
        return os.environ | {"VMESTE_DATA": str(folder), "VMESTE_DATABASE_URL": url and copied(url, name)}


def copied(url: str, name: str) -> str:
    """Copy a database of our own cluster; give the address of the copy."""
    import psycopg  # noqa: PLC0415  needed on PostgreSQL only

    parts = urlsplit(url)
    where = dict(parse_qsl(parts.query))
    own = parts.path.strip("/")
    with psycopg.connect(
        host=where["host"], port=int(where["port"]), user="vmeste", dbname="postgres", autocommit=True
    ) as link:
        link.execute(f'CREATE DATABASE "{own}-{name}" TEMPLATE "{own}"'.encode())
    return urlunsplit(parts._replace(path=f"/{own}-{name}"))
