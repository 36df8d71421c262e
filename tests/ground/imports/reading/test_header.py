"""Headings in one row, in two, under titles, above numbers, or none."""

import pytest

from vmeste.ground.imports.reading.headings import find_header, has_second_line, is_numbering, joined_lines, normal

UPPER = ["№", "Название", "Адрес", "", "Телефон"]
LOWER = ["", "", "юридический", "фактический", ""]


def test_headings_of_two_rows_are_joined() -> None:
    assert has_second_line(UPPER, LOWER)
    assert joined_lines(UPPER, LOWER) == ["№", "Название", "Адрес юридический", "Адрес фактический", "Телефон"]


def test_of_two_rows_of_headings_the_upper_begins_them_though_the_lower_is_better_known() -> None:
    upper = ["№ п/п", "Наименование ОО", "Контакты", ""]
    lower = ["", "", "тел.", "эл. почта"]
    rows = [["Реестр"], upper, lower, ["1", "Школа", "123456", "a@example.org"]]
    assert find_header(rows, {"тел", "эл почта", "наименование"}) == 1


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (UPPER, ["1", "Школа", "ул. Мира", "ул. Лесная", "123456"]),
        (["Название", "", "Телефон"], ["Школа", "ул. Мира", "нет"]),
        (["Название", "Адрес"], ["Школа", ""]),
        (["Название", "Адрес", ""], ["", "123456", "a@example.org"]),
        (["Название"], ["Школа"]),
        ([], []),
    ],
)
def test_rows_of_the_table_are_no_second_row_of_headings(upper: list[str], lower: list[str]) -> None:
    assert not has_second_line(upper, lower)


@pytest.mark.parametrize(
    ("row", "is_one"),
    [
        (["1", "2", "3"], True),
        (["(1)", "(2)"], True),
        (["1.", "2.", "3."], True),
        (["А", "Б", "1", "2"], True),
        (["1"], False),
        (["А", "Б"], False),
        (["1", "3"], False),
        (["5", "6"], False),
    ],
)
def test_a_row_that_numbers_columns_is_known(row: list[str], is_one: bool) -> None:
    assert is_numbering(row) is is_one


def test_headings_of_programmers_and_of_registers_are_compared_alike() -> None:
    assert normal("FullName") == normal("full_name") == "full name"
    assert normal("1_Полное название:") == "полное название"
    assert normal("ИНН") == "инн"
