"""Days read out of plain Russian words: «5 декабря», «с 5 по 12 октября», «в ноябре», «до 20.11»; pure.

A year that is not named is the next in which the days are not over yet.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

STEMS = ("янв", "фев", "мар", "апр", "ма[йяею]", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
MONTH = r"(?:январ|феврал|март|апрел|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]{0,2}(?![а-яё])|ма[йяею](?![а-яё])"
NAMED = re.compile(
    rf"(?<![\d.,а-яё])(?:(?P<day>{DAY})(?:-?(?:го|е|ое))?\s+|(?<!\d\s))(?P<month>{MONTH})(?:,?\s*(?P<year>20\d\d)(?!\d))?"
    rf"|(?<![\d.,])(?P<d>{DAY})\.(?P<m>0?[1-9]|1[0-2])(?:\.(?P<y>20\d\d|\d\d))?(?![.,]?\d)",
    re.IGNORECASE,
)
TO = r"\s*(?:-|–|—|по|до|или|и)\s*"
JOINED = re.compile(TO, re.IGNORECASE)
FIRST_OF_TWO = re.compile(rf"(?<![\d.,])({DAY}){TO}$", re.IGNORECASE)
OPEN_END = re.compile(r"(?<![а-яё])(с|со|от|до|по|не позднее|к)\s*$", re.IGNORECASE)
UNTIL = frozenset(("до", "по", "не позднее", "к"))
Span = tuple[date | None, date | None]
NEAR: tuple[tuple[re.Pattern[str], Callable[[date], Span]], ...] = (
    (re.compile(r"(?<![а-яё])послезавтра(?![а-яё])", re.IGNORECASE), lambda today: (today + timedelta(2),) * 2),
    (re.compile(r"(?<![а-яё])завтра(?![а-яё])", re.IGNORECASE), lambda today: (today + timedelta(1),) * 2),
    (re.compile(r"на (?:этой|текущей) неделе", re.IGNORECASE), lambda today: (today, monday_of(today) + timedelta(6))),
    (
        re.compile(r"на (?:следующей|будущей) неделе", re.IGNORECASE),
        lambda today: (monday_of(today) + timedelta(7), monday_of(today) + timedelta(13)),
    ),
)


@dataclass(frozen=True, slots=True)
class Said:
    """A day or a month as it is written: 0 for a year or a day that is not named."""

    year: int
    month: int
    day: int

    def begins(self, year: int) -> date | None:
        """Give its first day in a year; what stands in no calendar is nothing."""
        return self.in_year(year, self.day or 1)

    def ends(self, year: int) -> date | None:
        """Give its last day in a year."""
        return self.in_year(year, self.day or monthrange(year, self.month)[1])

    def in_year(self, year: int, day: int) -> date | None:
        """Put a day of the month into a year, unless it names another one."""
        year = self.year or year
        return date(year, self.month, day) if day <= monthrange(year, self.month)[1] else None


def days_in(text: str, today: date) -> Span:
    """Give the first and the last day a text names; an end left open is nothing, and so is what no calendar has."""
    for said, before in spans_in(text):
        if (span := coming(*said, today)) is not None:
            return opened(span, before) if said[0] is said[1] else span
    return next((near(today) for pattern, near in NEAR if pattern.search(text)), (None, None))


def spans_in(text: str) -> Iterator[tuple[tuple[Said, Said], str]]:
    """Give what is said of days, two that are joined as one span, each with the words before it."""
    found = list(NAMED.finditer(text))
    for place, one in enumerate(found):
        first, before = said(one), text[: one.start()]
        following = found[place + 1] if place + 1 < len(found) else None
        if following and JOINED.fullmatch(text[one.end() : following.start()]):
            yield (first, said(following)), before
        elif first.day and (earlier := FIRST_OF_TWO.search(before)):
            yield (Said(first.year, first.month, int(earlier.group(1))), first), before[: earlier.start()]
        else:
            yield (first, first), before


def said(found: re.Match[str]) -> Said:
    """Read one day or month, in words or in figures."""
    part = found.groupdict(default="0")
    if found["m"]:
        year = int(part["y"])
        return Said(year + 2000 if 0 < year < 100 else year, int(part["m"]), int(part["d"]))  # noqa: PLR2004
    month = next(number for number, stem in enumerate(STEMS, 1) if re.match(stem, part["month"].lower()))
    return Said(int(part["year"]), month, int(part["day"]))


def coming(first: Said, last: Said, today: date) -> tuple[date, date] | None:
    """Put both ends into years: the last day is the next that is not over, the first lies at most a year before it."""
    for year in (last.year or today.year, today.year + 1):
        end = last.ends(year)
        begin = first.begins(year)
        if begin and end and begin > end and not first.year:
            begin = first.begins(year - 1)
        if begin and end and begin <= end and (last.year or end >= today):
            return begin, end
    return None


def opened(span: tuple[date, date], before: str) -> Span:
    """Leave an end open where the word before says so: «с октября», «до 20 ноября»."""
    if (word := OPEN_END.search(before)) is None:
        return span
    return (None, span[1]) if word.group(1).lower() in UNTIL else (span[0], None)


def monday_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - timedelta(day.weekday())
