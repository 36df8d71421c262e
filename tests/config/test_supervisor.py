"""Web and worker start, speak and end as one; every test watches real processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vmeste.config.supervisor import ONE_CLICK

SOURCE = Path(__file__).resolve().parents[2] / "src"
PATIENCE = 20.0
STARTER = """
import sys
from vmeste.config.supervisor import Child, Supervisor
children = [Child(name, [sys.executable, "-c", code]) for name, code in {children!r}.items()]
sys.exit(Supervisor(children, grace={grace}).run())
"""
STAYS = "import time; print('here', flush=True); time.sleep(600)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here', flush=True); time.sleep(600)"
SLOW_TO_END = (
    "import signal, sys, time;"
    "signal.signal(signal.SIGTERM, lambda *_: (time.sleep(0.5), print('done', flush=True), sys.exit()));"
    "print('here', flush=True); time.sleep(600)"
)
LEAVES_A_GRANDCHILD = (
    "import subprocess, sys, time;"
    "left = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    "print('left', left.pid, flush=True); time.sleep(600)"
)

Start = Callable[..., "Running"]


class Running:
    """A supervisor with its children, and what it said so far."""

    def __init__(self, children: dict[str, str], grace: float) -> None:
        code = STARTER.format(children=children, grace=grace)
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | {"PYTHONPATH": str(SOURCE)},
            start_new_session=True,
        )
        self.lines: list[str] = []

    def hear(self, text: str) -> str:
        """Wait until a line with this text comes."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if text in line:
                return line
        raise AssertionError("\n".join([f"never heard {text!r}:", *self.lines]))

    def end(self) -> int:
        assert self.process.stdout
        self.lines += self.process.stdout.read().splitlines()
        return self.process.wait(timeout=PATIENCE)

    def bury(self) -> None:
        """Leave nothing of it behind, however the test went."""
        if self.group():
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=PATIENCE)
        assert self.process.stdout
        self.process.stdout.close()

    def group(self) -> list[int]:
        """Name the processes of its group that still run."""
        found = []
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = entry.read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(fields[2]) == self.process.pid and fields[0] != "Z":
                found.append(int(entry.parent.name))
        return found


@pytest.fixture
def start() -> Iterator[Start]:
    running: list[Running] = []

    def make(grace: float = 10.0, **children: str) -> Running:
        running.append(Running(children, grace))
        return running[-1]

    yield make
    for one in running:
        one.bury()


def vanish(running: Running) -> bool:
    """Wait until nobody of the group is left."""
    until = time.monotonic() + PATIENCE
    while running.group() and time.monotonic() < until:
        time.sleep(0.05)
    return not running.group()


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_wish_to_stop_ends_all_and_is_no_fault(start: Start, wish: signal.Signals) -> None:
    running = start(web=STAYS, worker=STAYS)
    running.hear("web    | here")
    running.process.send_signal(wish)
    assert running.end() == 0
    assert running.group() == []


def test_ctrl_c_of_a_terminal_reaches_the_whole_group_and_ends_it(start: Start) -> None:
    running = start(web=STAYS, worker=STAYS)
    running.hear("here")
    running.hear("here")
    assert len(running.group()) == 3, "supervisor, web and worker stand in one process group"
    os.killpg(running.process.pid, signal.SIGINT)
    assert running.end() == 0
    assert running.group() == []


def test_when_one_dies_the_other_does_not_stay(start: Start) -> None:
    running = start(web="import sys; print('bye', flush=True); sys.exit(3)", worker=STAYS)
    assert running.end() == 3
    assert "web    | bye" in running.lines
    assert any("ended with status 3" in line for line in running.lines)
    assert running.group() == []


def test_a_child_that_ends_without_a_fault_is_a_fault_of_the_whole(start: Start) -> None:
    assert start(web="pass", worker=STAYS).end() == 1


def test_one_killed_outright_ends_the_whole(start: Start) -> None:
    running = start(web="import os; os.kill(os.getpid(), 9)", worker=STAYS)
    assert running.end() == 1
    assert running.group() == []


def test_a_child_that_does_not_listen_is_killed_after_its_time(start: Start) -> None:
    running = start(grace=0.5, web=DEAF, worker=STAYS)
    running.hear("web    | here")
    running.process.send_signal(signal.SIGTERM)
    assert running.end() == 0
    assert "web    | did not end in time; killed" in running.lines
    assert running.group() == []


def test_a_second_ctrl_c_waits_no_longer(start: Start) -> None:
    running = start(grace=300.0, web=DEAF)
    running.hear("here")
    running.process.send_signal(signal.SIGINT)
    time.sleep(ONE_CLICK + 0.2)
    running.process.send_signal(signal.SIGINT)
    assert running.end() == 0
    assert running.group() == []


def test_one_ctrl_c_that_comes_twice_lets_all_end_by_themselves(start: Start) -> None:
    running = start(web=SLOW_TO_END)
    running.hear("here")
    running.process.send_signal(signal.SIGINT)
    running.process.send_signal(signal.SIGINT)
    assert running.end() == 0
    assert "web | done" in running.lines


def test_grandchildren_do_not_outlive_it(start: Start) -> None:
    running = start(web=LEAVES_A_GRANDCHILD, worker=STAYS)
    left = int(running.hear("left").split()[-1])
    assert left in running.group()
    running.process.send_signal(signal.SIGTERM)
    assert running.end() == 0
    assert running.group() == []


def test_children_do_not_outlive_a_supervisor_that_is_killed_outright(start: Start) -> None:
    running = start(web=STAYS, worker=STAYS)
    running.hear("here")
    running.hear("here")
    running.process.kill()
    running.end()
    assert vanish(running)
