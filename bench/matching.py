"""The best 20 offers for one new need, beside a bare product of one vector with as many candidates."""

import time
from collections.abc import Callable
from math import log10
from statistics import median

from bench import data, profiling
from bench.baselines.vectors import Vectors
from bench.place import Place
from bench.result import Bar, Result

OFFERS = 100_000
NEEDS = 12
BEST = 20
ONE = Bar("≤ 5", most=5)


def measure(place: Place) -> Result:
    """Take both in turn for each of some needs, the middle of all; at a tenth of the offers first: how it grows."""
    place.django()
    few, many = place.scaled(OFFERS // 10), place.scaled(OFFERS)
    data.register(place.scaled(OFFERS // 10))
    data.offers(few)
    before, _bare = in_turn(few)
    data.offers(many - few, after=few)
    ours, bare = in_turn(many)
    result = Result()
    result.compare(
        f"best {BEST} of {many:,} offers",
        ours=ours * 1000,
        baseline=bare * 1000,
        unit="ms",
        figure="one_ratio",
        bar=ONE,
    )
    if many > few:
        result.state("exponent of growth with the offers", log10(ours / before) / log10(many / few), unit="")
    return result


def in_turn(offers: int) -> tuple[float, float]:
    """Give the middle of seconds of our search and of the bare product; each need is new and asked for once."""
    from vmeste.gather.exchange import queries  # noqa: PLC0415  Django is set up by now
    from vmeste.gather.exchange.models import Need  # noqa: PLC0415
    from vmeste.ground.kernel.actors import ANONYMOUS  # noqa: PLC0415

    vectors = Vectors(offers)
    keys = [need.id for need in data.needs(NEEDS, seed=offers)]
    needs = list(Need.objects.filter(id__in=keys).select_related("organisation"))
    queries.fitting(ANONYMOUS, needs[0], most=BEST)  # what the release brings is read once per process
    runs = [
        (seconds(lambda need=need: queries.fitting(ANONYMOUS, need, most=BEST)), seconds(vectors.product))  # type: ignore[misc]
        for need in needs
    ]
    profiling.profile("matching", lambda: [queries.fitting(ANONYMOUS, need, most=BEST) for need in needs])
    return median(our for our, _their in runs), median(their for _our, their in runs)


def seconds(work: Callable[[], object]) -> float:
    """Take the time of one call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
