"""What a file as a whole tells of its coordinates, and what becomes of those of a row."""

from collections.abc import Mapping
from datetime import date

import pytest

from tests.gather.participants.country import Level, a_territory
from vmeste.gather.participants.commands import RegisterRun
from vmeste.gather.participants.models import Organisation, OtherCode, Territory
from vmeste.gather.participants.survey import CROWD, frame_of, survey
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.registries import Verdict

pytestmark = pytest.mark.django_db
Row = dict[str, str]
SPREAD = [{"lat": f"{56 + step / 100}", "lon": f"{40 + step / 50}"} for step in range(10)]


def answers(territory: Territory | None, rows: list[Row]) -> dict[str, str]:
    return survey(territory, rows)


def load(territory: Territory | None, *rows: Row, told: Mapping[str, str] | None = None) -> list[Verdict]:
    found = survey(territory, rows) if told is None else told
    frame = frame_of(found.get("coordinates", ""), found.get("default_points", ""))
    run = RegisterRun(SYSTEM, territory, "реестр", date(2020, 1, 1), frame)
    return run.write([{"name": f"Школа № {number}", **row} for number, row in enumerate(rows)])


def places() -> list[tuple[float | None, float | None]]:
    return list(Organisation.objects.order_by("id").values_list("lat", "lon"))


def test_degrees_exchanged_degrees_and_metres_are_told_apart(town: Territory, region: Territory) -> None:
    del town
    assert answers(region, SPREAD) == {"coordinates": "degrees"}
    assert answers(region, [{"lat": row["lon"], "lon": row["lat"]} for row in SPREAD]) == {"coordinates": "swapped"}
    metres = {"lat": "7558415,1", "lon": "4452779,6"}
    assert answers(region, [metres] * 3) == {"coordinates": "epsg:3857"}
    assert answers(region, [{"point": "POINT (4452779.6 7558415.1)"}] * 3) == {"coordinates": "epsg:3857"}
    assert answers(None, []) == {}


def test_a_zone_of_utm_is_found_by_the_region_or_named_by_the_file(town: Territory, region: Territory) -> None:
    del town
    zone_37 = {"lat": "6207000", "lon": "562000"}
    assert answers(region, [zone_37] * 3) == {"coordinates": "epsg:32637"}
    assert answers(None, [zone_37] * 3) == {"coordinates": "local"}
    assert answers(None, [{**zone_37, "crs": "EPSG:32636"}] * 3) == {"coordinates": "epsg:32636"}
    assert answers(region, [{**zone_37, "crs": "EPSG:28407"}] * 3) == {"coordinates": "local"}


def test_metres_of_a_named_zone_become_a_place(region: Territory) -> None:
    a_territory(Level.SETTLEMENT, "t9", "Приозёрное", region, lat=59.9, lon=30.3)
    (verdict,) = load(region, {"lat": "6647618.287", "lon": "349936.584", "crs": "EPSG:32636"})
    assert verdict.warnings == []
    assert places() == [pytest.approx((59.9386, 30.3141), abs=1e-6)]


def test_a_local_grid_is_told_row_by_row_and_kept_aside(region: Territory) -> None:
    rows = [{"grid_y": "29808,28", "grid_x": "-9235,69"}] * 2
    assert answers(region, rows) == {"coordinates": "local"}
    verdict = load(region, rows[0])[0]
    assert "29808,28; -9235,69" in verdict.warnings[0]
    assert (places(), OtherCode.objects.get().value) == ([(None, None)], "29808,28; -9235,69")


def test_of_two_columns_of_a_local_grid_and_a_cell_that_can_be_placed_the_cell_counts(
    town: Territory, region: Territory
) -> None:
    del town
    row = {"grid_y": "29808", "grid_x": "-9235", "point": "POINT (4452779.6 7558415.1)"}
    assert load(region, row)[0].warnings == []
    assert places() == [pytest.approx((56.0, 40.0), abs=0.01)]


