"""Two public registers of Moscow as they are: the second is largely contained in the first and must not double it."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from vmeste.gather.participants.commands import load_territories
from vmeste.gather.participants.models import Organisation, OtherCode, Site
from vmeste.ground.imports.direct import Order, import_file
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.text.search import search

pytestmark = pytest.mark.django_db
OUTCOMES = ("new", "changed", "unchanged", "duplicate", "wrong")


def loaded(file: Path, **options: Any) -> dict[str, Any]:
    said = io.StringIO()
    call_command("import", "organisations", str(file), json=True, option=["as_of=2014"], stdout=said, **options)
    report: dict[str, Any] = json.loads(said.getvalue())
    assert set(report) == {"read", *OUTCOMES, "mapping"}
    assert report["read"] == sum(report[outcome] for outcome in OUTCOMES)
    return report


def test_the_second_register_does_not_double_the_first(real_data: Path) -> None:
    folder = real_data / "2_organisations" / "moscow_2014"
    load_territories()

    first = loaded(folder / "derived_orgs.csv")
    assert (first["read"], first["wrong"], first["changed"]) == (8711, 5, 0)
    cards = Organisation.objects.count()
    assert first["new"] == cards
    assert first["new"] + first["duplicate"] == 8706

    second = loaded(folder / "raw" / "747.csv")
    assert (second["read"], second["wrong"], second["new"]) == (3492, 5, 0)
    assert Organisation.objects.count() == cards

    again = loaded(folder / "raw" / "747.csv")
    assert (again["new"], again["changed"]) == (0, 0)
    assert loaded(folder / "derived_orgs.csv", dry_run=True)["changed"] == 0

    no_place = Organisation.objects.filter(region=None).count()
    assert no_place == 0, "every row says in what region it is, or the file does"
    assert Organisation.objects.filter(type="").count() <= cards * 0.03
    assert Site.objects.exclude(x=None).count() > 4500, "356 rows stand at one point by default and get no dot"
    assert OtherCode.objects.filter(label="ОГРН").count() > 2000
    assert search("organisation", "гимназия 1505").ids
    assert search("organisation", "музыкальная шклоа").mended


KNOWN = {  # rows, wrong, system; nobody corrected anything by hand
    "moscow_2014/raw/493.csv": (279, 2, "local"),
    "moscow_2014/raw/565.csv": (786, 0, "epsg:3857"),
    "moscow_schools_geocoded/schools.csv": (1554, 0, "degrees"),
    "spb_schools/schools.geojson": (625, 0, "epsg:32636"),
    "lenobl_osm/volkhov_culture.geojson": (7, 0, "epsg:3857"),
    "lenobl_osm/schools.geojson": (11, 0, "degrees"),
    "mosru_libraries_api_sample/libraries_page.json": (10, 0, "degrees"),
    "rosobrnadzor_licence_api_sample/licences_page.json": (10, 0, ""),
    "ror_ru/ror_ru.jsonl": (566, 0, "degrees"),
}


def test_registers_of_many_shapes_are_read_as_they_are(real_data: Path) -> None:
    load_territories()
    for name, (rows, wrong, system) in KNOWN.items():
        report = import_file(SYSTEM, Order("organisations", real_data / "2_organisations" / name, dry_run=True))
        found = report.options.get("coordinates", "")
        assert (name, report.counts.total(), report.counts["wrong"], found) == (name, rows, wrong, system)


def test_schools_in_metres_of_a_zone_stand_in_their_city(real_data: Path) -> None:
    load_territories()
    loaded(real_data / "2_organisations" / "spb_schools" / "schools.geojson")
    inside = Organisation.objects.filter(lat__range=(59.6, 60.3), lon__range=(29.4, 30.8))
    assert inside.count() == Organisation.objects.count() == 625


def test_a_default_point_and_places_in_other_regions_are_left_out(real_data: Path) -> None:
    load_territories()
    loaded(real_data / "2_organisations" / "moscow_schools_geocoded" / "schools.csv")
    assert Organisation.objects.filter(lat=None).count() == 51
    assert not Organisation.objects.filter(lat__gt=56.3).exists()


@pytest.mark.parametrize("folder", ["1_settlements", "2_organisations/sveden_format"])
def test_what_is_no_register_of_organisations_gets_words(real_data: Path, folder: str, capsys: Any) -> None:
    load_territories()
    for path in sorted((real_data / folder).rglob("*")):
        if path.is_file():
            with pytest.raises(SystemExit) as ended:
                call_command("import", "organisations", str(path), dry_run=True, json=True)
            assert (path.name, ended.value.code) == (path.name, 2)
            assert capsys.readouterr().err.strip()
