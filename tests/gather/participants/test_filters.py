"""Filters of the directory: traits, distance, words beside filters, numbers, what an empty list says."""

import re
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.db.models import QuerySet

from tests.gather.participants.country import Level, a_territory
from tests.kit.reading import SameQueries
from vmeste.gather.participants.commands import keep_traits
from vmeste.gather.participants.distance import km_between
from vmeste.gather.participants.models import Organisation, Territory
from vmeste.gather.participants.picture import Window, position
from vmeste.gather.participants.queries import (
    Centre,
    Near,
    Wanted,
    directory,
    numbers_kept,
    places_kept,
    relaxations,
    rows_in,
    settlements_named,
    short_name,
)
from vmeste.gather.participants.queries.nearness import nearest_first
from vmeste.ground.kernel.actors import ANONYMOUS
from vmeste.ground.text import search as searching

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]
LISTS = "vmeste.gather.participants.queries.directory"
ZARECHNOE = Centre(56.0, 40.0, "Заречное")


def names(wanted: Wanted, after: int = 0) -> list[str]:
    return [row.name for row in directory(ANONYMOUS, wanted, after).rows]


def offer(card: Organisation, *codes: str) -> Organisation:
    keep_traits(("offers",), {card.id: frozenset(("offers", code) for code in codes)})
    return card


def test_cards_are_narrowed_by_what_upper_rooms_say_of_them(make: Make) -> None:
    offer(make("Музей часов"), "event", "staff")
    offer(make("Библиотека"), "event")
    make("Школа")
    assert set(names(Wanted(traits=(("offers", "event"),)))) == {"Музей часов", "Библиотека"}
    assert names(Wanted(traits=(("offers", "event"), ("offers", "staff")))) == ["Музей часов"]
    assert names(Wanted(q="библиотека", traits=(("offers", "event"),))) == ["Библиотека"]


def test_numbers_beside_a_filter_are_those_that_choosing_it_gives(
    make: Make, region: Territory, far_region: Territory, town: Territory
) -> None:
    offer(make("Музей часов", type="museum", department="culture", territory=town), "event")
    offer(make("Музей игрушек", type="museum", department="education", territory=far_region), "event", "staff")
    make("Школа", type="school", department="education", territory=town)
    for wanted in (
        Wanted(),
        Wanted(territory=region),
        Wanted(territory=far_region, department="education"),
        Wanted(type="museum"),
        Wanted(type="museum", department="culture"),
        Wanted(q="музей"),
        Wanted(near=Near(ZARECHNOE, 10)),
        Wanted(traits=(("offers", "event"),)),
    ):
        listed = directory(ANONYMOUS, wanted)
        assert listed.counted.number == len(listed.rows), wanted
        for code, number in listed.numbers.of["offers"].items():
            assert len(names(replace(wanted, traits=(*wanted.traits, ("offers", code))))) == number, (wanted, code)
        if not (wanted.q or wanted.near or wanted.traits):
            for name in ("type", "department"):
                for code, number in listed.numbers.of[name].items():
                    narrowed = replace(wanted, type=code) if name == "type" else replace(wanted, department=code)
                    assert not code or len(names(narrowed)) == number, (wanted, name, code)
        for place in listed.places:
            inside = replace(wanted, territory=place.territory)
            if place.territory.level != Level.REGION or wanted.territory is None:
                assert len(names(inside)) == place.cards, (wanted, place)


def test_a_place_is_found_by_its_name_and_told_from_its_namesakes(region: Territory, far_region: Territory) -> None:
    small = a_territory(Level.SETTLEMENT, "a", "Берёзовка", region, lat=56.0, lon=40.0, population=300)
    large = a_territory(Level.SETTLEMENT, "b", "Березовка", far_region, lat=60.0, lon=90.0, population=9000)
    found = settlements_named("берёзовка")
    assert found == [large, small]
    assert [short_name(row, found) for row in found] == ["Березовка, Дальний край", "Берёзовка, Озёрная область"]
    assert settlements_named("Берёзовка, Озёрная область") == [small]
    assert settlements_named("Берёзовка", region) == [small]
    assert settlements_named("Нигдеево") == []
    assert settlements_named(",,,") == []


def test_those_within_a_distance_come_nearest_first(make: Make, town: Territory) -> None:
    make("Далёкая школа", territory=town, lat="56.4", lon="40", address="Мира, 3")
    make("Школа в двух км", territory=town, lat="56.018", lon="40", address="Мира, 2")
    make("Школа без координат", territory=town, address="")
    make("Школа нигде")
    near = Near(ZARECHNOE, 10)
    assert names(Wanted(near=near)) == ["Школа без координат", "Школа в двух км"]
    assert len(names(Wanted(near=Near(ZARECHNOE, 50)))) == 3
    assert names(Wanted(near=near, q="два")) == ["Школа в двух км"]


