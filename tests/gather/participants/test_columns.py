"""Columns are recognised by their headings in many spellings, and by their contents where no heading helps."""

from collections.abc import Callable

import pytest

from vmeste.gather.participants.columns import COLUMNS, is_address, is_latitude, is_phone, is_site
from vmeste.ground.imports.mapping import as_mapping, propose
from vmeste.ground.kernel import registries

EVERY = {
    "organisations": {"Полное наименование": "name", "ИНН": "inn", "Вид учреждения": "kind", "Тел.": "phone"},
    "needs": {"Что нужно": "title", "Вид ресурса": "kind", "Классы": "grades", "ИНН": "inn", "Направленность": "focus"},
    "offers": {"Возможность": "title", "Описание": "text", "Организация": "organisation", "Условия": "cost"},
    "staff": {"ФИО": "name", "Должность": "post", "Чему могу научить коллег": "teaches", "Эл. почта": "email"},
    "territories": {"Наименование": "place", "ОКТМО": "oktmo", "Субъект РФ": "region", "Широта": "lat"},
}


@pytest.mark.parametrize("kind", EVERY)
def test_headings_of_every_kind_are_recognised(kind: str) -> None:
    headings = EVERY[kind]
    found = as_mapping(propose(registries.import_kinds.get(kind).fields, list(headings), []))
    assert found == {field: heading for heading, field in headings.items()}


def test_the_two_names_of_a_gazetteer_are_told_apart() -> None:
    fields = registries.import_kinds.get("territories").fields
    found = as_mapping(propose(fields, ["geonameid", "name", "name_ru", "admin1code"], []))
    assert found == {"code": "geonameid", "latin": "name", "place": "name_ru", "admin1": "admin1code"}
    assert as_mapping(propose(fields, ["name", "name_with_type"], [])) == {
        "place": "name",
        "full_name": "name_with_type",
    }


def test_parts_of_an_address_are_known_as_openstreetmap_names_them() -> None:
    fields = registries.import_kinds.get("organisations").fields
    headings = ["name", "addr:city", "addr:street", "addr:housenumber", "phone"]
    assert as_mapping(propose(fields, headings, [])) == {
        "name": "name", "settlement": "addr:city", "street": "addr:street", "house": "addr:housenumber",
        "phone": "phone",
    }  # fmt: skip
    whole = as_mapping(propose(fields, ["Адрес", "Улица", "Дом", "addr:full"], []))
    assert whole == {"address": "Адрес", "street": "Улица", "house": "Дом"}


def test_without_headings_contents_speak() -> None:
    row = [
        "Музей",
        "7718084659",
        "+7 (495) 710-36-42",
        "a@example.org",
        "г. Москва, ул. Ленина, 1",
        "55.7539",
        "37.6208",
    ]
    found = as_mapping(propose(COLUMNS, list("ABCDEFG"), [row] * 5))
    assert found == {"inn": "B", "phone": "C", "email": "D", "address": "E", "lat": "F", "lon": "G"}


@pytest.mark.parametrize(
    ("tells", "text", "expected"),
    [
        (is_phone, "8(495)710-36-42", True),
        (is_phone, "84957103642", True),
        (is_phone, "(84235) 2-34-56; 2-34-57", True),
        (is_phone, "7718084659", False),
        (is_phone, "101000", False),
        (is_phone, "2014", False),
        (is_latitude, "55,7539", True),
        (is_latitude, "6187300.5", False),
        (is_latitude, "55", False),
        (is_address, "Ленина улица, дом 1", True),
        (is_address, "Улица", False),
        (is_site, "www.school-5.ru", True),
        (is_site, "https://example.org/a", True),
        (is_site, "a@example.org", False),
    ],
)
def test_contents_are_told_apart(tells: Callable[[str], bool], text: str, expected: bool) -> None:
    assert tells(text) is expected
