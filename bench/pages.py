"""How many pages a second one worker gives, beside bare views of their size behind the same middleware and server."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from statistics import fmean, median

from bench import data, load, profiling
from bench.load import Pages
from bench.place import Place
from bench.result import Bar, Result
from bench.serving import BASELINE, Running, serving

WARM = Bar("≥ 1/4", least=1 / 4)
COLD = Bar("≥ 1/20", least=1 / 20)
SIGNED_IN = Bar("≥ 1/10", least=1 / 10)
WARM_PAGES = 16  # asked for in turn
COLD_PAGES = 80  # asked for once
CARDS_OF_LIST = 30


@dataclass(frozen=True, slots=True)
class Sample:
    """Pages of one kind: what they are, their distinct addresses, the figures they give."""

    name: str
    paths: Sequence[str]
    warm: str
    cold: str = ""


def measure(place: Place) -> Result:
    """Measure lists and cards as anybody sees them, warm and cold, and pages of a person who is signed in."""
    place.django()
    lay_out(place)
    cookie = data.coordinator()
    samples, own = public(place), signed_in()
    result = Result()
    with serving(settings=BASELINE) as bare:
        with serving() as ours:
            samples = [sample for sample in samples if load.exists(Pages(ours.port, sample.paths))]
            own = [sample for sample in own if load.exists(Pages(ours.port, sample.paths, cookie))]
            for sample in samples:
                warm(result, place, sample, ours, bare)
        for sample in samples:
            if sample.cold:
                cold(result, place, sample, bare)
        with serving() as ours:
            for sample in own:
                warm(result, place, sample, ours, bare, cookie=cookie)
    profiling.pages([(sample.name, sample.paths[0], "") for sample in samples])
    profiling.pages([(sample.name, sample.paths[0], cookie) for sample in own])
    return result


def lay_out(place: Place) -> None:
    """Lay out the organisations and offers that the lists show."""
    data.register(place.scaled(100_000))
    data.offers(place.scaled(100_000))
    data.needs(place.scaled(10_000))


def public(place: Place) -> list[Sample]:
    """Give the lists by distinct filters and the cards that anybody sees."""
    from vmeste.gather.exchange.models import Offer  # noqa: PLC0415  Django is set up by now
    from vmeste.gather.participants.models import CardCount, Organisation  # noqa: PLC0415
    from vmeste.ground.kernel.ids import code  # noqa: PLC0415
    from vmeste.ground.vocabulary import queries as vocabulary  # noqa: PLC0415

    most = 24 if place.is_tiny else COLD_PAGES
    kinds, focuses = ([term.code for term in vocabulary.terms(name)] for name in ("resource_kind", "focus"))
    by_kind = [f"?kind={kind}&focus={focus}" for focus, kind in product(focuses, kinds)]
    counted = CardCount.objects.filter(name="", place__gt=0).exclude(type="").order_by("-number", "id")
    by_type = [f"?territory={place}&type={kind}" for place, kind in counted.values_list("place", "type")[:most]]
    offers = Offer.objects.filter(state=Offer.State.OPEN).values_list("id", flat=True)[:most]
    cards = Organisation.objects.order_by("id").values_list("id", flat=True)[:most]
    return [
        Sample("list of offers", ["/offers/", *(f"/offers/{q}" for q in by_kind)][:most], *LIST),
        Sample("directory", ["/organisations/", *(f"/organisations/{q}" for q in by_type)][:most], *LIST),
        Sample("offer", [f"/offers/{code(key)}/" for key in offers], *CARD),
        Sample("organisation", [f"/organisations/{code(key)}/" for key in cards], *CARD),
    ]


LIST = ("public_list_ratio", "public_list_cold_ratio")
CARD = ("public_detail_ratio", "")


def signed_in() -> list[Sample]:
    """Give pages of a person: the home page, a list, what waits."""
    paths = {"home": "/", "list of offers": "/offers/", "own needs": "/needs/?own=1"}
    return [Sample(f"signed in: {name}", [path], "signed_in_ratio") for name, path in paths.items()]


def warm(  # noqa: PLR0913  two servers, what to ask, where to note it
    result: Result, place: Place, sample: Sample, ours: Running, bare: Running, *, cookie: str = ""
) -> None:
    """Ask for a few pages again and again, in turn with the bare view of their mean size."""
    pages = Pages(ours.port, sample.paths[:WARM_PAGES], cookie)
    beside = baseline(bare, round(fmean(load.sizes(pages))), cookie)
    load.sizes(beside)
    runs = [(load.rate(pages, place.seconds), load.rate(beside, place.seconds)) for _ in range(place.rounds)]
    result.compare(
        sample.name + ("" if cookie else ", warm"),
        ours=median(our for our, _their in runs),
        baseline=median(their for _our, their in runs),
        unit="pages/s",
        figure=sample.warm,
        bar=SIGNED_IN if cookie else WARM,
    )


def cold(result: Result, place: Place, sample: Sample, bare: Running) -> None:
    """Ask for many distinct pages once each, of a server that has just started, its shared cache emptied.

    The templates are loaded by another page before: that is the start of a server, not the work of a page.
    """
    from django.core.cache import cache  # noqa: PLC0415  Django is set up by now

    runs = []
    first, *rest = sample.paths
    for _ in range(min(place.rounds, 2)):
        cache.clear()
        with serving() as ours:
            size = load.sizes(Pages(ours.port, [first]))[0]
            our = load.once_each(Pages(ours.port, rest))
        beside = baseline(bare, size, times=len(rest) * 4)
        load.sizes(baseline(bare, size))
        runs.append((our, load.once_each(beside)))
    result.compare(
        f"{sample.name}, cold",
        ours=median(our for our, _their in runs),
        baseline=median(their for _our, their in runs),
        unit="pages/s",
        figure=sample.cold,
        bar=COLD,
    )


def baseline(bare: Running, size: int, cookie: str = "", *, times: int = 1) -> Pages:
    """Give the bare view of a size."""
    kind = "signed-in" if cookie else "bare"
    return Pages(bare.port, [f"/{kind}/{size}/"] * times, cookie)
