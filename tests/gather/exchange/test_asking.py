"""Asking by a one-time link: opening changes nothing, two taps answer, and the link opens this one question only."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from tests.kit.facts import facts
from vmeste.gather.exchange import commands
from vmeste.gather.exchange.models import Need, Response, Visibility
from vmeste.gather.exchange.policies import BY_LINK
from vmeste.ground.accounts.commands import make_link
from vmeste.ground.accounts.models import Mail, OneTimeLink
from vmeste.ground.accounts.queries import actor_of_link, find_link
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import ANONYMOUS, SYSTEM
from vmeste.ground.kernel.errors import Invalid, Refused, Stale
from vmeste.ground.kernel.ids import code

if TYPE_CHECKING:
    from tests.kit.town import Town
    from vmeste.gather.participants.models import Organisation

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def library(town: "Town") -> "Organisation":
    """Give an organisation where nobody has an account."""
    return town.organisation("Библиотека", email="library@town.test")


@pytest.fixture
def question(town: "Town", library: "Organisation") -> tuple[Response, str]:
    """Ask the library; give the question and the path of its link."""
    response, address = commands.ask_organisation(
        actor=town.actor(town.head), need=town.need(), organisation=library, note="Ждём вас в мае"
    )
    return response, path_of(address)


def path_of(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)


def state_of(response: Response) -> str:
    return Response.objects.get(id=response.id).state


def test_opening_the_link_changes_nothing_however_often_and_by_whatever(
    question: tuple[Response, str], client_of: Browser
) -> None:
    response, path = question
    told = facts()
    for _ in range(3):
        shown = client_of().get(path)
        assert shown.status_code == 200
        client_of().head(path)
    text = shown.content.decode()
    assert "Заречная школа" in text
    assert "Ждём вас в мае" in text
    assert state_of(response) == "waiting"
    assert facts() == told
    assert OneTimeLink.objects.get().used_at is None


def test_one_press_on_the_page_says_yes(question: tuple[Response, str], client_of: Browser) -> None:
    response, path = question
    answered = client_of().post(path, {"say": "yes", "note": "Придём во вторник"})
    assert answered.status_code == 303
    assert state_of(response) == "accepted"
    assert OneTimeLink.objects.get().used_at
    after = client_of().get(path).content.decode()
    assert "Придём во вторник" in after
    assert 'name="say"' not in after


def test_no_needs_a_reason_and_says_so(question: tuple[Response, str], client_of: Browser) -> None:
    response, path = question
    asked = client_of().post(path, {"say": "no"})
    assert asked.status_code == 422
    assert "Выберите причину" in asked.content.decode()
    assert state_of(response) == "waiting"
    client_of().post(path, {"say": "no", "reason": "too_far"})
    assert state_of(response) == "declined"


def test_the_same_press_twice_is_one_answer(question: tuple[Response, str], client_of: Browser) -> None:
    response, path = question
    first, second = (client_of().post(path, {"say": "yes", "_once": "key"}) for _ in range(2))
    assert (second.status_code, second["Location"]) == (first.status_code, first["Location"])
    assert facts("exchange.response.").count("exchange.response.accepted") == 1
    assert state_of(response) == "accepted"


def test_a_second_answer_gets_words_and_changes_nothing(question: tuple[Response, str], client_of: Browser) -> None:
    response, path = question
    client_of().post(path, {"say": "yes"})
    late = client_of().post(path, {"say": "no", "reason": "too_far"})
    assert late.status_code == 409
    assert "уже ответили" in late.content.decode()
    assert state_of(response) == "accepted"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_is_over_taken_back_or_unknown_says_so_in_words(
    method: str, question: tuple[Response, str], town: "Town", client_of: Browser
) -> None:
    response, path = question
    unknown = getattr(client_of(), method)(reverse("exchange:answer", args=["nobody-knows-it"]), {"say": "yes"})
    with clock.at(clock.now() + timedelta(days=31)):
        over = getattr(client_of(), method)(path, {"say": "yes"})
    commands.withdraw_response(actor=town.actor(town.head), response=response)
    taken_back = getattr(client_of(), method)(path, {"say": "yes"})
    for answer in (unknown, over, taken_back):
        assert answer.status_code == 403
        assert re.search("ссылк", answer.content.decode(), re.IGNORECASE)
    assert state_of(response) == "withdrawn"


def test_a_new_link_ends_the_old_one(question: tuple[Response, str], town: "Town", client_of: Browser) -> None:
    response, path = question
    address = commands.give_link(actor=town.actor(town.head), response=response)
    assert client_of().get(path).status_code == 403
    assert client_of().get(path_of(address)).status_code == 200


def test_no_new_link_for_what_is_answered_or_not_ones_own(question: tuple[Response, str], town: "Town") -> None:
    response, _path = question
    for stranger in (town.actor(town.keeper), town.actor(town.teacher), ANONYMOUS):
        with pytest.raises(Refused):
            commands.give_link(actor=stranger, response=response)
    commands.withdraw_response(actor=town.actor(town.head), response=response)
    with pytest.raises(Stale):
        commands.give_link(actor=town.actor(town.head), response=response)


def test_a_link_cannot_touch_another_answer(
    question: tuple[Response, str], town: "Town", library: "Organisation"
) -> None:
    _response, path = question
    other, _address = commands.ask_organisation(
        actor=town.actor(town.head), need=town.need("Другой запрос"), organisation=library
    )
    holder = actor_of_link(find_link(path.rstrip("/").rsplit("/", 1)[-1], BY_LINK))
    for word in (
        lambda: commands.accept_response(actor=holder, response=other),
        lambda: commands.decline_response(actor=holder, response=other, reason="too_far"),
        lambda: commands.withdraw_response(actor=holder, response=other),
        lambda: commands.give_link(actor=holder, response=other),
        lambda: commands.respond(actor=holder, posting=town.need("Третий запрос")),
    ):
        with pytest.raises(Refused):
            word()
    assert state_of(other) == "waiting"


def test_a_link_for_another_purpose_opens_no_question(question: tuple[Response, str], client_of: Browser) -> None:
    response, _path = question
    _link, token = make_link(
        actor=SYSTEM,
        purpose="visits.answer",
        subject_kind="response",
        subject_id=response.id,
        organisation_id=response.giving_id,
    )
    assert client_of().get(reverse("exchange:answer", args=[token])).status_code == 403


def test_the_page_behind_the_link_shows_no_addresses_and_is_kept_by_nobody(
    question: tuple[Response, str], client_of: Browser
) -> None:
    _response, path = question
    shown = client_of().get(path)
    text = shown.content.decode()
    for address in ("head@school.test", "teacher@school.test", "library@town.test"):
        assert address not in text
    assert shown["Referrer-Policy"] in {"no-referrer", "strict-origin"}
    assert "noindex" in shown["X-Robots-Tag"]
    assert "private" in shown["Cache-Control"] or "no-store" in shown["Cache-Control"]


@pytest.mark.parametrize("visibility", [Visibility.OWN, Visibility.NETWORK])
def test_what_is_shown_to_few_leaks_neither_by_the_link_nor_by_search_nor_by_its_page(
    visibility: Visibility, town: "Town", library: "Organisation", client_of: Browser
) -> None:
    network = town.network(town.school)
    network_id = network.id if visibility == Visibility.NETWORK else None
    hidden = town.need("Тайный дирижёр", visibility=visibility, network_id=network_id)
    shown = town.need("Явный дирижёр")
    _response, address = commands.ask_organisation(actor=town.actor(town.head), need=shown, organisation=library)
    for browser in (client_of(), client_of(town.keeper)):
        browser.get(path_of(address))
        assert browser.get(reverse("exchange:need", args=[hidden.id])).status_code == 404
        for query in ("", "?q=дирижёр", "?q=тайный", f"?organisation={code(town.school.id)}"):
            assert "Тайный" not in browser.get(reverse("exchange:needs") + query).content.decode()
    assert "Тайный" in client_of(town.head).get(reverse("exchange:needs") + "?own=1").content.decode()


def test_the_letter_says_who_asks_what_and_carries_the_link_and_no_address(
    question: tuple[Response, str], client_of: Browser
) -> None:
    _response, path = question
    mail = Mail.objects.get(to="library@town.test")
    assert "Заречная школа" in mail.subject
    assert "Экскурсия о реке для 5 класса" in mail.text
    assert "Ждём вас в мае" in mail.text
    assert path in mail.text
    assert "school.test" not in mail.text


def test_without_an_address_the_link_is_there_to_be_sent(town: "Town", client_of: Browser) -> None:
    mute = town.organisation("Клуб без почты")
    need = town.need()
    browser = client_of(town.head)
    asked = browser.post(reverse("exchange:ask", args=[need.id]), {"organisation": code(mute.id), "by": "link"})
    page = browser.get(asked["Location"]).content.decode()
    [link] = set(re.findall(r"/answers/[\w-]+/", page))
    assert client_of().get(link).status_code == 200
    assert not Mail.objects.filter(text__contains="/answers/").exists()
    assert "/answers/" not in browser.get(asked["Location"]).content.decode()


def test_who_may_not_ask_asks_nobody(town: "Town", library: "Organisation") -> None:
    need = town.need()
    for actor in (town.actor(town.teacher), town.actor(town.keeper), ANONYMOUS):
        with pytest.raises(Refused):
            commands.ask_organisation(actor=actor, need=need, organisation=library)
    with pytest.raises(Invalid):
        commands.ask_organisation(actor=town.actor(town.head), need=need, organisation=town.school)
    with pytest.raises(Stale):
        commands.ask_organisation(actor=town.actor(town.head), need=town.need(draft=True), organisation=library)
    assert not Response.objects.exists()
    assert not Mail.objects.exists()


def test_the_same_is_not_asked_twice(question: tuple[Response, str], town: "Town", library: "Organisation") -> None:
    with pytest.raises(Stale):
        commands.ask_organisation(actor=town.actor(town.head), need=Need.objects.get(), organisation=library)
    assert Mail.objects.count() == 1


def test_an_organisation_that_does_not_work_is_not_asked(town: "Town", library: "Organisation") -> None:
    library.state = "closed"
    library.save(update_fields=["state"])
    with pytest.raises(Refused):
        commands.ask_organisation(actor=town.actor(town.head), need=town.need(), organisation=library)


def test_a_question_about_what_is_closed_meanwhile_says_so(
    question: tuple[Response, str], town: "Town", client_of: Browser
) -> None:
    _response, path = question
    need = Need.objects.select_related("organisation").get()
    commands.withdraw_posting(actor=town.actor(town.head), posting=need)
    for answer in (client_of().get(path), client_of().post(path, {"say": "yes"})):
        assert answer.status_code == 403
        assert "больше" in answer.content.decode()
