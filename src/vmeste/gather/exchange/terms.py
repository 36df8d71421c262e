"""What is written of a need or an offer: its values, their checks, and what can be read out of plain words; no ORM.

Quick entry asks for the words only; kind, focus, grades, days and amount are proposed from them and can be corrected.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from vmeste.gather.exchange.days import days_in
from vmeste.gather.exchange.fitting import common_words
from vmeste.gather.exchange.models import Visibility
from vmeste.ground.text import lemmas
from vmeste.ground.vocabulary import queries as vocabulary
from vmeste.ground.vocabulary import thesaurus

TITLE_LENGTH = 160
TEXT_LENGTH = 4000
BEGINNING = 40
LAST_GRADE = 11
FARTHEST_KM = 5000
AMOUNT_LIMIT = Decimal(10) ** 10
GRADES = re.compile(
    r"(?<!\d)(\d{1,2})(?:\s*,\s*\d{1,2})*(?:\s*(?:-|–|—|и|до|по|,|\.\.)\s*(\d{1,2}))?\s*(?:-?(?:й|го|х|ых|ый|е))?\s*(?:класс|кл\b)",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<=[^\W\d]{3}[.!?])\s|\n")
GRADES_AFTER = re.compile(r"(?<!-)класс(?:ы|ов|ам)\s+(\d{1,2})\s*(?:-|–|—|и|до|по)\s*(\d{1,2})(?!\d)", re.IGNORECASE)
ONE_GRADE = re.compile(r"(?<![\d№])(?<!№ )(\d{1,2})(?:\s*[«\"][а-гА-Г][»\"]|\s?[А-Г]|[а-г])(?=[\s,.:;)]|$)")
ORDINALS = ("перв", "втор", "трет", "четв", "пят", "шест", "седьм|семи", "восьм", "девят", "десят", "одиннадцат")
ORDINAL = rf"({'|'.join(ORDINALS)})[а-яё]{{0,5}}"
GRADE_IN_WORDS = re.compile(
    rf"\b{ORDINAL}(?:(?:\s*,|\s+(?:и|по|до|или))\s+{ORDINAL})?\s+класс(?!н)|\b{ORDINAL}классни", re.IGNORECASE
)
COMES = re.compile(r"при(?:е|ё)(?:д|зж|хат)|привоз|привез|выезд|\bу вас\b|на ваш\w+ площад", re.IGNORECASE)
REMOTE = re.compile(r"онлайн|он-лайн|дистанц|удал(?:е|ё)нно|вебинар|видеосвяз", re.IGNORECASE)
PRESCHOOL = re.compile(r"дошкол|детск\w+ сад", re.IGNORECASE)
AMOUNTS = (
    ("children", re.compile(r"(?<!\d)(\d{1,4})\s*(?:дет|ребят|ребён|ребен|школьник|учени|учащ)", re.IGNORECASE)),
    ("people", re.compile(r"(?<!\d)(\d{1,4})\s*человек", re.IGNORECASE)),
    ("hours", re.compile(r"(?<!\d)(\d{1,4})\s*(?:академическ\w+\s*)?час", re.IGNORECASE)),
    ("lessons", re.compile(r"(?<!\d)(\d{1,3})\s*заняти", re.IGNORECASE)),
    ("places", re.compile(r"(?<!\d)(\d{1,4})\s*мест(?:а|о)?\b", re.IGNORECASE)),
    ("sets", re.compile(r"(?<!\d)(\d{1,3})\s*(?:набор|комплект)", re.IGNORECASE)),
)  # fmt: skip
TURNS = (
    (
        "event",
        re.compile(
            r"\b(?:в|на)\s+(?:музе[йи]|театр|выставк|завод|концерт|планетари|зоопарк|обсерватори|спектакл)",
            re.IGNORECASE,
        ),
    ),
    (
        "staff",
        re.compile(
            r"\b(?:ищем|ищу|найти|пригласить|пригласим)\s+(?:\w+\s+)?\w+(?:ика|лога|иста|теля|гога|веда|графа|тренера|мастера)\b"
            r"|\bнужен\s+(?:\w+\s+)?\w+(?:ик|лог|ист|тель|гог|вед|граф|тренер|мастер)\b",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything that is written of a need or an offer; see `models.Posting` for units."""

    title: str
    text: str = ""
    kind: str = ""
    focus: str = ""
    direction: str = ""
    grade_from: int | None = None
    grade_to: int | None = None
    amount: Decimal | None = None
    unit: str = ""
    period_from: date | None = None
    period_to: date | None = None
    here: bool = True
    there: bool = False
    remote: bool = False
    radius_km: int | None = None
    cost: str = "free"
    visibility: Visibility = Visibility.PUBLIC
    network_id: int | None = None


