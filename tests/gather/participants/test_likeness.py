"""Names and addresses taken apart, two cards compared: spellings meet, what differs in one sign stays apart."""

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmeste.gather.participants.houses import read_house
from vmeste.gather.participants.likeness import (
    HELD,
    LIKELY,
    SURE,
    Around,
    Face,
    Likeness,
    house_key,
    keys,
    likeness,
    weights,
)
from vmeste.gather.participants.names import dictionary, read_name

KNOWN = weights(date(2026, 11, 1))
INN, KPP = "7718084659", "771801001"
NAMES = (
    "МБОУ СОШ № 5",
    "МБОУ СОШ № 15",
    "Гимназия № 5",
    "Детский сад № 5 «Ромашка»",
    "ДМШ № 5 имени М. И. Глинки",
    "Библиотека № 5",
    "Клуб «Современник»",
    "Центр внешкольной работы",
    "Дом детского творчества «Лад»",
    "Музей истории города",
)
ADDRESSES = ("", "ул. Мира, д. 1", "ул. Мира, д. 3", "Лесная, 2 корп. 1")


def card(name: str, address: str = "", key: int = 1, **more: object) -> Face:
    house = read_house(address)
    values: dict[str, object] = {"region_id": 1, "settlement_id": 2, "houses": (house,) if house.key else ()}
    return Face(key, (read_name(name),), **values | more)  # type: ignore[arg-type]


def compare(one: Face, other: Face, around: Around | None = None) -> Likeness:
    return likeness(one, other, KNOWN, around or Around())


@pytest.mark.parametrize(
    "spelling",
    [
        "Средняя школа №5",
        "Муниципальное бюджетное общеобразовательное учреждение “Средняя общеобразовательная школа № 5 им. Пушкина”",
        "МОУ «Средняя общеобразовательная школа №5»",
        "Школа 5",
        "СОШ N 5",
        "средняя школа № 5 г. Заречный",
    ],
)
def test_spellings_of_one_school_come_out_alike(spelling: str) -> None:
    one, other = read_name("МБОУ СОШ № 5"), read_name(spelling)
    assert (other.family, other.numbers) == (one.family, one.numbers) == ("school", frozenset({"5"}))
    assert not other.own
    assert compare(card("МБОУ СОШ № 5", "Мира, 1"), card(spelling, "ул. Мира, д.1", 2)).score >= SURE


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Школа № 5", "Школа № 15", "number"),
        ("Школа № 5", "Школа № 5а", "number"),
        ("Школа № 5", "Детский сад № 5", "kind"),
        ("Школа № 5", "Музыкальная школа № 5", "kind"),
        ("Школа № 5", "Школа-интернат VIII вида № 5", "kind"),
        ("Детский сад № 5", "Начальная школа – детский сад № 5", "kind"),
        ("Библиотека № 5", "Детская библиотека № 5", "kind"),
        ("Клуб «Современник»", "Клуб «Радуга»", "own"),
        ("Школа № 5 города Заречный", "Школа № 5 города Озёрный", "town"),
    ],
)
def test_what_cannot_be_one_is_held_back_even_in_one_house(one: str, other: str, why: str) -> None:
    phone = frozenset({"phone 8005553535"})
    said = compare(card(one, "Мира, 1", contacts=phone), card(other, "Мира, 1", 2, contacts=phone))
    assert said.score <= HELD
    assert why in said.obstacles


def test_codes_decide_about_legal_entities_branches_and_units() -> None:
    school = card("Школа № 5", "Мира, 1", inn=INN, kpp=KPP)
    assert compare(school, replace(school, id=2, inn="7714239823")).obstacles == ("entity",)
    assert compare(school, replace(school, id=2, kpp="771802001")).obstacles == ("branch",)
    assert compare(school, replace(school, id=2, is_unit=True, parent_id=1)).obstacles == ("unit",)
    doubted = compare(school, replace(school, id=2, names=(read_name("Детский сад № 7"),)))
    assert HELD < doubted.score < SURE, "one of the two has a code that is not its own: for a person to look at"
    assert compare(school, replace(school, id=2)).score >= SURE


def test_other_places_keep_schools_of_one_number_apart() -> None:
    assert compare(card("Школа № 1"), card("Школа № 1", key=2, settlement_id=3)).obstacles == ("place",)