def test_pages_by_distance_follow_each_other_without_gap(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[LISTS], "PAGE", 2)
    made = [make(f"Школа {n}", lat=str(56 + n / 1000), lon="40", address=f"Мира, {n}").name for n in range(5)]
    seen: list[str] = []
    after: int | None = 0
    while after is not None:
        listed = directory(ANONYMOUS, Wanted(near=Near(ZARECHNOE, 10)), after)
        seen += [row.name for row in listed.rows]
        after = listed.after
    assert seen == made


@pytest.mark.parametrize("lat", [0.0, 43.5, 56.0, 69.0])
@pytest.mark.parametrize("km", [10, 50, 100])
def test_the_distance_the_database_reckons_is_the_great_circle(make: Make, lat: float, km: int) -> None:
    centre = Centre(lat, 60.0, "")
    points = [(lat + north * km / 130, 60.0 + east * km / 90) for north in (-1, -0.4, 0.7) for east in (-1, 0.1, 0.8)]
    for number, (one, other) in enumerate(points):
        make(f"Школа {number}", lat=f"{one:.6f}", lon=f"{other:.6f}", address=f"Мира, {number}")
    for row in nearest_first(Organisation.objects.all(), centre):
        assert row.lat is not None
        assert row.lon is not None
        told = getattr(row, "away") ** 0.5  # noqa: B009  an annotation
        assert told == pytest.approx(km_between(centre.point, (row.lat, row.lon)), rel=0.003, abs=0.01)


def test_a_common_word_crowds_nothing_out_that_a_filter_leaves(
    make: Make, town: Territory, far_region: Territory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "CANDIDATES", 3)
    make("Старая школа", territory=town)
    for number in range(6):
        make(f"Школа {number}", territory=far_region)
    assert names(Wanted(q="школа", territory=town)) == ["Старая школа"]


def test_an_empty_list_says_which_filter_stands_in_the_way(make: Make) -> None:
    make("Музей часов", type="museum", department="culture")
    wanted = Wanted(q="часы", type="museum", department="education")
    assert names(wanted) == []
    assert relaxations(ANONYMOUS, wanted, ["q", "type", "department"]) == ["department"]
    assert relaxations(ANONYMOUS, Wanted(q="робот", type="school"), ["q", "type"]) == []


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(q="школа"),
        Wanted(near=Near(ZARECHNOE, 10)),
        Wanted(traits=(("offers", "event"),)),
        Wanted(q="шклоа", near=Near(ZARECHNOE, 50), traits=(("offers", "event"),)),
    ],
    ids=["words", "near", "trait", "all"],
)
def test_a_narrowed_list_costs_the_same_for_many_rows(
    make: Make, town: Territory, assert_same_queries: SameQueries, wanted: Wanted
) -> None:
    numbers = iter(range(100))
    assert_same_queries(
        lambda: directory(ANONYMOUS, wanted),
        lambda: offer(make(f"Школа {next(numbers)}", territory=town), "event"),
        at_most=10,
    )


BARE = re.compile(
    r"\bSCAN (?:participants_(?:organisation|site|trait)|U\d+)(?! (?:USING|VIRTUAL))|"
    r"Seq Scan on participants_(?:organisation|site|trait|territory)"
)
x, y = position(56.0, 40.0)


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(type="museum"),
        Wanted(department="culture"),
        Wanted(territory=Territory(id=1, level=Level.REGION)),
        Wanted(territory=Territory(id=1, level=Level.REGION), type="museum"),
        Wanted(territory=Territory(id=1, level=Level.MUNICIPALITY)),
        Wanted(territory=Territory(id=1, level=Level.SETTLEMENT)),
        Wanted(traits=(("offers", "event"),)),
        Wanted(near=Near(ZARECHNOE, 25)),
        Wanted(window=Window(x - 1000, y - 1000, x + 1000, y + 1000)),
    ],
    ids=["type", "department", "region", "region and type", "municipality", "settlement", "trait", "near", "window"],
)
def test_every_filter_goes_down_an_index(wanted: Wanted) -> None:
    plan = plan_of(rows_in(ANONYMOUS, wanted)[:31])
    assert not BARE.search(plan), plan


def plan_of(rows: QuerySet[Organisation]) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # the tables of a test are too small for an index to pay
        return rows.explain()


def test_a_filter_without_an_index_would_be_seen() -> None:
    assert BARE.search(plan_of(Organisation.objects.filter(founder="Город").order_by("phone")))


def test_numbers_of_an_empty_directory_are_none() -> None:
    assert numbers_kept(Wanted()).total.number == 0
    assert places_kept(Wanted()) == []
