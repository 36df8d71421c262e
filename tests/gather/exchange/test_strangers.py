"""Lists and cards are kept for strangers, and yet nobody sees what is hidden by now."""

from typing import TYPE_CHECKING

import pytest
from django.conf import settings as product
from django.test import Client
from django.urls import reverse

from vmeste.gather.exchange import commands

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pages be kept as they are outside of tests."""
    monkeypatch.setattr(product.VMESTE, "page_memory", 1)


def test_a_second_stranger_is_answered_from_memory_after_one_look_at_the_facts(
    town: "Town", client: Client, django_assert_num_queries: "pytest.FixtureRequest"
) -> None:
    offer = town.offer("Плавание на байдарках")
    first = client.get(reverse("exchange:offers")).content
    with django_assert_num_queries(1):  # type: ignore[operator]
        second = Client().get(reverse("exchange:offers")).content
    assert first == second
    assert offer.title in second.decode()


def test_what_was_taken_back_is_gone_at_once_from_list_and_card(town: "Town", client: Client) -> None:
    offer = town.offer("Плавание на байдарках")
    card, offers = reverse("exchange:offer", args=[offer.id]), reverse("exchange:offers")
    assert offer.title in client.get(card).content.decode()
    assert offer.title in client.get(offers).content.decode()
    commands.withdraw_posting(actor=town.actor(town.keeper), posting=offer)
    assert client.get(card).status_code == 404
    assert offer.title not in client.get(offers).content.decode()


def test_what_the_owner_sees_is_never_given_to_a_stranger(town: "Town", client: Client) -> None:
    draft = town.offer("Плавание на байдарках", draft=True)
    card = reverse("exchange:offer", args=[draft.id])
    owner = Client()
    owner.force_login(town.keeper, backend=product.AUTHENTICATION_BACKENDS[-1])
    assert owner.get(card).status_code == 200
    assert client.get(card).status_code == 404
    assert town.keeper.name not in client.get(reverse("exchange:offers")).content.decode()
