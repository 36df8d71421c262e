"""Who answers by a link talks there too, goes on seeing what comes of it, and is written to."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from vmeste.gather.exchange import commands
from vmeste.gather.exchange.models import Response
from vmeste.gather.exchange.queries import response_of
from vmeste.gather.exchange.queries.matches import dealings
from vmeste.gather.participants.models import Organisation, Role
from vmeste.ground.accounts.models import Mail
from vmeste.ground.facts.outbox import run_all
from vmeste.ground.facts.ties import joint_work
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.ids import code
from vmeste.ground.threads.commands import post_message
from vmeste.ground.threads.queries import messages_of

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def library(town: "Town") -> "Organisation":
    """Give an organisation where nobody has an account."""
    return town.organisation("Библиотека", email="library@town.test")


@pytest.fixture
def question(town: "Town", library: "Organisation") -> tuple[Response, str]:
    """Ask the library; give the question and the path of its link."""
    need = town.need(period_from=clock.today(), period_to=clock.today() + timedelta(days=60))
    response, address = commands.ask_organisation(actor=town.actor(town.head), need=need, organisation=library)
    return response, re.sub(r"^https?://[^/]+", "", address)


def news() -> list[str]:
    """Run the worker; give what the library was written besides the question."""
    run_all()
    return list(Mail.objects.filter(to="library@town.test").order_by("id").values_list("text", flat=True)[1:])


def test_both_sides_talk_the_one_by_account_the_other_by_the_link(
    question: tuple[Response, str], town: "Town", client_of: Browser
) -> None:
    response, path = question
    head = town.actor(town.head)
    post_message(actor=head, subject_kind="response", subject_id=response.id, text="Когда вам удобно?")
    shown = client_of().get(path).content.decode()
    assert "Когда вам удобно?" in shown
    assert f'action="{path}messages/"' in shown
    assert client_of().post(f"{path}messages/", {"text": "Во вторник"}).status_code == 303
    assert "Во вторник" in client_of().get(path).content.decode()
    assert [one.author for one in messages_of(head, "response", response.id)] == ["Заречная школа", "Библиотека"]


def test_nothing_written_by_the_link_is_told_on_the_same_page(
    question: tuple[Response, str], client_of: Browser
) -> None:
    _response, path = question
    answer = client_of().post(f"{path}messages/", {"text": "  "})
    assert answer.status_code == 422
    assert "Экскурсия о реке" in answer.content.decode()


def test_what_was_agreed_is_seen_by_the_link_for_a_year_after_its_days(
    question: tuple[Response, str], town: "Town", client_of: Browser
) -> None:
    response, path = question
    client_of().post(path, {"say": "yes"})
    head = town.actor(town.head)
    with clock.at(clock.now() + timedelta(days=400)):
        done = commands.Fulfilment(on=clock.today(), line="Пришли тридцать детей")
        commands.fulfil_response(actor=head, response=response_of(head, response.id), done=done)
        shown = client_of().get(path)
        assert "Пришли тридцать детей" in shown.content.decode()
    with clock.at(clock.now() + timedelta(days=430)):
        assert client_of().get(path).status_code == 403


def test_a_refused_question_is_not_kept_open(question: tuple[Response, str], client_of: Browser) -> None:
    _response, path = question
    client_of().post(path, {"say": "no", "reason": "too_far"})
    with clock.at(clock.now() + timedelta(days=31)):
        assert client_of().get(path).status_code == 403


def test_the_contact_is_written_to_in_russian_of_messages_and_of_what_came_of_it(
    question: tuple[Response, str], town: "Town", client_of: Browser
) -> None:
    response, path = question
    head = town.actor(town.head)
    client_of().post(path, {"say": "yes"})
    client_of().post(f"{path}messages/", {"text": "Во вторник"})
    assert news() == []
    with translation.override("en"):
        post_message(actor=head, subject_kind="response", subject_id=response.id, text="Хорошо")
        post_message(actor=head, subject_kind="response", subject_id=response.id, text="И ещё")
        [one] = news()
        assert "странице по вашей ссылке" in one or "страницу по вашей ссылке" in one
        commands.fail_response(actor=head, response=response_of(head, response.id))
        assert "не состоялось" in news()[1]


def test_a_withdrawal_is_told_to_the_contact(question: tuple[Response, str], town: "Town") -> None:
    response, _path = question
    commands.withdraw_response(actor=town.actor(town.head), response=response)
    [one] = news()
    assert "Заречная школа" in one
    assert "ссылке" not in one


def test_who_has_accounts_is_told_there_and_not_by_the_card(
    question: tuple[Response, str], town: "Town", library: "Organisation"
) -> None:
    response, _path = question
    town.person("reader@town.test", "Дина", library, Role.COORDINATOR)
    commands.withdraw_response(actor=town.actor(town.head), response=response)
    assert news() == []


def test_the_word_of_the_yes_stays_beside_the_line_of_what_came_of_it(
    question: tuple[Response, str], town: "Town", client_of: Browser
) -> None:
    response, path = question
    head = town.actor(town.head)
    client_of().post(path, {"say": "yes", "note": "Придём во вторник"})
    done = commands.Fulfilment(on=clock.today(), line="Пришли тридцать детей")
    commands.fulfil_response(actor=head, response=response_of(head, response.id), done=done)
    for shown in (client_of().get(path), client_of(town.head).get(reverse("exchange:response", args=[response.id]))):
        assert "Придём во вторник" in shown.content.decode()
        assert "Пришли тридцать детей" in shown.content.decode()


def test_a_word_that_is_too_long_is_refused_and_not_cut(town: "Town") -> None:
    response, head, long = town.response(), town.actor(town.head), "о" * 301
    with pytest.raises(Invalid) as refused:
        commands.accept_response(actor=head, response=response, note=long)
    assert "note" in refused.value.faults
    with pytest.raises(Invalid) as refused:
        commands.decline_response(actor=head, response=response, reason="too_far", note=long)
    assert "note" in refused.value.faults
    commands.accept_response(actor=head, response=response)
    done = commands.Fulfilment(on=clock.today(), line=long)
    with pytest.raises(Invalid):
        commands.fail_response(actor=head, response=response, line=long)
    with pytest.raises(Invalid):
        commands.fulfil_response(actor=head, response=response, done=done)
    assert Response.objects.get().state == "accepted"


def test_who_asked_neither_answers_nor_talks_by_the_link_it_gave_out(
    question: tuple[Response, str], town: "Town", client_of: Browser
) -> None:
    response, path = question
    town.join(town.teacher, town.museum, Role.COORDINATOR)
    for person in (town.head, town.teacher):
        browser = client_of(person)
        assert browser.post(path, {"say": "yes"}).status_code == 403
        assert browser.post(f"{path}messages/", {"text": "Согласны"}).status_code == 403
    assert Response.objects.get(id=response.id).state == "waiting"
    assert client_of(town.keeper).post(path, {"say": "yes"}).status_code == 303


def test_an_answer_by_link_is_shown_as_such_and_one_by_account_is_not(
    question: tuple[Response, str], town: "Town", client_of: Browser
) -> None:
    response, path = question
    client_of().post(path, {"say": "yes"})
    by_account = town.response()
    commands.accept_response(actor=town.actor(town.head), response=by_account)
    for one, told in ((response, True), (by_account, False)):
        page = client_of(town.head).get(reverse("exchange:response", args=[one.id])).content.decode()
        assert ("ответ дан по ссылке" in page) is told


def test_what_went_by_mail_is_not_shown_to_who_asked(town: "Town", library: "Organisation", client_of: Browser) -> None:
    browser = client_of(town.head)
    ask = reverse("exchange:ask", args=[town.need().id])
    sent = browser.post(ask, {"organisation": code(library.id), "by": "mail"})
    assert "/answers/" not in browser.get(sent["Location"]).content.decode()


@pytest.mark.parametrize("known", [False, True])
def test_what_was_agreed_by_link_alone_counts_as_joint_work_only_with_who_is_known(
    known: bool, question: tuple[Response, str], town: "Town", library: "Organisation", client_of: Browser
) -> None:
    response, path = question
    head = town.actor(town.head)
    client_of().post(path, {"say": "yes"})
    if known:
        Organisation.objects.filter(id=library.id).update(claimed_at=clock.now(), verified_at=clock.now())
    done = commands.Fulfilment(on=clock.today())
    commands.fulfil_response(actor=head, response=response_of(head, response.id), done=done)
    assert (library.id in joint_work(town.school.id)) is known
    assert (library.id in dealings(town.school.id, is_need=True)[1]) is known


def test_by_the_link_one_records_what_came_of_it(
    question: tuple[Response, str], town: "Town", client_of: Browser
) -> None:
    response, path = question
    stranger = client_of()
    assert "fulfilment/" not in stranger.get(path).content.decode(), "nothing is agreed yet"
    stranger.post(path, {"say": "yes"})
    assert f"{path}fulfilment/" in stranger.get(path).content.decode()
    wrong = stranger.post(f"{path}fulfilment/", {"on": "2199-01-01"})
    assert wrong.status_code == 422
    done = stranger.post(f"{path}fulfilment/", {"on": clock.today().isoformat(), "line": "Прочитали сказку"})
    assert done["Location"] == path
    kept = Response.objects.get(id=response.id)
    assert (kept.state, kept.outcome) == (Response.State.FULFILLED, "Прочитали сказку")
    assert (
        "Прочитали сказку"
        in client_of(town.head).get(reverse("exchange:response", args=[response.id])).content.decode()
    )
    again = stranger.post(f"{path}fulfilment/", {"on": clock.today().isoformat()})
    assert again.status_code == 409


def test_who_asked_records_nothing_by_the_link_it_gave_out(
    question: tuple[Response, str], town: "Town", client_of: Browser
) -> None:
    _response, path = question
    client_of().post(path, {"say": "yes"})
    refused = client_of(town.head).post(f"{path}fulfilment/", {"on": clock.today().isoformat()})
    assert refused.status_code == 403
