"""What a page costs its reader: queries per page type for somebody signed in, in the demonstration.

`queries.json` holds the number of today; a page that takes more fails, one that takes less asks for the new number.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from tests.kit.reading import queries_of
from vmeste.gather.exchange.models import Need, Offer, Response
from vmeste.gather.participants.models import Membership, Network, Organisation
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel import clock
from vmeste.web.demonstration.loading import load

TABLE = Path(__file__).with_name("queries.json")
BAR = 12
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def measured(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, int]]:
    """Ask for every type of page as the author of a need, twice; the second time counts."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(datetime(2026, 11, 21, 7, tzinfo=UTC)):
        load()
        author, pages = author_and_pages()
        client = Client()
        client.force_login(author)
        yield {name: cost(client, path) for name, path in pages.items()}
        transaction.set_rollback(True)


def author_and_pages() -> tuple[Person, dict[str, str]]:
    """Give who asks, and the address of one page of each type."""
    need = Need.objects.filter(state=Need.State.OPEN, organisation__memberships__isnull=False).order_by("id")[0]
    author = Membership.objects.filter(organisation=need.organisation, until_at=None).order_by("id")[0].person
    single = {
        "participants:organisation": Organisation.objects.order_by("id")[0].id,
        "participants:staff": need.organisation_id,
        "participants:tokens": need.organisation_id,
        "participants:network": Network.objects.order_by("id")[0].id,
        "exchange:need": need.id,
        "exchange:matches_of_need": need.id,
        "exchange:offer": Offer.objects.filter(state=Offer.State.OPEN).order_by("id")[0].id,
        "exchange:response": Response.objects.filter(need__organisation=need.organisation)
        .order_by("id")
        .values_list("id", flat=True)
        .first(),
    }
    lists = (
        "web:home",
        "participants:organisations",
        "participants:map",
        "participants:networks",
        "exchange:needs",
        "exchange:offers",
        "exchange:new_need",
        "exchange:responses",
        "notifications:notices",
        "accounts:account",
    )
    pages = {name: reverse(name) for name in lists}
    return author, pages | {name: reverse(name, args=[key]) for name, key in single.items() if key}


def cost(client: Client, path: str) -> int:
    """Give the queries of the second visit: the first fills what is read once per process."""
    assert client.get(path).status_code == 200, path
    return len(queries_of(lambda: client.get(path)))


def test_every_type_of_page_takes_the_queries_of_the_table(measured: dict[str, int]) -> None:
    missed = {name: number for name, number in measured.items() if number > BAR}
    print(f"above {BAR} queries: {missed}")  # noqa: T201  the bar of quality, shown with -s
    now = json.dumps(measured, indent=2, sort_keys=True) + "\n"
    assert now == TABLE.read_text(encoding="utf-8"), f"the table of now:\n{now}"
