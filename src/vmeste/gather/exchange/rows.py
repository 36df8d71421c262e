"""Reading a need or an offer from a row of a list: what its cells say, what plain words add, what cannot be; no ORM."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from vmeste.gather.exchange.models.postings import Side
from vmeste.gather.exchange.quick_entry import Guess, guess
from vmeste.gather.exchange.quick_entry.numbers import amount_in, grades_in
from vmeste.gather.exchange.terms import LAST_GRADE, TITLE_LENGTH, Terms
from vmeste.ground.kernel import clock
from vmeste.ground.vocabulary import queries as vocabulary

CODED = {"kind": "resource_kind", "focus": "focus", "direction": "direction", "unit": "unit", "cost": "cost_terms"}
WAYS = {"ours": "here", "yours": "there", "remote": "remote", "travelling": "there"}
DIVIDERS = re.compile(r"[;,/+\n]| и ")
SPACES = re.compile(r"\s+")
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S")
SPAN = re.compile(r"(\d{1,2})(?:\s*[-–—]\s*(\d{1,2}))?(?:\s*(?:-?[йя]\s*)?(?:класс\w*|кл\.?))?", re.IGNORECASE)
NUMBER = re.compile(r"\d[\d\s\u00a0]*(?:[.,]\d+)?")
FARTHEST = 100_000


@dataclass(slots=True)
class Row:
    """A row: `told` are values its cells say, by field of the model; `terms` all of it, with what words add."""

    told: dict[str, Any] = field(default_factory=dict)
    terms: Terms | None = None
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)


def read_row(side: Side, cells: Mapping[str, str]) -> Row:
    """Read a row; what no cell says is read out of the words as in quick entry."""
    texts = {name: SPACES.sub(" ", value).strip() for name, value in cells.items()}
    row = Row()
    title, text = texts.get("title", ""), cells.get("text", "").strip()
    words = guess("\n".join(filter(None, (cells.get("title", ""), text))), clock.today())
    if len(title) > TITLE_LENGTH and not text:
        title, text = words.title, cells["title"].strip()
    row.told |= {"title": title, "text": text}
    read_codes(row, texts)
    read_grades(row, texts.get("grades", ""))
    read_amount(row, texts.get("amount", ""))
    read_days(row, texts)
    read_ways(row, texts.get("ways", ""))
    read_radius(row, texts.get("radius_km", ""))
    row.told = {name: value for name, value in row.told.items() if value not in ("", None)}
    row.terms = whole(side, row.told, words)
    return row


def whole(side: Side, told: Mapping[str, Any], words: Guess) -> Terms:
    """Complete what the cells say by what the words say."""
    values: dict[str, Any] = {
        "title": "",
        "kind": words.kind,
        "focus": words.focus,
        "direction": words.direction if told.get("focus", words.focus) in {words.focus, ""} else "",
        "grade_from": words.grade_from,
        "grade_to": words.grade_to,
        "there": side == "need" or words.comes,
        "remote": words.remote,
        "radius_km": words.radius_km,
        "cost": words.cost or "free",
    }
    if "period_from" not in told and "period_to" not in told:
        values |= {"period_from": words.period_from, "period_to": words.period_to}
    if "amount" not in told and "unit" not in told:
        values |= {"amount": words.amount, "unit": words.unit}
    return Terms(**(values | dict(told)))


def read_codes(row: Row, texts: Mapping[str, str]) -> None:
    """Find codes in words; unknown ones are left empty, told and asked about."""
    for name, listed in CODED.items():
        if not (given := texts.get(name, "")):
            continue
        if code := vocabulary.match(listed, given):
            row.told[name] = code
        else:
            row.unknown[name] = given
            row.warnings.append(_("«%(value)s» is in no list; it is left out.") % {"value": given[:80]})


def read_grades(row: Row, given: str) -> None:
    """Read «5», «5–7», «5-7 классы», «дошкольники»."""
    if not given:
        return
    bare = SPAN.fullmatch(given)
    first, last = (int(bare[1]), int(bare[2] or bare[1])) if bare else grades_in(given)
    if first is None or last is None or not 0 <= first <= last <= LAST_GRADE:
        row.faults.append(_("«%(value)s» says no grades: write 5 or 5–7.") % {"value": given[:40]})
    else:
        row.told |= {"grade_from": first, "grade_to": last}


def read_amount(row: Row, given: str) -> None:
    """Read «30», «12,5», «30 детей»; a unit of its own column counts more."""
    if not given:
        return
    found = NUMBER.match(given)
    try:
        row.told["amount"] = Decimal(re.sub(r"\s", "", found[0]).replace(",", ".")) if found else None
    except InvalidOperation:
        found = None
    if found is None:
        row.faults.append(_("«%(value)s» is no amount: write a number.") % {"value": given[:40]})
    elif "unit" not in row.told and (rest := given[found.end() :].strip()):
        row.told["unit"] = amount_in(given)[1] or vocabulary.match("unit", rest)


def read_days(row: Row, texts: Mapping[str, str]) -> None:
    """Read the days of the period."""
    for name in ("period_from", "period_to"):
        if given := texts.get(name, ""):
            if (found := day_in(given)) is None:
                row.faults.append(_("«%(value)s» is no day: write 31.12.2026.") % {"value": given[:40]})
            row.told[name] = found


def day_in(text: str) -> date | None:
    """Read a day as people and table programs write it."""
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def read_ways(row: Row, given: str) -> None:
    """Read where it can be: one or several ways."""
    parts = [part.strip() for part in DIVIDERS.split(given) if part.strip()]
    ways = {WAYS[code] for part in parts if (code := vocabulary.match("reach", part)) in WAYS}
    if ways:
        row.told |= {way: way in ways for way in ("here", "there", "remote")}
    elif given:
        row.unknown["ways"] = given
        row.warnings.append(_("«%(value)s» is in no list; it is left out.") % {"value": given[:80]})


def read_radius(row: Row, given: str) -> None:
    """Read how far one travels."""
    found = NUMBER.match(given)
    if found and (km := float(re.sub(r"\s", "", found[0]).replace(",", "."))) < FARTHEST:
        row.told["radius_km"] = int(km)
    elif given:
        row.faults.append(_("«%(value)s» is no distance: write kilometres.") % {"value": given[:40]})
