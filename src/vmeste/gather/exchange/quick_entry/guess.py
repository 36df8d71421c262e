"""What the plain words of a need or an offer say by themselves: kind, focus, ages, days, amount, terms."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from vmeste.gather.exchange.fitting import things
from vmeste.gather.exchange.quick_entry.days import days_in
from vmeste.gather.exchange.quick_entry.numbers import amount_in, grades_in, radius_in
from vmeste.gather.exchange.terms import TEXT_LENGTH, TITLE_LENGTH, focus_of
from vmeste.ground.text import lemmas
from vmeste.ground.vocabulary import queries as vocabulary
from vmeste.ground.vocabulary import thesaurus

BEGINNING = 40
LONG_TITLE = 70
SHORT_TITLE = 25
SENTENCE_END = re.compile(r"(?<=[^\W\d]{3}[.!?])\s|\n")
COMES = re.compile(r"при(?:е|ё)(?:д|зж|хат)|привоз|привез|выезд|выезжа|\bу вас\b|на ваш\w+ площад", re.IGNORECASE)
GOES = re.compile(
    r"(?<![а-яё])(?:сходить|съездить|поехать|пойти|приехать к вам|прийти к вам|к вам|посетить|побывать|экскурси)",
    re.IGNORECASE,
)
REMOTE = re.compile(r"онлайн|он-лайн|дистанц|удал(?:е|ё)нно|вебинар|видеосвяз", re.IGNORECASE)
LOOKED_FOR = re.compile(
    r"(?<![а-яё])(?:ищем|ищу|найти|пригласить|пригласим|приглашаем|нужен|нужна|нужны|требуется)\s+((?:\w+\s+){0,2}\w+)",
    re.IGNORECASE,
)
NO_STAFF = frozenset(("ребенок", "дитя", "школьник", "ученик", "участник", "партнер", "друг", "зритель", "гость"))
VISIT = re.compile(
    r"\b(?:в|на)\s+(?:\w+\s+)?(?:музе[йи]|театр|выставк|завод|концерт|планетари|зоопарк|обсерватори|спектакл)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Guess:
    """What plain words say; empty where they do not. `text` is what the title leaves unsaid."""

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
    radius_km: int | None = None
    cost: str = ""
    comes: bool = False
    goes: bool = False
    remote: bool = False


def guess(text: str, today: date) -> Guess:
    """Read out of plain words what can be read; any text is allowed. Days lie after `today`."""
    read = text[:TEXT_LENGTH]
    concepts = concepts_in_order(read)
    grade_from, grade_to = grades_in(read)
    amount, unit = amount_in(read, frozenset(things()))
    period_from, period_to = days_in(read, today)
    title = title_of(text)
    focus = root_of(concepts, "focus")
    direction = direction_in(read, focus)
    return Guess(
        title=title,
        text="" if text.strip(" .\n").lower() == title.strip(" .").lower() else text.strip(),
        kind=kind_in(read, concepts),
        focus=focus or focus_of(direction),
        direction=direction,
        grade_from=grade_from,
        grade_to=grade_to,
        amount=amount,
        unit=unit,
        period_from=period_from,
        period_to=period_to,
        radius_km=radius_in(read),
        cost=vocabulary.match("cost_terms", read) or "",
        comes=COMES.search(read) is not None,
        goes=GOES.search(read) is not None,
        remote=REMOTE.search(read) is not None,
    )


def kind_in(text: str, concepts: list[str]) -> str:
    """Find the kind of resource: a person who is looked for, what most words speak of, a visit, a thing."""
    if looks_for_a_person(text):
        return "staff"
    is_visit = VISIT.search(text) or GOES.search(text)
    return root_of(concepts, "resource_kind") or ("event" if is_visit else "") or kind_of_thing(text)


def looks_for_a_person(text: str) -> bool:
    """Tell whether the first noun after «ищем», «нужен» is a person: «ищем химика», but not «нужен принтер»."""
    for found in LOOKED_FOR.finditer(text):
        for word in found.group(1).split():
            noun = next((parse for parse in lemmas.parses(lemmas.plain(word)) if parse.tag.POS == "NOUN"), None)
            if noun is not None:
                if noun.tag.animacy == "anim" and not NO_STAFF & set(lemmas.forms(lemmas.plain(word))):
                    return True
                break
    return False


def kind_of_thing(text: str) -> str:
    """Give the kind of the first thing that is named: «микроскопы» are equipment."""
    known = things()
    return next((known[form] for word in lemmas.lemmas(text) for form in word if form in known), "")


def direction_in(text: str, focus: str) -> str:
    """Find a direction named in a text; one of another focus than the words speak of is none."""
    found = vocabulary.match("direction", text) or ""
    return found if not focus or focus_of(found) == focus else ""


def concepts_in_order(text: str) -> list[str]:
    """Give the concepts of a text, those named first in front: of two that say as much the first counts."""
    words = lemmas.lemmas(text)
    known = thesaurus.concepts_of(words)
    met: dict[str, None] = {}
    for end in range(1, min(len(words), BEGINNING) + 1):
        met |= dict.fromkeys(sorted(thesaurus.concepts_of(words[:end]) & known))
    return list(met | dict.fromkeys(sorted(known)))


def root_of(concepts: list[str], among: str) -> str:
    """Give the term of a vocabulary under which most concepts stand, the first met of several."""
    roots = Counter(map(thesaurus.thesaurus().root, concepts))
    codes = {term.code for term in vocabulary.terms(among)}
    found = Counter({root: count for root, count in roots.items() if root in codes})
    return found.most_common(1)[0][0] if found else ""


def title_of(text: str) -> str:
    """Take the first sentence as the title, a long one up to a colon or comma; «ул.» and «им.» end no sentence."""
    first = SENTENCE_END.split(text.strip(), maxsplit=1)[0].strip(" .")
    first = first[:1].upper() + first[1:]
    if len(first) > LONG_TITLE:
        colon, comma = first.find(": ", SHORT_TITLE, LONG_TITLE), first.rfind(", ", SHORT_TITLE, LONG_TITLE)
        first = first[: max(colon, 0) or max(comma, 0) or None]
    if len(first) <= TITLE_LENGTH:
        return first
    return first[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"
