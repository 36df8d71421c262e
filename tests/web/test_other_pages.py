from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError
from django.test import Client

from vmeste.ground.facts.models import Pulse
from vmeste.ground.kernel import clock
from vmeste.web import views

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db


def test_what_this_is_names_its_sources(client_of: Callable[..., Client]) -> None:
    text = client_of().get("/about/").text
    for words in ("HFLabs", "СберИндекс", "GeoNames", "CC BY-SA 4.0", "CC BY 4.0", "Golos Text", "ГОСТ Р 52872-2019"):
        assert words in text


def test_every_page_leads_there(client_of: Callable[..., Client]) -> None:
    assert 'href="/about/"' in client_of().get("/preferences/").text


def test_health_tells_whether_a_worker_runs(client_of: Callable[..., Client]) -> None:
    silent = client_of().get("/health/")
    assert silent.json() == {"status": "no worker", "database": True, "worker": False}
    Pulse.objects.create(started_at=clock.now(), seen_at=clock.now())
    answer = client_of().get("/health/")
    assert answer.status_code == 200
    assert answer.json() == {"status": "well", "database": True, "worker": True}
    assert "no-store" in answer["Cache-Control"]


def test_health_tells_when_there_is_no_database(
    client_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> bool:
        raise DatabaseError

    monkeypatch.setattr(views, "worker_runs", broken)
    answer = client_of().get("/health/")
    assert answer.status_code == 503
    assert answer.json()["database"] is False


def test_robots_are_kept_from_what_belongs_to_one_reader(client_of: Callable[..., Client]) -> None:
    answer = client_of().get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /answers/" in answer.text
    assert "Disallow: /\n" not in answer.text


def test_the_shell_leads_to_partners_from_pages_without_a_search_of_their_own(
    town: "Town", client_of: Callable[..., Client]
) -> None:
    del town
    for path in ("/", "/about/", "/organisations/"):
        assert client_of().get(path).text.count('role="search"') <= 1, path
    assert 'action="/organisations/"' in client_of().get("/about/").text
