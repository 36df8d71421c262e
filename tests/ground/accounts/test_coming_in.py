import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client

from tests.ground.accounts.conftest import PASSWORD
from tests.kit.facts import facts
from vmeste.ground.accounts import commands
from vmeste.ground.accounts.models import Mail, OneTimeLink, Person
from vmeste.ground.facts.models import Record
from vmeste.ground.kernel.actors import ANONYMOUS, SYSTEM
from vmeste.ground.kernel.errors import Stale

pytestmark = pytest.mark.django_db
Clients = Callable[..., Client]
NEW = {"name": "Борис", "email": "Boris@Museum.test", "password1": PASSWORD}


def invited(email: str = "vera@library.test") -> Person:
    person = commands.invite_person(actor=SYSTEM, email=email)
    commands.send_welcome(actor=SYSTEM, person=person, about="Библиотека зовёт вас.")
    return person


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def can_sign_in(client: Client, email: str, password: str = PASSWORD) -> bool:
    client.post("/sign-in/", {"login": email, "password": password})
    return is_signed_in(client)


def test_who_signs_up_comes_in_after_confirming_the_address(client_of: Clients, address_in: Callable[[], str]) -> None:
    client = client_of()
    assert client.post("/sign-up/", NEW)["Location"] == "/sign-up/letter/"
    assert client.get("/sign-up/letter/").status_code == 200
    assert not is_signed_in(client)
    way = address_in()
    assert client.get(way).status_code == 200
    assert not EmailAddress.objects.get().verified, "opening the letter's address changes nothing"
    client.post(way)
    assert is_signed_in(client)
    assert facts("accounts.person") == ["accounts.person.joined"]
    person = Person.objects.get()
    assert (person.name, person.email, person.language) == ("Борис", "boris@museum.test", "ru")


def test_the_confirmation_signs_in_nobody_in_another_browser(client_of: Clients, address_in: Callable[[], str]) -> None:
    client_of().post("/sign-up/", NEW)
    other = client_of()
    other.post(address_in())
    assert not is_signed_in(other)
    assert can_sign_in(other, "boris@museum.test")


def test_before_the_confirmation_the_password_opens_nothing(client_of: Clients) -> None:
    client_of().post("/sign-up/", NEW)
    assert not can_sign_in(client_of(), "boris@museum.test")


def test_signing_up_with_a_known_address_looks_like_any_other(client_of: Clients, anna: Person) -> None:
    known, unknown = client_of(), client_of()
    answers = [known.post("/sign-up/", {**NEW, "email": anna.email}), unknown.post("/sign-up/", NEW)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, "/sign-up/letter/")] * 2
    pages = [without_keys(client.get("/sign-up/letter/").text) for client in (known, unknown)]
    assert pages[0] == pages[1]
    assert [mail.to for mail in Mail.objects.all()] == [anna.email, "boris@museum.test"]
    assert not can_sign_in(known, anna.email, "Чужой новый пароль")


def test_asking_for_a_new_password_tells_nobody_who_is_known(client_of: Clients, anna: Person) -> None:
    answers = [client_of().post("/password/reset/", {"email": to}) for to in (anna.email, "nobody@school.test")]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, "/password/reset/letter/")] * 2
    assert sorted(mail.to for mail in Mail.objects.all()) == [anna.email, "nobody@school.test"]


def without_keys(text: str) -> str:
    return re.sub(r'value="[\w-]{16,}"', "", text)


def test_a_forgotten_password_is_set_anew_by_mail_once(
    client_of: Clients, anna: Person, address_in: Callable[[], str]
) -> None:
    client = client_of()
    client.post("/password/reset/", {"email": anna.email})
    way = address_in()
    form = client.get(way, follow=True)
    assert form.status_code == 200
    place = form.request["PATH_INFO"]
    assert place not in way, "the key leaves the address line"
    client.post(place, {"password1": "Совсем другой секрет"})
    assert is_signed_in(client)
    assert can_sign_in(client_of(), anna.email, "Совсем другой секрет")
    spent = client_of().get(way, follow=True)
    assert "password1" not in spent.text
    assert spent.status_code == 200


