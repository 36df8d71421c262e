"""Three teachers take turns at one computer."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.ground.accounts.conftest import PASSWORD
from tests.kit.facts import facts
from vmeste.ground.accounts import commands
from vmeste.ground.accounts.models import Person
from vmeste.ground.accounts.turns import COOKIE
from vmeste.ground.kernel.actors import SYSTEM, Actor, ActorKind
from vmeste.ground.kernel.ids import code

pytestmark = pytest.mark.django_db
Clients = Callable[..., Client]
SIGHT = "huge.wide.white-on-black.shown"


@pytest.fixture
def boris(db: None) -> Person:
    person = commands.invite_person(actor=SYSTEM, email="boris@school.test", name="Борис Ильин")
    return commands.welcome_person(actor=SYSTEM, person=person, name="Борис Ильин", password=PASSWORD)


def sign_in(client: Client, email: str, **more: Any) -> Any:
    return client.post("/sign-in/", {"login": email, "password": PASSWORD, **more})


def take_turns(client: Client, *people: Person) -> None:
    for person in people:
        sign_in(client, person.email, shared="on")
        client.post("/sign-out/")


def is_signed_in(client: Client, person: Person) -> bool:
    return f'value="{person.name}"' in client.get("/account/").text


def test_a_name_stands_on_the_computer_only_when_its_person_wished_so(
    client_of: Clients, anna: Person, boris: Person
) -> None:
    client = client_of()
    take_turns(client, anna)
    sign_in(client, boris.email)
    client.post("/sign-out/")
    page = client.get("/sign-in/").text
    assert (anna.name in page, boris.name in page) == (True, False)


def test_one_chooses_a_name_and_writes_the_password_alone(client_of: Clients, anna: Person, boris: Person) -> None:
    client = client_of()
    take_turns(client, anna, boris)
    page = client.get("/sign-in/").text
    assert page.index(boris.name) < page.index(anna.name), "who was here last stands first"
    client.post("/sign-in/", {"who": code(anna.id), "password": PASSWORD})
    assert is_signed_in(client, anna)


def test_addresses_stand_on_no_page_of_the_shared_computer(client_of: Clients, anna: Person) -> None:
    client = client_of()
    take_turns(client, anna)
    wrong = client.post("/sign-in/", {"who": code(anna.id), "password": "не тот"})
    pages = [client.get("/sign-in/"), client.get(f"/sign-in/?who={code(anna.id)}"), wrong]
    assert anna.name in wrong.text
    assert not [page for page in pages if anna.email in page.text]


def test_a_name_of_another_computer_cannot_be_chosen_here(client_of: Clients, anna: Person, boris: Person) -> None:
    client = client_of()
    take_turns(client, boris)
    assert anna.name not in client.get(f"/sign-in/?who={code(anna.id)}").text
    client.post("/sign-in/", {"who": code(anna.id), "password": PASSWORD})
    assert not is_signed_in(client, anna)


@pytest.mark.parametrize("made_up", ["", "x", "WzFd:made:up", "[1]"])
def test_a_cookie_that_is_not_ours_says_nothing(client_of: Clients, anna: Person, made_up: str) -> None:
    client = client_of()
    client.cookies[COOKIE] = made_up
    page = client.get("/sign-in/")
    assert (page.status_code, anna.name in page.text) == (200, False)


def test_guessing_behind_a_name_is_stopped_as_behind_an_address(client_of: Clients, anna: Person) -> None:
    client = client_of()
    take_turns(client, anna)
    for number in range(5):
        client.post("/sign-in/", {"who": code(anna.id), "password": f"Пробую {number}"})
    client.post("/sign-in/", {"who": code(anna.id), "password": PASSWORD})
    assert not is_signed_in(client, anna)


def test_nobody_stays_signed_in_where_others_come_next(client_of: Clients, anna: Person) -> None:
    client = client_of()
    sign_in(client, anna.email, shared="on", remember="on")
    assert not client.cookies["sessionid"]["max-age"]


def test_a_name_is_taken_away_by_a_press(client_of: Clients, anna: Person, boris: Person) -> None:
    client = client_of()
    take_turns(client, anna, boris)
    client.post(f"/sign-in/names/{code(anna.id)}/end/")
    page = client.get("/sign-in/").text
    assert (anna.name in page, boris.name in page) == (False, True)


def test_another_person_comes_by_one_press(client_of: Clients, anna: Person) -> None:
    client = client_of()
    sign_in(client, anna.email, shared="on")
    page = client.get("/account/").text
    form = re.search(r'<form[^>]*action="/sign-out/">(?:(?!</form>).)*name="next" value="(/sign-in/)"', page, re.DOTALL)
    assert form
    answer = client.post("/sign-out/", {"next": form[1]}, follow=True)
    assert anna.name in answer.text


def test_looks_go_with_the_person_and_not_with_the_computer(client_of: Clients, anna: Person, boris: Person) -> None:
    shared, own = client_of(), client_of()
    sign_in(own, anna.email)
    own.post("/preferences/", {"sight": "on", "size": "huge", "scheme": "white-on-black", "language": "en"})
    anna.refresh_from_db()
    assert (anna.sight, anna.language) == (SIGHT, "en")
    sign_in(shared, anna.email, shared="on")
    assert 'class="sight size-huge' in shared.get("/account/").text
    shared.post("/sign-out/")
    assert 'class="sight' not in shared.get("/sign-in/").text
    sign_in(shared, boris.email, shared="on")
    page = shared.get("/account/")
    assert ('class="sight' in page.text, page["Content-Language"]) == (False, "ru")


def test_who_switches_the_version_on_before_signing_in_keeps_it(client_of: Clients, anna: Person) -> None:
    client = client_of()
    client.post("/preferences/", {"sight": "on"})
    sign_in(client, anna.email)
    assert 'class="sight' in client.get("/account/").text


def test_the_same_looks_again_tell_nothing(anna: Person) -> None:
    before = facts("accounts.person.changed")
    commands.keep_looks(
        actor=Actor(ActorKind.PERSON, person_id=anna.id), person=anna, language=anna.language, sight=anna.sight
    )
    assert facts("accounts.person.changed") == before
