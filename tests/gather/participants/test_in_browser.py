"""Partners as people see them: open to all readers, with and without scripts, on a phone and at a desk."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.gather.participants.country import a_person, an_organisation
from vmeste.gather.participants.commands import add_member, add_network_member, found_network
from vmeste.gather.participants.models import Organisation, Role, Territory
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.ids import code

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
Pages = Callable[..., "Page"]
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"
SIGHT = {"sight": "large.wide.black-on-white.shown"}


@pytest.fixture
def keeper(school: Organisation, town: Territory) -> Person:
    """Somebody who may do everything, and a neighbourhood to look at."""
    for number, (name, kind) in enumerate(
        [("Музей часов", "museum"), ("Библиотека № 2", "library"), ("Дом детского творчества", "")]
    ):
        an_organisation(
            name, town, type=kind, lat=56 + number / 500, lon=40 + number, address=f"Заречное, Мира, {number}",
            phone="(495) 710-36-42", email="a@example.org", website="example.org", description="Учим астрономии.",
        )  # fmt: skip
    an_organisation("Точка роста", parent=school)
    person = a_person("keeper@example.org", name="Ольга Петрова", is_admin=True)
    add_member(actor=SYSTEM, organisation=school, person=person, role=Role.HEAD)
    return person


def every_page(school: Organisation) -> dict[str, str]:
    network = found_network(actor=SYSTEM, hub=school, name="Сеть астрономов", goal="Звёзды рядом")
    for other in Organisation.objects.filter(name__in=["Музей часов", "Библиотека № 2"]):
        add_network_member(actor=SYSTEM, network=network, organisation=other)
    return {
        "directory": "/organisations/",
        "found": "/organisations/?q=астрономя",
        "nothing": "/organisations/?type=company",
        "near": "/organisations/?type=museum&within=50&near=Заречное",
        "unknown-place": "/organisations/?near=Нигдеево",
        "mistyped": "/organisations/map/?q=музй",
        "map": "/organisations/map/",
        "card": reverse("participants:organisation", args=[school.id]),
        "new": "/organisations/new/",
        "edit": reverse("participants:edit", args=[school.id]),
        "people": reverse("participants:people", args=[school.id]),
        "networks": "/networks/",
        "network": reverse("participants:network", args=[network.id]) + "?q=творчество",
        "found-network": f"/networks/new/?hub={code(school.id)}",
        "coordinators": "/coordinators/",
    }


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("cookies", [{}, SIGHT], ids=["usual", "weak-eyes"])
def test_axe_finds_nothing_and_nothing_sticks_out(  # noqa: PLR0913, PLR0917  the axes
    open_page: Pages,
    axe: Callable[["Page"], None],
    picture: Any,
    keeper: Person,
    school: Organisation,
    cookies: dict[str, str],
    width: int,
) -> None:
    page = open_page(person=keeper, cookies=cookies, width=width)
    for name, path in every_page(school).items():
        page.goto(path)
        picture(page, name)
        axe(page)
        assert page.evaluate(OVERFLOW) <= 0, path


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_a_partner_is_found_by_words_on_the_map_and_by_its_card(open_page: Pages, keeper: Person, js: bool) -> None:
    del keeper
    page = open_page("/organisations/", js=js, width=360)
    page.fill("[name=q]", "музеи")
    page.get_by_role("button", name="Показать").click()
    expect(page.get_by_role("link", name="Библиотека № 2")).to_have_count(0)
    expect(page.get_by_role("link", name="Музей часов")).to_be_visible()
    page.get_by_role("link", name="Показать на карте").click()
    page.locator("svg.map").wait_for()
    assert page.locator("svg.map a").count() == 1
    page.locator("#list").get_by_role("link", name="Музей часов").click()
    page.get_by_role("heading", name="Музей часов", level=1).wait_for()


def test_a_number_on_the_map_is_looked_at_closer_by_keyboard_alone(
    open_page: Pages, keeper: Person, town: Territory
) -> None:
    del keeper
    an_organisation("Далёкий лицей", town, lat=60, lon=50, address="Дальняя, 1")
    page = open_page("/organisations/map/")
    page.locator("svg.map a.map-many").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/map/?window=*")
    assert page.locator("svg.map a").count() >= 2
    assert page.get_by_role("link", name="Далёкий лицей").count() == 0
    page.get_by_role("link", name="Показать всё").click()
    page.locator("#list").get_by_role("link", name="Далёкий лицей").wait_for()


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_on_a_phone_a_mistyped_word_is_narrowed_kept_and_found_again(
    open_page: Pages, keeper: Person, town: Territory, js: bool
) -> None:
    for number in range(3):
        an_organisation(f"Музей часов {number}", town, type="museum", department="culture" if number else "education")
    page = open_page("/organisations/", person=keeper, js=js, width=360)
    page.fill("[name=q]", "музй")
    page.get_by_role("button", name="Показать").click()
    page.get_by_text("показано по слову «музей»").wait_for()
    page.locator("#refine").get_by_role("link", name="Культура").click()
    expect(page.get_by_role("link", name="Музей часов 0")).to_have_count(0)
    page.get_by_label("Название поиска").fill("Наши музеи")
    page.get_by_role("button", name="Сохранить").click()
    page.get_by_role("link", name="Справочник").click()
    page.get_by_role("link", name="Наши музеи").click()
    expect(page.get_by_role("link", name="Музей часов 2")).to_be_visible()
    expect(page.get_by_role("link", name="Музей часов 0")).to_have_count(0)
    page.locator(".chosen").get_by_role("link", name="Культура").click()
    expect(page.get_by_role("link", name="Музей часов 0")).to_be_visible()


def test_a_table_of_what_was_found_is_taken_by_keyboard_alone(open_page: Pages, keeper: Person) -> None:
    page = open_page("/organisations/?type=museum", person=keeper)
    page.get_by_role("button", name="CSV").focus()
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    text = taken.value.path().read_text(encoding="utf-8-sig")
    assert "Музей часов" in text
    assert "Библиотека" not in text