@dataclass(frozen=True, slots=True)
class Guess:
    """What plain words say by themselves; empty where they do not. `text` is what the title leaves unsaid."""

    title: str = ""
    text: str = ""
    kind: str = ""
    focus: str = ""
    direction: str = ""
    grade_from: int | None = None
    grade_to: int | None = None
    amount: Decimal | None = None
    unit: str = ""
    period_from: date | None = None
    period_to: date | None = None
    comes: bool = False
    remote: bool = False


def faults_of(terms: Terms, networks: frozenset[int]) -> dict[str, str]:
    """Give field → text for everything that cannot be; `networks` are those the organisation is a member of."""
    faults: dict[str, str] = {}
    if not terms.title.strip():
        faults["title"] = _("Say in a few words what it is.")
    if len(terms.title) > TITLE_LENGTH:
        faults["title"] = _("Shorter, please: at most %(count)s characters.") % {"count": TITLE_LENGTH}
    if len(terms.text) > TEXT_LENGTH:
        faults["text"] = _("Shorter, please: at most %(count)s characters.") % {"count": TEXT_LENGTH}
    faults |= unknown_codes(terms) | wrong_spans(terms)
    if not (terms.here or terms.there or terms.remote):
        faults["here"] = _("Choose at least one way to meet.")
    if terms.visibility == Visibility.NETWORK and terms.network_id not in networks:
        faults["network_id"] = _("Choose a network your organisation is a member of.")
    return faults


def unknown_codes(terms: Terms) -> dict[str, str]:
    """Refuse codes that no vocabulary has."""
    asked = {"kind": "resource_kind", "focus": "focus", "direction": "direction", "unit": "unit", "cost": "cost_terms"}
    faults = {
        field: _("Choose from the list.")
        for field, name in asked.items()
        if getattr(terms, field) and vocabulary.find(name, getattr(terms, field)) is None
    }
    if terms.focus and terms.direction and focus_of(terms.direction) not in {"", terms.focus}:
        faults.setdefault("direction", _("This direction belongs to another focus."))
    if not terms.kind:
        faults["kind"] = _("This cannot be told from the words: choose from the list.")
    return faults


def wrong_spans(terms: Terms) -> dict[str, str]:
    """Refuse spans whose end comes before their beginning, and amounts of nothing."""
    faults: dict[str, str] = {}
    first, last = terms.grade_from, terms.grade_to
    if (first is None) != (last is None) or (
        first is not None and last is not None and not 0 <= first <= last <= LAST_GRADE
    ):
        faults["grade_to"] = _("The grades go from 0 (preschool) to 11, the smaller one first.")
    if terms.period_from and terms.period_to and terms.period_from > terms.period_to:
        faults["period_to"] = _("The end comes before the beginning.")
    if terms.amount is not None:
        faults |= wrong_amount(terms.amount)
    if terms.radius_km is not None and not 0 <= terms.radius_km <= FARTHEST_KM:
        faults["radius_km"] = _("From 0 to %(km)s km.") % {"km": FARTHEST_KM}
    return faults


def wrong_amount(amount: Decimal) -> dict[str, str]:
    """Refuse amounts of nothing, and those no column can keep."""
    if amount.is_nan() or amount <= 0:
        return {"amount": _("The amount must be more than nothing.")}
    return {"amount": _("The amount is too large.")} if amount >= AMOUNT_LIMIT else {}


def words_of(terms: Terms) -> tuple[str, str]:
    """Give lemmas and concepts of the texts as matching keeps them, space separated."""
    text = f"{terms.title}\n{terms.text}"
    concepts = thesaurus.concepts_of(lemmas.lemmas(text))
    telling = {lemma for lemma in lemmas.bag(text) - common_words() if not lemma[0].isdigit()}
    return " ".join(sorted(telling)), " ".join(sorted(concepts))