def test_addresses_in_mails_are_ours_whatever_host_a_request_names(
    client_of: Clients, anna: Person, settings: Any, last_mail: Callable[[], Mail]
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = client_of(HTTP_HOST="evil.test")
    for path, values in (
        ("/password/reset/", {"email": anna.email}),
        ("/password/reset/", {"email": "nobody@school.test"}),
        ("/sign-up/", {**NEW, "email": anna.email}),
        ("/sign-up/", NEW),
    ):
        client.post(path, values)
        assert "evil.test" not in last_mail().text
        assert "http://localhost:8000/" in last_mail().text


def test_asking_for_letters_in_a_row_is_stopped(client_of: Clients, anna: Person) -> None:
    answers = [client_of().post("/password/reset/", {"email": anna.email}) for _time in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert 'class="brand"' in answers[-1].text, "also this answer wears the shell"


def test_an_invited_person_sets_name_and_password_and_is_in(client_of: Clients, address_in: Callable[[], str]) -> None:
    person = invited()
    client, way = client_of(), address_in()
    assert "vera@library.test" in client.get(way).text
    assert not is_signed_in(client)
    assert OneTimeLink.objects.get().used_at is None
    client.post(way, {"name": "Вера", "password": PASSWORD})
    assert is_signed_in(client)
    person.refresh_from_db()
    assert person.name == "Вера"
    assert person.is_settled
    assert can_sign_in(client_of(), "vera@library.test")
    assert facts("accounts.person") == ["accounts.person.invited", "accounts.person.welcomed"]


def test_the_welcome_opens_once(client_of: Clients, address_in: Callable[[], str]) -> None:
    invited()
    way = address_in()
    client_of().post(way, {"name": "Вера", "password": PASSWORD})
    thief = client_of()
    answer = thief.post(way, {"name": "Вор", "password": "Другой пароль 7"})
    assert not is_signed_in(thief)
    assert "/sign-in/" in answer.text or answer.status_code == 403
    assert not can_sign_in(client_of(), "vera@library.test", "Другой пароль 7")


def test_a_new_welcome_replaces_the_one_before(client_of: Clients, address_in: Callable[[], str]) -> None:
    person = invited()
    old = address_in()
    commands.send_welcome(actor=SYSTEM, person=person, about="Ещё раз.")
    assert client_of().get(old).status_code == 403
    assert client_of().get(address_in()).status_code == 200


@pytest.mark.parametrize(
    ("values", "told"),
    [({"name": "", "password": PASSWORD}, "name"), ({"name": "Вера", "password": "12345"}, "password")],
)
def test_a_welcome_filled_wrongly_says_what_is_wrong(
    client_of: Clients, address_in: Callable[[], str], values: dict[str, str], told: str
) -> None:
    invited()
    answer = client_of().post(address_in(), values)
    assert answer.status_code == 422
    assert f"id_{told}_fault" in answer.text
    assert OneTimeLink.objects.get().used_at is None


def test_who_took_an_address_beforehand_is_out_once_its_owner_is_invited(
    client_of: Clients, address_in: Callable[[], str]
) -> None:
    client_of().post("/sign-up/", {**NEW, "email": "vera@library.test"})
    confirmation = address_in()
    invited()
    client_of().post(confirmation)
    assert not can_sign_in(client_of(), "vera@library.test")
    owner = client_of()
    owner.post(address_in(), {"name": "Вера", "password": "Пароль хозяйки"})
    assert is_signed_in(owner)


def test_who_is_known_already_is_only_told_where_to_sign_in(anna: Person, last_mail: Callable[[], Mail]) -> None:
    commands.send_welcome(actor=SYSTEM, person=anna, about="Музей зовёт вас.")
    assert "/sign-in/" in last_mail().text
    assert "/welcome/" not in last_mail().text
    assert "Музей зовёт вас." in last_mail().text


def test_inviting_finds_the_person_whatever_the_case(anna: Person) -> None:
    assert commands.invite_person(actor=SYSTEM, email=" ANNA@school.test") == anna
    assert anna.has_usable_password()


@pytest.mark.parametrize("path", ["/welcome/unknown-token/", "/sign-up/confirm/unknown/", "/password/reset/1-unknown/"])
def test_pages_with_a_key_in_the_address_do_not_give_it_away(client_of: Clients, path: str) -> None:
    answer = client_of().get(path)
    assert answer.status_code in {200, 403}
    assert answer["Referrer-Policy"] == "strict-origin"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


def test_facts_of_people_hold_no_names_or_addresses(client_of: Clients, anna: Person) -> None:
    invited()
    client_of().post("/sign-up/", NEW)
    kept = repr(list(Record.objects.values_list("values", flat=True)))
    assert "@" not in kept
    assert "Анна" not in kept


def test_everybody_changes_name_and_language_of_their_own(client_of: Clients, anna: Person) -> None:
    client = client_of(anna)
    answer = client.post("/account/", {"name": "  Анна   Сергеевна ", "language": "en"})
    assert answer["Location"] == "/account/"
    anna.refresh_from_db()
    assert (anna.name, anna.language) == ("Анна Сергеевна", "en")
    assert client.post("/account/", {"name": "", "language": "de"}).status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "/sign-in/",
        "/sign-up/",
        "/sign-in/closed/",
        "/sign-up/letter/",
        "/password/reset/",
        "/password/reset/letter/",
        "/password/reset/done/",
    ],
)
def test_pages_on_the_way_in_wear_the_shell_in_both_languages(client_of: Clients, path: str) -> None:
    client = client_of()
    for language in ("ru", "en"):
        client.cookies["language"] = language
        answer = client.get(path)
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text
        assert 'class="brand"' in answer.text
        assert "style=" not in answer.text