def test_a_number_given_anew_in_each_district_needs_the_same_house() -> None:
    assert "series" in compare(card("Библиотека № 95", "Мира, 1"), card("Библиотека № 95", "Лесная, 2", 2)).obstacles
    assert compare(card("Библиотека № 95", "Мира, 1"), card("Библиотека-филиал № 95", "Мира, 1", 2)).score >= SURE


def test_a_name_that_others_bear_says_less() -> None:
    one, other = card("Детский сад № 5", "Мира, 1"), card("Детский сад № 5", "Лесная, 2", 2)
    assert compare(one, other, Around(rivals=3)).score < LIKELY < compare(one, other).score


def test_a_name_without_anything_of_its_own_needs_more() -> None:
    one = "Центр внешкольной работы"
    assert compare(card(one, "Мира, 1"), card(one, "Лесная, 2", 2)).score < LIKELY


def test_a_house_and_a_point_that_many_share_say_nothing() -> None:
    one = card("Музей часов", "Мира, 1", points=((55.0, 37.0),))
    other = card("Музей истории", "Мира, 1", 2, points=((55.0, 37.0),))
    common = frozenset({house_key(one, one.houses[0]), "55.0000 37.0000"})
    parts = {part.name for part in compare(one, other, Around(common=common)).parts}
    assert not parts & {"address", "point"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("127055, г.Москва, ул. Новослободская, д.73 стр.1", "Новослободская улица, дом 73, строение 1"),
        ("105215, г. Москва, 5-я Парковая ул., д. 62", "105215, г. Москва, ул. 5-я Парковая, дом 62"),
        ("123308, город Москва, улица Мневники, дом 7, корус 5", "Мневники, 7 корпус 5"),
        ("119296, г.Москва, ул. Молодежная, дом 3 А", "Молодёжная, 3а"),
        ("124460, Москва, Зеленоград, корп. 1217", "г.Москва, Зеленоград, корпус 1217"),
        ("125319, г.Москва, ул. 8 Марта, д.15", "улица 8 Марта, дом 15"),
    ],
)
def test_spellings_of_one_house_come_out_alike(one: str, other: str) -> None:
    assert read_house(one).key == read_house(other).key != ""


def test_houses_of_one_street_differ() -> None:
    written = ("Мира, 1", "Мира, 1 корп. 2", "Мира, 12", "Мира, 1 стр. 2", "Мира, 1а")
    assert len({read_house(address).key for address in written}) == len(written)


def test_every_phrase_of_the_dictionary_has_a_role_that_is_read() -> None:
    assert {entry.role for entry in dictionary().values()} == {"form", "kind", "honour", "place", "area"}
    assert all(entry.kind for entry in dictionary().values() if entry.role == "kind")


faces = st.builds(
    lambda name, address, inn, key, settlement: card(name, address, key, inn=inn, settlement_id=settlement),
    st.sampled_from(NAMES) | st.text(max_size=40),
    st.sampled_from(ADDRESSES) | st.text(max_size=30),
    st.sampled_from(["", INN, "7714239823"]),
    st.integers(1, 9),
    st.sampled_from([None, 2, 3]),
)


@given(faces, faces)
def test_the_order_of_the_two_does_not_matter(one: Face, other: Face) -> None:
    there, back = compare(one, other), compare(other, one)
    assert there.score == pytest.approx(back.score)
    assert set(there.obstacles) == set(back.obstacles)
    assert 0 <= there.score <= 1


@given(faces)
def test_a_card_never_contradicts_itself(one: Face) -> None:
    assert compare(one, replace(one, id=one.id + 10)).obstacles in {(), ("series",)}


@given(
    st.integers(1, 99), st.integers(1, 99), st.sampled_from(ADDRESSES), st.sampled_from(["СОШ", "Детский сад", "Лицей"])
)
def test_different_numbers_never_make_one(number: int, other: int, address: str, kind: str) -> None:
    said = compare(card(f"{kind} № {number}", address), card(f"МБОУ «{kind} №{other}»", address, 2))
    assert (said.score > HELD) == (number == other)


def test_cards_that_are_surely_one_share_a_key() -> None:
    """No pair is compared that shares none, so this would be lost unseen."""
    cards = [card(name, address, number) for number, (name, address) in enumerate(
        (name, address) for name in (*NAMES, "Средняя школа №5", "Школа 5") for address in ADDRESSES
    )]  # fmt: skip
    sure = [(one, other) for one, other in combinations(cards, 2) if compare(one, other).score >= SURE]
    assert sure
    assert all(keys(one) & keys(other) for one, other in sure)
