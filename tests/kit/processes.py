"""Real processes on the database of the running test: for what must hold when somebody else acts at the same moment."""

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0
SETTINGS = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
PRELUDE = """
import sys
import django
from django.conf import settings
settings.configure(
    INSTALLED_APPS={rooms!r}, DATABASES={{"default": {database!r}}}, USE_TZ=True, ALLOWED_HOSTS=["*"],
    SECRET_KEY="of a test", DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", **{more!r},
)
django.setup()
def say(*words):
    print(*words, flush=True)
def wait():
    return sys.stdin.readline()
"""
ROOMS = (
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "vmeste.ground.kernel",
    "vmeste.ground.facts",
)


class Child:
    """A running script; it says lines, and waits for lines where it calls `wait()`."""

    def __init__(self, code: str, settings: Mapping[str, Any] | None = None) -> None:
        """Start the script on this test's database."""
        described = connection.settings_dict
        database = {name: described[name] for name in SETTINGS}
        prelude = PRELUDE.format(rooms=ROOMS, database=database, more=dict(settings or {}))
        self._process = subprocess.Popen(
            [sys.executable, "-c", prelude + code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        )
        self.pid = self._process.pid
        self._unread = b""
        self.lines: list[str] = []

    def tell(self, line: str = "") -> None:
        """Let it go on where it waits."""
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()

    def hear(self, words: str, *, within: float = PATIENCE) -> str:
        """Give the next line that holds these words; fails when it does not come."""
        for line in self._listen(within):
            if words in line:
                return line
        raise AssertionError("\n".join([f"never heard {words!r}; heard:", *self.lines]))

    def is_silent(self, seconds: float) -> bool:
        """Tell whether it says nothing for so long."""
        return not any(True for _ in self._listen(seconds))

    def end(self, *, status: int = 0) -> list[str]:
        """Wait for its end; give all it said."""
        for _ in self._listen(PATIENCE):
            pass
        assert self._process.wait(timeout=PATIENCE) == status, "\n".join(self.lines)
        return self.lines

    def send_signal(self, number: int) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    def is_running(self) -> bool:
        """Tell whether it has not ended yet."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it as the power would."""
        self._process.kill()
        self._process.wait(timeout=PATIENCE)

    def close(self) -> None:
        """Leave nothing behind."""
        self.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()

    def _listen(self, seconds: float) -> Iterator[str]:
        assert self._process.stdout
        descriptor = self._process.stdout.fileno()
        until = time.monotonic() + seconds
        while True:
            while b"\n" in self._unread:
                line, self._unread = self._unread.split(b"\n", 1)
                self.lines.append(line.decode())
                yield self.lines[-1]
            left = until - time.monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                return
            piece = os.read(descriptor, 65536)
            if not piece:
                return
            self._unread += piece
