"""Somebody mistypes a word on a phone: the page says what was mended and shows the right card."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.product import PASSWORD, Product
from tests.kit.walking import Walk, words

if TYPE_CHECKING:
    from playwright.sync_api import Page

OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"
MISTYPED = {  # typed → word used instead, card
    "библеотека": ("библиотека", "Заречная детская библиотека"),
    "тихнопарк": ("технопарк", "Технопарк «Вектор»"),
    ",b,kbjntrf": ("библиотека", "Заречная детская библиотека"),  # the other keyboard layout
}


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_a_mistyped_word_finds_its_card_on_a_phone(
    product: Product, visit: "Callable[..., Page]", picture: "Callable[[Page, str], Any]", *, js: bool
) -> None:
    walk = Walk(visit(js=js, width=360), product)
    page = walk.page
    walk.sign_in("school@vmeste.example", PASSWORD)
    for number, (typed, (used, card)) in enumerate(MISTYPED.items(), 1):
        page.goto("/organisations/")
        field = page.locator("main input[type=search]").first
        field.fill(typed)
        field.press("Enter")
        walk.reads(words("Nothing holds «%(typed)s»; shown for «%(used)s».", typed=typed, used=used))
        page.locator("main").get_by_role("link", name=card).first.wait_for()
        picture(page, f"mended-{number}")
        assert page.evaluate(OVERFLOW) <= 0 if js else True
    walk.press(card)
    page.locator("h1", has_text=card).wait_for()
