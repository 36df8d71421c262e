"""Numbers read out of plain Russian words: for which grades, how much of what, how far; pure but for vocabularies."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from vmeste.gather.exchange.terms import LAST_GRADE
from vmeste.ground.text.lemmas import forms, parses, plain
from vmeste.ground.vocabulary import queries as vocabulary

PRESCHOOL_AGE = 6
OLDEST = 18
LETTER = r"(?:\s?[«\"]?[а-г][»\"]?(?![а-яё]))?"
GRADES = re.compile(
    rf"(?<!\d)(\d{{1,2}}){LETTER}(?:\s*,\s*\d{{1,2}}{LETTER})*?(?:\s*(?:-|–|—|и|до|по|,|\.\.)\s*(\d{{1,2}}){LETTER})?"
    r"\s*(?:-?(?:й|го|х|ых|ый|е))?\s*(?:класс|кл\b)",
    re.IGNORECASE,
)
GRADES_AFTER = re.compile(r"(?<!-)класс(?:ы|ов|ам)\s+(\d{1,2})\s*(?:-|–|—|и|до|по)\s*(\d{1,2})(?!\d)", re.IGNORECASE)
ONE_GRADE = re.compile(r"(?<![\d№])(?<!№ )(\d{1,2})(?:\s*[«\"][а-гА-Г][»\"]|\s?[А-Г]|[а-г])(?=[\s,.:;)]|$)")
ORDINALS = ("перв", "втор", "трет", "четв", "пят", "шест", "седьм|семи", "восьм", "девят", "десят", "одиннадцат")
ORDINAL = rf"({'|'.join(ORDINALS)})[а-яё]{{0,5}}"
GRADE_IN_WORDS = re.compile(
    rf"\b{ORDINAL}(?:(?:\s*,|\s+(?:и|по|до|или))\s+{ORDINAL})?\s+класс(?!н)|\b{ORDINAL}классни", re.IGNORECASE
)
PRESCHOOL = re.compile(r"дошкол|детск\w+ сад", re.IGNORECASE)
AGES = re.compile(r"(?<![\d.,])(\d{1,2})\s*(?:-|–|—|до)\s*(\d{1,2})\s+(?:лет|года)(?![а-яё])", re.IGNORECASE)
FROM_AGE = re.compile(r"(?<![а-яё])(?:с|от)\s+(\d{1,2})\s+лет(?![а-яё])", re.IGNORECASE)
RADIUS = re.compile(r"(?<![а-яё])(?:до|в пределах|не дальше|не далее)\s+(\d{1,4})\s*(?:км|километр)", re.IGNORECASE)
GROUPS = re.compile(r"(?<![\d.,])(\d{1,2})\s+(?:групп|класс|смен|команд|автобус|заезд)\w*\s+по\s+(?=\d)", re.IGNORECASE)
NUMBER = re.compile(r"(?<![\d.,№–-])(?<!№ )(\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,6})(?![\d–-]|[.,]\d)")
FOLLOWING = re.compile(r"(?:\s*(?:[^\W\d_]+2?)\.?(?![^\W_])){0,4}")
WORD = re.compile(r"[^\W\d_]+2?")
THOUSANDS = frozenset(("тыс", "тысяч", "тысячи", "тысяча"))
LONGEST_UNIT = 3  # words
FIRST_UNITS = ("children", "people", "hours", "lessons", "places", "sets")
"""Of several amounts the one in the unit named here first counts; the others in the order of the text."""
LARGEST = 10_000
LARGEST_SUM = 1_000_000_000
MONEY = "roubles"
Unit = tuple[str, tuple[frozenset[str], ...]]


def grades_in(text: str) -> tuple[int | None, int | None]:
    """Find «5–7 классы», «3 класса», «пятых классов», «5а и 6б», «10–12 лет»; several spans become one."""
    found: list[int] = []
    for first, last in (*GRADES.findall(text), *GRADES_AFTER.findall(text)):
        found += [int(first), int(last or first)]
    found += [grade_named(word) for words in GRADE_IN_WORDS.findall(text) for word in words if word]
    if not found:
        found = [int(one) for one in ONE_GRADE.findall(text)] or grades_of_ages(text)
    if PRESCHOOL.search(text):
        found.append(0)
    known = [grade for grade in found if 0 <= grade <= LAST_GRADE]
    return (min(known), max(known)) if known else (None, None)


def grade_named(word: str) -> int:
    """Give the number of a grade by the stem of its name."""
    return next(grade for grade, stem in enumerate(ORDINALS, 1) if re.fullmatch(stem, word.lower()))


def grades_of_ages(text: str) -> list[int]:
    """Give the grades of children of «10–12 лет», «с 14 лет»: who is seven is in the first."""
    if ages := AGES.search(text):
        first, last = int(ages.group(1)), int(ages.group(2))
    elif from_age := FROM_AGE.search(text):
        first, last = int(from_age.group(1)), OLDEST
    else:
        return []
    if not first <= last <= OLDEST:
        return []
    return [min(max(age - PRESCHOOL_AGE, 0), LAST_GRADE) for age in (first, last)]


def radius_in(text: str) -> int | None:
    """Find «до 15 км»: how far somebody travels, in kilometres."""
    found = RADIUS.search(text)
    return int(found.group(1)) if found else None


def amount_in(text: str, things: frozenset[str] = frozenset()) -> tuple[Decimal | None, str]:
    """Find «25 детей», «16 часов», «60 кв. м», «50 тыс. рублей» by the units of the vocabulary.

    `things` are lemmas of what is counted in pieces: «10 ноутбуков».
    """
    return min(amounts_in(text, things), key=lambda amount: rank_of(amount[1]), default=(None, ""))


def rank_of(unit: str) -> int:
    """Give the place of a unit among those that count first."""
    return FIRST_UNITS.index(unit) if unit in FIRST_UNITS else len(FIRST_UNITS)


def amounts_in(text: str, things: frozenset[str]) -> Iterator[tuple[Decimal, str]]:
    """Give each number that is followed by a unit, perhaps after an adjective."""
    named = [span for pattern in (GRADES, GRADES_AFTER) for span in (found.span() for found in pattern.finditer(text))]
    for number in NUMBER.finditer(text):
        if any(first <= number.start() < last for first, last in named):
            continue
        words = WORD.findall(FOLLOWING.match(text, number.end()).group())  # type: ignore[union-attr]
        value = Decimal(re.sub(r"\D", "", number.group(1)))
        if words and words[0].lower() in THOUSANDS:
            value, words = value * 1000, words[1:]
        unit = unit_of(words, things) or (unit_of(words[1:], things) if words and is_adjective(words[0]) else "")
        if unit and 0 < value < (LARGEST_SUM if unit == MONEY else LARGEST):
            yield value * groups_before(text[: number.start()]), unit


def groups_before(text: str) -> int:
    """Give how many times an amount counts: «2 группы по 15 человек» are 30."""
    found = [one for one in GROUPS.finditer(text + "0") if one.end() == len(text)]
    return int(found[-1].group(1)) if found else 1


def is_adjective(word: str) -> bool:
    """Tell whether a word says of what sort the next one is: «академических», «новых»."""
    return any(parse.tag.POS in {"ADJF", "PRTF"} for parse in parses(plain(word)))


def unit_of(words: Sequence[str], things: frozenset[str]) -> str:
    """Give the unit with which some words begin, the longest spelling first; things are counted in pieces."""
    said = [frozenset(forms(plain(word))) for word in words[:LONGEST_UNIT]]
    for code, spelling in units():
        if len(said) >= len(spelling) and all(one & other for one, other in zip(spelling, said, strict=False)):
            return code
    return "pieces" if said and said[0] & things else ""


def units() -> tuple[Unit, ...]:
    """Give the units of today with the lemmas of each spelling."""
    return spellings(tuple((term.code, term.aliases) for term in vocabulary.terms("unit")))


@lru_cache(maxsize=4)
def spellings(terms: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Unit, ...]:
    """Read spellings as lemmas, long ones first."""
    read = [
        (code, tuple(frozenset(forms(plain(word))) for word in alias.split()))
        for code, aliases in terms
        for alias in aliases
    ]
    return tuple(sorted(read, key=lambda unit: -len(unit[1])))
