"""Check digits, other codes, keys of names and addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmeste.gather.participants.identifiers import (
    address_key,
    digits,
    good_inn,
    good_kpp,
    good_ogrn,
    name_key,
    read_codes,
)


def inn10(first: str) -> str:
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return first + str(sum(w * int(d) for w, d in zip(weights, first, strict=True)) % 11 % 10)


def inn12(first: str) -> str:
    def check(text: str, weights: tuple[int, ...]) -> str:
        return str(sum(w * int(d) for w, d in zip(weights, text, strict=True)) % 11 % 10)

    eleventh = first + check(first, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8))
    return eleventh + check(eleventh, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8))


def numbers(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


@given(numbers(9))
def test_an_inn_with_the_right_check_digit_holds_and_no_other_last_digit_does(first: str) -> None:
    right = inn10(first)
    assert good_inn(right)
    others = [first + str(digit) for digit in range(10) if first + str(digit) != right]
    assert not any(map(good_inn, others))


@given(numbers(10))
def test_an_inn_of_a_person_has_two_check_digits(first: str) -> None:
    right = inn12(first)
    assert good_inn(right)
    assert not good_inn(right[:-1] + str((int(right[-1]) + 1) % 10))


@given(numbers(9))
def test_an_ogrn_is_checked_by_the_remainder_of_eleven(rest: str) -> None:
    first = f"1{rest[:2]}77{rest[2:]}"
    right = first + str(int(first) % 11 % 10)
    assert good_ogrn(right)
    assert not good_ogrn(first + str((int(right[-1]) + 1) % 10))


@given(st.text(max_size=40))
def test_no_text_at_all_breaks_the_reading_of_codes(text: str) -> None:
    codes = read_codes(text, text, text)
    assert {codes.inn, codes.kpp, codes.ogrn} <= {"", digits(text), digits(text).upper()}
    name_key(text)
    address_key(text)


@pytest.mark.parametrize(
    ("text", "holds"), [("771801001", True), ("7718AB001", True), ("77180100", False), ("0", False)]
)
def test_a_kpp_has_a_shape_only(text: str, holds: bool) -> None:
    assert good_kpp(text) is holds


def test_what_does_not_hold_is_kept_as_another_code() -> None:
    codes = read_codes("7718084659", "0", "007022179")
    assert (codes.inn, codes.kpp, codes.ogrn) == ("7718084659", "", "")
    assert codes.other == (("КПП", "0"), ("ОГРН", "007022179"))


def test_a_number_from_a_spreadsheet_is_read_as_it_was_meant() -> None:
    assert read_codes(" 77 180 84659.0 ").inn == "7718084659"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Школа «Ёлка» № 5", 'ШКОЛА "Елка" №5'),
        ("ГБОУ  СОШ №12", "гбоу сош № 12."),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("107061, г. Москва, улица 2-я Пугачевская, дом 6А", "Москва г., 2-я Пугачёвская ул., д. 6а"),
        ("115280,г. Москва,1-й Кожуховский пр. д.17", "115280, г. Москва, 1-й Кожуховский проезд, д.17"),
    ],
)
def test_spellings_of_one_address_meet(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)


def test_two_houses_do_not_meet() -> None:
    assert address_key("ул. Ленина, д. 5") != address_key("ул. Ленина, д. 6")
