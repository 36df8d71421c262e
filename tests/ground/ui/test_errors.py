"""Whatever goes wrong is told in words, with a way on, in the form the reader asks for."""

import json
from types import ModuleType
from typing import NoReturn

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from pytest_django.fixtures import Settings

from vmeste.ground.kernel.errors import Closed, Invalid, Refused, Stale
from vmeste.ground.ui import errors, views

pytestmark = pytest.mark.django_db

RAISED: dict[str, tuple[Exception, int, str]] = {
    "refused": (Refused("Only a <coordinator> may."), 403, "coordinator"),
    "closed": (Closed("Ask for a <new> one."), 403, "new"),
    "stale": (Stale("It was <withdrawn> meanwhile."), 409, "withdrawn"),
    "invalid": (Invalid({"": "It does not <fit>.", "title": "Too <short>."}), 422, "short"),
    "missing": (Http404("secret"), 404, "/"),
    "denied": (PermissionDenied("secret"), 403, "/"),
    "odd": (SuspiciousOperation("secret"), 400, "/"),
    "broken": (RuntimeError("secret"), 500, "/"),
}


def raising(_request: HttpRequest, kind: str) -> NoReturn:
    raise RAISED[kind][0]


def taking(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


@pytest.fixture
def client(settings: Settings) -> Client:
    """Ask a server whose pages fail on purpose."""
    urls = ModuleType("failing")
    urls.urlpatterns = [  # type: ignore[attr-defined]
        path("raise/<kind>/", raising),
        path("take/", taking),
        path("", include("vmeste.config.urls")),
    ]
    for name in ("handler400", "handler403", "handler404", "handler500"):
        setattr(urls, name, getattr(__import__("vmeste.config.urls", fromlist=["urls"]), name))
    settings.ROOT_URLCONF = urls
    settings.DEBUG = False
    return Client(raise_request_exception=False)


def test_a_link_that_opens_nothing_says_so_and_asks_nobody_to_sign_in(client: Client) -> None:
    closed, refused = (client.get(f"/raise/{kind}/").content.decode() for kind in ("closed", "refused"))
    way_in = "/sign-in/?next=%2Fraise%2F"
    assert "Ссылка не открывается" in closed
    assert "Это вам недоступно" in refused
    assert closed.split("</header>")[1].count(way_in) == 0
    assert refused.split("</header>")[1].count(way_in) == 1


@pytest.mark.parametrize("kind", RAISED)
def test_a_reader_gets_a_page_with_a_way_on(kind: str, client: Client) -> None:
    _raised, status, said = RAISED[kind]
    response = client.get(f"/raise/{kind}/", headers={"accept": "text/html,*/*;q=0.8"})
    html = response.content.decode()
    assert response.status_code == status
    assert said in html
    assert 'id="main"' in html
    assert 'href="/"' in html[html.index("<main") :]
    assert "secret" not in html
    assert "<coordinator>" not in html


@pytest.mark.parametrize("kind", RAISED)
def test_a_program_gets_problem_json(kind: str, client: Client) -> None:
    _raised, status, _said = RAISED[kind]
    response = client.get(f"/raise/{kind}/", headers={"accept": "application/json"})
    told = json.loads(response.content)
    assert response["Content-Type"] == "application/problem+json"
    assert told["status"] == response.status_code == status
    assert told["title"]
    assert "secret" not in response.content.decode()
    assert ("faults" in told) == (kind == "invalid")


@pytest.mark.parametrize("kind", RAISED)
def test_htmx_gets_a_piece_beside_the_page_it_keeps(kind: str, client: Client) -> None:
    _raised, status, _said = RAISED[kind]
    response = client.get(f"/raise/{kind}/", headers={"HX-Request": "true"})
    assert response.status_code == status
    assert response["HX-Retarget"] == "#toasts"
    assert b'class="toast toast-bad"' in response.content
    assert b"<html" not in response.content


def test_an_address_that_nobody_serves_is_told_in_words(client: Client) -> None:
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert b'id="main"' in response.content


def test_a_form_without_its_token_is_told_what_to_do() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/ui/", {"a": "b"})
    assert response.status_code == 403
    assert "Форма устарела" in response.content.decode()


def test_a_refused_stranger_is_shown_the_way_in_and_back(client: Client) -> None:
    html = client.get("/raise/refused/").content.decode()
    assert "/sign-in/?next=%2Fraise%2Frefused%2F" in html


def test_one_is_led_back_to_the_page_one_came_from_and_to_no_foreign_one(client: Client) -> None:
    here = {"referer": "http://testserver/needs/?q=a&b=%22", "host": "testserver"}
    own = client.get("/raise/stale/", headers=here)
    assert 'href="/needs/?q=a&amp;b=%22"' in own.content.decode()
    foreign = client.get("/raise/stale/", headers={"referer": "http://example.org/needs/", "host": "testserver"})
    assert "example.org" not in foreign.content.decode()


def test_when_even_the_shell_fails_there_are_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> NoReturn:
        raise RuntimeError

    monkeypatch.setattr(errors, "answer", fail)
    response = views.broken(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something broke" in response.content.decode()
