"""The way in, as people see it: in a real browser, with and without scripts, on a phone and at a desk."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.ground.accounts.conftest import PASSWORD
from vmeste.ground.accounts import commands, queries
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.actors import SYSTEM

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
Pages = Callable[..., "Page"]
Check = Callable[["Page"], None]
SIGHT = {"sight": "large.wide.white-on-black.shown"}


def name_of(path: str) -> str:
    """Give a name of a test, fit for the name of a picture."""
    return path.strip("/").replace("/", "-")


def path_of(address: str) -> str:
    """Give the path of an address, for a server at another port."""
    return address.removeprefix("http://localhost:8000")


@pytest.mark.parametrize("js", [True, False])
def test_an_invited_person_comes_in(open_page: Pages, axe: Check, picture: Any, js: bool) -> None:
    person = commands.invite_person(actor=SYSTEM, email="vera@library.test")
    page = open_page(path_of(commands.welcome_address(actor=SYSTEM, person=person)), js=js, width=360)
    if js:
        axe(page)
    picture(page, "welcome")
    page.fill("[name=name]", "Вера")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(re.compile(r"/$"))
    page.goto("/account/")
    assert page.input_value("[name=name]") == "Вера"
    picture(page, "account")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("cookies", [{}, SIGHT], ids=["usual", "weak eyes"])
@pytest.mark.parametrize("path", ["/sign-in/", "/sign-up/", "/password/reset/", "/sign-up/letter/"], ids=name_of)
def test_pages_on_the_way_in_are_open_to_all(  # noqa: PLR0913, PLR0917  the axes
    open_page: Pages, axe: Check, picture: Any, path: str, cookies: dict[str, str], width: int
) -> None:
    page = open_page(path, cookies=cookies, width=width)
    axe(page)
    picture(page, "page")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("cookies", [{}, SIGHT], ids=["usual", "weak eyes"])
@pytest.mark.parametrize(
    "path", ["/account/", "/password/", "/account/second-factor/", "/account/again/", "/mails/"], ids=name_of
)
def test_pages_of_the_account_are_open_to_all(  # noqa: PLR0913, PLR0917
    open_page: Pages, axe: Check, picture: Any, anna: Person, path: str, cookies: dict[str, str], width: int
) -> None:
    Person.objects.filter(pk=anna.pk).update(is_admin=True)
    other = commands.invite_person(actor=SYSTEM, email="vera@library.test")
    commands.send_welcome(actor=SYSTEM, person=other, about="Музей приглашает вас работать вместе.")
    page = open_page(path, person=anna, cookies=cookies, width=width)
    axe(page)
    picture(page, "page")


def test_the_second_factor_is_switched_on_with_a_picture(
    open_page: Pages, axe: Check, picture: Any, anna: Person
) -> None:
    page = open_page("/sign-in/?next=/account/second-factor/app/", width=360, scheme="dark")
    page.fill("[name=login]", anna.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_selector("main img")
    assert page.evaluate("document.querySelector('main img').naturalWidth") > 0
    axe(page)
    picture(page, "secret")


def test_one_signs_in_to_the_demonstration_by_a_press(
    open_page: Pages, axe: Check, picture: Any, anna: Person, settings: Any
) -> None:
    settings.VMESTE = settings.VMESTE.model_copy(update={"demonstration": True})
    hint = queries.SignInHint("Анна Петрова", "Координатор школы № 5", anna.email, PASSWORD)
    queries.sign_in_hints.add("test", lambda: [hint])
    try:
        page = open_page("/sign-in/", js=True)
        axe(page)
        picture(page, "hints")
        page.click("main summary")
        page.click(".row button")
        page.wait_for_url(re.compile(r"/$"))
        assert page.goto("/account/").status == 200  # type: ignore[union-attr]
    finally:
        queries.sign_in_hints._entries.pop("test")


@pytest.mark.parametrize("js", [True, False])
def test_three_teachers_take_turns_at_one_computer(
    open_page: Pages, axe: Check, picture: Any, anna: Person, js: bool
) -> None:
    page = open_page("/sign-in/", js=js, width=1280)
    boris = commands.invite_person(actor=SYSTEM, email="boris@school.test")
    commands.welcome_person(actor=SYSTEM, person=boris, name="Борис Ильин", password=PASSWORD)
    for person in (anna, boris):
        page.goto("/sign-in/")
        page.fill("[name=login]", person.email)
        page.fill("[name=password]", PASSWORD)
        page.check("[name=shared]")
        page.click("main .card:last-of-type form.form button[type=submit]")
        page.wait_for_url(re.compile(r"/$"))
        page.goto("/sign-out/")
        page.click("main button[type=submit]")
    page.goto("/sign-in/")
    if js:
        axe(page)
    picture(page, "names")
    page.click("main >> text=Анна Петрова")
    if js:
        axe(page)
    picture(page, "name")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(re.compile(r"/$"))
    page.goto("/account/")
    assert page.input_value("[name=name]") == "Анна Петрова"
    picture(page, "account")
