"""Counters of the directory: after whatever happened to cards they say what counting anew would say."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.gather.participants.country import an_organisation
from tests.kit.reading import queries_of
from vmeste.gather.participants.commands import (
    RegisterRun,
    change_organisation,
    count_anew,
    count_cards,
    keep_traits,
    verify_organisation,
)
from vmeste.gather.participants.models import CardCount, CountedCard, Organisation, Territory, Trait
from vmeste.gather.participants.queries import Wanted, counters_hold, numbers_kept
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]
Lines = dict[tuple[object, ...], int]
NAMES = ("offers", "focus")
Happened = tuple[int, str, str, str, bool, frozenset[tuple[str, str]] | None]
said = st.frozensets(st.sampled_from([("offers", "event"), ("offers", "staff"), ("focus", "art")]))
steps = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["", "museum", "school"]),
        st.sampled_from(["", "culture"]),
        st.sampled_from(Organisation.State.values),
        st.booleans(),
        st.none() | said,
    ),
    max_size=8,
)


def lines() -> Lines:
    columns = ("place", "name", "code", "type", "department")
    rows = CardCount.objects.exclude(number=0).order_by().values_list(*columns, "number")
    return {tuple(cell): number for *cell, number in rows}


def test_a_card_is_counted_everywhere_it_stands(make: Make, region: Territory, town: Territory) -> None:
    make("Музей", type="museum", department="culture", territory=town)
    assert lines() == {(place, "", "", "museum", "culture"): 1 for place in (0, region.id, town.parent_id, town.id)}


def test_a_changed_card_is_counted_as_what_it_is_now(make: Make) -> None:
    card = make("Дом", type="museum")
    values = {"name": "Дом", "type": "library"}
    change_organisation(actor=SYSTEM, organisation=card, values=values, version=card.version)
    assert numbers_kept(Wanted()).of["type"]["library"] == 1
    assert numbers_kept(Wanted()).of["type"]["museum"] == 0


def test_a_register_is_counted_and_read_twice_changes_nothing(region: Territory) -> None:
    rows = [{"name": f"Музей {number}", "address": f"Мира, {number}"} for number in range(7)]
    for _ in range(2):
        RegisterRun(SYSTEM, region, "", date(2026, 9, 1)).write(rows)
        assert numbers_kept(Wanted(territory=region)).of["type"]["museum"] == 7
    assert counters_hold()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happened=steps)
def test_whatever_happens_the_counters_say_what_counting_anew_says(
    happened: list[tuple[int, str, str, str, bool, frozenset[tuple[str, str]] | None]],
    region: Territory,
    town: Territory,
) -> None:
    cards = [an_organisation(f"Карточка {number}", region) for number in range(4)]
    for at, type_, department, state, is_in_town, traits in happened:
        place = {"settlement": town} if is_in_town else {"settlement": None}
        Organisation.objects.filter(id=cards[at].id).update(type=type_, department=department, state=state, **place)
        if traits is None:
            count_cards([cards[at].id])
        else:
            keep_traits(NAMES, {cards[at].id: traits})
    count_cards(card.id for card in cards)
    kept = lines()
    assert counters_hold()
    count_anew()
    assert lines() == kept
    Organisation.objects.filter(id__in=[card.id for card in cards]).update(state=Organisation.State.SUSPENDED)
    count_cards(card.id for card in cards)
    for card in cards:
        Trait.objects.filter(organisation=card).delete()
    assert not lines()


def test_a_trait_said_anew_takes_the_place_of_the_former_and_leaves_those_of_other_rooms(make: Make) -> None:
    card = make("Музей")
    keep_traits(("offers",), {card.id: frozenset({("offers", "event"), ("offers", "staff")})})
    keep_traits(("joins",), {card.id: frozenset({("joins", "net")})})
    keep_traits(("offers",), {card.id: frozenset({("offers", "staff")})})
    assert set(card.traits.values_list("name", "code")) == {("offers", "staff"), ("joins", "net")}
    assert numbers_kept(Wanted()).of["offers"] == {"staff": 1}


def test_a_hidden_card_is_not_counted_once_a_fact_about_it_is_told(make: Make) -> None:
    card = make("Музей", type="museum")
    Organisation.objects.filter(id=card.id).update(state=Organisation.State.SUSPENDED, verified_at=None)
    card.refresh_from_db()
    verify_organisation(actor=SYSTEM, organisation=card)
    assert numbers_kept(Wanted()).total.number == 0
    assert not CountedCard.objects.exists()


def test_counters_that_disagree_are_told_and_mended_by_the_next_migration(make: Make) -> None:
    make("Музей")
    CardCount.objects.all().delete()
    assert registries.checks.get("directory")()
    assert "1" in registries.release_data.get("directory")()
    assert registries.checks.get("directory")() == []
    assert registries.release_data.get("directory")() == ""


def test_counting_many_cards_takes_the_queries_of_counting_one(make: Make) -> None:
    cards = [make(f"Музей {number}").id for number in range(6)]
    Organisation.objects.update(type="museum")
    one = len(queries_of(lambda: count_cards(cards[:1])))
    assert len(queries_of(lambda: count_cards(cards[1:]))) == one
