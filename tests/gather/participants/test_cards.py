"""Reading a card from texts: what is wrong, what is only told, what is kept aside."""

from hypothesis import given
from hypothesis import strategies as st

from vmeste.gather.participants.cards import Card, read_card

FIELDS = ("name", "inn", "kpp", "ogrn", "type", "email", "lat", "lon", "address", "street", "founder")


def read(**values: str) -> Card:
    return read_card(
        {"name": "Школа", **values}, lambda _vocabulary, text: "school" if "школа" in text.lower() else None
    )


def test_a_row_without_a_name_is_wrong() -> None:
    assert set(read(name=" — ").faults) == {"name"}


def test_a_filled_inn_that_fails_makes_a_row_wrong_and_says_which_digit_to_look_at() -> None:
    card = read(inn="7718084658")
    assert "7718084658" in card.faults["inn"]
    assert card.inn == ""


def test_a_dash_in_the_inn_is_a_filled_inn_that_fails_and_is_told_kindly() -> None:
    assert "оставьте клетку пустой" in read(inn="—").faults["inn"]


def test_an_empty_inn_is_nothing_to_mind() -> None:
    assert not read(inn="  ").faults


def test_a_bad_kpp_or_ogrn_is_only_a_warning_and_is_kept() -> None:
    card = read(kpp="12", ogrn="007022179")
    assert not card.faults
    assert card.other_codes == (("КПП", "12"), ("ОГРН", "007022179"))
    assert len(card.warnings) == 2


def test_the_type_is_found_in_what_is_said_and_in_the_name() -> None:
    assert read().type == "school"
    assert read(name="Дом", kind="школа").type == "school"


def test_an_unknown_type_is_told() -> None:
    card = read(name="Дом", type="зиккурат")
    assert card.type == ""
    assert "зиккурат" in card.warnings[0]


def test_the_first_address_of_several_is_taken() -> None:
    assert read(email="тел.; School@Mail.ru, b@c.ru").email == "school@mail.ru"


def test_coordinates_that_are_no_degrees_are_kept_aside() -> None:
    card = read(lat="6178000", lon="412000")
    assert (card.lat, card.lon) == (None, None)
    assert card.other_codes == (("координаты", "6178000; 412000"),)


def test_a_comma_in_degrees_is_understood() -> None:
    card = read(lat="55,75", lon="37,61")
    assert (card.lat, card.lon) == (55.75, 37.61)


def test_an_address_told_in_parts_is_joined_and_a_whole_one_counts_more() -> None:
    parts = {"settlement": "Луговое", "street": "улица Мира", "house": "30"}
    card = read(**parts)
    assert card.address == "Луговое, улица Мира, 30"
    assert card.address_key == read(address="Луговое, ул. Мира, 30").address_key
    assert read(**parts, address="ул. Садовая, 1").address == "ул. Садовая, 1"
    assert read(street="—", house="30").address == "30"
    assert read(settlement="Луговое").address == ""


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=60)))
def test_no_row_breaks_the_reader(values: dict[str, str]) -> None:
    card = read_card(values, lambda _vocabulary, _text: None)
    assert set(card.faults) <= {"name", "inn"}
    assert (card.lat is None) == (card.lon is None)
    assert card.lat is None or (-90 <= card.lat <= 90 and -180 <= (card.lon or 0) <= 180)
