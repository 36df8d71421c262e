"""Codes of organisations as table programs leave them: without zeros in front, as 7,7E+09, two in one cell; pure.

A zero is put back only where the code then holds, and it is always said: an ИНН of 9 or 11 digits by its check digits,
a КПП of 8 digits by its shape.
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from vmeste.gather.participants.identifiers import digits, good_inn, good_kpp

LABEL = re.compile(r"^\W*(?:инн|кпп|огрн(?:ип)?|inn|kpp)\b\W*|^'", re.IGNORECASE)
TOGETHER = re.compile(r"(\d{9,12})\s*(?:[/\\|,;]|\s)\s*(?:кпп\W*)?(\d{4}[0-9A-Z]{2}\d{3}|\d{8})", re.IGNORECASE)
EXPONENT = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,2}", re.IGNORECASE)
CODES = ("inn", "kpp", "ogrn")
LACKING = {"inn": (9, 11), "kpp": (8,)}  # digits that are left when one zero is lost
HOLDS = {"inn": good_inn, "kpp": good_kpp}


def mended(values: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Give a row with its codes as they were meant, and what was put back."""
    row, notes = dict(values), []
    for name in CODES:
        if row.get(name):
            row[name] = bare(row[name])
    if both := TOGETHER.fullmatch(row.get("inn", "")):
        row["inn"], row["kpp"] = both[1], row.get("kpp") or both[2]
    for name, label in (("inn", _("ИНН")), ("kpp", _("КПП"))):
        given = digits(row.get(name, ""))
        if (whole := with_zero(name, given)) != given:
            row[name] = whole
            words = _("%(label)s %(given)s: a table program dropped the zero in front, read as %(whole)s.")
            notes.append(words % {"label": label, "given": given, "whole": whole})
    return row, notes


def bare(text: str) -> str:
    """Drop the word before a code and a mark of text; write out 7,701234567E9 where all its digits are there."""
    code = LABEL.sub("", text.strip()).strip()
    if not is_shortened(code):
        return code
    try:
        number = Decimal(code.replace(",", "."))
    except InvalidOperation:
        return code
    known = len(number.as_tuple().digits)
    return f"{number:f}" if number == number.to_integral_value() and known == number.adjusted() + 1 else code


def is_shortened(text: str) -> bool:
    """Tell whether a number is written with an exponent, as table programs show long ones."""
    return EXPONENT.fullmatch(text.strip()) is not None


def with_zero(name: str, given: str) -> str:
    """Put the zero back that a code has lost, if it then holds; else give it as it is."""
    whole = f"0{given}"
    lacks = given.isascii() and given.isdigit() and len(given) in LACKING[name]
    return whole if lacks and HOLDS[name](whole) else given
