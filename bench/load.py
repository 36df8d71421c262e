"""Load on loopback: Debian's `wrk` where it is installed, else, and wherever each page is asked for once, threads."""

import http.client
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path

CONNECTIONS = 4
SCRIPT = """
local paths = {{ {paths} }}
local turn = 0
request = function()
  turn = turn % #paths + 1
  return wrk.format("GET", paths[turn])
end
"""
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
FAILED = re.compile(r"(Non-2xx or 3xx responses|Socket errors): (.*)")


@dataclass(frozen=True, slots=True)
class Pages:
    """Addresses of one server, asked for with a cookie or without."""

    port: int
    paths: Sequence[str]
    cookie: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """What is sent with each request."""
        return {"Cookie": self.cookie} if self.cookie else {}


def rate(pages: Pages, seconds: float) -> float:
    """Give the requests per second that a server answers when its pages are asked for in turn, again and again."""
    return with_wrk(pages, seconds) if shutil.which("wrk") else with_threads(pages, seconds)


def with_wrk(pages: Pages, seconds: float) -> float:
    """Measure with `wrk`; it counts whole seconds, so shorter runs are made by threads. Raises on answers but 2xx."""
    if seconds < 1:
        return with_threads(pages, seconds)
    with tempfile.TemporaryDirectory(prefix="vmeste-bench-") as folder:
        script = Path(folder) / "paths.lua"
        script.write_text(SCRIPT.format(paths=", ".join(f'"{path}"' for path in pages.paths)), encoding="utf-8")
        headers = [part for name, value in pages.headers.items() for part in ("-H", f"{name}: {value}")]
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{round(seconds)}s", "-s", str(script), *headers]
        said = subprocess.run(
            [*command, f"http://127.0.0.1:{pages.port}"], check=True, capture_output=True, text=True
        ).stdout
    found = RATE.search(said)
    if not found or FAILED.search(said):
        raise RuntimeError(said)
    return float(found.group(1))


def with_threads(pages: Pages, seconds: float) -> float:
    """Measure with our own threads for so long."""
    turn = count()
    began = time.perf_counter()

    def next_path() -> str | None:
        return pages.paths[next(turn) % len(pages.paths)] if time.perf_counter() - began < seconds else None

    answered = run(pages, next_path)
    return answered / (time.perf_counter() - began)


def once_each(pages: Pages) -> float:
    """Give the requests per second when each page is asked for exactly once."""
    waiting = iter(pages.paths)
    lock = threading.Lock()

    def next_path() -> str | None:
        with lock:
            return next(waiting, None)

    began = time.perf_counter()
    answered = run(pages, next_path)
    return answered / (time.perf_counter() - began)


def run(pages: Pages, next_path: Callable[[], str | None]) -> int:
    """Ask on several connections until there is nothing more to ask for; give the number of answers."""
    answered: list[int] = []
    faults: list[BaseException] = []

    def client() -> None:
        try:
            answered.append(sum(1 for _body in bodies(pages, next_path)))
        except (OSError, RuntimeError, http.client.HTTPException) as fault:
            faults.append(fault)

    threads = [threading.Thread(target=client) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return sum(answered)


def bodies(pages: Pages, next_path: Callable[[], str | None]) -> Iterator[bytes]:
    """Give answers on one connection; raises `RuntimeError` for any but 200."""
    with closing(http.client.HTTPConnection("127.0.0.1", pages.port, timeout=60)) as link:
        while (path := next_path()) is not None:
            link.request("GET", path, headers=pages.headers)
            answer = link.getresponse()
            body = answer.read()
            if answer.status != http.client.OK:
                message = f"{path}: {answer.status}"
                raise RuntimeError(message)
            yield body


def sizes(pages: Pages) -> list[int]:
    """Ask for each page once on one connection; give the sizes of their bodies in bytes. Fills caches, too."""
    paths = iter(pages.paths)
    return [len(body) for body in bodies(pages, lambda: next(paths, None))]


def exists(pages: Pages) -> bool:
    """Tell whether the first page is there."""
    return ask(pages)[0] == http.client.OK


def ask(pages: Pages) -> tuple[int, bytes]:
    """Ask for the first page; give status and body."""
    with closing(http.client.HTTPConnection("127.0.0.1", pages.port, timeout=60)) as link:
        link.request("GET", pages.paths[0], headers=pages.headers)
        answer = link.getresponse()
        return answer.status, answer.read()
