"""Where time goes: with PROFILE=1 each measure also leaves the top of a profile in `bench/profiles/`."""

import cProfile
import io
import os
import pstats
import re
from collections.abc import Callable, Iterable
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "profiles"
TOP = 45
TIMES = 30


def wanted() -> bool:
    """Tell whether profiles are asked for."""
    return os.environ.get("PROFILE") == "1"


def profile(name: str, act: Callable[[], object]) -> None:
    """Write the top of a profile of `act`, by own time and by time with callees; does nothing unless asked for."""
    if not wanted():
        return
    profiler = cProfile.Profile()
    profiler.runcall(act)
    FOLDER.mkdir(exist_ok=True)
    text = io.StringIO()
    for order in ("tottime", "cumtime"):
        pstats.Stats(profiler, stream=text).sort_stats(order).print_stats(TOP)
    file = FOLDER / f"{re.sub(r'[^a-z0-9]+', '_', name.lower())}.txt"
    file.write_text(text.getvalue().replace(str(Path.cwd()), "."), encoding="utf-8")


def pages(asked: Iterable[tuple[str, str, str]]) -> None:
    """Profile the making of pages in this process, (name, address, cookie): several times after a first one."""
    if not wanted():
        return
    from django.conf import settings  # noqa: PLC0415  Django is set up by whoever measures
    from django.test import Client  # noqa: PLC0415

    settings.VMESTE.page_memory = 0
    for name, path, cookie in asked:
        client = Client(headers={"host": "localhost", **({"cookie": cookie} if cookie else {})})
        client.get(path)
        profile(name, lambda path=path, client=client: [client.get(path) for _ in range(TIMES)])  # type: ignore[misc]
