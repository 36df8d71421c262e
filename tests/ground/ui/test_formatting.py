"""Days, moments, numbers and money as readers write them, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from vmeste.ground.kernel import clock
from vmeste.ground.ui import formatting

NOON = datetime(2026, 12, 12, 12, 0, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_days() -> None:
    assert plain(formatting.day(date(2026, 12, 12))) == "12 декабря 2026"
    with translation.override("en"):
        assert plain(formatting.day(date(2026, 12, 12))) == "12 December 2026"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 10, 5), date(2026, 10, 16), "5–\u206016 октября 2026"),
        (date(2026, 9, 28), date(2026, 10, 2), "28 сентября – 2 октября 2026"),
        (date(2026, 12, 28), date(2027, 1, 9), "28 декабря 2026 – 9 января 2027"),
        (date(2026, 10, 5), date(2026, 10, 5), "5 октября 2026"),
        (date(2026, 10, 5), None, "с 5 октября 2026"),
        (None, date(2026, 10, 5), "до 5 октября 2026"),
        (None, None, "в любое время"),
    ],
)
def test_periods(first: date | None, last: date | None, said: str) -> None:
    assert plain(formatting.day_range(first, last)) == said


def test_moments_stand_in_the_zone_of_the_place() -> None:
    assert plain(formatting.moment(NOON, "Asia/Yekaterinburg")) == "12 декабря 2026, 17:00"
    assert plain(formatting.moment(datetime(2026, 12, 12, 22, 0, tzinfo=UTC), "Asia/Yekaterinburg")).startswith(
        "13 декабря"
    )


def test_moments_near_now() -> None:
    with clock.at(NOON):
        assert formatting.ago(datetime(2026, 12, 12, 9, 5, tzinfo=UTC), "UTC") == "сегодня в 09:05"
        assert formatting.ago(datetime(2026, 12, 11, 23, 0, tzinfo=UTC), "UTC") == "вчера в 23:00"
        assert plain(formatting.ago(datetime(2026, 12, 1, 9, 5, tzinfo=UTC), "UTC")) == "1 декабря 2026"


@pytest.mark.parametrize(
    ("value", "said"),
    [(12500, "12\u202f500"), (999, "999"), (-1234567, "-1\u202f234\u202f567"), (Decimal("3.5"), "3,5")],
)
def test_numbers_are_grouped_by_a_narrow_space(value: float | Decimal, said: str) -> None:
    assert formatting.number(value) == said


@pytest.mark.parametrize(
    ("kopecks", "said"), [(1250000, "12\u202f500 ₽"), (9950, "99,50 ₽"), (-5, "−0,05 ₽"), (0, "0 ₽")]
)
def test_money(kopecks: int, said: str) -> None:
    assert plain(formatting.rubles(kopecks)) == said


@pytest.mark.parametrize(("octets", "said"), [(1, "1 КБ"), (340_000, "340 КБ"), (2_400_000, "2,4 МБ")])
def test_sizes(octets: int, said: str) -> None:
    assert plain(formatting.size(octets)) == said


def test_initials() -> None:
    assert formatting.initials("анна петровна Иванова") == "АП"
    assert formatting.initials("") == ""


def test_a_range_in_what_people_wrote_stays_on_one_line_and_the_rest_is_escaped() -> None:
    assert formatting.whole("Кружок <b> для 5–7 классов") == (
        'Кружок &lt;b&gt; для <span class="nowrap">5–7</span> классов'
    )
    assert formatting.whole("Без чисел – просто тире") == "Без чисел – просто тире"
