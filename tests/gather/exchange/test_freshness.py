"""What nobody confirms is asked about, then hidden; days that are over close; an author who is quicker wins."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from tests.kit.facts import facts
from vmeste.gather.exchange import commands
from vmeste.gather.exchange.jobs import keep_fresh
from vmeste.gather.exchange.models import Need, Posting
from vmeste.gather.exchange.terms import Terms
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.errors import Stale

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 12, 9, tzinfo=UTC)


@pytest.fixture
def need(town: "Town") -> Need:
    """Give a need published at the start."""
    with clock.at(START):
        return town.need()


def stale_at() -> datetime:
    return START + timedelta(days=settings.VMESTE.need_fresh_days, hours=1)


def lapsed_at() -> datetime:
    return stale_at() + timedelta(days=settings.VMESTE.need_grace_days, hours=1)


def run_at(moment: datetime) -> None:
    with clock.at(moment):
        keep_fresh()


def as_it_stands(posting: Posting) -> Need:
    return Need.objects.select_related("organisation").get(id=posting.id)


def test_a_fresh_one_is_left_alone(need: Need) -> None:
    run_at(stale_at() - timedelta(days=1))
    assert as_it_stands(need).asked_at is None
    assert facts("exchange.need.")[-1] == "exchange.need.published"


def test_an_old_one_is_asked_about_once_then_hidden(need: Need) -> None:
    for moment in (stale_at(), stale_at(), stale_at() + timedelta(hours=5)):
        run_at(moment)
    assert facts("exchange.need.").count("exchange.need.questioned") == 1
    assert as_it_stands(need).state == Posting.State.OPEN
    for _ in range(2):
        run_at(lapsed_at())
    assert as_it_stands(need).state == Posting.State.PAUSED
    assert facts("exchange.need.").count("exchange.need.closed") == 1


def test_who_confirms_begins_anew(need: Need, town: "Town") -> None:
    run_at(stale_at())
    with clock.at(stale_at() + timedelta(days=1)):
        commands.confirm_posting(actor=town.actor(town.head), posting=as_it_stands(need))
    run_at(lapsed_at())
    assert as_it_stands(need).state == Posting.State.OPEN
    assert as_it_stands(need).asked_at is None


def test_days_that_are_over_close_for_good(town: "Town") -> None:
    with clock.at(START):
        need = town.need(period_to=START.date() + timedelta(days=5))
        lasting = town.need("Другой запрос", period_to=START.date() + timedelta(days=6))
    run_at(START + timedelta(days=6))
    assert as_it_stands(need).state == Posting.State.EXPIRED
    assert as_it_stands(lasting).state == Posting.State.OPEN


def test_offers_grow_old_too(town: "Town") -> None:
    with clock.at(START):
        offer = town.offer()
    run_at(stale_at())
    run_at(lapsed_at())
    offer.refresh_from_db()
    assert offer.state == Posting.State.PAUSED


def test_drafts_and_paused_ones_are_nobodys_question(town: "Town") -> None:
    with clock.at(START):
        town.need(draft=True)
        commands.pause_posting(actor=town.actor(town.head), posting=town.need("Другой"))
    told = facts()
    run_at(lapsed_at())
    assert facts() == told


Deed = Callable[["Town", Need], None]
QUICKER: dict[str, Deed] = {
    "confirmed": lambda town, need: commands.confirm_posting(actor=town.actor(town.head), posting=need),
    "changed": lambda town, need: commands.change_posting(
        actor=town.actor(town.head), posting=need, terms=Terms(title="Ещё нужно", kind="event"), version=need.version
    ),
}


@pytest.mark.parametrize("how", QUICKER)
def test_an_author_who_is_quicker_wins_over_the_pause(how: str, need: Need, town: "Town") -> None:
    run_at(stale_at())
    seen_by_the_worker = as_it_stands(need)
    with clock.at(lapsed_at()):
        QUICKER[how](town, as_it_stands(need))
        with pytest.raises(Stale):
            commands.expire_posting(posting=seen_by_the_worker)
    assert as_it_stands(need).state == Posting.State.OPEN


@pytest.mark.parametrize("how", QUICKER)
def test_an_author_who_is_quicker_is_not_asked(how: str, need: Need, town: "Town") -> None:
    seen_by_the_worker = as_it_stands(need)
    with clock.at(stale_at()):
        QUICKER[how](town, as_it_stands(need))
        commands.question_posting(posting=seen_by_the_worker)
    assert as_it_stands(need).asked_at is None


def test_an_author_who_lengthens_the_days_at_the_last_moment_wins(town: "Town") -> None:
    with clock.at(START):
        need = town.need(period_to=START.date())
    seen_by_the_worker = as_it_stands(need)
    with clock.at(START + timedelta(days=1)):
        longer = Terms(title="Нужно", kind="event", period_to=START.date() + timedelta(days=30))
        commands.change_posting(actor=town.actor(town.head), posting=need, terms=longer, version=need.version)
        with pytest.raises(Stale):
            commands.expire_posting(posting=seen_by_the_worker)
        keep_fresh()
    assert as_it_stands(need).state == Posting.State.OPEN


def test_one_that_moved_on_holds_up_no_other(need: Need, town: "Town", monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.at(START):
        other = town.need("Другой запрос")
    run_at(stale_at())
    real = commands.expire_posting

    def race(*, posting: Posting) -> None:
        if posting.id == other.id:
            with clock.at(lapsed_at()):
                commands.confirm_posting(actor=town.actor(town.head), posting=as_it_stands(other))
        real(posting=posting)

    monkeypatch.setattr("vmeste.gather.exchange.jobs.expire_posting", race)
    run_at(lapsed_at())
    assert as_it_stands(other).state == Posting.State.OPEN
    assert as_it_stands(need).state == Posting.State.PAUSED
