"""Two processes at once: one of them does it, the other is told; never a double. On both databases."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction

from tests.kit.facts import facts
from vmeste.gather.exchange import commands
from vmeste.gather.exchange.commands import Fulfilment
from vmeste.gather.exchange.models import Need, Posting, Response
from vmeste.gather.exchange.terms import Terms
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.errors import Refused, Stale

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db(transaction=True)
Deed = Callable[[], object]


def at_once(*deeds: Deed) -> Counter[str]:
    """Let each deed run on its own connection, all starting together; count how they ended."""
    start = Barrier(len(deeds))

    def run(deed: Deed) -> str:
        try:
            start.wait(timeout=20)
            deed()
        except Stale:
            return "stale"
        except Refused:
            return "refused"
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return Counter(done.result() for done in [pool.submit(run, deed) for deed in deeds])


def need_of(need: Need) -> Need:
    return Need.objects.select_related("organisation").get(id=need.id)


def response_of(response: Response) -> Response:
    return Response.objects.select_related("need__organisation", "offer", "needing", "giving").get(id=response.id)


def test_a_draft_is_published_once(town: "Town") -> None:
    need, head = town.need(draft=True), town.actor(town.head)
    ended = at_once(*(partial(commands.publish_posting, actor=head, posting=need_of(need)) for _ in range(4)))
    assert ended == Counter(done=1, stale=3)
    assert facts("exchange.need.").count("exchange.need.published") == 1


def test_two_changes_of_one_version_are_one_change(town: "Town") -> None:
    need, head = town.need(), town.actor(town.head)
    terms = [Terms(title=f"Слова {number}", kind="event") for number in range(3)]
    ended = at_once(
        *(partial(commands.change_posting, actor=head, posting=need_of(need), terms=one, version=1) for one in terms)
    )
    assert ended == Counter(done=1, stale=2)
    assert need_of(need).version == 2


def test_two_answers_of_one_organisation_are_one(town: "Town") -> None:
    need, keeper = town.need(), town.actor(town.keeper)
    ended = at_once(*(partial(commands.respond, actor=keeper, posting=need_of(need)) for _ in range(4)))
    assert ended == Counter(done=1, stale=3)
    assert Response.objects.count() == 1
    assert facts("exchange.response.") == ["exchange.response.opened"]


def test_of_yes_and_no_one_counts(town: "Town") -> None:
    response, head = town.response(), town.actor(town.head)
    ended = at_once(
        partial(commands.accept_response, actor=head, response=response_of(response)),
        partial(commands.decline_response, actor=head, response=response_of(response), reason="too_far"),
        partial(commands.withdraw_response, actor=town.actor(town.keeper), response=response_of(response)),
    )
    assert ended == Counter(done=1, stale=2)
    assert len(facts("exchange.response.")) == 2


def test_a_deed_is_recorded_once(town: "Town") -> None:
    response, head = town.response(), town.actor(town.head)
    commands.accept_response(actor=head, response=response)
    done = Fulfilment(on=clock.today())
    ended = at_once(
        *(
            partial(commands.fulfil_response, actor=head, response=response_of(response), done=done, closes_need=True)
            for _ in range(3)
        )
    )
    assert ended == Counter(done=1, stale=2)
    assert need_of(town_need(response)).state == Posting.State.FULFILLED
    assert facts("exchange.need.").count("exchange.need.closed") == 1


def town_need(response: Response) -> Need:
    assert response.need
    return response.need


def test_of_the_worker_and_the_author_one_wins_and_the_other_is_told(town: "Town") -> None:
    need, head = town.need(), town.actor(town.head)
    commands.question_posting(posting=need)
    ended = at_once(
        partial(commands.expire_posting, posting=need_of(need)),
        partial(commands.confirm_posting, actor=head, posting=need_of(need)),
    )
    assert ended == Counter(done=1, stale=1)
    row = need_of(need)
    assert (row.state, row.asked_at is None) in {("open", True), ("paused", False)}


def test_nobody_waits_under_a_need_that_is_closed_at_the_same_moment(town: "Town") -> None:
    response, head = town.response(), town.actor(town.head)
    at_once(
        partial(commands.withdraw_posting, actor=head, posting=need_of(town_need(response))),
        partial(commands.accept_response, actor=head, response=response_of(response)),
    )
    assert need_of(town_need(response)).state == Posting.State.WITHDRAWN
    assert response_of(response).state in {"accepted", "declined"}


def test_nobody_answers_or_asks_under_a_need_while_it_is_being_closed(town: "Town") -> None:
    library = town.organisation("Библиотека")
    head, keeper = town.actor(town.head), town.actor(town.keeper)
    for speak in (
        partial(commands.respond, actor=keeper),
        partial(commands.ask_organisation, actor=head, organisation=library),
    ):
        need = need_of(town.need())
        closing, spoken = Event(), Event()

        def close(closed: Need = need, told: Event = closing, other: Event = spoken) -> None:
            with transaction.atomic():
                commands.withdraw_posting(actor=head, posting=need_of(closed))
                told.set()
                other.wait(timeout=0.5)  # the other one comes in between, where nothing holds it

        def answer(seen: Need = need, told: Event = closing, done: Event = spoken, speak: Deed = speak) -> None:
            told.wait(timeout=20)
            speak(**{"need" if "organisation" in speak.keywords else "posting": seen})  # type: ignore[attr-defined]
            done.set()

        ended = at_once(close, answer)
        assert ended["done"] == 1
        assert not Response.objects.filter(state="waiting").exists()
