"""Columns proposed for fields."""

from collections.abc import Sequence

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


def by(*headings: str, sample: Sequence[Sequence[str]] = ()) -> dict[str, str]:
    fields = (
        ImportField("name", "Full name", ("name", "name ru", "full name")),
        ImportField("inn", "ИНН", ("inn",), looks_like=str.isdigit),
        ImportField("lat", "Latitude", ("lat", "y"), looks_like=lambda text: text.startswith("5"), strict=True),
    )
    return as_mapping(propose(fields, headings, sample))


def test_what_stands_inside_a_record_is_known_by_its_last_name() -> None:
    assert by("uuid", "type.name", "edu_org.full_name", "edu_org.legal_info.inn") == {
        "name": "edu_org.full_name",
        "inn": "edu_org.legal_info.inn",
    }


def test_contents_speak_against_a_heading_of_a_strict_field_but_never_for_it() -> None:
    assert by("name", "y", sample=[["a", "55.7"]]) == {"name": "name", "lat": "y"}
    assert by("name", "y", sample=[["a", "-9235"]]) == {"name": "name"}
    assert by("name", "number", sample=[["a", "55.1"], ["b", "56.1"], ["c", "57.1"]]) == {"name": "name"}


def test_the_russian_name_is_taken_if_it_is_filled() -> None:
    assert by("name", "name_ru", sample=[["Tver", "Тверь"]]) == {"name": "name_ru"}
    assert by("name", "name_ru", sample=[["Тверь", ""], ["Ржев", ""]]) == {"name": "name"}


def test_the_last_word_of_an_english_heading_says_what_it_is() -> None:
    assert by("inn_keeper", sample=[["Ivan"], ["Petr"], ["Anna"]]) == {}


def test_a_heading_of_one_letter_stands_for_coordinates_only_by_itself() -> None:
    fields = (ImportField("lon", "Долгота", ("x",), looks_like=lambda text: text[:2] == "37", strict=True),)
    columns = {heading: as_mapping(propose(fields, [heading], [["37,5"]] * 3)) for heading in ("0_x", "Этаж x", "x")}
    assert columns == {"0_x": {}, "Этаж x": {}, "x": {"lon": "x"}}
    assert as_mapping(propose(fields, ["0_x", "0_y"], [["37,5", ""]] * 3)) == {"lon": "0_x"}
