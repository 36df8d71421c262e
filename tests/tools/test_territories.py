"""The territories that open data give: whole, told apart, in Russian."""

import csv
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tools.extract_territories import TARGET, main, municipalities
from tools.territory_places import kilometres, region_code
from vmeste.gather.participants.latin import alike, is_russian_for

NAMES = ("regions.csv", "municipalities.csv", "settlements.csv", "villages.csv")


def rows(name: str) -> list[dict[str, str]]:
    with (TARGET / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_everything_points_at_what_exists() -> None:
    regions = {row["code"] for row in rows("regions.csv")}
    standing = {row["oktmo"] for row in rows("municipalities.csv") if not row["valid_to"]}
    every = {row["oktmo"] for row in rows("municipalities.csv")}
    for name in NAMES[1:]:
        assert {row["region"] for row in rows(name)} <= regions
    assert {row["municipality"] for row in rows("settlements.csv")} - {""} <= standing
    assert {row["successor"] for row in rows("municipalities.csv")} - {""} <= every
    assert all(row["successor"] for row in rows("municipalities.csv") if row["valid_to"])


@pytest.mark.parametrize(("name", "key"), [("regions.csv", "code"), ("municipalities.csv", "oktmo")])
def test_codes_stand_once(name: str, key: str) -> None:
    assert Counter(row[key] for row in rows(name)).most_common(1)[0][1] == 1


def test_a_place_stands_in_one_of_the_two_files_with_point_and_zone() -> None:
    places = rows("settlements.csv") + rows("villages.csv")
    assert Counter(row["code"] for row in places).most_common(1)[0][1] == 1
    assert all(41 < float(row["lat"]) < 82 for row in places)
    assert {ZoneInfo(row["timezone"]).key for row in places}


def test_moscow_is_named_in_russian() -> None:
    names = Counter(row["name"] for row in rows("settlements.csv") + rows("villages.csv"))
    assert names["Москва"] == 1
    assert not {"Маскав", "Бетъырбух", "Краснодор", "Валгаград"} & set(names)


@pytest.mark.parametrize(
    ("latin", "russian", "expected"),
    [
        ("Taman’", "Тамань", True),
        ("Novoorsk", "Наваорск", False),
        ("Saratovskaya", "Саратовска", False),
        ("Moscow", "Маскав", False),
        ("Novyy Yegorlyk", "Нов.Егорлык", False),
        ("Kazan", "Казанъ ҡала", False),
        ("Zhukovka", "", False),
    ],
)
def test_names_of_other_languages_are_left_out(latin: str, russian: str, expected: bool) -> None:
    assert is_russian_for(russian, latin) is expected


def test_okrugs_inside_regions_have_codes_of_their_own() -> None:
    assert [region_code(code) for code in ("71876000", "71701000", "45301000")] == ["71800000", "71000000", "45000000"]


def test_distance_and_likeness() -> None:
    assert 630 < kilometres(55.754, 37.62, 59.939, 30.316) < 640
    assert alike("Каменск", "Kamensk") == 1.0


def test_what_two_municipalities_became_is_their_successor() -> None:
    common = {
        "municipal_district_type": "городской округ",
        "municipal_district_center_lat": "",
        "municipal_district_center_lon": "",
        "municipal_district_name_short": "Новый",
        "municipal_district_name": "городской округ Новый",
    }
    sheet: list[dict[str, str | float]] = [
        {**common, "oktmo": "28-714-000-000", "year_from": 2018.0, "year_to": 2020.0, "territory_id": 1.0,
         "change_id_from": "", "change_id_to": "union_9"},
        {**common, "oktmo": "28-612-000-000", "year_from": 2020.0, "year_to": 9999.0, "territory_id": 2.0,
         "change_id_from": "union_9", "change_id_to": ""},
    ]  # fmt: skip
    new, old = municipalities(sheet)
    assert (old.successor, old.valid_from, old.valid_to) == ("28612000", "", "2019-12-31")
    assert (new.successor, new.valid_from, new.valid_to) == ("", "2020-01-01", "")


def test_the_same_sources_give_the_same_files(real_data: Path, tmp_path: Path) -> None:
    main(real_data, tmp_path)
    for name in NAMES:
        assert (tmp_path / name).read_bytes() == (TARGET / name).read_bytes(), name