@pytest.mark.parametrize(
    "path", ["/account/", "/password/", "/account/second-factor/", "/sign-out/", "/account/again/"]
)
def test_pages_of_the_account_wear_the_shell(client_of: Clients, anna: Person, path: str) -> None:
    client = client_of()
    client.post("/sign-in/", {"login": anna.email, "password": PASSWORD})
    answer = client.get(path)
    assert answer.status_code == 200
    assert 'class="brand"' in answer.text


def test_the_command_line_makes_the_first_administrator_by_an_address(client_of: Clients) -> None:
    said = StringIO()
    call_command("admin", "create", "Admin@School.test", stdout=said)
    way = re.search(r"http://localhost:8000(\S+)", said.getvalue())
    assert way
    client = client_of()
    client.post(way[1], {"name": "Глава", "password": PASSWORD})
    assert Person.objects.get(email="admin@school.test").is_admin
    assert "/account/proof/" in client.get("/account/").text, "the work of an administrator takes a second factor"
    assert not Mail.objects.exists()


def test_the_command_line_takes_a_password(client_of: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(PASSWORD + "\n"))
    call_command("admin", "create", "admin@school.test", "--password-stdin", stdout=StringIO())
    assert can_sign_in(client_of(), "admin@school.test")


def test_the_command_line_says_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError):
        call_command("admin", "create", "nobody")
    monkeypatch.setattr("sys.stdin", StringIO("12345\n"))
    with pytest.raises(CommandError):
        call_command("admin", "create", "admin@school.test", "--password-stdin")
    assert not Person.objects.exists(), "nothing is half done"


def test_an_address_taken_at_this_very_moment_is_told_in_words(anna: Person) -> None:
    with pytest.raises(Stale):
        commands.sign_up(actor=ANONYMOUS, person=Person(email=anna.email))
