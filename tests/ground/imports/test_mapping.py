"""Columns proposed for fields."""

from vmeste.ground.imports.mapping import as_mapping, missing, propose
from vmeste.ground.kernel.registries import ImportField

FIELDS = (
    ImportField("name", "Название", ("полное наименование", "наименование"), required=True),
    ImportField("short_name", "Краткое название", ("краткое наименование",)),
    ImportField("inn", "ИНН", looks_like=lambda text: text.isdigit() and len(text) == 10),
    ImportField("phone", "Телефон", ("контактный телефон",)),
    ImportField("address", "Адрес", ("юридический адрес",)),
)


def proposed(headings: list[str], *rows: list[str]) -> dict[str, str]:
    return as_mapping(propose(FIELDS, headings, rows))


def test_headings_are_known_by_their_aliases_whatever_numbers_stand_before() -> None:
    assert proposed(["1_Полное наименование", "1_Краткое наименование", "0_INN"]) == {
        "name": "1_Полное наименование", "short_name": "1_Краткое наименование", "inn": "0_INN",
    }  # fmt: skip


def test_a_longer_heading_with_other_endings_is_recognised() -> None:
    assert proposed(["Наименование учреждения", "Номер телефона секретаря"]) == {
        "name": "Наименование учреждения",
        "phone": "Номер телефона секретаря",
    }


def test_the_name_of_something_else_is_not_taken_for_the_name() -> None:
    assert proposed(["Наименование улицы", "Название объекта"]) == {"name": "Название объекта"}
    assert proposed(["Наименование_улицы", "region_name"]) == {}


def test_a_typing_error_is_forgiven() -> None:
    assert proposed(["Полное наименвание"]) == {"name": "Полное наименвание"}


def test_each_field_takes_one_column_the_better_one() -> None:
    assert proposed(["Юридический адрес", "Адрес"]) == {"address": "Адрес"}


def test_contents_speak_where_headings_do_not() -> None:
    guesses = propose(FIELDS, ["Код"], [["7718084659"], ["7718084650"], ["7718084651"]])
    assert [(guess.field, guess.heading, guess.by_content) for guess in guesses] == [("inn", "Код", True)]
    assert proposed(["Код"], ["1"], ["2"], ["3"]) == {}


def test_a_required_field_without_a_column_is_missing() -> None:
    assert [field.name for field in missing(FIELDS, {"inn": "ИНН"})] == ["name"]