def test_a_single_row_with_exchanged_coordinates_is_put_right_and_told(town: Territory, region: Territory) -> None:
    del town
    told = load(region, *SPREAD, {"lat": "40.05", "lon": "56.05"})
    assert [len(verdict.warnings) for verdict in told] == [0] * 10 + [1]
    assert places()[-1] == (56.05, 40.05)


def test_a_place_outside_the_region_is_left_out_and_told(town: Territory, region: Territory) -> None:
    del town
    told = load(region, *SPREAD, {"lat": "45.1", "lon": "39.0"}, {"lat": "0", "lon": "0"})
    assert [len(verdict.warnings) for verdict in told] == [0] * 10 + [1, 1]
    assert places()[-2:] == [(None, None)] * 2
    assert OtherCode.objects.filter(label="координаты").count() == 2


def test_one_point_at_many_addresses_is_no_place(town: Territory, region: Territory) -> None:
    del town
    same = [{"lat": f"56.10000{step}", "lon": "40.1", "address": f"ул. Мира, {step}"} for step in range(CROWD)]
    fewer = [{"lat": "56.2", "lon": "40.2", "address": f"ул. Лесная, {step}"} for step in range(CROWD - 1)]
    twins = [{"lat": "56.3", "lon": "40.3", "address": "ул. Садовая, 1"}] * CROWD
    told = load(region, *same, *fewer, *twins)
    assert [bool(verdict.warnings) for verdict in told] == [True] * CROWD + [False] * (2 * CROWD - 1)
    assert places()[:CROWD] == [(None, None)] * CROWD


def test_the_middle_of_an_outline_is_told(town: Territory, region: Territory) -> None:
    del town
    told = load(region, {**SPREAD[0], "geometry": "MultiPolygon"}, {**SPREAD[1], "geometry": "Point"})
    assert [len(verdict.warnings) for verdict in told] == [1, 0]
    assert "MultiPolygon" in told[0].warnings[0]


def test_what_a_person_says_of_the_system_counts(town: Territory, region: Territory) -> None:
    del town
    told = load(region, SPREAD[0], told={"coordinates": "local"})
    assert (len(told[0].warnings), places()) == (1, [(None, None)])


def test_without_any_territory_the_country_is_what_is_inhabited(db: None) -> None:
    del db
    assert answers(None, [{"lat": "37.6", "lon": "55.7"}] * 3) == {"coordinates": "swapped"}


def test_a_dry_run_remembers_what_rows_before_told_in_little_memory(region: Territory) -> None:
    run = RegisterRun(SYSTEM, region, "реестр", date(2020, 1, 1))
    first = {"name": "Школа № 1", "inn": "7718084659", "address": "ул. Мира, 1"}
    assert [one.outcome for one in run.judge([first])] == ["new"]
    later = run.judge([{**first, "phone": "12-34-56"}, {"name": "Школа № 1", "address": "Мира ул., 1"}])
    assert [(one.outcome, sorted(one.changes)) for one in later] == [("duplicate", ["phone"]), ("duplicate", [])]
    again = run.judge([{**first, "phone": "12-34-56"}])
    assert [(one.outcome, one.changes) for one in again] == [("duplicate", {})]
    assert run.register.loaded.keys() == {again[0].target_id}, "only cards of this chunk are unpacked"


def test_rows_that_are_settlements_or_say_nothing_of_organisations_are_refused(
    town: Territory, region: Territory
) -> None:
    del town
    with pytest.raises(Invalid, match="населённые пункты"):
        answers(region, [{"name": "Заречное", **SPREAD[0]}, {"name": "Заречный район"}])
    with pytest.raises(Invalid, match="ничто не говорит"):
        answers(region, [{"name": "postal_code", "description": "Индекс"}] * 3)


def test_rows_with_an_address_or_a_telling_name_are_organisations(town: Territory, region: Territory) -> None:
    del town
    assert answers(region, [{"name": "Заречное", "address": "ул. Мира, 1"}]) == {}
    assert answers(region, [{"name": "Средняя школа № 1"}, {"name": "Ромашка"}]) == {}
    assert answers(region, [{"name": "Ромашка", **row} for row in SPREAD]) == {"coordinates": "degrees"}
