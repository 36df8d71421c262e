import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tests.ground.accounts.conftest import PASSWORD
from tests.kit.facts import facts
from vmeste.ground.accounts import queries
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts.models import Record

pytestmark = pytest.mark.django_db
Clients = Callable[..., Client]


def sign_in(client: Client, email: str = "anna@school.test", password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/sign-in/", {"login": email, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_one_signs_in_with_e_mail_and_password_and_out_again(client_of: Clients, anna: Person) -> None:
    client = client_of()
    answer = sign_in(client, "  Anna@School.test ")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_signed_in(client)
    assert client.get("/sign-out/").status_code == 200
    assert is_signed_in(client)
    client.post("/sign-out/")
    assert not is_signed_in(client)


def test_a_page_for_people_leads_through_the_sign_in_and_back(client_of: Clients, anna: Person) -> None:
    client = client_of()
    way = client.get("/account/")["Location"]
    assert way == "/sign-in/?next=/account/"
    assert 'name="next" value="/account/"' in client.get(way).text
    assert sign_in(client, next="/account/")["Location"] == "/account/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.test/", "//evil.test/", "/\\evil.test", "javascript:alert(1)", "https:evil.test"]
)
def test_the_way_back_never_leads_to_another_server(client_of: Clients, anna: Person, elsewhere: str) -> None:
    client = client_of()
    assert sign_in(client, next=elsewhere)["Location"] == "/"
    assert client.post("/sign-out/", {"next": elsewhere})["Location"] == "/"


def test_a_session_known_to_another_is_worth_nothing_after_the_sign_in(client_of: Clients, anna: Person) -> None:
    client, thief = client_of(), client_of()
    client.post("/preferences/")
    session = client.session
    session["seen"] = 1
    session.save()
    known = session.session_key or ""
    client.cookies["sessionid"] = known
    sign_in(client)
    assert client.cookies["sessionid"].value != known
    thief.cookies["sessionid"] = known
    assert not is_signed_in(thief)


def test_the_session_ends_with_the_browser_unless_asked_to_stay(client_of: Clients, anna: Person) -> None:
    client, own = client_of(), client_of()
    sign_in(client)
    sign_in(own, remember="on")
    assert not client.cookies["sessionid"]["max-age"]
    assert int(own.cookies["sessionid"]["max-age"]) > 86_400


def test_a_wrong_password_and_an_unknown_e_mail_are_told_alike(client_of: Clients, anna: Person) -> None:
    wrong = sign_in(client_of(), password="Не тот пароль")
    unknown = sign_in(client_of(), "nobody@school.test", "Не тот пароль")
    assert wrong.status_code == unknown.status_code == 200
    assert stripped(wrong.text).replace("anna@", "nobody@") == stripped(unknown.text)


def stripped(text: str) -> str:
    """Leave out what differs from answer to answer anyway."""
    return re.sub(r'value="[\w-]{16,}"', "", text)


def test_guessing_is_stopped_per_account_from_wherever_it_comes(client_of: Clients, anna: Person) -> None:
    for number in range(5):
        sign_in(client_of(REMOTE_ADDR=f"10.0.0.{number}"), password=f"Пробую {number}")
    client = client_of(REMOTE_ADDR="10.0.0.99")
    sign_in(client)
    assert not is_signed_in(client)


