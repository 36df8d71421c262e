"""Importing a register of organisations, beside the same reader and a bare bulk insert; and the memory it takes."""

import json
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import data, profiling
from bench.place import ROOT, VMESTE, Place
from bench.result import Bar, Result

ROWS = 100_000
BARE = [sys.executable, "-m", "bench.baselines.bulk_insert"]
SPEED = Bar("≥ 1/3", least=1 / 3)
MEMORY = Bar("≤ 400", most=400)
MB = 1_000_000
WATCH_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Run:
    """A process that ended: seconds, processor seconds, the most memory of it and its children in MB, what it said."""

    seconds: float
    worked: float
    peak: float
    said: bytes


def measure(place: Place) -> Result:
    """Import one file by the product's command and by the baseline, in turn, each into a fresh copy of the database."""
    rows = place.scaled(ROWS)
    table = data.write_table(place.data / "register.csv", rows)
    ours, bare = [], []
    for number in range(2 if place.size == "small" else 1):
        command = [*VMESTE, "import", "organisations", str(table), "--json"]
        ours.append(run(command, place.copy(f"ours{number}")))
        if json.loads(ours[-1].said)["new"] != rows:
            raise RuntimeError(ours[-1].said)
        bare.append(run([*BARE, str(table)], place.copy(f"bare{number}")))
    result = Result()
    our, their = (rows / median(one.seconds for one in runs) for runs in (ours, bare))
    result.compare(f"{rows:,} rows", ours=our, baseline=their, unit="rows/s", figure="ratio", bar=SPEED)
    our, their = (rows / median(one.worked for one in runs) for runs in (ours, bare))
    result.compare("by processor time, which others blur less", ours=our, baseline=their, unit="rows/s", bar=SPEED)
    peak = max(one.peak for one in ours)
    result.state("importer and its reader at their most", peak, unit="MB", figure="peak_mb", bar=MEMORY)
    if profiling.wanted():
        place.django()
        profiling.profile("import", lambda: here(table))
    return result


def here(table: Path) -> None:
    """Import in this process, for a profile."""
    from vmeste.ground.imports import direct  # noqa: PLC0415  Django is set up by now
    from vmeste.ground.kernel.actors import SYSTEM  # noqa: PLC0415

    direct.import_file(SYSTEM, direct.Order(kind="organisations", path=table))


def run(command: Sequence[str], environment: Mapping[str, str]) -> Run:
    """Run to the end."""
    began, worked = time.perf_counter(), processor_seconds()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        peak, ended = [0.0], threading.Event()
        watching = threading.Thread(target=watch, args=(process.pid, peak, ended))
        watching.start()
        said, _faults = process.communicate()
        taken = time.perf_counter() - began
        ended.set()
        watching.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(taken, processor_seconds() - worked, peak[0], said)


def processor_seconds() -> float:
    """Give the processor time of all processes we have started and seen end."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def watch(root: int, peak: list[float], ended: threading.Event) -> None:
    """Keep the highest sum seen, twenty times a second."""
    while not ended.wait(WATCH_SECONDS):
        peak[0] = max(peak[0], sum(map(answerable, family(root))) / MB)


def family(root: int) -> list[int]:
    """Name a process and all below it."""
    try:
        children = Path(f"/proc/{root}/task/{root}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [root, *(one for child in children for one in family(int(child)))]


def answerable(process: int) -> int:
    """Read the memory a process is answerable for, in bytes: pages it shares count in parts (PSS)."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
