"""Organisations like one, and distances in words."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.kit.reading import SameQueries
from vmeste.gather.participants.distance import distance_words, km_between, minutes, way_words
from vmeste.gather.participants.models import Organisation, Territory
from vmeste.gather.participants.queries import similar_to
from vmeste.ground.kernel.actors import ANONYMOUS

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]


def names(of: Organisation) -> list[str]:
    return [one.organisation.name for one in similar_to(ANONYMOUS, of)]


def test_those_of_its_type_come_first_by_words_and_nearness(make: Make, town: Territory, far_region: Territory) -> None:
    mine = make("Музей часов", type="museum", territory=town, lat="56", lon="40", description="Часы и механизмы")
    make("Музей механизмов", type="museum", territory=town, lat="56.1", lon="40", address="1", description="Механизмы")
    make("Музей кукол", type="museum", territory=town, lat="56.1", lon="40", address="2", description="Куклы")
    make("Музей кукол вдали", type="museum", lat="58", lon="44", address="3", description="Куклы")
    make("Библиотека часов", type="library", territory=town)
    make("Музей часов в крае", type="museum", territory=far_region, description="Часы и механизмы")
    assert names(mine) == ["Музей механизмов", "Музей кукол", "Музей кукол вдали"]


def test_closed_and_hidden_ones_and_its_own_units_are_not_like_it(make: Make, region: Territory) -> None:
    mine = make("Музей", type="museum")
    for number, state in enumerate((Organisation.State.CLOSED, Organisation.State.SUSPENDED)):
        made = make(f"Музей {number}", type="museum")
        Organisation.objects.filter(id=made.id).update(state=state)
    unit = make("Отдел музея", parent=mine, type="museum")
    assert unit.region_id == region.id
    assert names(mine) == []
    assert names(make("Без типа", type="")) == []


def test_likeness_is_shown_on_the_card_with_the_distance(client: Client, make: Make, town: Territory) -> None:
    mine = make("Музей часов", type="museum", territory=town, lat="56", lon="40", address="1")
    make("Музей кукол", type="museum", territory=town, lat="56.1", lon="40", address="2")
    page = client.get(reverse("participants:organisation", args=[mine.id])).content.decode()
    assert "Похожие организации" in page
    assert "11 км" in page


def test_likeness_takes_one_query_however_many_there_are(
    make: Make, town: Territory, assert_same_queries: SameQueries
) -> None:
    mine = make("Музей часов", type="museum", territory=town)
    numbers = iter(range(100))
    assert_same_queries(
        lambda: [(one.organisation.settlement, str(one.organisation)) for one in similar_to(ANONYMOUS, mine)],
        lambda: make(f"Музей {next(numbers)}", type="museum", territory=town),
        at_most=1,
    )


def test_a_distance_is_told_as_people_tell_it() -> None:
    assert distance_words(0.02) == "100 м"
    assert distance_words(0.74) == "700 м"
    assert distance_words(12.4) == "12 км"
    assert way_words(12.4, 0) == "12 км"
    assert way_words(25.0, 50) == "25 км, примерно 40 мин"
    assert way_words(100.0, 50) == "100 км, примерно 2 ч 40 мин"
    assert way_words(230.0, 100) == "230 км, примерно 3 ч"
    assert minutes(0.0, 50) == 5


def test_moscow_is_as_far_from_petersburg_as_everybody_knows() -> None:
    assert km_between((55.7558, 37.6173), (59.9391, 30.3159)) == pytest.approx(634, abs=2)
    assert km_between((0, 0), (0, 180)) == pytest.approx(20015, abs=1)
