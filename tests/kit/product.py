"""The product as `make run` starts it: whole processes on data of their own, spoken to by a browser only."""

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar
from uuid import uuid4

import pytest

from tests.kit.browser import Visits

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
COMMAND = str(Path(sys.executable).with_name("vmeste"))
PASSWORD = "vmeste-vmeste"
PATIENCE = 45.0
Found = TypeVar("Found")


class Product:
    """Web and, if asked, a worker on one folder of data; `url` is where a browser finds it."""

    def __init__(
        self, data: Path, database: str = "", *, worker: bool = True, settings: dict[str, str] | None = None
    ) -> None:
        """Start on data that are prepared; `settings` are further variables `VMESTE_…`."""
        self.data, self.port = data, _free_port()
        self.url = f"http://localhost:{self.port}"
        self._environment = surroundings(data, database, self.port) | (settings or {})
        self._log = (data / "log").open("ab")
        self._children: list[subprocess.Popen[bytes]] = []
        try:
            self._start("serve")
            if worker:
                self._start("worker")
            until(lambda: answers(self.port), self.said)
        except BaseException:
            self.stop()
            raise

    def _start(self, command: str) -> None:
        started = subprocess.Popen(
            [COMMAND, command],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )
        self._children.append(started)

    def stop(self) -> None:
        """End the processes as Ctrl-C would."""
        for child in self._children:
            child.send_signal(signal.SIGINT)
        for child in self._children:
            try:
                child.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self._log.close()

    def said(self) -> str:
        """Give what the processes wrote, for a test that fails."""
        return (self.data / "log").read_text(errors="replace")[-4000:]

    def mail(self, to: str, *words: str) -> EmailMessage:
        """Give the mail to an address whose subject or text holds these words; the worker is given time to write it."""

        def find() -> EmailMessage | None:
            return next((one for one in self.mails(to) if all(word in text_of(one) for word in words)), None)

        return until(find, lambda: "\n\n".join(map(text_of, self.mails(to))) or f"no mail to {to}; {self.said()}")

    def mails(self, to: str) -> list[EmailMessage]:
        """Give the mails that were written to files for an address."""
        files = sorted((self.data / "mails").glob("*.eml"))
        read = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return [mail for mail in read if to in str(mail["To"])]


def text_of(mail: EmailMessage) -> str:
    """Give subject and plain text of a mail."""
    body = mail.get_body(("plain",))
    return f"{mail['Subject']}\n{body.get_content() if body else ''}"


def until(look: Callable[[], Found | None], told: Callable[[], str]) -> Found:
    """Look again and again until there is something; fails with what is told."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(told())


def answers(port: int) -> bool:
    """Tell whether somebody takes connections there."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def surroundings(data: Path, database: str = "", port: int = 8000) -> dict[str, str]:
    """Give the environment of a process of the product; nothing of the test's own settings goes along."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("VMESTE_", "DJANGO_"))}
    own = {
        "VMESTE_DATA": str(data),
        "VMESTE_DATABASE_URL": database,
        "VMESTE_PORT": str(port),
        "VMESTE_ORIGIN": f"http://localhost:{port}",
        "VMESTE_DEMONSTRATION": "true",
    }
    return kept | own


class Stock:
    """Prepared data, made once per run of the tests, of which each product gets a copy."""

    def __init__(self, folder: Path, name: str, *, of: "Stock | None" = None, stage: str = "") -> None:
        """Name the data; `stage` is a module that plays on with the data `of`, and prints what it has to tell."""
        self.folder, self.name, self.of, self.stage = folder, name, of, stage
        self.data, self.done = folder / name, folder / f"{name}.done"

    def prepare(self) -> None:
        """Make the data unless somebody has; processes of the tests take turns."""
        with (self.folder / f"{self.name}.turn").open("w") as turn, _held(turn):
            if self.done.exists():
                return
            told = self._play_on(self.of) if self.of else self._begin()
            self.done.write_text(told, encoding="utf-8")

    def _begin(self) -> str:
        self.data.mkdir()
        database = self._database(self._name_in_cluster)
        self._run([COMMAND, "migrate", "--verbosity", "0"], database)
        return self._run([COMMAND, "demo", "load"], database)

    def _play_on(self, of: "Stock") -> str:
        of.prepare()
        shutil.copytree(of.data, self.data)
        database = self._database(self._name_in_cluster, of=of._name_in_cluster)
        return self._run([sys.executable, "-m", self.stage], database)

    def told(self) -> str:
        """Give what was told when the data were made."""
        return self.done.read_text(encoding="utf-8")

    def copy(self, folder: Path) -> tuple[Path, str]:
        """Give a folder and a database that hold the same."""
        shutil.copytree(self.data, folder)
        return folder, self._database(f"{self._name_in_cluster}_{uuid4().hex[:8]}", of=self._name_in_cluster)

    @property
    def _name_in_cluster(self) -> str:
        return f"stock_{self.name}"

    def _run(self, command: list[str], database: str) -> str:
        environment = surroundings(self.data, database) | {"DJANGO_SETTINGS_MODULE": "vmeste.config.settings"}
        done = subprocess.run(
            command, env=environment, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        assert not done.returncode, done.stdout + done.stderr
        return done.stdout

    @staticmethod
    def _database(name: str, of: str = "") -> str:
        """Make a database in the cluster of this run; on SQLite the folder has it."""
        cluster = os.environ.get("VMESTE_DATABASE_URL", "")
        if not cluster:
            return ""
        import psycopg  # noqa: PLC0415  only where PostgreSQL is chosen

        with psycopg.connect(cluster, autocommit=True) as link:
            link.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{of}"' if of else ""))
        return cluster.replace("/vmeste?", f"/{name}?", 1)


@contextlib.contextmanager
def _held(turn: IO[str]) -> Iterator[None]:
    fcntl.flock(turn, fcntl.LOCK_EX)
    yield


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """Give the folder that all processes of one run of the tests see."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    """Give the demonstration as `make run` loads it."""
    stock = Stock(shared_folder(tmp_path_factory), "demonstration")
    stock.prepare()
    return stock


@pytest.fixture
def product(demonstration: Stock, tmp_path: Path) -> Iterator[Product]:
    """Start the product with the demonstration, for this test alone."""
    running = Product(*demonstration.copy(tmp_path / "var"))
    yield running
    running.stop()


@pytest.fixture
def visit(chromium: "Browser", product: Product) -> "Iterator[Callable[..., Page]]":
    """Give a maker of pages of the running product: `visit("/", js=False, width=360)`; each is a browser of its own."""
    visits = Visits(chromium, product.url)
    yield visits.open
    visits.close()
