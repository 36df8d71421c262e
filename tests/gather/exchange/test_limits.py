"""Nobody is asked again and again, and what words find is shown page by page."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from vmeste.gather.exchange import commands
from vmeste.gather.exchange.commands.asking import A_DAY
from vmeste.gather.exchange.models import Visibility
from vmeste.gather.exchange.queries import PostingFilter, page_of_postings
from vmeste.ground.facts.models import Record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import ANONYMOUS
from vmeste.ground.kernel.errors import Refused, Stale

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db


def test_the_same_is_not_asked_again_within_a_month_whatever_became_of_it(town: "Town") -> None:
    need, head, club = town.need(), town.actor(town.head), town.organisation("Клуб")
    response, _address = commands.ask_organisation(actor=head, need=need, organisation=club)
    commands.withdraw_response(actor=head, response=response)
    with pytest.raises(Stale):
        commands.ask_organisation(actor=head, need=need, organisation=club)
    with clock.at(clock.now() + timedelta(days=31)):
        commands.ask_organisation(actor=head, need=need, organisation=club)


def test_an_organisation_asks_no_more_than_thirty_times_a_day(town: "Town") -> None:
    need, head = town.need(), town.actor(town.head)
    clubs = [town.organisation(f"Клуб {number}") for number in range(A_DAY + 1)]
    for club in clubs[:-1]:
        commands.ask_organisation(actor=head, need=need, organisation=club)
    with pytest.raises(Refused):
        commands.ask_organisation(actor=head, need=need, organisation=clubs[-1])
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        commands.ask_organisation(actor=head, need=need, organisation=clubs[-1])


def test_all_that_words_find_is_reached_page_by_page(town: "Town", client_of: Callable[..., Client]) -> None:
    needs = [town.need(f"Дирижёр {number}") for number in range(33)]
    chosen = PostingFilter(q="дирижёр")
    first = page_of_postings(ANONYMOUS, "need", chosen)
    rest = page_of_postings(ANONYMOUS, "need", chosen, start=first.start or 0)
    assert {row.id for row in (*first.rows, *rest.rows)} == {need.id for need in needs}
    assert (first.count and first.count.number, len(first.rows), len(rest.rows), rest.start) == (33, 30, 3, None)
    page = client_of().get(reverse("exchange:needs"), {"q": "дирижёр"}).content.decode()
    assert "Найдено: 33" in page
    assert "start=30" in page
    for nonsense in ("x", "-1", "9" * 40):
        assert client_of().get(reverse("exchange:needs"), {"q": "дирижёр", "start": nonsense}).status_code == 200


def test_of_what_is_published_those_may_learn_whom_its_visibility_names(town: "Town") -> None:
    network = town.network(town.school, town.museum)
    town.need()
    town.need("Сети", visibility=Visibility.NETWORK, network_id=network.id)
    town.need("Своим", visibility=Visibility.OWN)
    told = Record.objects.filter(kind="exchange.need.published").order_by("id").values_list("audience", flat=True)
    assert list(told) == ["public", "network", "parties"]