def test_a_made_up_host_does_not_begin_a_new_count(client_of: Clients, anna: Person, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    for number in range(5):
        sign_in(client_of(HTTP_HOST=f"localhost:{number + 1}"), password=f"Пробую {number}")
    client = client_of()
    sign_in(client)
    assert not is_signed_in(client)


def test_the_failures_of_one_pupil_do_not_shut_out_the_school(client_of: Clients, anna: Person) -> None:
    for number in range(8):
        sign_in(client_of(), "boris@school.test", f"Пробую {number}")
    client = client_of()
    sign_in(client)
    assert is_signed_in(client)


def test_behind_a_proxy_tries_count_for_who_asks_and_not_for_the_proxy(
    client_of: Clients, anna: Person, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(4):
        asked = client_of(headers={"X-Forwarded-For": f"192.0.2.{number}, 198.51.100.1"})  # the first is made up
        sign_in(asked, f"pupil{number}@school.test", "Пробую")
    same = client_of(headers={"X-Forwarded-For": "203.0.113.1, 198.51.100.1"})
    other = client_of(headers={"X-Forwarded-For": "198.51.100.2"})
    sign_in(same)
    sign_in(other)
    assert (is_signed_in(same), is_signed_in(other)) == (False, True)


def test_who_came_past_some_of_the_proxies_is_answered(client_of: Clients, anna: Person, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    client = client_of(headers={"X-Forwarded-For": "198.51.100.2"})
    sign_in(client)
    assert is_signed_in(client)


def test_a_try_counts_also_when_its_form_carries_a_key_of_repetition(client_of: Clients, anna: Person) -> None:
    for number in range(5):
        sign_in(client_of(), password=f"Пробую {number}", _once=f"key-{number}")
    client = client_of()
    sign_in(client)
    assert not is_signed_in(client)


def test_a_flood_of_made_up_names_does_not_push_out_a_count(client_of: Clients, anna: Person) -> None:
    for number in range(5):
        sign_in(client_of(), password=f"Пробую {number}")
    for number in range(700):
        cache.set(f"allauth:rl:made-up:{number}", [time.time()], 300)
    client = client_of()
    sign_in(client)
    assert not is_signed_in(client)


GUESSING = """
import sys
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
import django
django.setup()
from django.test import Client
for number in range(3):
    client = Client(REMOTE_ADDR=sys.argv[2], headers={"host": "localhost"})
    client.post("/sign-in/", {"login": "anna@school.test", "password": f"Wrong {number}"})
"""


@pytest.mark.django_db(transaction=True)
def test_tries_are_counted_together_by_all_processes(client_of: Clients, anna: Person) -> None:
    database = str(connection.settings_dict["NAME"])
    connection.close()
    source = Path(__file__).resolve().parents[3] / "src"
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "vmeste.config.settings",
        "PYTHONPATH": f"{source}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
    }
    guessing = [
        subprocess.Popen([sys.executable, "-c", GUESSING, database, ip], env=surroundings, stderr=subprocess.PIPE)
        for ip in ("10.0.0.1", "10.0.0.2")
    ]
    faults = [process.communicate(timeout=120)[1].decode() for process in guessing]
    assert [process.returncode for process in guessing] == [0, 0], faults
    client = client_of(REMOTE_ADDR="10.0.0.3")
    sign_in(client)
    assert not is_signed_in(client)


def test_a_closed_account_opens_no_more(client_of: Clients, anna: Person) -> None:
    Person.objects.update(is_active=False)
    client = client_of()
    sign_in(client)
    assert not is_signed_in(client)


def test_a_new_password_ends_the_other_sessions(client_of: Clients, anna: Person) -> None:
    here, elsewhere = client_of(), client_of()
    sign_in(here)
    sign_in(elsewhere)
    here.post("/password/", {"oldpassword": PASSWORD, "password1": "Совсем другой секрет"})
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert facts("accounts.person.secured") == ["accounts.person.secured"]


def test_mails_and_pages_speak_the_persons_language(client_of: Clients, anna: Person) -> None:
    Person.objects.update(language="en")
    client = client_of()
    sign_in(client)
    assert client.cookies["language"].value == "en"
    assert "My account" in client.get("/account/").text


def test_accounts_for_trying_out_are_offered_in_the_demonstration_only(client_of: Clients, settings: Any) -> None:
    hint = queries.SignInHint("Ольга", "Координатор музея", "olga@museum.test", "Пароль для всех")
    queries.sign_in_hints.add("test", lambda: [hint])
    try:
        assert "olga@museum.test" not in client_of().get("/sign-in/").text
        settings.VMESTE = settings.VMESTE.model_copy(update={"demonstration": True})
        assert "olga@museum.test" in client_of().get("/sign-in/").text
    finally:
        queries.sign_in_hints._entries.pop("test")


def code_of(secret: str, later: int = 0) -> str:
    """Compute what the app on a phone shows (RFC 6238)."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))


def prove_it(client: Client) -> None:
    client.post("/account/again/", {"password": PASSWORD})


def switch_on(client: Client) -> str:
    prove_it(client)
    page = client.get("/account/second-factor/app/").text
    found = re.search(r'readonly value="([A-Z2-7]+)"', page)
    assert found
    answer = client.post("/account/second-factor/app/", {"code": code_of(found[1])})
    assert answer["Location"] == "/account/second-factor/codes/", answer.text
    return found[1]


@pytest.mark.django_db(transaction=True)
def test_the_second_factor_from_switching_on_to_switching_off(client_of: Clients, anna: Person) -> None:
    client = client_of()
    sign_in(client)
    secret = switch_on(client)
    codes = re.findall(r"<code>(\w+)</code>", client.get("/account/second-factor/codes/").text)
    assert len(codes) == 10
    assert codes[0] in client.get("/account/second-factor/codes/file/").text

    other = client_of()
    assert sign_in(other)["Location"] == "/sign-in/code/"
    assert not is_signed_in(other)
    other.post("/sign-in/code/", {"code": "000000"})
    assert not is_signed_in(other)
    other.post("/sign-in/code/", {"code": code_of(secret, 1)})
    assert is_signed_in(other)

    replay = client_of()
    sign_in(replay)
    replay.post("/sign-in/code/", {"code": code_of(secret, 1)})
    assert not is_signed_in(replay), "a code opens once"
    replay.post("/sign-in/code/", {"code": codes[0]})
    assert is_signed_in(replay)

    client.post("/account/second-factor/codes/new/")
    assert codes[1] not in client.get("/account/second-factor/codes/").text
    client.post("/account/second-factor/app/off/")
    assert sign_in(client_of())["Location"] == "/"
    told = Record.objects.filter(kind="accounts.person.secured").values_list("values", flat=True)
    assert [values["what"] for values in told] == ["totp_on", "codes", "totp_off"]


def test_codes_cannot_be_guessed_in_a_row(client_of: Clients, anna: Person) -> None:
    client = client_of()
    sign_in(client)
    secret = switch_on(client)
    other = client_of()
    sign_in(other)
    for number in range(6):
        other.post("/sign-in/code/", {"code": f"00000{number}"})
    other.post("/sign-in/code/", {"code": code_of(secret, 1)})
    assert not is_signed_in(other)


def test_the_secret_of_the_second_factor_is_sealed_in_the_database(client_of: Clients, anna: Person) -> None:
    client = client_of()
    sign_in(client)
    secret = switch_on(client)
    assert all(secret not in repr(kept) for kept in Authenticator.objects.values_list("data", flat=True))


def test_changing_the_second_factor_asks_who_it_is_first(client_of: Clients, anna: Person) -> None:
    client = client_of()
    sign_in(client)
    assert client.get("/account/second-factor/app/")["Location"].startswith("/account/again/")
    switch_on(client)
    forget_proof(client)
    way = client.post("/account/second-factor/app/off/")["Location"]
    assert way.startswith("/account/again/")
    assert client.get("/account/again/code/").status_code == 200
    assert client.get(way).status_code == 200
    assert client.post(way, {"password": "Не тот пароль"}).status_code == 200
    assert Authenticator.objects.exists()
    client.post(way, {"password": PASSWORD})
    assert not Authenticator.objects.exists(), "what was asked for is done after the proof"


def forget_proof(client: Client) -> None:
    """Let the last proof lie an hour back."""
    session = client.session
    session["account_authentication_methods"] = [
        {**one, "at": one["at"] - 3600} for one in session["account_authentication_methods"]
    ]
    session.save()
