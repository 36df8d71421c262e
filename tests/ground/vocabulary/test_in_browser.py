"""The editor of vocabularies in a real browser, as an administrator meets it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from vmeste.ground.vocabulary import queries

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ("/vocabularies/", "/vocabularies/direction/", "/vocabularies/direction/robotics/")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def admin() -> Any:
    from vmeste.ground.accounts.models import Person  # noqa: PLC0415  Django must be set up first

    return Person.objects.create_user("admin@house.test", "x", name="Вера", is_admin=True)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("sight", ["off", "large.wide.black-on-white.shown"])
def test_nothing_stands_in_the_way_of_anybody(  # noqa: PLR0913, PLR0917  the axes and the tools
    open_page: "Callable[..., Page]",
    axe: "Callable[[Page], None]",
    picture: "Callable[[Page, str], object]",
    admin: Any,
    width: int,
    sight: str,
) -> None:
    page = open_page(person=admin, width=width, cookies={"sight": sight})
    for number, path in enumerate(PAGES):
        page.goto(path)
        axe(page)
        assert page.evaluate(OVERFLOW) <= 0, path
        picture(page, f"{number}")


@pytest.mark.parametrize("js", [True, False])
def test_a_word_is_added_and_retired_with_and_without_scripts(
    open_page: "Callable[..., Page]", admin: Any, *, js: bool
) -> None:
    page = open_page("/vocabularies/unit/", person=admin, js=js)
    page.get_by_text("Добавить слово").click()
    page.get_by_label("Код").fill("litres")
    page.get_by_label("По-русски").fill("литров")
    page.get_by_label("По-английски").fill("litres")
    page.get_by_role("button", name="Добавить").click()
    page.get_by_role("link", name="литров").click()
    page.get_by_text("Больше не предлагать").first.click()
    page.locator("form button", has_text="Больше не предлагать").click()
    page.get_by_text("Слово больше не предлагается.").wait_for()
    assert "litres" not in [term.code for term in queries.terms("unit")]
