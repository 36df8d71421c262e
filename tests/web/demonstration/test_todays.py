"""On whatever day the demonstration is made, the past is past and the present is fresh."""

from datetime import UTC, date, datetime, timedelta

import pytest

from vmeste.gather.exchange.models import Need, Offer, Response
from vmeste.gather.participants.queries import old_cards
from vmeste.ground.facts.models import Record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.web.demonstration.loading import first_september, load

OLD_CARDS = ["Заречная детская библиотека", "Заречное автопредприятие", "Каменская ООШ"]
TODAYS = (date(2026, 1, 15), date(2026, 8, 31), date(2026, 9, 1), date(2028, 2, 29))


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.mark.parametrize("today", TODAYS, ids=str)
@pytest.mark.django_db
def test_on_any_day_the_past_lies_in_the_last_completed_year_and_the_present_is_fresh(today: date) -> None:
    with clock.at(at_noon(today)):
        assert load()
        start = first_september()
        end = date(start.year + 1, 8, 31)
        assert end < today or (today.month, today.day) == (8, 31)
        assert today - start < timedelta(days=2 * 366)
        done = list(Response.objects.filter(state=Response.State.FULFILLED))
        assert done
        assert all(start <= one.fulfilled_on <= end for one in done if one.fulfilled_on)
        assert all(one.fulfilled_on for one in done)
        assert all(one.decided_at and one.made_at < one.decided_at < clock.now() for one in done)
        assert not Record.objects.filter(at__gt=clock.now()).exists()
        assert sorted(str(card) for card in old_cards(SYSTEM)) == OLD_CARDS
        for model in (Need, Offer):
            current = model.objects.filter(state="open")
            assert current.exists()
            assert all(
                row.opened_at and timedelta(0) < clock.now() - row.opened_at < timedelta(days=22) for row in current
            )


def test_the_academic_year_turns_on_the_first_of_september() -> None:
    starts = {}
    for today in TODAYS:
        with clock.at(at_noon(today)):
            starts[today] = first_september()
    assert list(starts.values()) == [date(2024, 9, 1), date(2024, 9, 1), date(2025, 9, 1), date(2026, 9, 1)]
