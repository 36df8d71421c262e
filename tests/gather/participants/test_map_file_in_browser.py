"""A file of a map goes its way on the pages: how it was read, in which system its coordinates are, what is left out."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.gather.participants.country import a_person
from vmeste.gather.participants.models import Organisation, Territory
from vmeste.ground.facts import outbox

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
Pages = Callable[..., "Page"]
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"
CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32637"}}


OUTLINE = [[562_000, 6_206_000], [562_100, 6_206_000], [562_100, 6_206_100]]


def a_map() -> bytes:
    """Give schools in metres of UTM, one of them an outline, one far away."""
    places: list[tuple[str, dict[str, Any]]] = [
        ("Школа № 1", {"type": "Point", "coordinates": [562_000.5, 6_207_000.5]}),
        ("Школа № 2", {"type": "Point", "coordinates": [563_000, 6_208_000]}),
        ("Музей часов", {"type": "Polygon", "coordinates": [OUTLINE]}),
        ("Школа далёкая", {"type": "Point", "coordinates": [300_000, 5_000_000]}),
    ]  # fmt: skip
    features = [
        {"type": "Feature", "properties": {"name": name, "address": f"ул. Мира, {number}"}, "geometry": place}
        for number, (name, place) in enumerate(places)
    ]
    return json.dumps({"type": "FeatureCollection", "crs": CRS, "features": features}).encode()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> None:
    """Keep files of imports in a folder of this test."""
    settings.VMESTE = settings.VMESTE.model_copy(update={"data": tmp_path})


@pytest.mark.parametrize("width", [360, 1280])
def test_a_map_in_metres_is_read_checked_and_loaded(
    open_page: Pages, axe: Any, picture: Any, town: Territory, width: int
) -> None:
    assert town.region is not None
    keeper = a_person("keeper@example.org", name="Ольга Петрова", is_admin=True)
    page = open_page("/imports/new/organisations/", person=keeper, width=width)
    page.set_input_files("input[type=file]", {"name": "школы.geojson", "mimeType": "", "buffer": a_map()})
    page.get_by_role("button", name="Отправить и прочитать").click()

    expect(page.get_by_text("метры UTM, зона 37 (EPSG:32637)").first).to_be_attached()
    page.locator("summary", has_text="Как прочитан файл").click()
    expect(page.get_by_text("записи JSON")).to_be_visible()
    assert page.evaluate(OVERFLOW) <= 0
    axe(page)
    picture(page, f"map-file-columns-{width}")

    page.get_by_label("Территория").select_option(str(town.region_id))
    page.get_by_role("button", name="Проверить все строки").click()
    outbox.run_all()
    page.reload()
    expect(page.get_by_text("метры UTM, зона 37 (EPSG:32637)")).to_be_visible()
    page.get_by_role("link", name="С замечаниями").click()
    expect(page.get_by_text("лежат за пределами региона")).to_be_visible()
    expect(page.get_by_text("середина контура")).to_be_visible()
    assert page.evaluate(OVERFLOW) <= 0
    axe(page)
    picture(page, f"map-file-result-{width}")

    page.get_by_role("button", name="Загрузить", exact=True).click()
    outbox.run_all()
    placed = Organisation.objects.exclude(lat=None)
    assert sorted(card.name for card in placed) == ["Музей часов", "Школа № 1", "Школа № 2"]
    assert placed.get(name="Школа № 1").lat == pytest.approx(56.0, abs=0.02)