def guess(text: str, today: date) -> Guess:
    """Read out of plain words what can be read; pure, any text is allowed. Days lie after `today`."""
    roots = Counter(map(thesaurus.thesaurus().root, concepts_in_order(text[:TEXT_LENGTH])))
    grade_from, grade_to = grades_in(text)
    amount, unit = amount_in(text)
    period_from, period_to = days_in(text[:TEXT_LENGTH], today)
    title = title_of(text)
    focus = most(roots, {term.code for term in vocabulary.terms("focus")})
    direction = direction_in(text, focus)
    return Guess(
        title=title,
        text="" if text.strip(" .\n").lower() == title.strip(" .").lower() else text.strip(),
        kind=most(roots, {term.code for term in vocabulary.terms("resource_kind")}) or kind_by_turn(text),
        focus=focus or focus_of(direction),
        direction=direction,
        grade_from=grade_from,
        grade_to=grade_to,
        amount=amount,
        unit=unit,
        period_from=period_from,
        period_to=period_to,
        comes=COMES.search(text) is not None,
        remote=REMOTE.search(text) is not None,
    )


def direction_in(text: str, focus: str) -> str:
    """Find a direction named in a text; one of another focus than the words speak of is none."""
    found = vocabulary.match("direction", text[:TEXT_LENGTH]) or ""
    return found if not focus or focus_of(found) == focus else ""


def focus_of(direction: str) -> str:
    """Give the focus a direction belongs to."""
    term = vocabulary.find("direction", direction)
    return term.parent if term else ""


def concepts_in_order(text: str) -> list[str]:
    """Give the concepts of a text, those named first in front: of two that say as much the first counts."""
    words = lemmas.lemmas(text)
    known = thesaurus.concepts_of(words)
    met: dict[str, None] = {}
    for end in range(1, min(len(words), BEGINNING) + 1):
        met |= dict.fromkeys(sorted(thesaurus.concepts_of(words[:end]) & known))
    return list(met | dict.fromkeys(sorted(known)))


def most(roots: Counter[str], among: set[str]) -> str:
    """Give the root most concepts belong to, the first met of several."""
    found = Counter({root: count for root, count in roots.items() if root in among})
    return found.most_common(1)[0][0] if found else ""


def kind_by_turn(text: str) -> str:
    """Read the kind out of how it is said where no word names it: «ищем химика», «хотим в музей»."""
    return next((kind for kind, pattern in TURNS if pattern.search(text)), "")


def title_of(text: str) -> str:
    """Take the first sentence as the title, cut at a word; a point after «ул» or «им» ends no sentence."""
    first = SENTENCE_END.split(text.strip(), maxsplit=1)[0].strip(" .")
    first = first[:1].upper() + first[1:]
    if len(first) <= TITLE_LENGTH:
        return first
    return first[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def grades_in(text: str) -> tuple[int | None, int | None]:
    """Find «5–7 классы», «3 класса», «пятых классов», «шестиклассникам», «5а и 6б»; several spans become one."""
    found: list[int] = []
    for first, last in (*GRADES.findall(text), *GRADES_AFTER.findall(text)):
        found += [int(first), int(last or first)]
    found += [grade_named(word) for words in GRADE_IN_WORDS.findall(text) for word in words if word]
    if not found:
        found = [int(one) for one in ONE_GRADE.findall(text)]
    if PRESCHOOL.search(text):
        found.append(0)
    known = [grade for grade in found if 0 <= grade <= LAST_GRADE]
    return (min(known), max(known)) if known else (None, None)


def grade_named(word: str) -> int:
    """Give the number of a grade by the stem of its name."""
    return next(grade for grade, stem in enumerate(ORDINALS, 1) if re.fullmatch(stem, word.lower()))


def amount_in(text: str) -> tuple[Decimal | None, str]:
    """Find «25 детей», «16 часов», «10 наборов»: the first unit in order of telling."""
    for unit, pattern in AMOUNTS:
        if (found := pattern.search(text)) and int(found.group(1)):
            return Decimal(found.group(1)), unit
    return None, ""
