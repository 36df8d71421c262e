"""What the directory of partners knows of needs and offers: only what is open to everybody, in the same moment."""

import pytest

from tests.kit.town import Town
from vmeste.gather.exchange.commands import change_posting, pause_posting, publish_posting, withdraw_posting
from vmeste.gather.exchange.terms import Terms
from vmeste.gather.exchange.traits import describe_all
from vmeste.gather.participants.models import Organisation, Trait
from vmeste.gather.participants.queries import Wanted, counters_hold, directory, filters_brought
from vmeste.ground.kernel.actors import ANONYMOUS

pytestmark = pytest.mark.django_db


def said(of: Organisation) -> set[tuple[str, str]]:
    return set(of.traits.values_list("name", "code"))


def names(**traits: str) -> list[str]:
    return [row.name for row in directory(ANONYMOUS, Wanted(traits=tuple(traits.items()))).rows]


def test_an_offer_is_said_while_it_is_open(town: Town) -> None:
    keeper = town.actor(town.keeper)
    offer = town.offer(kind="event", focus="art")
    assert said(town.museum) == {("offers", "event"), ("focus", "art")}
    assert names(offers="event", focus="art") == ["Музей «Берег»"]
    pause_posting(actor=keeper, posting=offer)
    assert said(town.museum) == set()
    publish_posting(actor=keeper, posting=offer)
    change_posting(actor=keeper, posting=offer, terms=Terms(title="Зал", kind="premises"), version=offer.version)
    assert said(town.museum) == {("offers", "premises")}
    withdraw_posting(actor=keeper, posting=offer)
    assert said(town.museum) == set()
    assert counters_hold()


def test_a_need_is_said_as_such(town: Town) -> None:
    town.need(kind="staff")
    assert names(needs="staff") == ["Заречная школа"]
    assert names(offers="staff") == []


def test_drafts_and_what_few_may_see_are_not_said(town: Town) -> None:
    network = town.network(town.museum, town.school)
    town.offer(draft=True)
    town.offer(visibility="own")
    town.offer(visibility="network", network_id=network.id)
    assert said(town.museum) == set()


def test_what_another_one_still_says_stays(town: Town) -> None:
    first, _second = town.offer(focus="art"), town.offer()
    withdraw_posting(actor=town.actor(town.keeper), posting=first)
    assert said(town.museum) == {("offers", "event")}


def test_after_an_upgrade_everything_open_is_said_once(town: Town) -> None:
    town.offer()
    Trait.objects.all().delete()
    assert describe_all()
    assert said(town.museum) == {("offers", "event")}
    assert describe_all() == ""


def test_the_filters_offer_what_needs_and_offers_can_be(town: Town) -> None:
    del town
    brought = dict(filters_brought())
    assert list(brought) == ["offers", "needs", "focus"]
    assert "event" in dict(brought["offers"].choices())
    assert "technical" in dict(brought["focus"].choices())
