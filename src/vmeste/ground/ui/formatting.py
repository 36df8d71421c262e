"""Days, moments and numbers as the reader writes them; figures are grouped by a narrow no-break space."""

import re
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from vmeste.ground.kernel import clock

NARROW = "\N{NARROW NO-BREAK SPACE}"
FIXED = "\N{NO-BREAK SPACE}"
JOINER = "\N{WORD JOINER}"
RANGES = re.compile(r"(\d+[-–—]\d+)")
KOPECKS = 100
THOUSAND = 1000


def locale() -> Locale:
    """Give Babel's locale of the reader's language."""
    return Locale.parse((get_language() or "ru").split("-")[0])


def day(value: date) -> str:
    """Write a day: «12 декабря 2026». A moment is shown as its day in the current time zone."""
    return _pattern(_day_of(value), "d\u00a0MMMM y")


def day_range(first: date | None, last: date | None = None) -> str:
    """Write a period: «5–16 октября 2026»; an open end is said in words."""
    if first is None or last is None:
        return _open_range(first, last)
    first, last = _day_of(first), _day_of(last)
    if first == last:
        return day(last)
    if first.year != last.year:
        return f"{day(first)} – {day(last)}"
    if first.month != last.month:
        return f"{_pattern(first, 'd MMMM')} – {day(last)}"
    return span(first.day, day(last))


def span(first: object, last: object) -> str:
    """Write a range that no line breaks in: «5–7»."""
    return f"{first}–{JOINER}{last}"


def whole(text: object) -> Markup:
    """Keep ranges in what people wrote on one line: «5–7 классов» never ends a line with «5–»."""
    if isinstance(text, Markup):
        return text
    pieces = RANGES.split(str(text))
    return Markup("").join(
        Markup('<span class="nowrap">{}</span>').format(piece) if index % 2 else escape(piece)
        for index, piece in enumerate(pieces)
    )


def moment(value: datetime, zone: str | tzinfo | None = None) -> str:
    """Write a moment: «12 декабря 2026, 14:05», in the given or the current time zone."""
    local = _local(value, zone)
    return f"{day(local.date())}, {local:%H:%M}"


def ago(value: datetime, zone: str | tzinfo | None = None) -> str:
    """Write a moment near now: «сегодня в 14:05», «вчера в 9:10», else the day."""
    local = _local(value, zone)
    days = (_local(clock.now(), zone).date() - local.date()).days
    if days == 0:
        return _("today at %(time)s") % {"time": f"{local:%H:%M}"}
    if days == 1:
        return _("yesterday at %(time)s") % {"time": f"{local:%H:%M}"}
    return day(local.date())


def number(value: float | Decimal) -> str:
    """Write a number: «12 500», «3,5»."""
    written = format_decimal(value, locale=locale())
    group = locale().number_symbols["latn"]["group"]
    return str(written.replace(group, NARROW))


def rubles(kopecks: int) -> str:
    """Write money kept in kopecks: «12 500 ₽», «99,50 ₽»."""
    whole, rest = divmod(abs(kopecks), KOPECKS)
    mark = "," if locale().language == "ru" else "."
    sign = "\N{MINUS SIGN}" if kopecks < 0 else ""
    return f"{sign}{number(whole)}{f'{mark}{rest:02}' if rest else ''}{FIXED}₽"


def size(octets: int) -> str:
    """Write the size of a file: «340 КБ», «2,4 МБ»."""
    if octets < THOUSAND**2:
        return _("%(number)s KB") % {"number": number(max(1, round(octets / THOUSAND)))}
    return _("%(number)s MB") % {"number": number(round(Decimal(octets) / THOUSAND**2, 1))}


def initials(name: str) -> str:
    """Give up to two first letters of a name."""
    return "".join(word[0].upper() for word in name.split()[:2] if word)


def _pattern(value: date, pattern: str) -> str:
    return _written(value, pattern, get_language() or "ru")


@lru_cache(maxsize=2000)
def _written(value: date, pattern: str, language: str) -> str:
    return str(format_date(value, pattern, locale=Locale.parse(language.split("-", maxsplit=1)[0])))


def _day_of(value: date) -> date:
    return _local(value, None).date() if isinstance(value, datetime) else value


def _local(value: datetime, zone: str | tzinfo | None) -> datetime:
    zone = ZoneInfo(zone) if isinstance(zone, str) else zone
    return timezone.localtime(value, zone)


def _open_range(first: date | None, last: date | None) -> str:
    if first is not None:
        return _("from %(day)s") % {"day": day(first)}
    if last is not None:
        return _("until %(day)s") % {"day": day(last)}
    return _("at any time")
