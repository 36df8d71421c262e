"""On real registers nearly every row gets its type."""

import csv
from pathlib import Path

import pytest

from vmeste.ground.vocabulary.spellings import Spellings
from vmeste.ground.vocabulary.terms import release

MOSCOW = "2_organisations/moscow_2014"


@pytest.fixture
def organisations() -> Spellings:
    return Spellings(term for term in release() if term.vocabulary == "organisation_type")


def test_the_unified_register_is_understood(real_data: Path, organisations: Spellings) -> None:
    with (real_data / MOSCOW / "derived_orgs.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    types = [organisations.match(f"{row['kind']} {row['type']} {row['name']}") for row in rows]
    assert sum(code is not None for code in types) >= 0.97 * len(rows)
    of_kind = {row["kind"]: code for row, code in zip(rows, types, strict=True)}
    assert of_kind["детские музыкальные школы"] == "music_school"
    assert of_kind["Детский сад"] == "preschool"
    by_name = [organisations.match(row["name"]) for row in rows]
    assert sum(code is not None for code in by_name) >= 0.97 * len(rows)


def test_the_register_as_it_was_published_is_understood(real_data: Path, organisations: Spellings) -> None:
    with (real_data / MOSCOW / "raw/747.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    said = ("1_Вид учреждения", "1_Тип учреждения", "1_Полное наименование")
    types = [organisations.match(" ".join(row[name] for name in said)) for row in rows]
    assert sum(code is not None for code in types) >= 0.97 * len(rows)
