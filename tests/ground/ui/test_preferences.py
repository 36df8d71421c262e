"""Language and sight: chosen by the reader, kept in the browser, worn by every page."""

import pytest
from django.test import Client

from vmeste.ground.ui import sight

pytestmark = pytest.mark.django_db


def test_pages_are_russian_whatever_the_browser_asks() -> None:
    response = Client().get("/preferences/", headers={"accept-language": "en"})
    assert '<html lang="ru">' in response.content.decode()
    assert response["Content-Language"] == "ru"


def test_the_chosen_language_is_kept_and_one_stays_where_one_was() -> None:
    client = Client()
    response = client.post("/preferences/", {"language": "en", "next": "/ui/?a=1"})
    assert (response.status_code, response["Location"]) == (303, "/ui/?a=1")
    assert '<html lang="en">' in client.get("/preferences/").content.decode()


def test_an_unknown_language_is_passed_over() -> None:
    client = Client()
    client.post("/preferences/", {"language": "xx"})
    client.cookies["language"] = "../etc"
    assert '<html lang="ru">' in client.get("/preferences/").content.decode()


def test_one_press_turns_the_version_for_low_vision_on_and_off() -> None:
    client = Client()
    client.post("/preferences/", {"sight": "on"})
    assert 'class="sight size-large spacing-wide scheme-black-on-white' in client.get("/ui/").content.decode()
    client.post("/preferences/", {"scheme": "white-on-black", "size": "huge"})
    assert 'class="sight size-huge spacing-wide scheme-white-on-black' in client.get("/ui/").content.decode()
    client.post("/preferences/", {"sight": "off"})
    assert '<html lang="ru">' in client.get("/ui/").content.decode()


def test_the_link_to_the_version_for_low_vision_stands_in_the_header() -> None:
    html = Client().get("/ui/").content.decode()
    assert "Версия для слабовидящих" in html[html.index("<header") : html.index("</header>")]


def test_it_works_without_a_token_and_never_leads_away() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/preferences/", {"sight": "on", "next": "//example.org/"})
    assert (response.status_code, response["Location"]) == (303, "/")


def test_all_combinations_survive_the_cookie() -> None:
    for size in sight.CHOICES["size"]:
        for scheme in sight.CHOICES["scheme"]:
            chosen = sight.Sight(on=True, size=size, scheme=scheme, spacing="normal", pictures="hidden")
            assert sight.read(sight.write(chosen)) == chosen


@pytest.mark.parametrize("cookie", ['"><script>', "on", "a.b.c.d.e.f", ".", "large"])
def test_a_spoilt_cookie_gives_the_usual_choices(cookie: str) -> None:
    assert sight.read(cookie) == sight.Sight(on=True)


def test_the_browser_keeps_the_choice_from_scripts() -> None:
    cookie = Client().post("/preferences/", {"sight": "on"}).cookies["sight"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
