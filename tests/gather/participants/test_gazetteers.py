"""Gazetteers: what is known is completed, what is not is added, and a municipality is never guessed."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.gather.participants.country import Level, a_territory
from tests.kit.dump import dump
from tests.kit.facts import last_fact
from tests.kit.people import Actors
from vmeste.gather.participants.commands import (
    GazetteerRun,
    count_anew,
    import_territories,
    load_territories,
    unload_territories,
)
from vmeste.gather.participants.models import Organisation, Territory
from vmeste.gather.participants.queries import territory_named
from vmeste.ground.imports.models import Import
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.errors import Invalid, Refused
from vmeste.ground.kernel.ids import code
from vmeste.ground.kernel.undoing import InTheWay, obstacles

pytestmark = pytest.mark.django_db
VILLAGE = {"place": "Берёзово", "oktmo": "17601402101", "lat": "56.5", "lon": "40.5", "population": "312"}


def outcomes(*rows: dict[str, str], level: str = "") -> list[str]:
    return [verdict.outcome for verdict in GazetteerRun(SYSTEM, level).write(list(rows))]


def test_a_village_stands_in_the_municipality_of_its_code_and_comes_once(district: Territory) -> None:
    assert outcomes(VILLAGE) == ["new"]
    village = Territory.objects.get(name="Берёзово")
    assert (village.parent_id, village.region_id, village.population) == (district.id, district.region_id, 312)
    now = dump("participants")
    assert outcomes(VILLAGE) == ["unchanged"]
    assert dump("participants") == now


def test_without_a_code_the_municipality_stays_unknown_however_near_its_centre_is(
    town: Territory, region: Territory
) -> None:
    row = {"place": "Луговое", "region": "Озёрная область", "lat": "56.15", "lon": "40.0", "code": "501"}
    assert outcomes(row) == ["new"]
    village = Territory.objects.get(name="Луговое")
    assert (village.parent_id, village.region_id) == (region.id, region.id)
    assert town.parent_id != region.id


@pytest.mark.usefixtures("town")
def test_the_same_point_or_a_like_name_nearby_is_the_same_place() -> None:
    at_the_point = {"place": "Маскав", "latin": "Moscow", "region": "Озёрная область", "lat": "56.001", "lon": "40.001"}
    like_nearby = {"place": "Заречное", "region": "Озёрная область", "lat": "56.05", "lon": "40.05"}
    assert outcomes({**at_the_point, "code": "1"}, {**like_nearby, "code": "2"}) == ["unchanged", "duplicate"]


def test_a_name_of_another_language_makes_no_new_place(region: Territory) -> None:
    row = {"place": "Маскав", "latin": "Moscow", "region": region.name, "lat": "50", "lon": "50", "code": "1"}
    (verdict,) = GazetteerRun(SYSTEM, "").judge([row])
    assert verdict.outcome == "wrong"
    assert "Moscow" in verdict.reasons[0]


@pytest.mark.parametrize(
    "row",
    [
        {"place": "", "oktmo": "17601402101"},
        {"place": "Нигде", "lat": "1", "lon": "1"},
        {"place": "Нигде", "region": "Небывалый край"},
        {"place": "Район", "kind": "муниципальный район", "region": "Озёрная область"},
    ],
)
@pytest.mark.usefixtures("region")
def test_what_cannot_be_placed_is_refused_with_words(row: dict[str, str]) -> None:
    (verdict,) = GazetteerRun(SYSTEM, "municipality" if row.get("kind") else "").judge([row])
    assert verdict.outcome == "wrong"
    assert verdict.reasons[0]


def test_levels_are_told_from_codes(region: Territory) -> None:
    rows = [
        {"place": "Новый край", "oktmo": "18000000"},
        {"place": "Лесной", "full_name": "Лесной муниципальный район", "oktmo": "17-605-000-000", "valid_to": "9999"},
        {"place": "Старый", "full_name": "Старый район", "oktmo": "17606000", "valid_from": "2018", "valid_to": "2019"},
    ]
    assert outcomes(*rows) == ["new", "new", "new"]
    levels = dict(Territory.objects.exclude(id=region.id).values_list("code", "level"))
    assert levels == {"18000000": "region", "17605000": "municipality", "17606000": "municipality"}
    old = Territory.objects.get(code="17606000")
    assert (str(old.valid_from_on), str(old.valid_to_on)) == ("2018-01-01", "2019-12-31")


def test_a_release_is_only_completed_and_own_territories_follow_the_newest_file(
    district: Territory, town: Territory
) -> None:
    Territory.objects.filter(id=town.id).update(source="hflabs", population=None)
    row = {"place": "Заречное", "code": "t1", "oktmo": "17601402101", "lat": "1", "lon": "1", "population": "5"}
    (verdict,) = GazetteerRun(SYSTEM, "").write([row])
    assert (verdict.outcome, verdict.changes) == ("changed", {"population": ("", "5")})
    assert outcomes(VILLAGE, {**VILLAGE, "population": "400"}) == ["new", "duplicate"]
    assert outcomes({**VILLAGE, "population": "400"}) == ["changed"]
    assert Territory.objects.get(name="Берёзово").population == 400
    assert Territory.objects.get(id=district.id).valid_to_on is None


def test_only_administrators_load_gazetteers(region: Territory, actors: Actors) -> None:
    head = actors.head(1, territory_ids=frozenset({region.id}))
    with pytest.raises(Refused):
        import_territories(actor=head, run=GazetteerRun(head, ""), rows=[VILLAGE])


def test_a_gazetteer_is_taken_back_exactly_unless_something_stands_there(
    town: Territory, make: Callable[..., Organisation]
) -> None:
    Territory.objects.filter(id=town.id).update(source="hflabs", population=None)
    before = dump("participants")
    run = GazetteerRun(SYSTEM, "")
    run.write([VILLAGE, {"place": "Заречное", "code": "t1", "oktmo": "17601402101", "population": "5"}])
    school = make("Школа", territory=Territory.objects.get(name="Берёзово"))
    assert [(one.why, one.by) for one in obstacles(run.trace)] == [("built", ("participants.organisation", school.id))]
    Organisation.objects.all().delete()
    count_anew()
    unload_territories(actor=SYSTEM, trace=run.trace)
    assert dump("participants") == before
    assert len(last_fact().values["gone_ids"]) == 1


def test_a_gazetteer_that_another_one_completed_is_not_taken_back_first(district: Territory) -> None:
    del district
    first = GazetteerRun(SYSTEM, "")
    first.write([VILLAGE])
    second = GazetteerRun(SYSTEM, "")
    second.write([{**VILLAGE, "population": "400"}])
    with pytest.raises(InTheWay):
        unload_territories(actor=SYSTEM, trace=first.trace)
    unload_territories(actor=SYSTEM, trace=second.trace)
    unload_territories(actor=SYSTEM, trace=first.trace)
    assert not Territory.objects.filter(name="Берёзово").exists()


FILES = {
    "1_settlements/hflabs/city.csv": (1117, 0, 0),
    "1_settlements/hflabs/region.csv": (86, 1, 0),
    "1_settlements/geonames/geonames_ru_500.csv": (5309, 43, 395),
    "1_settlements/ru-cities/towns.csv": (1117, 1, 0),
    "3_population/sberindex/t_dict_municipal_districts.xlsx": (3101, 0, 0),
}


def loaded(path: Path, **options: Any) -> dict[str, Any]:
    said = io.StringIO()
    call_command("import", "territories", str(path), json=True, stdout=said, **options)
    report: dict[str, Any] = json.loads(said.getvalue())
    return report


def test_open_gazetteers_complete_the_release_change_nothing_again_and_are_taken_back(real_data: Path) -> None:
    load_territories()
    before = dump("participants")
    for name, (read, new, wrong) in FILES.items():
        report = loaded(real_data / name)
        assert (report["read"], report["new"], report["wrong"]) == (read, new, wrong), name
        again = loaded(real_data / name, dry_run=True)
        assert (again["new"], again["changed"]) == (0, 0), name
    villages = Territory.objects.filter(source="own", level="settlement")
    assert villages.exclude(parent__level="region").count() == 0, "GeoNames tells no municipality"
    for load in Import.objects.order_by("-id"):
        if load.traces.exists():
            call_command("undo_import", code(load.pk), stdout=io.StringIO())
    assert dump("participants") == before


def test_a_territory_is_named_on_the_command_line_by_code_full_name_or_name(
    region: Territory, district: Territory, town: Territory
) -> None:
    for text in ("17000000", "Озёрная область", "озерная  ОБЛАСТЬ"):
        assert territory_named(text) == region
    assert territory_named("Заречный район") == district
    for text in ("Заречное", "с. Заречное", "село Заречное"):
        assert territory_named(text) == town
    assert territory_named("Нигде") is None


def test_of_two_territories_of_one_name_none_is_taken_and_their_codes_are_told(
    town: Territory, far_region: Territory
) -> None:
    del town
    a_territory(Level.SETTLEMENT, "t7", "Заречное", far_region)
    with pytest.raises(Invalid, match="t7"):
        territory_named("Заречное")
