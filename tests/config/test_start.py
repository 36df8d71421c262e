"""`make run`, really started: it answers at the address it prints, Ctrl-C ends all of it, data stay."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.config.test_supervisor import PATIENCE, Running

ROOT = Path(__file__).resolve().parents[2]


class Started(Running):
    """`make run` in a process group of its own."""

    def __init__(self, data: Path, port: int, **settings: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tools.start", "--port", str(port), "--data", str(data)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", **settings},
            start_new_session=True,
        )
        self.lines: list[str] = []


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(tmp_path: Path, port: int) -> Iterator[Callable[..., Started]]:
    running: list[Started] = []

    def make(**settings: str) -> Started:
        running.append(Started(tmp_path / "data", port, **settings))
        return running[-1]

    yield make
    for one in running:
        one.bury()


def test_it_serves_where_it_says_and_ctrl_c_ends_all_of_it(
    start: Callable[..., Started], port: int, tmp_path: Path
) -> None:
    started = start()
    started.hear(f"Vmeste is at  http://localhost:{port}")
    assert "@vmeste.example" in started.hear("director"), "the accounts of the demonstration are named"
    with urllib.request.urlopen(f"http://localhost:{port}/", timeout=PATIENCE) as answer:
        page = answer.read().decode()
    assert "<h1" in page
    assert 'lang="ru"' in page
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o777 == 0o600
    os.killpg(started.process.pid, signal.SIGINT)
    assert started.end() == 0, "\n".join(started.lines)
    assert started.group() == []
    assert not [line for line in started.lines if "Traceback" in line]


def test_wrong_settings_are_all_told_and_nothing_starts(start: Callable[..., Started]) -> None:
    running = start(VMESTE_THREADS="many", VMESTE_MAIL_TLS="perhaps")
    assert running.end() == 1
    assert running.group() == []
    told = "\n".join(running.lines)
    assert "VMESTE_THREADS" in told
    assert "VMESTE_MAIL_TLS" in told
    assert "Traceback" not in told
