"""Searching the directory by words, and the numbers beside its filters, beside the same list page without either."""

import random
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from bench import data, profiling
from bench.place import Place
from bench.result import Bar, Result

TEXTS = 1_000_000
ROUNDS = 15
SEARCH = Bar("≤ 20", most=20)
FACETS = Bar("≤ 5", most=5)
RARE = ("планетарий", "планетарий Бийск")
COMMON = ("школа", "городская библиотека")
MISTYPED = ("планитарий", "шклоа", "музй", "гордская библеотека")
Work = Callable[[], Any]


def measure(place: Place) -> Result:
    """Take the list page and each search in turn, the middle of all; the worst of a kind counts."""
    place.django()
    data.cards(place.scaled(TEXTS))
    data.settle()
    rounds = 3 if place.is_tiny else ROUNDS
    result = Result()
    page = list_page()
    for figure, words in (("rare_ratio", RARE), ("common_ratio", COMMON), ("typo_ratio", MISTYPED)):
        for q in words:
            ours, bare = in_turn(searching(q), page, rounds)
            result.compare(f"«{q}»", ours=ours, baseline=bare, unit="ms", figure=figure, bar=SEARCH)
    for name, work in facets().items():
        ours, bare = in_turn(work, page, rounds)
        result.compare(f"facets: {name}", ours=ours, baseline=bare, unit="ms", figure="facets_ratio", bar=FACETS)
    profiling.profile("search", searching(COMMON[0]))
    return result


def in_turn(work: Work, page: Work, rounds: int) -> tuple[float, float]:
    """Give the middle of milliseconds of both, taken in turn after each was done once."""
    work(), page()
    runs = [(seconds(work) * 1000, seconds(page) * 1000) for _ in range(rounds)]
    return median(our for our, _their in runs), median(their for _our, their in runs)


def seconds(work: Work) -> float:
    """Take the time of one call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def list_page() -> Work:
    """Give the reading of thirty cards by name, somewhere in the middle: nothing is searched and nothing counted."""
    from vmeste.gather.participants.models import Organisation  # noqa: PLC0415  Django is set up by now
    from vmeste.gather.participants.queries import Wanted, rows_by_name  # noqa: PLC0415
    from vmeste.ground.kernel.actors import ANONYMOUS  # noqa: PLC0415

    keys = list(Organisation.objects.order_by("id").values_list("id", flat=True)[:5000])
    dice = random.Random(data.SEED)
    return lambda: rows_by_name(ANONYMOUS, Wanted(), dice.choice(keys))


def searching(q: str) -> Work:
    """Give a page of what words find, numbers beside the filters included."""
    from vmeste.gather.participants import queries  # noqa: PLC0415
    from vmeste.ground.kernel.actors import ANONYMOUS  # noqa: PLC0415

    return lambda: queries.directory(ANONYMOUS, queries.Wanted(q=q))


def facets() -> dict[str, Work]:
    """Give the numbers beside the filters: of everything, of a region, of a region and a type."""
    from vmeste.gather.participants import queries  # noqa: PLC0415
    from vmeste.gather.participants.models import Organisation, Territory  # noqa: PLC0415

    region = Territory.objects.get(id=Organisation.objects.exclude(region=None).order_by("id")[0].region_id or 0)
    asked = {
        "everything": queries.Wanted(),
        "a region": queries.Wanted(territory=region),
        "a region, a type": queries.Wanted(territory=region, type="museum"),
    }

    def work(wanted: queries.Wanted) -> Work:
        return lambda: (queries.numbers_kept(wanted), queries.places_kept(wanted))

    return {name: work(wanted) for name, wanted in asked.items()}
