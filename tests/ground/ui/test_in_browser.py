"""The catalogue of components in a real browser: nothing for axe to find, nothing that sticks out, keys that work."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.django_db(transaction=True)]

SIGHTS = {
    "usual": "off",
    "large": "large.wide.black-on-white.shown",
    "dark": "huge.normal.white-on-black.hidden",
    "blue": "normal.wide.blue-on-light-blue.shown",
    "brown": "large.normal.brown-on-beige.shown",
}
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("seen", ["usual", "large"])
def test_axe_finds_nothing(
    open_page: Callable[..., Any], axe: Callable[[Any], None], picture: Callable[..., Any], width: int, seen: str
) -> None:
    page = open_page("/ui/", width=width, cookies={"sight": SIGHTS[seen]})
    picture(page, f"catalogue-{seen}-{width}")
    axe(page)
    assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.matrix
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("seen", SIGHTS)
def test_axe_finds_nothing_in_any_scheme(
    open_page: Callable[..., Any], axe: Callable[[Any], None], scheme: str, seen: str
) -> None:
    page = open_page("/ui/", scheme=scheme, language="en", cookies={"sight": SIGHTS[seen]})
    axe(page)


@pytest.mark.parametrize("width", [320, 768, 1920])
def test_nothing_sticks_out_at_any_width(open_page: Callable[..., Any], width: int) -> None:
    assert open_page("/ui/", width=width).evaluate(OVERFLOW) <= 0


def test_the_first_tab_leads_to_the_content(open_page: Callable[..., Any]) -> None:
    page = open_page("/ui/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_version_for_low_vision_is_one_press_away_without_scripts(open_page: Callable[..., Any]) -> None:
    page = open_page("/ui/", js=False)
    page.get_by_role("button", name="Версия для слабовидящих").click()
    assert page.url.endswith("/ui/")
    assert page.locator("html.sight").count() == 1
    page.get_by_role("button", name="Белым по чёрному").click()
    assert page.locator("html.scheme-white-on-black").count() == 1
    page.get_by_role("button", name="Обычная версия").click()
    assert page.locator("html.sight").count() == 0


def test_a_question_unfolds_and_escape_folds_it(open_page: Callable[..., Any]) -> None:
    page = open_page("/ui/")
    asked = page.locator("#component-post_button details")
    asked.locator("summary").click()
    assert asked.locator("form").is_visible()
    page.keyboard.press("Escape")
    assert not asked.locator("form").is_visible()


def test_an_address_is_copied_at_a_press(open_page: Callable[..., Any]) -> None:
    page = open_page("/ui/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.locator("#component-copy_link button")
    button.click()
    button.get_by_text("Скопировано").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "https://example.org/answer/4f7a"
