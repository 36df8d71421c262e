"""One clock, that tests and the demonstration can move."""

import threading
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from vmeste.ground.kernel import clock

NEW_YEAR = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)


def test_the_clock_tells_utc() -> None:
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_moved_clock_stands_still_and_comes_back() -> None:
    with clock.at(NEW_YEAR):
        assert clock.now() == clock.now() == NEW_YEAR
        with clock.at(NEW_YEAR + timedelta(days=1)):
            assert clock.now() > NEW_YEAR
        assert clock.now() == NEW_YEAR
    assert clock.now() != NEW_YEAR


def test_the_day_begins_earlier_in_the_east() -> None:
    with clock.at(NEW_YEAR):
        assert clock.today(ZoneInfo("Europe/Kaliningrad")) == date(2027, 1, 1)
        assert clock.today(UTC) == date(2026, 12, 31)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2026, 1, 1)):  # noqa: DTZ001  that is the point
        pass


def test_moving_the_clock_here_leaves_other_threads_alone() -> None:
    told: list[datetime] = []
    with clock.at(NEW_YEAR):
        thread = threading.Thread(target=lambda: told.append(clock.now()))
        thread.start()
        thread.join()
    assert told[0] != NEW_YEAR
