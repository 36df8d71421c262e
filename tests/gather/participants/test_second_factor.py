"""Lists, rights and the work of administrators take a second factor; everything else does not."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client

from vmeste.gather.participants import commands
from vmeste.gather.participants.models import Membership, Organisation, Role
from vmeste.ground.accounts import commands as accounts
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.ids import code

pytestmark = pytest.mark.django_db
Clients = Callable[..., Client]


PASSWORD = "Тихий омут глубок"


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def fresh_counts(db: None) -> None:
    cache.clear()


@pytest.fixture
def anna(db: None) -> Person:
    person = accounts.invite_person(actor=SYSTEM, email="anna@school.test", name="Анна")
    return accounts.welcome_person(actor=SYSTEM, person=person, name="Анна", password=PASSWORD)


@pytest.fixture
def school(anna: Person, make: Callable[..., Organisation]) -> Organisation:
    card = make("Школа № 5")
    commands.add_member(actor=SYSTEM, organisation=card, person=anna, role=Role.HEAD)
    return card


def by_password(client_of: Clients, person: Person) -> Client:
    client = client_of()
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    return client


def secret_of(person: Person) -> str:
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def digits(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // 30))


def add(client: Client, school: Organisation) -> Any:
    form = {"email": "new@school.test", "role": "teacher", "name": "Новая"}
    return client.post(f"/organisations/{code(school.id)}/people/", form)


def added() -> bool:
    return Membership.objects.filter(person__email="new@school.test").exists()


def test_a_password_alone_changes_no_rights_and_words_say_the_way_on(
    client_of: Clients, anna: Person, school: Organisation
) -> None:
    answer = add(by_password(client_of, anna), school)
    assert (answer.status_code, added()) == (403, False)
    assert "/account/proof/?next=" in answer.text
    assert not Person.objects.filter(email="new@school.test").exists(), "nothing half done"


def test_with_a_second_factor_rights_are_changed(client_of: Clients, anna: Person, school: Organisation) -> None:
    secret = secret_of(anna)
    client = by_password(client_of, anna)
    client.post("/sign-in/code/", {"code": digits(secret)})
    add(client, school)
    assert added()


def test_a_factor_set_up_elsewhere_does_not_prove_this_sign_in(
    client_of: Clients, anna: Person, school: Organisation
) -> None:
    client = by_password(client_of, anna)
    secret = secret_of(anna)
    assert add(client, school).status_code == 403
    way = client.get("/account/proof/?next=/networks/")["Location"]
    assert way == "/account/again/code/?next=%2Fnetworks%2F"
    assert client.post(way, {"code": digits(secret)})["Location"] == "/networks/"
    add(client, school)
    assert added()


@pytest.mark.django_db(transaction=True)
def test_a_factor_set_up_here_proves_this_sign_in_at_once(
    client_of: Clients, anna: Person, school: Organisation
) -> None:
    client = by_password(client_of, anna)
    assert client.get("/account/proof/")["Location"].startswith("/account/second-factor/")
    client.post("/account/again/", {"password": PASSWORD})
    page = client.get("/account/second-factor/app/")
    secret = re.search(r"[A-Z2-7]{32}", page.text)
    assert secret
    client.post("/account/second-factor/app/", {"code": digits(secret[0])})
    assert Authenticator.objects.filter(user=anna).exists()
    add(client, school)
    assert added()


def test_reading_and_writing_take_a_password_alone(client_of: Clients, anna: Person, school: Organisation) -> None:
    client = by_password(client_of, anna)
    pages = ("/", "/needs/", "/needs/new/", f"/organisations/{code(school.id)}/people/")
    assert {client.get(path).status_code for path in pages} == {200}


def test_an_administrator_is_one_by_a_second_factor_only(client_of: Clients, anna: Person) -> None:
    Person.objects.filter(id=anna.id).update(is_admin=True)
    client = by_password(client_of, anna)
    assert client.get("/mails/").status_code == 403
    assert "/account/proof/" in client.get("/account/").text, "the shell says why and leads on"
    proven = client_of(anna)
    assert proven.get("/mails/").status_code == 200


def test_a_list_leaves_by_a_second_factor_only(client_of: Clients, anna: Person, school: Organisation) -> None:
    asked = {"form": "csv", "query": ""}
    assert by_password(client_of, anna).post("/organisations/export/", asked).status_code == 403
    assert client_of(anna).post("/organisations/export/", asked).status_code == 200


def test_the_demonstration_only_offers_it(
    client_of: Clients, anna: Person, school: Organisation, settings: Any
) -> None:
    settings.VMESTE = settings.VMESTE.model_copy(update={"demonstration": True})
    add(by_password(client_of, anna), school)
    assert added()


def test_proof_ends_with_the_sign_in(client_of: Clients, anna: Person, school: Organisation) -> None:
    client = client_of(anna)
    client.post("/sign-out/")
    client.post("/sign-in/", {"login": anna.email, "password": PASSWORD})
    assert add(client, school).status_code == 403
