"""The browser of the tests, tested itself: what it must notice, it notices."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.kit.browser import Guard

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOME = "localhost:1"


@pytest.fixture
def guarded(chromium: "Browser") -> "tuple[Guard, Page]":
    guard = Guard(HOME)
    context = chromium.new_context()
    guard.watch(context)
    return guard, context.new_page()


def test_a_foreign_host_is_refused_and_told(guarded: "tuple[Guard, Page]") -> None:
    guard, page = guarded
    page.set_content('<img src="https://foreign.example/dot.png">')
    assert any("foreign.example" in fault for fault in guard.faults)
    page.context.close()


def test_an_error_in_the_console_is_told(guarded: "tuple[Guard, Page]") -> None:
    guard, page = guarded
    page.evaluate("console.error('broken')")
    assert len(guard.faults) == 1
    assert guard.faults[0].startswith("console error: broken")
    page.context.close()


def test_a_script_that_fails_is_told(guarded: "tuple[Guard, Page]") -> None:
    guard, page = guarded
    page.set_content("<p>x</p>")
    page.evaluate("setTimeout(() => { throw new Error('lost') })")
    page.wait_for_timeout(100)
    assert any("lost" in fault for fault in guard.faults)
    page.context.close()


@pytest.mark.parametrize(("path", "faults"), [("/needs/gone", 0), ("/static/gone.css", 1)])
def test_a_page_may_be_refused_but_a_static_file_must_be_there(chromium: "Browser", path: str, faults: int) -> None:
    guard = Guard(HOME)
    context = chromium.new_context()
    guard.watch(context)
    page = context.new_page()
    page.route("**/*", lambda route: route.fulfill(status=404, body="<p>gone</p>", content_type="text/html"))
    page.goto(f"http://{HOME}{path}")
    assert len(guard.faults) == faults
    context.close()


def test_a_style_that_the_policy_forbids_is_told(chromium: "Browser") -> None:
    guard = Guard(HOME)
    context = chromium.new_context()
    guard.watch(context)
    page = context.new_page()
    policy = {"Content-Security-Policy": "default-src 'self'", "Content-Type": "text/html"}
    page.route("**/*", lambda route: route.fulfill(body='<p style="color: red">x</p>', headers=policy))
    page.goto(f"http://{HOME}/")
    assert any("style" in fault for fault in guard.faults)
    context.close()


def test_axe_finds_a_picture_without_words(chromium: "Browser", axe: "Callable[[Page], None]") -> None:
    page = chromium.new_page()
    page.set_content(
        '<html lang="ru"><title>x</title><main><h1>x</h1><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></main>'
    )
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)
    page.close()


def test_a_page_of_the_product_opens_without_scripts_on_a_phone(open_page: "Callable[..., Page]") -> None:
    page = open_page("/ui/", js=False, width=360)
    assert urlsplit(page.url).path == "/ui/"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
