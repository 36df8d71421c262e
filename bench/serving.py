"""A web server to measure: `vmeste serve` with one process, ours or with the baseline's settings."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.place import ROOT, VMESTE

PATIENCE = 60.0
BASELINE = "bench.baselines.page_settings"


@dataclass(frozen=True, slots=True)
class Running:
    """A server that takes connections on a port of loopback."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def worker(self) -> int:
        """Id of the process that answers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return int(children.split()[0])


@contextmanager
def serving(environment: Mapping[str, str] | None = None, *, settings: str = "") -> Iterator[Running]:
    """Serve while the block runs; `settings` replaces the product's own."""
    port = free_port()
    surroundings = {**(environment or os.environ)}
    if settings:
        surroundings["DJANGO_SETTINGS_MODULE"] = settings
    command = [*VMESTE, "serve", "--port", str(port), "--processes", "1"]
    with subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(port, process)
            yield Running(port, process)
        finally:
            process.terminate()


def free_port() -> int:
    """Find a port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[Any]) -> None:
    """Return as soon as the process listens; raises `RuntimeError` when it has ended, `TimeoutError`."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            message = f"the server ended with status {process.returncode}"
            raise RuntimeError(message)
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.005)
        else:
            return
    raise TimeoutError(port)
