"""Rows that name an organisation in other words: found as people mean it, told where that is not certain."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.kit.people import Actors
from vmeste.gather.participants import policies
from vmeste.gather.participants.commands import look_for_duplicates
from vmeste.gather.participants.models import Organisation, OtherName, Territory
from vmeste.gather.participants.queries import Finder
from vmeste.ground.kernel.actors import SYSTEM, Actor

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]
FULL = "Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 5 имени Пушкина»"


@pytest.fixture
def five(make: Make, town: Territory) -> Organisation:
    return make(FULL, territory=town)


def found(actor: Actor, *names: str) -> list[tuple[Organisation | None, str]]:
    look_for_duplicates(SYSTEM)
    finder = Finder(actor, policies.can_keep_staff, None)
    rows = [{"organisation": name} for name in names]
    finder.load(rows)
    return [finder.find(row) for row in rows]


@pytest.mark.parametrize(
    "name",
    ["МБОУ СОШ № 5", "Средняя школа №5", "школа 5", "СОШ №5 им. А. С. Пушкина", "МБОУ «СОШ № 5» Заречного района"],
)
def test_other_words_for_one_name_mean_one_organisation(five: Organisation, coordinator: Actor, name: str) -> None:
    assert found(coordinator, name) == [(five, "")]


@pytest.mark.parametrize(
    "name", ["Гимназия № 5", "СОШ № 6", "Детский сад № 5", "СОШ № 5 имени Гоголя", "СОШ № 5 города Дальнегорска", "СОШ"]
)
def test_what_differs_is_another_one_and_told(five: Organisation, coordinator: Actor, name: str) -> None:
    del five
    ((organisation, why_not),) = found(coordinator, name)
    assert organisation is None
    assert f"«{name}»" in why_not


def test_of_two_that_may_be_meant_none_is_taken_unless_the_words_say_which(
    five: Organisation, make: Make, coordinator: Actor
) -> None:
    other = make("МКОУ «СОШ № 5» города Каменска")
    (nobody, why_not), which, exact = found(coordinator, "Школа №5", "Школа № 5 г. Каменска", FULL)
    assert nobody is None
    assert "Подходят" in why_not or "ИНН" in why_not
    assert which == (other, "")
    assert exact == (five, "")


def test_an_earlier_name_counts(five: Organisation, coordinator: Actor) -> None:
    OtherName.objects.create(organisation=five, name="Школа-интернат «Заря»", name_key="школа интернат заря")
    assert found(coordinator, "ГБОУ школа-интернат «ЗАРЯ»") == [(five, "")]


def test_only_those_are_meant_for_whom_the_actor_writes(
    five: Organisation, make: Make, actors: Actors, far_region: Territory, coordinator: Actor
) -> None:
    far = make("Лицей № 9 «Дальний»", territory=far_region)
    assert found(coordinator, "МАОУ лицей «Дальний» № 9")[0][0] is None
    assert found(actors.coordinator(far.id), "МАОУ лицей «Дальний» № 9", "СОШ № 5") == [
        (far, ""),
        (None, found(actors.coordinator(far.id), "СОШ № 5")[0][1]),
    ]
    assert found(actors.coordinator(five.id), "СОШ № 5") == [(five, "")]


def test_any_number_of_names_takes_the_same_queries(
    make: Make, town: Territory, coordinator: Actor, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, 31):
        make(f"Средняя общеобразовательная школа № {number}", territory=town)
    look_for_duplicates(SYSTEM)
    rows = [{"organisation": f"МБОУ СОШ №{number}"} for number in range(1, 31)]
    finder = Finder(coordinator, policies.can_keep_staff, None)
    with django_assert_max_num_queries(8):
        finder.load(rows)
    assert all(finder.find(row)[0] for row in rows)
