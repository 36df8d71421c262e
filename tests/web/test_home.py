from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tests.kit.reading import SameQueries
from vmeste.gather.participants.commands import add_territory, entrust_territory
from vmeste.gather.participants.models import Organisation, Territory
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.ids import new_id
from vmeste.ground.kernel.registries import Registry, Waiting
from vmeste.web import queries

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)


def test_who_is_not_signed_in_sees_what_there_is(town: "Town", client_of: Callable[..., Client]) -> None:
    town.need("Экскурсия на маяк")
    town.offer("Мастерская лодок")
    text = client_of().get("/").text
    assert "Экскурсия на маяк" in text
    assert "Мастерская лодок" in text
    assert "Собраться вместе\u00a0— это начало" in text


def test_figures_count_what_everybody_sees(town: "Town", client_of: Callable[..., Client]) -> None:
    network = town.network(town.school, town.museum)
    town.need("Открытый")
    town.need("Черновик", draft=True)
    town.need("Для своих", visibility="network", network_id=network.id)
    town.offer()
    found = queries.figures()
    assert (found.organisations, found.needs, found.offers, found.networks) == (2, 1, 1, 1)


def test_what_is_not_public_is_not_on_the_public_page(town: "Town", client_of: Callable[..., Client]) -> None:
    network = town.network(town.school, town.museum)
    town.need("Тайный подвал", visibility="network", network_id=network.id)
    town.need("Тайный чердак", draft=True)
    assert "Тайный" not in client_of().get("/").text


def test_an_empty_product_says_how_to_begin(db: None, client_of: Callable[..., Client]) -> None:
    text = client_of().get("/").text
    assert "Открытых запросов сейчас нет" in text
    assert "Скажите, что нужно" in text


def test_what_waits_for_a_coordinator_stands_first(town: "Town", client_of: Callable[..., Client]) -> None:
    town.response(town.need("Экскурсия на маяк"))
    town.need("Черновик о лодках", draft=True)
    text = client_of(town.head).get("/").text
    assert text.index("Ответить") < text.index("Экскурсия на маяк") < text.index("Черновик о лодках")


def test_who_has_nothing_to_do_is_told_so(town: "Town", client_of: Callable[..., Client]) -> None:
    assert "Сейчас от вас ничего не ждут" in client_of(town.keeper).get("/").text


def test_urgent_things_come_first_then_the_oldest_and_no_more_than_twenty(monkeypatch: pytest.MonkeyPatch) -> None:
    def things(name: str, urgent: bool, number: int) -> Callable[[Actor, int], Sequence[Waiting]]:
        made = [Waiting(f"{name}{one}", "/", "", NOON - timedelta(days=one), urgent) for one in range(number)]
        return lambda _actor, limit: made[:limit]

    waiting: Registry[Any] = Registry()
    waiting.add("slow", things("a", urgent=False, number=15))
    waiting.add("quick", things("b", urgent=True, number=8))
    monkeypatch.setattr(registries, "waiting", waiting)
    groups = queries.waiting_for(SYSTEM)
    assert [group.name for group in groups] == ["quick", "slow"]
    assert sum(len(group.things) for group in groups) == 20
    assert [thing.title for thing in groups[0].things][:2] == ["b7", "b6"]
    assert groups[1].things[0].title == "a14"


def test_news_are_those_of_ones_networks(town: "Town", client_of: Callable[..., Client]) -> None:
    stranger = town.organisation("Чужие")
    town.network(town.school, town.museum)
    town.offer("Лодки от своих")
    Organisation.objects.filter(id=stranger.id).update(description="нет")
    text = client_of(town.head).get("/").text
    assert "Новое в моих сетях" in text
    assert "Лодки от своих" in text
    assert queries.news_for(town.actor(town.keeper)).postings == []


def test_without_networks_news_come_from_everywhere_but_not_from_oneself(town: "Town") -> None:
    town.need("Свой запрос")
    town.offer("Чужая возможность")
    found = queries.news_for(town.actor(town.head))
    assert (found.where, [str(one) for one in found.postings]) == ("everywhere", ["Чужая возможность"])


def test_quick_actions_follow_rights(town: "Town", client_of: Callable[..., Client]) -> None:
    writer = client_of(town.teacher).get("/").text
    assert "Написать запрос" in writer
    assert "Загрузить реестр" not in writer
    admin = client_of(town.person("admin@town.test", "Админ"))
    admin_person = town.person("root@town.test", "Корень")
    type(admin_person).objects.filter(id=admin_person.id).update(is_admin=True)
    assert "Загрузить реестр" in client_of(admin_person).get("/").text
    assert "Написать запрос" not in admin.get("/").text


def test_who_has_no_organisation_is_told_whom_to_ask(town: "Town", client_of: Callable[..., Client]) -> None:
    place = add_territory(actor=SYSTEM, level=Territory.Level.REGION, name="Заречье", code="99")
    entrust_territory(actor=SYSTEM, territory=place, person=town.head)
    text = client_of(town.person("new@town.test", "Новый")).get("/").text
    assert "Вы ещё не действуете от имени организации" in text
    for words in ("Заречье", "Анна", "Заречная школа"):
        assert words in text
    assert "head@school.test" not in text


def test_the_public_page_takes_the_same_queries_whatever_is_there(
    town: "Town", client_of: Callable[..., Client], assert_same_queries: SameQueries
) -> None:
    client = client_of()

    def add() -> None:
        town.need(f"Запрос {new_id()}")
        town.offer(f"Возможность {new_id()}")

    assert_same_queries(lambda: client.get("/"), add, at_most=8)


def test_the_desk_takes_the_same_queries_whatever_waits(
    town: "Town", client_of: Callable[..., Client], assert_same_queries: SameQueries
) -> None:
    client = client_of(town.head)
    town.network(town.school, town.museum)

    def add() -> None:
        town.response(town.need(f"Запрос {new_id()}"))
        town.need(f"Черновик {new_id()}", draft=True)
        town.offer(f"Возможность {new_id()}")

    assert_same_queries(lambda: client.get("/"), add, at_most=25)
