"""How long the web server takes to start, beside the framework with the same packages and nothing of ours."""

import subprocess
import sys
import time
from statistics import median

from bench import profiling
from bench.place import ROOT, VMESTE, Place
from bench.result import Bar, Result
from bench.serving import free_port, wait_for

ROUNDS = 5
START = Bar("≤ 2", most=2)
LISTING = """
import json, sys
from vmeste.config.server import Server
from vmeste.config.wsgi import application
left_out = {*sys.stdlib_module_names, "vmeste", "__main__"}
print(json.dumps([name for name in sys.modules if name.partition(".")[0] not in left_out]))
"""


def measure(place: Place) -> Result:
    """Take both in turn, the middle of several rounds; a first round of each only warms the disk."""
    modules = subprocess.run(
        [sys.executable, "-c", LISTING], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    times = 1 if place.is_tiny else ROUNDS + 1
    rounds = [(ours(), baseline(modules)) for _ in range(times)][-ROUNDS:]
    result = Result()
    result.compare(
        "until the first connection",
        ours=median(one for one, _other in rounds),
        baseline=median(other for _one, other in rounds),
        unit="s",
        figure="ratio",
        bar=START,
    )
    profiling.profile("start", place.django)
    return result


def ours() -> float:
    """Start `vmeste serve` and give the seconds until it takes a connection."""
    return until_taken([*VMESTE, "serve"], "--port")


def baseline(modules: str) -> float:
    """Start the same packages without us and give the seconds until it takes a connection."""
    return until_taken([sys.executable, str(ROOT / "bench" / "baselines" / "start.py")], said=modules)


def until_taken(command: list[str], *before_port: str, said: str = "") -> float:
    """Start a server and give the seconds until it takes a connection."""
    port = free_port()
    began = time.perf_counter()
    with subprocess.Popen(
        [*command, *before_port, str(port)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdin  # noqa: S101  it was asked for
        server.stdin.write(said)
        server.stdin.close()
        try:
            wait_for(port, server)
            taken = time.perf_counter() - began
        finally:
            server.terminate()
    return taken
