"""An organisation's days as people live them on a phone, by real mails: confirmed, handed over, closed with an heir."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.kit.mail import MailServer
from tests.kit.product import text_of
from vmeste.gather.exchange.models import Need, Response
from vmeste.gather.participants.jobs import ask_about_cards
from vmeste.gather.participants.models import Membership, Organisation, Role
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts.outbox import run_all
from vmeste.ground.kernel import clock

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.kit.town import Town

pytestmark = pytest.mark.django_db(transaction=True)
Pages = Callable[..., "Page"]
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"
PASSWORD = "длинный пароль для всех"
SCRIPTS = pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])


def letter(server: MailServer, to: str) -> str:
    """Read the last letter to somebody back from the server that took it."""
    run_all()
    return text_of([one for one in server.messages if to in str(one["To"])][-1])


def path_in(text: str, kind: str) -> str:
    found = re.search(rf"/{kind}/[\w-]+/", text)
    assert found, text
    return found.group()


def card_of(organisation: Organisation) -> str:
    return reverse("participants:organisation", args=[organisation.id])


@SCRIPTS
def test_a_card_is_confirmed_by_one_press_from_the_mail(
    open_page: Pages, town: "Town", mail_server: MailServer, picture: Any, js: bool
) -> None:
    Organisation.objects.filter(id=town.school.id).update(fresh_on=clock.today() - timedelta(days=400))
    ask_about_cards()
    page = open_page(path_in(letter(mail_server, town.head.email), "freshness"), js=js, width=360)
    picture(page, "freshness")
    assert page.evaluate(OVERFLOW) <= 0
    page.get_by_role("button", name="Всё верно").click()
    page.wait_for_url(f"**{card_of(town.school)}")
    town.school.refresh_from_db()
    assert town.school.fresh_on == clock.today()
    picture(page, "confirmed")


@SCRIPTS
def test_the_heads_role_goes_to_somebody_from_outside_by_mail(
    open_page: Pages, town: "Town", mail_server: MailServer, picture: Any, js: bool
) -> None:
    boss = town.person("boss@school.test", "Ольга", town.school, Role.HEAD)
    page = open_page(reverse("participants:handing", args=[town.school.id]), person=boss, js=js, width=360)
    page.fill("[name=email]", "new@school.test")
    page.fill("[name=name]", "Игорь Новый")
    picture(page, "form")
    page.get_by_role("button", name="Предложить роль").click()
    page.get_by_text("Письмо ушло на new@school.test").wait_for()
    picture(page, "offered")
    assert page.evaluate(OVERFLOW) <= 0

    link = path_in(letter(mail_server, "new@school.test"), "handing")
    other = open_page(link, js=js, width=360)
    picture(other, "link")
    assert other.evaluate(OVERFLOW) <= 0
    other.get_by_role("button", name="Согласиться").click()
    other.wait_for_url("**/welcome/**")
    other.fill("[name=password]", PASSWORD)
    other.click("main button[type=submit]")
    other.wait_for_url(re.compile(r"/$"))
    other.goto(reverse("participants:people", args=[town.school.id]))
    expect(other.locator("main")).to_contain_text("Игорь Новый")
    assert Membership.objects.get(role=Role.HEAD, until_at=None).person == Person.objects.get(email="new@school.test")
    assert "Игорь Новый" in letter(mail_server, boss.email)
    answer = other.goto(link)
    assert answer
    assert answer.status in {403, 404, 410}


@SCRIPTS
def test_a_school_closes_and_its_heir_goes_on_with_what_it_needed(
    open_page: Pages, town: "Town", mail_server: MailServer, picture: Any, js: bool
) -> None:
    response = town.response()
    heir = town.organisation("Новая школа")
    admin = town.person("admin@vmeste.test", "Пётр")
    Person.objects.filter(id=admin.id).update(is_admin=True)
    page = open_page(card_of(town.school), person=admin, js=js, width=360)
    page.get_by_text("Организация больше не работает?").click()
    page.get_by_role("link", name="Закрыть организацию").click()
    page.fill("[name=reason]", "Присоединена к новой школе")
    page.fill("[name=successor]", "Новая школа")
    page.check("[name=brings_postings]")
    picture(page, "closing")
    assert page.evaluate(OVERFLOW) <= 0
    page.get_by_role("button", name="Закрыть организацию").click()
    page.wait_for_url(f"**{card_of(town.school)}")
    expect(page.locator("main")).to_contain_text("Присоединена к новой школе")
    picture(page, "closed")

    assert "Новая школа" in letter(mail_server, town.keeper.email)
    page.goto(reverse("exchange:need", args=[Need.objects.get().id]))
    expect(page.locator("main")).to_contain_text("Новая школа")
    response.refresh_from_db()
    assert (response.needing_id, response.state) == (heir.id, Response.State.WAITING)

    page.goto(card_of(town.school))
    page.get_by_role("link", name="Открыть снова").click()
    expect(page.locator("main")).to_contain_text("Запросов: 1")
    picture(page, "reopening")
    assert page.evaluate(OVERFLOW) <= 0
    page.get_by_role("button", name="Открыть снова").click()
    page.wait_for_url(f"**{card_of(town.school)}")
    town.school.refresh_from_db()
    assert town.school.state == "active"


@SCRIPTS
def test_a_day_to_come_is_said_on_the_card_and_taken_back(
    open_page: Pages, town: "Town", picture: Any, js: bool
) -> None:
    boss = town.person("boss@school.test", "Ольга", town.school, Role.HEAD)
    page = open_page(reverse("participants:closing", args=[town.school.id]), person=boss, js=js, width=360)
    page.fill("[name=on]", (clock.today() + timedelta(days=31)).isoformat())
    page.fill("[name=reason]", "Ликвидация")
    page.get_by_role("button", name="Закрыть организацию").click()
    page.wait_for_url(f"**{card_of(town.school)}")
    expect(page.locator("main")).to_contain_text("Закрывается")
    picture(page, "planned")
    assert page.evaluate(OVERFLOW) <= 0
    page.get_by_role("button", name="Не закрывается").click()
    page.wait_for_url(f"**{card_of(town.school)}")
    expect(page.locator("main")).not_to_contain_text("Закрывается")
