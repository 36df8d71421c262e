"""The directory and the map: what is found, counted, gathered; and at which price."""

import sys
from collections.abc import Callable
from itertools import count

import pytest

from tests.kit.reading import SameQueries
from vmeste.gather.participants import picture, queries
from vmeste.gather.participants.commands import count_cards
from vmeste.gather.participants.models import Organisation, Territory
from vmeste.gather.participants.queries import Centre, Near, Wanted
from vmeste.ground.kernel.actors import ANONYMOUS

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]
LISTS = "vmeste.gather.participants.queries.directory"
FACETS = "vmeste.gather.participants.queries.facets"


def names(wanted: Wanted, after: int = 0) -> list[str]:
    return [row.name for row in queries.directory(ANONYMOUS, wanted, after).rows]


def test_word_forms_are_found_best_first(make: Make) -> None:
    make("Музей игрушек")
    make("Театр кукол")
    assert names(Wanted(q="музеи игрушки")) == ["Музей игрушек"]


def test_a_typing_error_is_mended_and_told(make: Make) -> None:
    make("Музыкальная школа")
    listed = queries.directory(ANONYMOUS, Wanted(q="музыкальная шклоа"))
    assert [row.name for row in listed.rows] == ["Музыкальная школа"]
    assert listed.found.mended == {"шклоа": "школа"}


def test_an_other_name_is_found_too(make: Make) -> None:
    made = make("Лицей № 5")
    made.other_names.create(name="Школа космонавтики", name_key="школа космонавтики")
    from vmeste.gather.participants.reactions import index_organisations  # noqa: PLC0415  a reaction, not public

    index_organisations([made.id])
    assert names(Wanted(q="космонавтика")) == ["Лицей № 5"]


def test_filters_narrow_together(make: Make, region: Territory, district: Territory, town: Territory) -> None:
    make("Музей в районе", type="museum", territory=district)
    make("Музей в селе", type="museum", department="culture", territory=town)
    make("Школа в селе", type="school", territory=town)
    assert set(names(Wanted(type="museum"))) == {"Музей в районе", "Музей в селе"}
    assert names(Wanted(type="museum", department="culture")) == ["Музей в селе"]
    assert set(names(Wanted(territory=town))) == {"Музей в селе", "Школа в селе"}
    assert len(names(Wanted(territory=district))) == 3
    assert names(Wanted(q="музей", territory=town)) == ["Музей в селе"]
    assert len(names(Wanted(territory=region))) == 3


def test_pages_follow_each_other_without_gap_or_repetition(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[LISTS], "PAGE", 2)
    made = [make(f"Школа {letter}").name for letter in "абвгд"] + [make("Школа в").name]
    for q in ("", "школа"):
        seen: list[str] = []
        after: int | None = 0
        while after is not None:
            listed = queries.directory(ANONYMOUS, Wanted(q=q), after)
            seen += [row.name for row in listed.rows]
            after = listed.after
        assert sorted(seen) == sorted(made)


def test_a_count_goes_no_further_than_a_reader_needs(
    make: Make, town: Territory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[FACETS], "COUNTED", 2)
    for number in range(3):
        make(f"Школа {number}", territory=town)
    wanted = Wanted(near=Near(Centre(56.0, 40.0, "Заречное"), 10))
    counted = queries.directory(ANONYMOUS, wanted).counted
    assert (counted.number, counted.is_more) == (2, True)
    assert "более" in counted.words


def test_suspended_cards_are_in_no_list_count_map_or_search(school: Organisation) -> None:
    Organisation.objects.filter(id=school.id).update(state=Organisation.State.SUSPENDED)
    count_cards([school.id])  # what every fact about a card does
    for wanted in (Wanted(), Wanted(q="школа")):
        listed = queries.directory(ANONYMOUS, wanted)
        assert (listed.rows, listed.counted.number) == ([], 0)
        assert queries.map_page(ANONYMOUS, wanted) is None
    assert queries.names_of(ANONYMOUS, [school.id]) == {}


@pytest.mark.parametrize("q", ["", "школа"])
def test_the_directory_costs_the_same_for_many_rows(make: Make, assert_same_queries: SameQueries, q: str) -> None:
    numbers = count()
    assert_same_queries(
        lambda: [
            (queries.place_words(row), queries.badges_of(row)) for row in queries.directory(ANONYMOUS, Wanted(q=q)).rows
        ],
        lambda: make(f"Школа {next(numbers)}"),
        at_most=8,
    )


def test_the_map_costs_the_same_for_many_points(make: Make, town: Territory, assert_same_queries: SameQueries) -> None:
    numbers = count()

    def add() -> Organisation:
        number = next(numbers)
        return make(f"Школа {number}", territory=town, lat=str(50 + number), lon="40", address=f"Мира, {number}")

    add()
    assert_same_queries(lambda: queries.map_page(ANONYMOUS, Wanted()), add, at_most=5)


def test_every_site_is_counted_on_the_map_once(make: Make) -> None:
    for number in range(40):
        make(f"Школа {number}", lat=str(55 + number % 7 / 1000), lon=str(37 + number % 5), address=f"Мира, {number}")
    drawn = queries.map_page(ANONYMOUS, Wanted())
    assert drawn is not None
    assert sum(mark.cluster.count for mark in drawn.marks) == drawn.points == 40
    assert len(drawn.marks) < 40
    frame = drawn.frame
    assert all(0 <= mark.x <= frame.pixels_wide and 0 <= mark.y <= frame.pixels_high for mark in drawn.marks)


def test_a_single_place_is_shown_with_its_surroundings(make: Make, town: Territory) -> None:
    make("Музей игрушек", territory=town, lat="56.01", lon="40.01")
    drawn = queries.map_page(ANONYMOUS, Wanted())
    assert drawn
    assert [name.text for name in drawn.names] == ["Заречное"]
    assert drawn.scale.metres >= 500


def test_a_window_shows_what_stands_inside_on_map_and_list(make: Make) -> None:
    make("Школа близко", lat="55", lon="37", address="Мира, 1")
    make("Школа далеко", lat="60", lon="60", address="Мира, 2")
    x, y = picture.position(55, 37)
    window = picture.Window(x - 1000, y - 1000, x + 1000, y + 1000)
    drawn = queries.map_page(ANONYMOUS, Wanted(window=window))
    assert drawn is not None
    assert list(drawn.titles.values()) == ["Школа близко"]
    assert names(Wanted(window=window)) == ["Школа близко"]


def offered(territory: Territory | None = None) -> list[str]:
    return [one.territory.name for one in queries.directory(ANONYMOUS, Wanted(territory=territory)).places]


def test_the_filter_offers_places_that_exist_and_the_parts_of_the_chosen_one(
    make: Make, town: Territory, far_region: Territory
) -> None:
    make("Школа", territory=town)
    assert set(offered()) == {"Озёрная область", "Заречный район", "Заречное"}
    make("Далёкая школа", territory=far_region)
    assert set(offered()) == {"Озёрная область", "Дальний край"}
    assert "Заречное" in offered(town)
