"""Codes of organisations by which the state knows them, and keys by which people do; pure.

ИНН and ОГРН carry check digits (orders of the tax service, REG §7); КПП has a shape only.
"""

import re
from dataclasses import dataclass

from stdnum.ru import inn as stdnum_inn
from stdnum.ru import ogrn as stdnum_ogrn

KPP = re.compile(r"\d{4}[0-9A-Z]{2}\d{3}")
TAIL = re.compile(r"(?<=\d)[.,]0+$")
NOT_WORD = re.compile(r"[^0-9a-zа-я]+")
LEADING_INDEX = re.compile(r"^\s*\d{6}\s*,?\s*")
STREET_WORDS = {
    "улица": "ул", "проспект": "пр", "пр-т": "пр", "просп": "пр", "переулок": "пер", "площадь": "пл",
    "набережная": "наб", "шоссе": "ш", "бульвар": "бул", "б-р": "бул", "проезд": "пр", "пр-д": "пр", "дом": "д",
    "корпус": "к", "корп": "к", "кор": "к", "строение": "стр", "город": "г",
    "село": "с", "деревня": "дер", "посёлок": "п", "поселок": "п",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes that hold, and those that do not as (label, value) to be kept as «прочий код»."""

    inn: str = ""
    kpp: str = ""
    ogrn: str = ""
    other: tuple[tuple[str, str], ...] = ()


def digits(text: str) -> str:
    """Drop blanks and a decimal tail that spreadsheets leave behind a number."""
    return TAIL.sub("", re.sub(r"\s+", "", text))


def good_inn(text: str) -> bool:
    """Tell whether both the length and the check digits of an ИНН hold."""
    return stdnum_inn.is_valid(text)


def good_ogrn(text: str) -> bool:
    """Tell whether both the length and the check digit of an ОГРН or ОГРНИП hold."""
    return stdnum_ogrn.is_valid(text)


def good_kpp(text: str) -> bool:
    """Tell whether a КПП has its shape."""
    return KPP.fullmatch(text) is not None


def read_codes(inn: str = "", kpp: str = "", ogrn: str = "") -> Codes:
    """Sort given codes into good ones and others; a bad ИНН is the caller's to refuse."""
    given = {"ИНН": digits(inn), "КПП": digits(kpp).upper(), "ОГРН": digits(ogrn)}
    good = {"ИНН": good_inn, "КПП": good_kpp, "ОГРН": good_ogrn}
    held = {label: value if value and good[label](value) else "" for label, value in given.items()}
    other = tuple((label, value[:80]) for label, value in given.items() if value and not held[label])
    return Codes(held["ИНН"], held["КПП"], held["ОГРН"], other)


def name_key(name: str) -> str:
    """Give the key under which spellings of one name meet: letters and digits only, lower case, ё as е."""
    return NOT_WORD.sub(" ", name.lower().replace("ё", "е")).strip()[:600]


def address_key(address: str) -> str:
    """Give the key under which spellings of one address meet: no index, kinds of streets shortened."""
    plain = LEADING_INDEX.sub("", address.lower().replace("ё", "е")).replace("г.москва", "г. москва")
    words = [STREET_WORDS.get(word, word) for word in re.split(r"[\s,.;:()«»\"]+", plain) if word]
    return NOT_WORD.sub(" ", " ".join(sorted(words))).strip()[:500]
