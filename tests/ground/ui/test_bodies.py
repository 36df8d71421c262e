"""A page for everybody is rendered once, and never given as it was before something happened."""

from collections.abc import Callable
from itertools import count

import pytest
from django.conf import settings as product
from django.contrib.sessions.backends.db import SessionStore
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.utils import translation

from vmeste.ground.facts import queries
from vmeste.ground.facts.models import Record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.ids import new_id
from vmeste.ground.ui import bodies, sight
from vmeste.ground.ui.bodies import Body, Shelf, kept_for_strangers

pytestmark = pytest.mark.django_db
View = Callable[[HttpRequest], HttpResponse]


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Give the process an empty shelf that keeps a megabyte."""
    made = Shelf()
    monkeypatch.setattr(bodies, "_shelf", made)
    monkeypatch.setattr(product.VMESTE, "page_memory", 1)
    return made


@pytest.fixture
def view() -> View:
    """Give a page that says how often it was rendered."""
    turns = count(1)

    @kept_for_strangers
    def numbered(request: HttpRequest) -> HttpResponse:
        del request
        return HttpResponse(f"rendered {next(turns)}", headers={"X-Own": "kept"})

    return numbered


def asked(path: str = "/needs/", *, cookies: str = "", **headers: str) -> HttpRequest:
    request = RequestFactory().get(path, headers={**headers, **({"cookie": cookies} if cookies else {})})
    request.session = SessionStore()
    request.sight = sight.read(request.COOKIES.get(sight.COOKIE, ""))  # type: ignore[attr-defined]
    return request


def something_happens(key: int | None = None) -> None:
    plain = {"kind": "tests.thing", "version": 1, "actor_kind": "system", "audience": "public", "values": {}}
    Record.objects.create(id=key or new_id(), at=clock.now(), **plain)


def test_strangers_get_the_page_that_was_rendered_for_the_first_of_them(view: View) -> None:
    first, second = view(asked()), view(asked())
    assert second.content == first.content == b"rendered 1"
    assert second["X-Own"] == "kept"


def test_whatever_happens_makes_it_anew(view: View) -> None:
    view(asked())
    something_happens()
    assert view(asked()).content == b"rendered 2"


def test_a_fact_whose_transaction_ended_late_is_not_missed(view: View) -> None:
    late = new_id()
    something_happens()
    view(asked())
    something_happens(late)
    assert view(asked()).content == b"rendered 2"


def test_old_pages_are_given_up_with_time_even_when_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    before = queries.mark()
    begins = before[0]
    monkeypatch.setattr("time.time", lambda: begins + 2.5 * queries.WINDOW)
    assert queries.mark() != before


def test_whoever_has_a_session_gets_a_page_of_their_own(view: View) -> None:
    view(asked())
    cookie = f"{product.SESSION_COOKIE_NAME}=somebody"
    assert view(asked(cookies=cookie)).content == b"rendered 2"
    assert view(asked(cookies=cookie)).content == b"rendered 3"
    assert view(asked()).content == b"rendered 1"


@pytest.mark.parametrize(
    "other",
    [
        asked("/needs/?kind=staff"),
        asked(cookies="sight=size:huge,spacing:wide,scheme:white-on-black,pictures:hidden"),
        asked(**{"HX-Request": "true", "HX-Target": "results"}),
        asked(host="127.0.0.1"),
    ],
)
def test_what_is_asked_otherwise_is_another_page(view: View, other: HttpRequest) -> None:
    if "sight" in other.COOKIES:
        other.sight = sight.chosen(sight.Sight(on=True), {})  # type: ignore[attr-defined]
    other.META.setdefault("SERVER_NAME", "testserver")
    view(asked())
    assert view(other).content == b"rendered 2"


def test_each_language_is_another_page(view: View) -> None:
    view(asked())
    with translation.override("en"):
        assert view(asked()).content == b"rendered 2"


def test_a_page_with_a_token_is_made_for_each_reader() -> None:
    view = kept_for_strangers(lambda request: HttpResponse(get_token(request)))
    assert view(asked()).content != view(asked()).content


def test_a_page_that_leaves_a_cookie_is_made_for_each_reader() -> None:
    turns = count(1)

    @kept_for_strangers
    def view(request: HttpRequest) -> HttpResponse:
        del request
        response = HttpResponse(str(next(turns)))
        response.set_cookie("seen", "1")
        return response

    assert [view(asked()).content for _ in range(2)] == [b"1", b"2"]


def test_what_was_not_found_is_looked_for_again() -> None:
    turns = count(1)

    @kept_for_strangers
    def view(request: HttpRequest) -> HttpResponse:
        del request
        if next(turns) == 1:
            raise Http404
        return HttpResponse("there")

    with pytest.raises(Http404):
        view(asked())
    assert view(asked()).content == b"there"


def test_nothing_is_kept_when_the_administrator_gives_no_memory(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(product.VMESTE, "page_memory", 0)
    assert [view(asked()).content for _ in range(2)] == [b"rendered 1", b"rendered 2"]


def test_the_shelf_gives_up_what_was_not_asked_for_longest() -> None:
    shelf = Shelf()
    body = Body(b"x" * 1000, {})
    for key in ("first", "second"):
        shelf.put(key, body, most=2 * body.size)
    assert shelf.get("first") is body
    shelf.put("third", body, most=2 * body.size)
    assert shelf.get("second") is None
    assert shelf.get("first") is body
    assert shelf.get("third") is body


def test_a_page_kept_anew_counts_once() -> None:
    shelf = Shelf()
    body = Body(b"x" * 1000, {})
    for _ in range(5):
        shelf.put("same", body, most=2 * body.size)
    shelf.put("other", body, most=2 * body.size)
    assert shelf.get("same") is body
