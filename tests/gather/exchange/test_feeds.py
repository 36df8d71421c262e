"""Feeds of what is new: valid Atom, public alone, in the order of opening, whatever stands in a title."""

from datetime import timedelta

import feedparser  # type: ignore[import-untyped]
import pytest
from django.db import connection
from django.test import Client

from tests.kit.town import Town
from vmeste.gather.exchange.models import Offer
from vmeste.gather.exchange.models.postings import Side
from vmeste.gather.exchange.queries.portions import newest_rows
from vmeste.gather.exchange.queries.postings import PostingFilter
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.ids import code

pytestmark = pytest.mark.django_db
HOSTILE = "\x01\x0b<b>&\ufffe]]> «Река»"


def read(address: str = "/offers/feed.atom") -> "feedparser.FeedParserDict":
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    found = feedparser.parse(answer.content)
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_a_feed_says_what_an_entry_must_say(town: Town) -> None:
    offer = town.offer("Экскурсия о реке", text="Два часа\nпо берегу")
    found = read()
    (entry,) = found.entries
    assert (found.version, found.feed.language) == ("atom10", "ru")
    assert entry.id == f"tag:localhost,2026:offer/{code(offer.id)}"
    assert entry.link.endswith(f"/offers/{code(offer.id)}/")
    assert entry.author == "Музей «Берег»"
    assert [(tag.term, tag.label) for tag in entry.tags] == [("event", "Событие, экскурсия")]
    assert entry.published_parsed
    assert entry.updated_parsed
    assert "по берегу" in entry.summary
    links = {link.rel: link.href for link in found.feed.links}
    assert links["self"].endswith("/offers/feed.atom")
    assert links["alternate"].endswith("/offers/")
    assert found.feed.id
    assert found.feed.updated_parsed


def test_only_what_is_public_stands_there_whoever_asks(town: Town, client: Client) -> None:
    network = town.network(town.school, town.museum)
    town.offer("Для сети", visibility="network", network_id=network.id)
    town.offer("Для себя", visibility="own")
    town.offer("Черновик", draft=True)
    town.offer("Для всех")
    client.force_login(town.keeper)
    for reader in (Client(), client):
        found = feedparser.parse(reader.get("/offers/feed.atom").content)
        assert [entry.title for entry in found.entries] == ["Для всех"]


def test_what_was_opened_last_stands_first_however_old_its_draft(town: Town) -> None:
    old = town.offer("Старый черновик")
    town.offer("Новая")
    Offer.objects.filter(id=old.id).update(opened_at=clock.now() + timedelta(days=1))
    assert [entry.title for entry in read().entries] == ["Старый черновик", "Новая"]


def test_hostile_titles_harm_nobody(town: Town) -> None:
    offer = town.offer("Река", text=HOSTILE)
    Offer.objects.filter(id=offer.id).update(title=HOSTILE)
    (entry,) = read().entries
    assert entry.title_detail.type == "text/plain"
    assert "<b>" not in entry.summary


def test_filters_of_the_list_work_and_stand_in_the_feeds_own_address(town: Town) -> None:
    town.offer("Событие", kind="event")
    town.offer("Химик", kind="staff")
    found = read("/offers/feed.atom?kind=staff&q=химики&nonsense=1")
    assert [entry.title for entry in found.entries] == ["Химик"]
    assert found.feed.id.endswith("/offers/feed.atom?q=%D1%85%D0%B8%D0%BC%D0%B8%D0%BA%D0%B8&kind=staff")
    assert Client().get("/offers/feed.atom?territory=99999999").status_code == 404
    assert '/offers/feed.atom?kind=staff"' in Client().get("/offers/?kind=staff").content.decode()


def test_an_empty_feed_is_valid_and_stays_the_same(town: Town) -> None:
    assert read("/needs/feed.atom").entries == []
    first = Client().get("/needs/feed.atom")
    again = Client().get("/needs/feed.atom", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    town.need()
    assert Client().get("/needs/feed.atom", headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("side", ["need", "offer"])
def test_a_feed_comes_down_the_index_of_opening_without_sorting(town: Town, side: Side) -> None:
    del town
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # the tables of a test are too small for an index to pay
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
            )
        plan = newest_rows(side, PostingFilter(), 50).explain()
    assert f"exchange_{side}_opened" in plan, plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan
