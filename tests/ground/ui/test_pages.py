"""How a view answers: pages, blocks for htmx, ways on, words that stay for the next page."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.registries import MenuEntry, menu, shell_parts
from vmeste.ground.ui import catalogue, forms, jinja, pages
from vmeste.ground.ui.middleware import WordsMiddleware


def asked(path: str = "/ui/", **headers: str) -> HttpRequest:
    request = RequestFactory().get(path, headers=headers)
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def shown(request: HttpRequest) -> HttpResponse:
    return pages.page(request, "ui/catalogue.html", catalogue.context(), fragment="progress")


def test_a_page_comes_whole_with_its_shell() -> None:
    html = shown(asked()).content.decode()
    assert html.startswith("<!doctype html>")
    assert 'id="main"' in html


def test_htmx_gets_only_the_block_of_the_element_it_asks_for() -> None:
    response = shown(asked(**{"HX-Request": "true", "HX-Target": "progress"}))
    assert response.content.decode().lstrip().startswith('<div class="meter running" id="progress"')
    assert b"<html" not in response.content
    assert {"Cookie", "HX-Request", "HX-Target"} <= set(response["Vary"].split(", "))


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Request": "true", "HX-Target": "other"},
        {"HX-Request": "true"},
        {"HX-Target": "progress"},
        {"HX-Request": "true", "HX-Target": "progress", "HX-History-Restore-Request": "true"},
    ],
)
def test_every_other_request_gets_the_whole_page(headers: dict[str, str]) -> None:
    assert b"<html" in shown(asked(**headers)).content


def test_what_is_said_during_a_part_comes_with_it_and_once() -> None:
    request = asked(**{"HX-Request": "true", "HX-Target": "progress"})
    pages.flash(request, "Kept <b>", "good")
    html = shown(request).content.decode()
    assert 'hx-swap-oob="beforeend:#toasts"' in html
    assert "Kept &lt;b&gt;" in html


def test_what_is_said_stands_on_the_next_page() -> None:
    request = asked()
    pages.flash(request, "Kept", "good")
    assert '<div class="toast toast-good">' in shown(request).content.decode().split('id="toasts"')[1]


def test_a_redirect_is_a_303_within_this_server() -> None:
    response = pages.redirect("ui:preferences")
    assert (response.status_code, response["Location"]) == (303, "/preferences/")
    for foreign in ("//example.org/", "/\\example.org"):
        with pytest.raises(ValueError, match="example"):
            pages.redirect(foreign)


def test_htmx_is_sent_to_a_page_as_a_whole() -> None:
    words = WordsMiddleware(lambda _request: pages.redirect("/needs/"))
    response = words(asked(**{"HX-Request": "true"}))
    assert (response.status_code, response["HX-Redirect"]) == (204, "/needs/")
    assert words(asked()).status_code == 303


@pytest.mark.parametrize(
    "wanted", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)", ""]
)
def test_one_is_never_led_back_to_a_foreign_place(wanted: str) -> None:
    assert pages.back_to(RequestFactory().post("/", {"next": wanted})) == "/"


def test_one_is_led_back_to_where_one_was() -> None:
    assert pages.back_to(RequestFactory().post("/", {"next": "/needs/?q=a"})) == "/needs/?q=a"


def test_what_a_command_found_wrong_stands_beside_its_field() -> None:
    form = catalogue.SampleForm({})
    forms.tell(form, Invalid({"title": "Too short.", "unknown": "Odd.", "": "They do not fit."}))
    assert "Too short." in form.errors["title"]
    assert set(form.non_field_errors()) == {"Odd.", "They do not fit."}


def test_the_menu_is_in_order_and_marks_where_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "_entries", {})
    menu.add("late", MenuEntry("Late", "ui:preferences", "keep", order=20))
    menu.add("early", MenuEntry("Early", "ui:catalogue", "gather", order=10))
    menu.add("missing", MenuEntry("Missing", "no:such", "work", order=1))
    menu.add("secret", MenuEntry("Secret", "ui:catalogue", "work", order=1, show=lambda _actor: False))
    words = jinja.menu(asked("/ui/"))
    assert [(word["text"], word["current"]) for word in words] == [("Early", True), ("Late", False)]


def test_the_readers_own_pieces_stand_in_the_header(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell_parts, "_entries", {})
    mine = {
        "text": "Anna",
        "links": [SimpleNamespace(text="Mine", href="/me/")],
        "posts": [{"text": "Leave", "href": "/out/"}],
        "order": 30,
    }
    shell_parts.add("account", lambda _request: mine)
    shell_parts.add(
        "bell",
        lambda _request: {"text": "Waiting", "icon": "bell", "count": 3, "href": "/w/", "order": 20, "quiet": True},
    )
    shell_parts.add("nothing", lambda _request: {})
    shell_parts.add("search", lambda _request: {"text": "Find", "search": "/organisations/", "order": 5})
    shell_parts.add("foot", lambda _request: {"footer": [SimpleNamespace(text="About", href="/about/")]})
    html = shown(asked()).content.decode()
    header = html[html.index("<header") : html.index("</header>")]
    assert re.search(r'action="/organisations/".*href="/w/".*Anna.*href="/me/".*action="/out/"', header, re.DOTALL)
    assert 'href="/about/"' in html[html.index("<footer") :]


def test_the_readers_own_pieces_are_asked_once_per_page(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for: list[str] = []

    def bell(request: HttpRequest) -> dict[str, Any]:
        asked_for.append(request.path)
        return {}

    monkeypatch.setattr(shell_parts, "_entries", {"bell": bell})
    shown(asked())
    assert asked_for == ["/ui/"]
