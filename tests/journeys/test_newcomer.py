"""A newcomer with the demonstration: from the home page to the first match of the first need, step by step."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.product import Product
from tests.kit.walking import Walk

if TYPE_CHECKING:
    from playwright.sync_api import Page

NEED = "Кружок 3D-печати для 7 класса, 15 детей, с ноября."


@pytest.mark.parametrize(("js", "width"), [(True, 360), (False, 1280)], ids=["phone", "desk without scripts"])
def test_a_newcomer_comes_to_a_first_match(
    product: Product, visit: "Callable[..., Page]", picture: "Callable[[Page, str], Any]", width: int, *, js: bool
) -> None:
    walk = Walk(visit(js=js, width=width), product)
    page = walk.page
    page.goto("/")
    picture(page, "1-home")
    sign_in_as_offered(walk, picture)
    walk.press("Write a need")
    page.locator("main textarea").fill(NEED)
    walk.press("Go on")

    walk.press("All right, publish")
    first = page.locator("#matches .match").first
    assert "3D-печать" in first.locator("h3").inner_text()
    assert first.locator("li").count() >= 2, "a match says why"
    picture(page, "3-match")
    assert walk.taps == 6, "into the demonstration by three, to a match by three"
    assert len(walk.screens) == 6, walk.screens


def sign_in_as_offered(walk: Walk, picture: "Callable[[Page, str], Any]") -> None:
    """Go in as the coordinator of a school whom the sign-in page offers."""
    page = walk.page
    with page.expect_navigation():
        page.locator("header").get_by_role("link", name="Войти").click()
    picture(page, "2-accounts")
    page.locator("main summary").click()
    offered = page.locator("main .row", has_text="school@vmeste.example")
    with page.expect_navigation():
        offered.get_by_role("button").click()
    walk.taps += 3
