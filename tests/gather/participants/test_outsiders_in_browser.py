"""An organisation that is not in the directory, as its people, a partner and the coordinator go through it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from tests.gather.participants.country import a_person, an_organisation
from vmeste.gather.participants import commands
from vmeste.gather.participants.actors import actor_of
from vmeste.gather.participants.models import Claim, Merge, Organisation, Role, Territory
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.actors import SYSTEM

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
Pages = Callable[..., "Page"]
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"
SIGHT = {"sight": "large.wide.black-on-white.shown"}
SCRIPTS = pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])


@pytest.fixture
def newcomer(db: None) -> Person:
    del db
    return a_person("new@example.org", name="Вера Новикова")


@pytest.fixture
def keeper(town: Territory, region: Territory) -> Person:
    an_organisation("Музей леса и охоты", town, address="с. Заречное, ул. Лесная, д. 1")
    an_organisation("Музей леса", town, address="с. Заречное, ул. Мира, д. 3")
    commands.look_for_duplicates(SYSTEM)
    person = a_person("keeper@example.org", name="Ольга Петрова")
    commands.entrust_territory(actor=SYSTEM, territory=region, person=person)
    return person


def fill(page: "Page", name: str, post: str = "") -> None:
    page.get_by_label("Название", exact=False).fill(name)
    page.get_by_label("Где находится").fill("Заречное")
    if post:
        page.get_by_label("Ваша должность").fill(post)


@SCRIPTS
def test_from_an_empty_search_to_a_claim_a_question_and_the_directory(
    open_page: Pages, newcomer: Person, keeper: Person, js: bool
) -> None:
    page = open_page("/organisations/?q=кванториум", person=newcomer, js=js, width=360)
    page.get_by_role("link", name="Моей организации здесь нет").click()
    fill(page, "Кванториум села Заречное", "Директор")
    page.get_by_role("button", name="Продолжить").click()
    page.get_by_role("heading", name="Ваша заявка").wait_for()
    page.get_by_role("link", name="Написать запрос").wait_for()
    claim = Claim.objects.get()
    path = reverse("participants:claim", args=[claim.id])
    decider = open_page(path, person=keeper, js=js, width=360)
    decider.get_by_text("Карточка новая").wait_for()
    decider.get_by_label("Сообщение").fill("Пришлите номер приказа")
    decider.get_by_role("button", name="Отправить").click()
    decider.get_by_text("Пришлите номер приказа").wait_for()
    page.goto("/")
    page.get_by_text("спрашивает о вашей заявке").wait_for()
    page.goto(path)
    page.get_by_label("Сообщение").fill("Приказ № 12")
    page.get_by_role("button", name="Отправить").click()
    page.get_by_text("Приказ № 12").wait_for()
    decider.goto(path)
    decider.get_by_text("Приказ № 12").wait_for()
    decider.get_by_role("button", name="Подтвердить", exact=True).click()
    decider.get_by_role("heading", name="Заявки").wait_for()
    card = Organisation.objects.get(id=claim.organisation_id)
    assert (card.state, card.claimed_at is not None) == ("active", True)


@SCRIPTS
def test_it_is_one_of_these(open_page: Pages, newcomer: Person, keeper: Person, js: bool) -> None:
    page = open_page("/organisations/missing/", person=newcomer, js=js, width=360)
    fill(page, "Музей леса", "Директор")
    page.get_by_label("Ваша должность").press("Enter")
    page.get_by_role("heading", name="Возможно, это она").wait_for()
    page.get_by_label("Ваша должность").press("Enter")
    page.get_by_role("heading", name="Возможно, это она").wait_for()
    assert not Claim.objects.exists()
    page.get_by_role("button", name="Это она Музей леса", exact=True).click()
    page.get_by_role("heading", name="Ваша заявка").wait_for()
    assert Claim.objects.get().organisation.name == "Музей леса"
    del keeper


@SCRIPTS
def test_a_new_card_becomes_part_of_the_one_that_is_there(
    open_page: Pages, newcomer: Person, keeper: Person, town: Territory, js: bool
) -> None:
    outsider = commands.Outsider(name="Лесной музей", place=town)
    grounds = commands.Grounds(role="head", post="Директор")
    claim = commands.propose_organisation(actor=actor_of(newcomer), outsider=outsider, grounds=grounds)
    path = reverse("participants:claim", args=[claim.id])
    page = open_page(path, person=keeper, js=js, width=360)
    page.get_by_role("link", name="Она уже есть: найти").click()
    page.get_by_role("searchbox", name="Вторая карточка").fill("охоты")
    page.get_by_role("searchbox", name="Вторая карточка").press("Enter")
    page.get_by_role("link", name="Музей леса и охоты").click()
    page.get_by_role("heading", name="Две карточки рядом").wait_for()
    page.get_by_role("button", name="Объединить").click()
    page.get_by_role("button", name="Подтвердить", exact=True).wait_for()
    assert Merge.objects.get().survivor.name == "Музей леса и охоты"
    assert Claim.objects.get().organisation.name == "Музей леса и охоты"


@SCRIPTS
def test_a_partner_is_listed(open_page: Pages, keeper: Person, town: Territory, js: bool) -> None:
    school, person = an_organisation("Школа № 1", town), a_person("c@example.org", name="Анна")
    commands.add_member(actor=SYSTEM, organisation=school, person=person, role=Role.COORDINATOR)
    page = open_page("/organisations/?q=завод", person=person, js=js, width=360)
    page.get_by_role("link", name="Здесь нет нашего партнёра").click()
    fill(page, "Завод роботов")
    page.get_by_role("button", name="Продолжить").click()
    page.get_by_role("heading", name="Завод роботов").wait_for()
    page.get_by_text("По данным: Школа № 1").wait_for()
    del keeper


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("cookies", [{}, SIGHT], ids=["usual", "weak-eyes"])
def test_axe_finds_nothing_and_nothing_sticks_out(  # noqa: PLR0913, PLR0917  the axes
    open_page: Pages,
    axe: Callable[["Page"], None],
    picture: Any,
    newcomer: Person,
    keeper: Person,
    town: Territory,
    cookies: dict[str, str],
    width: int,
) -> None:
    outsider = commands.Outsider(name="Музей леса", place=town)
    grounds = commands.Grounds(role="head", post="Директор")
    claim = commands.propose_organisation(actor=actor_of(newcomer), outsider=outsider, grounds=grounds)
    known = Organisation.objects.get(name="Музей леса и охоты")
    first, second = claim.organisation_id, known.id
    looks = "sight" if cookies else "usual"

    def look(page: "Page", name: str) -> None:
        picture(page, f"{name}-{width}-{looks}")
        axe(page)
        assert page.evaluate(OVERFLOW) <= 0, name

    page = open_page("/organisations/missing/", person=newcomer, cookies=cookies, width=width)
    look(page, "missing")
    fill(page, "Музей леса", "Директор")
    page.get_by_role("button", name="Продолжить").click()
    page.get_by_role("heading", name="Возможно, это она").wait_for()
    look(page, "missing-alike")
    for name, path in {
        "nothing-found": "/organisations/?q=кванториум",
        "own-claim": reverse("participants:claim", args=[claim.id]),
        "own-new-card": reverse("participants:organisation", args=[first]),
        "desk": "/",
    }.items():
        page.goto(path)
        look(page, name)
    page = open_page(person=keeper, cookies=cookies, width=width)
    for name, path in {
        "claim-of-new": reverse("participants:claim", args=[claim.id]),
        "merging-with": reverse("participants:merging_with", args=[first]),
        "merging-found": reverse("participants:merging_with", args=[first]) + "?q=музей",
        "merging-pair": reverse("participants:merging_pair", args=[first, second]),
    }.items():
        page.goto(path)
        look(page, name)
