"""The pages of duplicates: who sees which pairs, merging one and many with a second yes, undoing, the way to them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.gather.participants.country import a_person, an_organisation
from vmeste.gather.participants import commands
from vmeste.gather.participants.models import LikelyPair, Merge, Organisation, Role, Territory
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.ids import code

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]
ClientOf = Callable[..., Client]
LIST, SURE, MERGES = "/organisations/duplicates/", "/organisations/duplicates/merging/", "/organisations/merges/"


@pytest.fixture
def keeper(region: Territory) -> Person:
    somebody = a_person("keeper@example.org")
    commands.entrust_territory(actor=SYSTEM, territory=region, person=somebody)
    return somebody


@pytest.fixture
def client(client_of: ClientOf, keeper: Person) -> Client:
    return client_of(keeper)


@pytest.fixture
def make_pairs(region: Territory) -> Callable[[int], list[LikelyPair]]:
    """Make so many pairs of cards that are surely one."""

    def make(number: int) -> list[LikelyPair]:
        start = Organisation.objects.count()
        for row in range(start, start + number):
            address = {"address": f"Мира, {row + 1}", "phone": f"8 800 555 {row:04}"}
            an_organisation(f"МБОУ СОШ № {row + 1}", region, website=f"s{row}.example.org", **address)
            an_organisation(f"Средняя школа №{row + 1}", region, short_name=f"Школа {row + 1}", **address)
        commands.look_for_duplicates(SYSTEM)
        return list(LikelyPair.objects.select_related("first", "second").order_by("id"))

    return make


MakePairs = Callable[[int], list[LikelyPair]]


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_coordinator_finds_the_pairs_of_their_territory(
    client: Client, make_pairs: MakePairs, far_region: Territory
) -> None:
    make_pairs(1)
    for name in ("МБОУ СОШ № 99", "Средняя школа №99"):
        an_organisation(name, far_region, address="Лесная, 9")
    commands.look_for_duplicates(SYSTEM)
    assert LikelyPair.objects.count() == 2
    page = text(client.get(LIST))
    assert "МБОУ СОШ № 1" in page
    assert "№99" not in page
    assert LIST in text(client.get("/organisations/"))


@pytest.mark.parametrize("path", [LIST, SURE, MERGES])
def test_others_are_refused_in_words(client_of: ClientOf, path: str) -> None:
    assert client_of(a_person("anybody@example.org")).get(path).status_code == 403
    assert client_of().get(path).status_code in (302, 303, 403)


def test_the_list_takes_the_same_queries_for_many_pairs(
    client: Client, make_pairs: MakePairs, assert_same_queries: Callable[..., None]
) -> None:
    assert_same_queries(lambda: client.get(LIST), lambda: make_pairs(1), at_most=14)


def test_the_page_of_a_pair_shows_both_and_marks_what_differs(client: Client, make_pairs: MakePairs) -> None:
    (pair,) = make_pairs(1)
    page = text(client.get(reverse("participants:pair", args=[pair.id])))
    assert "МБОУ СОШ № 1" in page
    assert "Средняя школа №1" in page
    assert "различается" in page
    assert "одинаковый номер: № 1" in page


def test_what_is_chosen_in_the_form_is_merged_so(client: Client, make_pairs: MakePairs) -> None:
    (pair,) = make_pairs(1)
    said = {"stays": code(pair.first_id), "name": code(pair.second_id), "agreed": ""}
    answer = client.post(reverse("participants:merging", args=[pair.id]), said)
    assert answer["Location"] == reverse("participants:organisation", args=[pair.first_id])
    card = Organisation.objects.get(id=pair.first_id)
    assert card.name == "Средняя школа №1"
    assert card.website == "s0.example.org"
    page = text(client.get(answer["Location"]))
    assert "Сюда вошли карточки" in page
    moved = client.get(reverse("participants:organisation", args=[pair.second_id]))
    assert moved["Location"] == answer["Location"]


def test_a_form_that_says_nothing_comes_back_with_words(client: Client, make_pairs: MakePairs) -> None:
    (pair,) = make_pairs(1)
    answer = client.post(reverse("participants:merging", args=[pair.id]), {"stays": "x"})
    assert answer.status_code == 422
    assert not Merge.objects.exists()


def test_cards_with_representatives_need_a_tick(client: Client, make_pairs: MakePairs) -> None:
    (pair,) = make_pairs(1)
    for number, card in enumerate((pair.first, pair.second)):
        somebody = a_person(f"{number}@example.org")
        commands.add_member(actor=SYSTEM, organisation=card, person=somebody, role=Role.COORDINATOR)
    said = {"stays": code(pair.first_id), "name": code(pair.first_id)}
    path = reverse("participants:merging", args=[pair.id])
    answer = client.post(path, said)
    assert answer.status_code == 422
    assert "представители" in text(answer)
    assert client.post(path, said | {"agreed": "on"}).status_code == 303
    assert Organisation.objects.get(id=pair.first_id).memberships.count() == 2


def test_many_are_merged_after_a_look_at_the_number_and_a_second_yes(client: Client, make_pairs: MakePairs) -> None:
    make_pairs(3)
    assert "3 несомненные пары" in text(client.get(LIST))
    assert "Будут объединены 3 пары" in text(client.get(SURE))
    assert client.post(SURE).status_code == 422
    assert not Merge.objects.exists()
    assert client.post(SURE, {"confirmed": "1"})["Location"] == MERGES
    assert Merge.objects.count() == 3
    assert "Возможные повторы" in text(client.get(MERGES))


def test_a_merge_is_undone_from_the_list(client: Client, make_pairs: MakePairs) -> None:
    (pair,) = make_pairs(1)
    commands.merge_organisations(actor=SYSTEM, survivor=pair.first, merged=pair.second)
    merge = Merge.objects.get()
    client.post(reverse("participants:parting", args=[merge.id]))
    assert not Organisation.objects.filter(merged_into__isnull=False).exists()


def test_what_is_in_the_way_of_undoing_is_said_on_the_page(client: Client, make_pairs: MakePairs) -> None:
    (pair,) = make_pairs(1)
    commands.merge_organisations(actor=SYSTEM, survivor=pair.second, merged=pair.first)
    Organisation.objects.filter(id=pair.second_id).update(website="other.example.org")
    path = reverse("participants:parting", args=[Merge.objects.get().id])
    assert "Отменить нельзя" in text(client.post(path, follow=True))


def test_what_is_not_the_same_leaves_the_list_and_stands_apart(client: Client, make_pairs: MakePairs) -> None:
    (pair,) = make_pairs(1)
    client.post(reverse("participants:distinction", args=[pair.id]))
    assert "МБОУ СОШ № 1" not in text(client.get(LIST))
    assert "МБОУ СОШ № 1" in text(client.get(LIST + "?apart"))
    said = {"stays": code(pair.first_id), "name": code(pair.first_id)}
    assert client.post(reverse("participants:merging", args=[pair.id]), said).status_code == 303, "who erred may merge"


def test_the_card_says_that_there_is_one_like_it_to_coordinators_alone(
    client: Client, client_of: ClientOf, make_pairs: MakePairs
) -> None:
    (pair,) = make_pairs(1)
    path = reverse("participants:organisation", args=[pair.first_id])
    assert "та же самая организация" in text(client.get(path))
    assert "та же самая организация" not in text(client_of().get(path))


def test_a_pair_of_another_territory_is_not_there(client: Client, far_region: Territory) -> None:
    for name in ("МБОУ СОШ № 99", "Средняя школа №99"):
        an_organisation(name, far_region, address="Лесная, 9")
    commands.look_for_duplicates(SYSTEM)
    pair = LikelyPair.objects.get()
    assert client.get(reverse("participants:pair", args=[pair.id])).status_code == 404
    assert client.post(reverse("participants:distinction", args=[pair.id])).status_code == 404
