"""A program gets access: the head makes a token on a phone, the program reads, the token is taken back."""

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from tests.kit.product import PASSWORD, Product
from tests.kit.walking import Walk

if TYPE_CHECKING:
    from playwright.sync_api import Page

Visit = Callable[..., "Page"]
Picture = Callable[["Page", str], Any]
HEAD, CARD = "director@vmeste.example", "Заречная СОШ"
TOKEN = re.compile(r"vmeste_[\w-]{20,}")


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_a_program_reads_with_a_token_until_it_is_taken_back(
    product: Product, visit: Visit, picture: Picture, *, js: bool
) -> None:
    head = Walk(visit(js=js, width=360), product)
    head.sign_in(HEAD, PASSWORD)
    page = head.page
    page.goto("/organisations/?q=" + quote(CARD))
    head.press(CARD)
    head.press("Access for programs")
    form = page.locator("form:has(input[name=name])")
    form.locator("input[name=name]").fill(f"Сайт школы {'со' if js else 'без'} скриптов")
    for box in form.locator("input[type=checkbox]").all():
        box.check()
    with page.expect_navigation():
        form.locator("button[type=submit]").click()
    picture(page, "made")
    shown = TOKEN.search(page.content())
    assert shown
    address = f"{product.url}/api/v1/needs"
    status, read = ask(address, shown[0])
    assert (status, bool(read["items"])) == (200, True)
    assert ask(address, shown[0] + "x")[0] == 401
    page.reload()
    assert shown[0] not in page.content(), "a token is shown once"
    page.locator("li.row").first.locator("summary").click()
    with page.expect_navigation():
        page.locator("li.row").first.locator(".panel button[type=submit]").click()
    picture(page, "taken-back")
    status, read = ask(address, shown[0])
    assert (status, read["status"]) == (401, 401)


def ask(address: str, token: str) -> tuple[int, dict[str, Any]]:
    """Ask as a program does."""
    try:
        with urlopen(Request(address, headers={"Authorization": f"Bearer {token}"}), timeout=20) as answer:  # noqa: S310  our own server
            return answer.status, json.load(answer)
    except HTTPError as fault:
        return fault.code, json.load(fault)
