"""Passkeys with a device that the browser plays: made, used to come in, taken away."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.models import Authenticator

from tests.ground.accounts.conftest import PASSWORD
from vmeste.ground.accounts.models import Person

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
Pages = Callable[..., "Page"]
Check = Callable[["Page"], None]


def give_device(page: "Page") -> None:
    """Let the browser play a device with a fingerprint that is always right."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                     "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )  # fmt: skip


def by_password(page: "Page", person: Person) -> None:
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")


@pytest.mark.parametrize("width", [360, 1280])
def test_one_makes_a_key_and_comes_in_by_it_alone(
    open_page: Pages, axe: Check, picture: Any, anna: Person, width: int
) -> None:
    page = open_page("/sign-in/?next=/account/second-factor/keys/new/", width=width)
    give_device(page)
    by_password(page, anna)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_selector("key-press button")
    axe(page)
    picture(page, "key-new")
    page.fill("[name=name]", "Учительская")
    page.click("key-press button")
    page.wait_for_url(re.compile("/codes/"))
    page.goto("/account/second-factor/")
    assert "Учительская" in page.inner_text("main")
    axe(page)
    picture(page, "keys")
    page.goto("/sign-out/")
    page.click("main button[type=submit]")
    page.goto("/sign-in/")
    page.click("main a[href^='/sign-in/key/']")
    axe(page)
    picture(page, "key-sign-in")
    page.click("key-press button")
    page.wait_for_url(re.compile(r"//[^/]+/$"))
    page.goto("/account/")
    assert page.input_value("[name=name]") == anna.name
    assert page.goto("/account/proof/").url.endswith("/account/again/key/?next=%2F")  # type: ignore[union-attr]


def test_after_a_password_the_key_is_the_second_step(open_page: Pages, picture: Any, anna: Person) -> None:
    page = open_page("/sign-in/?next=/account/second-factor/keys/new/", width=360)
    give_device(page)
    by_password(page, anna)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.click("key-press button")
    page.wait_for_url(re.compile("/codes/"))
    page.goto("/sign-out/")
    page.click("main button[type=submit]")
    page.goto("/sign-in/")
    by_password(page, anna)
    picture(page, "second-step")
    page.click("key-press button")
    page.wait_for_url(re.compile(r"//[^/]+/$"))
    assert Authenticator.objects.filter(user=anna, type="webauthn").count() == 1


def test_a_device_that_gives_nothing_is_told_in_words(open_page: Pages, anna: Person) -> None:
    page = open_page("/sign-in/key/", width=360)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')); }")
    page.click("key-press button")
    page.wait_for_selector("[role=status]:has-text('не дало ключ')")


def test_without_scripts_the_page_says_so(open_page: Pages) -> None:
    page = open_page("/sign-in/key/", js=False, width=360)
    assert "скрипт" in page.inner_text("main")
    assert not page.is_visible("key-press")
