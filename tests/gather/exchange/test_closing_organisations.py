"""What becomes of needs and offers when their organisation is suspended or closed."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from tests.kit.facts import facts
from vmeste.gather.exchange import policies
from vmeste.gather.exchange.commands import accept_response, fail_response, respond
from vmeste.gather.exchange.models import Need, Offer, Posting, Response
from vmeste.gather.exchange.reactions import end_what_was_open
from vmeste.gather.exchange.registered import effects_of_closing, effects_of_reopening
from vmeste.gather.participants import commands
from vmeste.gather.participants.commands import Closing
from vmeste.gather.participants.models import Organisation, Role
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts.fact import unpack
from vmeste.ground.facts.models import Record
from vmeste.ground.facts.outbox import run_all
from vmeste.ground.facts.reactions import Told
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import ANONYMOUS, SYSTEM
from vmeste.ground.vocabulary import queries as vocabulary
from vmeste.listen.notifications.models import Notice

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db


def shown() -> list[int]:
    return list(Need.objects.filter(policies.visible_to(ANONYMOUS)).values_list("id", flat=True))


def close(need: Need, successor: Organisation | None = None, *, brings: bool = False) -> None:
    closing = Closing(date(2026, 1, 1), "Слияние", successor, brings_postings=brings)
    commands.close_organisation(actor=SYSTEM, organisation=need.organisation, closing=closing)


def test_a_suspended_organisation_offers_and_needs_nothing_until_it_works_again(town: "Town") -> None:
    need = town.need()
    assert shown() == [need.id]
    commands.suspend_organisation(actor=SYSTEM, organisation=need.organisation)
    assert shown() == []
    commands.resume_organisation(actor=SYSTEM, organisation=need.organisation)
    assert shown() == [need.id]


def test_what_a_closed_organisation_needed_is_hidden_at_once_and_taken_back(town: "Town") -> None:
    need = town.need()
    assert len(effects_of_closing(need.organisation)) == 1
    close(need)
    assert shown() == []
    run_all()
    run_all()
    need.refresh_from_db()
    assert need.state == Posting.State.WITHDRAWN
    assert effects_of_closing(need.organisation) == []


def closed(organisation: Organisation, successor: Organisation | None = None) -> None:
    closing = Closing(date(2026, 1, 1), "Слияние", successor, brings_postings=successor is not None)
    commands.close_organisation(actor=SYSTEM, organisation=organisation, closing=closing)
    run_all()


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("person__email", flat=True))


def test_answers_of_a_closed_organisation_under_needs_of_others_are_taken_back_and_told(town: "Town") -> None:
    response = town.response()
    closed(town.museum)
    response.refresh_from_db()
    assert response.state == Response.State.WITHDRAWN
    assert town.head.email in told("withdrawn")
    assert town.teacher.email in told("withdrawn")  # whose need it is


def test_what_waited_for_the_word_of_a_closed_organisation_is_declined_with_a_reason_in_words(town: "Town") -> None:
    response = respond(actor=town.actor(town.head), posting=town.offer())
    Offer.objects.update(state="paused")
    closed(town.museum)
    response.refresh_from_db()
    assert response.state == Response.State.DECLINED
    assert vocabulary.find("decline_reason", response.reason)
    assert town.head.email in told("declined")
    assert "closed" not in dict(vocabulary.choices("decline_reason"))  # nobody chooses it


def test_what_was_agreed_is_settled_by_the_side_that_is_left(town: "Town") -> None:
    response = town.response()
    accept_response(actor=town.actor(town.head), response=response)
    closed(town.museum)
    response.refresh_from_db()
    assert response.state == Response.State.ACCEPTED
    assert town.head.email in told("left")
    fail_response(actor=town.actor(town.head), response=response)
    assert response.state == Response.State.FAILED


@pytest.mark.parametrize("agreed", [False, True])
def test_answers_go_over_to_the_successor_and_both_sides_are_told(town: "Town", *, agreed: bool) -> None:
    response = town.response()
    if agreed:
        accept_response(actor=town.actor(town.head), response=response)
    heir = town.organisation("Музей «Новый берег»")
    boss = town.person("boss@heir.test", "Глеб", heir, Role.COORDINATOR)
    closed(town.museum, heir)
    response.refresh_from_db()
    assert (response.giving_id, response.state) == (heir.id, "accepted" if agreed else "waiting")
    assert {town.head.email, boss.email} <= told("passed")
    assert not told("withdrawn")


def test_a_need_with_running_answers_goes_over_together_with_them(town: "Town") -> None:
    response = town.response()
    heir = town.organisation("Новая школа")
    boss = town.person("boss@heir.test", "Глеб", heir, Role.COORDINATOR)
    closed(town.school, heir)
    response.refresh_from_db()
    assert (response.needing_id, response.state) == (heir.id, "waiting")
    need = Need.objects.get()
    assert (need.organisation_id, need.state) == (heir.id, "open")
    accept_response(actor=town.actor(boss), response=response)
    assert facts("exchange.need.moved") == ["exchange.need.moved"]


def test_a_successor_does_not_talk_to_itself_nor_twice(town: "Town") -> None:
    first = town.response()
    closed(town.school, town.museum)
    first.refresh_from_db()
    assert first.state == Response.State.DECLINED  # the museum had answered a need that is its own now
    assert Need.objects.get().organisation_id == town.museum.id


def test_of_two_answers_under_one_need_that_of_the_successor_stays(town: "Town") -> None:
    response = town.response()
    heir = town.organisation("Музей «Новый берег»")
    boss = town.person("boss@heir.test", "Глеб", heir, Role.COORDINATOR)
    own = respond(actor=town.actor(boss), posting=response.need)  # type: ignore[arg-type]
    closed(town.museum, heir)
    states = dict(Response.objects.values_list("id", "state"))
    assert states == {response.id: "withdrawn", own.id: "waiting"}


def test_a_need_of_a_network_the_successor_is_not_in_is_taken_back(town: "Town") -> None:
    network = town.network(town.school, town.museum)
    need = town.need(visibility="network", network_id=network.id)
    closed(town.school, town.organisation("Новая школа"))
    need.refresh_from_db()
    assert (need.organisation_id, need.state) == (town.school.id, "withdrawn")


def test_repeated_delivery_tells_and_moves_nothing_twice(town: "Town") -> None:
    response = town.response()
    accept_response(actor=town.actor(town.head), response=response)
    closed(town.museum)
    fact = unpack(
        "participants.organisation.closed", 1, Record.objects.get(kind="participants.organisation.closed").values
    )
    before = Notice.objects.count()
    end_what_was_open(Told(1, fact, clock.now(), None, None))
    run_all()
    assert Notice.objects.count() == before


def test_opening_again_says_what_stays_with_the_successor(town: "Town", client_of: "Callable[..., Client]") -> None:
    town.response()
    heir = town.organisation("Новая школа")
    closed(town.school, heir)
    admin = client_of(Person.objects.create_user("admin@example.org", is_admin=True))
    page = admin.get(reverse("participants:reopening", args=[town.school.id])).content.decode()
    assert "Запросов: 1, возможностей: 0. Они остаются у правопреемника" in page
    admin.post(reverse("participants:state", args=[town.school.id]), {"to": "reopened"})
    assert Need.objects.get().organisation_id == heir.id
    assert effects_of_reopening(heir) == []


def test_needs_go_on_at_the_successor_when_it_is_said_so(town: "Town") -> None:
    need = town.need()
    successor = Organisation.objects.exclude(id=need.organisation_id).filter(state="active").order_by("id")[0]
    close(need, successor, brings=True)
    run_all()
    need.refresh_from_db()
    assert (need.organisation_id, need.state) == (successor.id, Posting.State.OPEN)
    assert shown() == [need.id]
