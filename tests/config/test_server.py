"""`vmeste serve`, really started: it says where it is, answers, and ends when asked."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import IO

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
Serve = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Give a starter of servers on an empty place."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("VMESTE_", "DJANGO_"))}
    running: list[subprocess.Popen[str]] = []

    def start(*words: str, **settings: str) -> subprocess.Popen[str]:
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", "vmeste.config.command_line", "serve", *words],
                env=surroundings | {"VMESTE_DATA": str(tmp_path), "PYTHONPATH": str(ROOT / "src")} | settings,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return running[-1]

    yield start
    for server in running:
        server.kill()
        server.communicate(timeout=PATIENCE)


def first_line(stream: IO[str] | None) -> str:
    assert stream
    return stream.readline().strip()


def visit(port: int) -> int:
    """Ask for a page that is not there; give the status of the answer."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as visitor:
        visitor.request("GET", "/nowhere/", headers={"Host": "localhost"})
        return visitor.getresponse().status


def test_it_says_where_it_is_answers_there_and_ends_when_asked(serve: Serve, port: int) -> None:
    server = serve("--port", str(port), "--threads", "2")
    assert first_line(server.stdout) == f"http://localhost:{port}"
    assert visit(port) == 404
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=PATIENCE) == 0


def test_several_processes_serve_one_address(serve: Serve, port: int) -> None:
    server = serve(VMESTE_PORT=str(port), VMESTE_PROCESSES="2")
    assert first_line(server.stdout) == f"http://localhost:{port}"
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
    until = time.monotonic() + PATIENCE
    while visit(port) == 404 and len(children.read_text(encoding="ascii").split()) < 2:
        assert time.monotonic() < until
    server.send_signal(signal.SIGINT)
    assert server.wait(timeout=PATIENCE) == 0


def test_a_port_in_use_is_told(serve: Serve, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        server = serve("--port", str(port))
        _said, told = server.communicate(timeout=PATIENCE)
    assert server.returncode != 0
    assert str(port) in told
    assert "Traceback" not in told
