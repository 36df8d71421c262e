"""Codes that went through a table program: given back where they hold, always said; exports survive LibreOffice."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.gather.participants.country import a_person
from tests.gather.participants.test_identifiers import inn10, inn12, numbers
from tests.gather.participants.test_register import Load
from tests.kit.dump import dump
from tests.kit.office import Resave
from vmeste.gather.participants.commands import entrust_territory
from vmeste.gather.participants.gazetteer import read_entry
from vmeste.gather.participants.models import Organisation, Territory
from vmeste.gather.participants.tabled import mended, with_zero
from vmeste.ground.imports.direct import Order, Report, import_file
from vmeste.ground.kernel.actors import SYSTEM

Make = Callable[..., Organisation]
ClientOf = Callable[..., Client]
INN, KPP = "0105012349", "010501001"
SOLE_INN = "010500567877"


@given(numbers(8))
def test_a_zero_lost_by_an_inn_is_given_back_and_said(rest: str) -> None:
    whole = inn10(f"0{rest}")
    row, notes = mended({"inn": whole[1:]})
    assert row["inn"] == whole
    assert len(notes) == 1
    assert whole in notes[0]


@given(numbers(9))
def test_a_zero_lost_by_the_inn_of_a_person_is_given_back(rest: str) -> None:
    whole = inn12(f"0{rest}")
    assert with_zero("inn", whole[1:]) == whole


@given(numbers(9) | numbers(11) | numbers(10) | numbers(12))
def test_what_does_not_hold_with_a_zero_stays_as_it_was_given(text: str) -> None:
    assert with_zero("inn", text) in {text, inn10(f"0{text}"[:9]) if len(text) == 9 else inn12(f"0{text}"[:10])}


@given(st.dictionaries(st.sampled_from(["inn", "kpp", "ogrn", "name"]), st.text(max_size=40)))
def test_no_text_breaks_the_mending(values: dict[str, str]) -> None:
    row, _notes = mended(values)
    assert row.keys() >= values.keys()


@pytest.mark.parametrize(
    ("given", "inn", "kpp"),
    [
        ("7718084659/771801001", "7718084659", "771801001"),
        ("ИНН 7718084659 / КПП 771801001", "7718084659", "771801001"),
        ("7718084659\n771801001", "7718084659", "771801001"),
        ("7718084659.00", "7718084659.00", ""),
        ("'0105012349", "0105012349", ""),
        ("7,718084659E+09", "7718084659", ""),
        ("7,718E+09", "7,718E+09", ""),
    ],
)
def test_what_offices_make_of_codes_is_read(given: str, inn: str, kpp: str) -> None:
    row, notes = mended({"inn": given})
    assert (row["inn"], row.get("kpp", "")) == (inn, kpp)
    assert not notes


def test_an_oktmo_without_its_zero_is_read_with_it_and_said() -> None:
    entry = read_entry({"place": "Майкоп", "oktmo": "1605101001"}, "", {})
    assert entry.code == "01605101001"
    assert len(entry.warnings) == 1


@pytest.mark.django_db
def test_a_row_of_a_register_tells_what_was_put_back(region: Territory) -> None:
    (verdict,) = Load(region)({"name": "Школа", "inn": INN[1:], "kpp": KPP[1:]})
    assert verdict.outcome == "new"
    assert len(verdict.warnings) == 2
    assert Organisation.objects.values_list("inn", "kpp").get() == (INN, KPP)


@pytest.mark.django_db
def test_a_shortened_inn_is_refused_with_words_that_help(region: Territory) -> None:
    (verdict,) = Load(region)({"name": "Школа", "inn": "7,718E+09"})
    assert verdict.outcome == "wrong"
    assert "7,718E+09" in str(verdict.reasons[0])
    assert Load(region)({"name": "Школа 2", "inn": "123456789"})[0].outcome == "wrong"


@pytest.fixture
def cards(make: Make, town: Territory) -> None:
    """Cards whose codes and texts table programs like to change."""
    make("Школа № 1 села Заречное", inn=INN, kpp=KPP, phone="+7 (495) 111-22-33", territory=town, type="school")
    make("=Школа «Кавычки»; и точка", inn=SOLE_INN, nature="sole", description="1/2 ставки\n-и ещё", territory=town)
    make("Музей 1-2", short_name="1-2", address="ул. Мира, 1/2", lat="56.012300", lon="40.100000", ogrn="1027700132195")
    make(
        "Дом творчества", website="https://example.org/?a=1&b=2", email="a@example.org", founder="Район", territory=town
    )


def exported(client_of: ClientOf, region: Territory, form: str, folder: Path) -> Path:
    person = a_person("moc3@example.org")
    entrust_territory(actor=SYSTEM, territory=region, person=person)
    answer = client_of(person).post("/organisations/export/", {"form": form, "query": ""})
    path = folder / f"export.{form}"
    path.write_bytes(answer.getvalue())
    return path


def loaded_again(path: Path, region: Territory) -> Report:
    return import_file(SYSTEM, Order("organisations", path, options={"territory": region.code}))


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_loaded_again_changes_nothing(
    client_of: ClientOf, region: Territory, cards: None, form: str, tmp_path: Path
) -> None:
    del cards
    path = exported(client_of, region, form, tmp_path)
    before = dump("participants")
    report = loaded_again(path, region)
    assert (report.counts["new"], report.counts["changed"], report.counts["wrong"]) == (0, 0, 0), report
    assert report.warned == 0
    assert report.counts.total() == 4
    assert dump("participants") == before


@pytest.mark.django_db
@pytest.mark.parametrize(("form", "saved_as"), [("csv", "csv"), ("xlsx", "xlsx"), ("xlsx", "ods"), ("xlsx", "csv")])
def test_an_export_saved_by_libreoffice_and_loaded_again_changes_nothing(  # noqa: PLR0913, PLR0917  fixtures
    client_of: ClientOf, region: Territory, cards: None, form: str, saved_as: str, tmp_path: Path, libreoffice: Resave
) -> None:
    del cards
    saved = libreoffice(exported(client_of, region, form, tmp_path), saved_as)
    before = dump("participants")
    report = loaded_again(saved, region)
    assert (report.counts["new"], report.counts["changed"], report.counts["wrong"]) == (0, 0, 0), report
    assert report.counts.total() == 4
    assert report.warned == (2 if form == "csv" else 0), "the zeros LibreOffice drops are said; XLSX keeps them"
    assert dump("participants") == before
