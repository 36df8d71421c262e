"""Keeps the processes of one machine together: web and worker start, speak and end as one; no orphan is left."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

GRACE = 25.0
ONE_CLICK = 1.0
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
ASKED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Child:
    """A process to keep: the name before its lines, and its command."""

    name: str
    command: Sequence[str]


class Supervisor:
    """Runs children in its own process group until one ends or somebody asks to stop."""

    def __init__(
        self, children: Sequence[Child], *, environment: Mapping[str, str] | None = None, grace: float = GRACE
    ) -> None:
        """Take what to run; `grace` is how many seconds each has to end by itself."""
        self.children = children
        self.environment = dict(os.environ if environment is None else environment)
        self.grace = grace
        self.stopping = threading.Event()
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._ended = threading.Event()
        self._asked_at = 0.0
        self._voice = threading.Lock()
        self._listeners: list[threading.Thread] = []
        self._not_ours: set[int] = set()

    def run(self, *, when_started: Callable[[], None] | None = None) -> int:
        """Run until the end; return 0 when asked to stop, else the exit status of the child that ended first."""
        _adopt_orphans()
        self._not_ours = _children_of_this_process()
        before = {number: signal.signal(number, self._ask) for number in ASKED}
        try:
            self._start()
            if when_started:
                when_started()
            self._ended.wait()
            return self._status()
        finally:
            self._stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def say(self, name: str, line: str) -> None:
        """Write one line under a name; lines of two processes never mix."""
        width = max(len(child.name) for child in self.children)
        with self._voice, contextlib.suppress(OSError, ValueError):
            sys.stdout.write(f"{name:<{width}} | {line}\n")
            sys.stdout.flush()

    def _start(self) -> None:
        """Start every child, then listen to each; threads come last, for a fork copies no thread."""
        for child in self.children:
            self._running[child.name] = subprocess.Popen(  # noqa: S603  our own commands
                list(child.command),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=self.environment | {"PYTHONUNBUFFERED": "1"},
                preexec_fn=_die_with_parent,  # noqa: PLW1509  no thread of ours runs yet
            )
        for name, process in self._running.items():
            self._listeners.append(threading.Thread(target=self._listen, args=(name, process.stdout), daemon=True))
            self._listeners[-1].start()
            threading.Thread(target=self._watch, args=(process,), daemon=True).start()

    def _listen(self, name: str, stream: IO[bytes] | None) -> None:
        """Pass on what a child says, line by line."""
        for line in stream or ():
            self.say(name, line.decode(errors="replace").rstrip())

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        """Note that a child has ended."""
        process.wait()
        self._ended.set()

    def _ask(self, number: int, frame: FrameType | None) -> None:
        """Take the wish to stop; asked again after a moment, stop at once.

        One Ctrl-C may come twice: from the terminal and from a program that stands between.
        """
        del number, frame
        now = time.monotonic()
        if not self.stopping.is_set():
            self._asked_at = now
        elif now - self._asked_at > ONE_CLICK:
            self.grace = 0.0
        self.stopping.set()
        self._ended.set()

    def _status(self) -> int:
        """Say how it ended, in a shell's terms."""
        if self.stopping.is_set():
            return 0
        for name, process in self._running.items():
            if process.poll() is not None:
                self.say(name, f"ended with status {process.returncode}; stopping the rest")
                return process.returncode if process.returncode > 0 else 1
        return 1

    def _stop(self) -> None:
        """End every child, politely first; then whatever they left behind."""
        for process in self._running.values():
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        until = time.monotonic() + self.grace
        for name, process in self._running.items():
            self._wait(process, until)
            if process.poll() is None:
                self.say(name, "did not end in time; killed")
                process.kill()
                process.wait()
        _kill(_children_of_this_process() - self._not_ours)
        for listener in self._listeners:
            listener.join(timeout=2.0)

    def _wait(self, process: subprocess.Popen[bytes], until: float) -> None:
        """Give a child its time to end; a second wish to stop takes the time away."""
        while process.poll() is None and self.grace and time.monotonic() < until:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.2)


def supervise(children: Sequence[Child], *, when_started: Callable[[], None] | None = None) -> int:
    """Run the children together; return a shell's exit status."""
    return Supervisor(children).run(when_started=when_started)


def _die_with_parent() -> None:
    """Ask Linux to end this child when the supervisor is killed outright; elsewhere nothing can be asked."""
    _ask_the_system(PR_SET_PDEATHSIG, signal.SIGTERM)


def _adopt_orphans() -> None:
    """Ask Linux to give us the grandchildren whose parents end, so that they can be found."""
    _ask_the_system(PR_SET_CHILD_SUBREAPER, 1)


def _ask_the_system(what: int, value: int) -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(what, value, 0, 0, 0)


def _kill(orphans: set[int]) -> None:
    """Kill processes that ended children left to us."""
    for key in orphans:
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(key, signal.SIGKILL)
            os.waitpid(key, 0)


def _children_of_this_process() -> set[int]:
    """Name the processes whose parent we are, adopted ones too; none where the system does not say."""
    with contextlib.suppress(OSError):
        return set(map(int, Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()))
    return set()
