"""How much memory one web worker takes after it has shown every page a stranger and a coordinator come to."""

import re
import subprocess
from collections import Counter, deque
from pathlib import Path

from bench import data, load
from bench.importing import answerable
from bench.load import Pages
from bench.place import Place
from bench.result import Bar, Result
from bench.serving import Running, serving

LINK = re.compile(rb'href="(/[^"#]*)"')
PAGES = 300
LEFT_OUT = ("/static/", "/sign-out", "/account/")
DEMONSTRATION = Bar("≤ 150", most=150)
NATIONAL = Bar("≤ 250", most=250)
BROKEN = 500
MB = 1_000_000


def measure(place: Place) -> Result:
    """Walk through the pages of the demonstration, or of the numbers of the bars, and read the worker's memory."""
    shown = fill(place)
    most = 20 if place.is_tiny else PAGES
    cookie = data.coordinator()
    with serving() as server:
        load.ask(Pages(server.port, ["/"]))  # the worker is there when it has answered
        fresh = answerable(server.worker) / MB
        seen = walk(server, "", most) + walk(server, cookie, most)
        own, resident = answerable(server.worker) / MB, resident_set(server.worker) / MB
        both = own + answerable(server.process.pid) / MB
    result = Result()
    bar = NATIONAL if place.size == "large" else DEMONSTRATION
    result.state(f"web worker after {seen[True]} pages of {shown} (PSS)", own, unit="MB", figure="web_mb", bar=bar)
    result.state("after the first page", fresh, unit="MB")
    result.state("with all it shares (RSS)", resident, unit="MB")
    result.state("worker and master together (PSS)", both, unit="MB")
    if seen[False]:
        result.state("pages that broke on the way", seen[False], unit="")
    return result


def fill(place: Place) -> str:
    """Load the demonstration, where there is one and no large numbers are asked for; say what is shown."""
    place.django()
    if place.size == "small":
        try:
            place.vmeste("demo", "load")
        except subprocess.CalledProcessError:
            pass  # this edition has none
        else:
            return "the demonstration"
    data.register(place.scaled(100_000))
    data.offers(place.scaled(100_000))
    data.needs(place.scaled(10_000))
    return "made-up rows"


def walk(server: Running, cookie: str, most: int) -> Counter[bool]:
    """Follow links from the lists, nearest first; count the pages by whether the server could show them."""
    begin = ["/", "/needs/", "/offers/", "/organisations/", "/responses/"]
    waiting, seen, shown = deque(begin), set(begin), Counter[bool]()
    while waiting:
        status, body = load.ask(Pages(server.port, [waiting.popleft()], cookie))
        shown[status < BROKEN] += 1
        paths = {match.decode().replace("&amp;", "&") for match in LINK.findall(body)} - seen
        fresh = sorted(path for path in paths if not path.startswith(LEFT_OUT))[: most - len(seen)]
        seen.update(fresh)
        waiting.extend(fresh)
    return shown


def resident_set(process: int) -> int:
    """Read the resident memory of a process in bytes."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text(encoding="ascii"))
    return int(found[1]) * 1024 if found else 0
