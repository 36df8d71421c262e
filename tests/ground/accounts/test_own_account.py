"""Where one is signed in, what is kept about oneself, and the end of an account."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client

from tests.ground.accounts.conftest import PASSWORD
from tests.kit.facts import facts, last_fact
from vmeste.ground.accounts import commands, queries
from vmeste.ground.accounts.models import Mail, OneTimeLink, Person
from vmeste.ground.kernel.actors import SYSTEM, Actor, ActorKind
from vmeste.ground.kernel.errors import Refused
from vmeste.ground.kernel.ids import code

pytestmark = pytest.mark.django_db
Clients = Callable[..., Client]
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/109.0.0.0 YaBrowser/23.1 Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 13; SM-A515F) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"


def signed_in(client_of: Clients, person: Person, **surroundings: Any) -> Client:
    client = client_of(**surroundings)
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def actor(person: Person) -> Actor:
    return Actor(ActorKind.PERSON, person_id=person.id, is_admin=person.is_admin)


def close(client: Client) -> None:
    again = client.get("/account/closing/")["Location"]
    client.post(again, {"password": PASSWORD})
    client.post("/account/closing/")


def test_one_sees_where_one_is_signed_in_this_place_first(client_of: Clients, anna: Person) -> None:
    here = signed_in(client_of, anna, HTTP_USER_AGENT=WINDOWS, REMOTE_ADDR="192.0.2.7")
    signed_in(client_of, anna, HTTP_USER_AGENT=PHONE)
    page = here.get("/account/").text
    assert page.index("Яндекс Браузер, Windows") < page.index("Chrome, Android")
    assert "192.0.2.7" in page


def test_a_sign_in_elsewhere_is_ended_and_told(client_of: Clients, anna: Person) -> None:
    here, there = signed_in(client_of, anna), signed_in(client_of, anna, HTTP_USER_AGENT=PHONE)
    found = re.search(r"/account/sign-ins/[0-9a-z]+/end/", here.get("/account/").text)
    assert found
    here.post(found[0])
    assert (is_signed_in(here), is_signed_in(there)) == (True, False)
    assert last_fact().values["what"] == "sign_in_ended"


def test_all_others_are_ended_at_once(client_of: Clients, anna: Person) -> None:
    here, *others = (signed_in(client_of, anna) for _ in range(3))
    here.post("/account/sign-ins/end/")
    assert [is_signed_in(one) for one in (here, *others)] == [True, False, False]


def test_nobody_ends_the_sign_ins_of_another(client_of: Clients, anna: Person) -> None:
    there = signed_in(client_of, anna)
    boris = commands.invite_person(actor=SYSTEM, email="boris@school.test", name="Борис")
    commands.welcome_person(actor=SYSTEM, person=boris, name="Борис", password=PASSWORD)
    other = signed_in(client_of, boris)
    foreign = UserSession.objects.get(user_id=anna.id)
    assert other.post(f"/account/sign-ins/{code(foreign.id)}/end/").status_code == 404
    with pytest.raises(Refused):
        commands.end_sign_ins(actor=actor(boris), person=anna)
    assert is_signed_in(there)


def test_a_sign_in_that_is_over_is_not_listed(client_of: Clients, anna: Person) -> None:
    here, gone = signed_in(client_of, anna), signed_in(client_of, anna)
    gone.session.delete()
    assert len(queries.sign_ins_of(anna, here.session.session_key or "")) == 1


def test_signing_in_needs_no_more_queries_with_many_sign_ins(
    client_of: Clients, anna: Person, assert_same_queries: Any
) -> None:
    client = signed_in(client_of, anna)
    assert_same_queries(lambda: client.get("/account/"), lambda: signed_in(client_of, anna), at_most=12)


def test_one_takes_everything_that_is_kept(client_of: Clients, anna: Person) -> None:
    answer = signed_in(client_of, anna).get("/account/data/")
    kept = json.loads(answer.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert kept["account"]["email"] == anna.email
    assert set(kept) == {"account", "threads", "participants", "exchange", "notifications"}
    assert "Анна Петрова" in answer.text, "the file is read by people, too"


def test_strangers_take_nothing(client_of: Clients) -> None:
    assert client_of().get("/account/data/").status_code == 302


def test_the_end_of_an_account_takes_the_password_once_more(client_of: Clients, anna: Person) -> None:
    client = signed_in(client_of, anna)
    answer = client.post("/account/closing/")
    assert answer["Location"].startswith("/account/again/")
    assert Person.objects.get(id=anna.id).is_active


def test_a_closed_account_holds_nothing_of_the_person(client_of: Clients, anna: Person) -> None:
    there, here = signed_in(client_of, anna), signed_in(client_of, anna)
    commands.send_welcome(actor=SYSTEM, person=anna, about="Библиотека приглашает Анну.")
    commands.make_link(actor=SYSTEM, purpose="x.y", subject_kind="person", subject_id=anna.id, person=anna, days=3)
    close(here)
    left = Person.objects.get(id=anna.id)
    assert (left.name, left.is_active, left.has_usable_password()) == ("", False, False)
    assert left.email.endswith("@closed.invalid")
    assert str(left) == "закрытая учётная запись"
    assert not EmailAddress.objects.filter(user=anna).exists()
    assert not Authenticator.objects.filter(user=anna).exists()
    assert not Mail.objects.filter(to="anna@school.test").exists()
    assert not Mail.objects.filter(text__contains="Анну").exists()
    assert not OneTimeLink.objects.filter(person=anna).exists()
    assert [is_signed_in(one) for one in (here, there)] == [False, False]
    assert "accounts.person.closed" in facts("accounts.person")


def test_the_address_is_free_again(client_of: Clients, anna: Person) -> None:
    close(signed_in(client_of, anna))
    again = commands.invite_person(actor=SYSTEM, email="anna@school.test", name="Другая Анна")
    assert again.id != anna.id


def test_the_only_administrator_stays(anna: Person) -> None:
    Person.objects.filter(id=anna.id).update(is_admin=True)
    anna.refresh_from_db()
    with pytest.raises(Refused, match="единственный администратор"):
        commands.close_person(actor=actor(anna), person=anna)
    assert Person.objects.get(id=anna.id).is_active


def test_nobody_closes_the_account_of_another(anna: Person) -> None:
    boris = commands.invite_person(actor=SYSTEM, email="boris@school.test")
    with pytest.raises(Refused):
        commands.close_person(actor=actor(boris), person=anna)
