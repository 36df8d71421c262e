"""Reasons and obstacles in words: one sentence for each part of a score that says something."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from vmeste.gather.exchange.matching import Factor, Match, Part
from vmeste.gather.participants.distance import distance_words
from vmeste.ground.text.numerals import agreeing
from vmeste.ground.ui import formatting
from vmeste.ground.vocabulary import queries as vocabulary
from vmeste.ground.vocabulary import thesaurus

GOOD_MEANING = 0.25
NEARLY_ALL = 0.999


@dataclass(frozen=True, slots=True)
class Sentence:
    """A reason (`good`) or an obstacle."""

    text: str
    good: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A part to be put into words: its value 0…1, what it is made of, whether the reader is the one who needs."""

    value: float
    about: Any
    to_need: bool


def sentences(match: Match, *, asking_is_need: bool) -> list[Sentence]:
    """Give the reasons of a match, then its obstacles, strongest first."""
    told = [
        (part.value * part.weight, SAY[part.name](Told(part.value, part.about, asking_is_need))) for part in match.parts
    ]
    told += [
        (0.0, HOLDS[factor.name](Told(factor.value, factor.about, asking_is_need)))
        for factor in match.factors
        if factor.name in HOLDS
    ]
    said = [(strength, sentence) for strength, sentence in told if sentence is not None]
    good = sorted((pair for pair in said if pair[1].good), key=lambda pair: -pair[0])
    bad = [pair for pair in said if not pair[1].good]
    return [sentence for _, sentence in (*good, *bad)]


def yes(text: str) -> Sentence:
    """Make a reason."""
    return Sentence(text, good=True)


def no(text: str) -> Sentence:
    """Make an obstacle."""
    return Sentence(text, good=False)


def say_meaning(told: Told) -> Sentence:
    """Name the concepts or words both speak of."""
    named = labels((*told.about["concepts"], *told.about["near"])[:3])
    if named and (told.about["concepts"] or told.value >= GOOD_MEANING):
        return yes(gettext("About the same: %(what)s") % {"what": named})
    if told.value >= GOOD_MEANING and told.about["words"]:
        return yes(gettext("The same words: %(words)s") % {"words": ", ".join(told.about["words"])})
    return no(gettext("The descriptions have little in common: ask before you count on it"))


def labels(concepts: Iterable[str]) -> str:
    """Name concepts in the reader's language, small letters first."""
    language = get_language() or "ru"
    return ", ".join(lower_first(thesaurus.label(concept, language)) for concept in concepts)


def lower_first(text: str) -> str:
    """Write a label inside a sentence; abbreviations stay."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def say_kind(told: Told) -> Sentence:
    """Say that it is of another kind than what is asked for."""
    language = get_language() or "ru"
    there, asked = (
        lower_first(vocabulary.label("resource_kind", told.about[name], language))
        for name in (("other", "asking") if told.to_need else ("asking", "other"))
    )
    return no(gettext("Serves in part: it is %(there)s, asked for is %(asked)s") % {"there": there, "asked": asked})


def say_place(told: Told) -> Sentence:
    """Say who travels how far."""
    km, way = told.about["km"], told.about["way"]
    far = distance(km)
    if way == "remote":
        return yes(gettext("Can be done remotely"))
    if way == "same_place":
        return yes(gettext("Quite near: under a kilometre"))
    if km is None:
        return no(gettext("The distance is unknown: one of you has not said where"))
    comes = (way == "they_come") == told.to_need
    if comes:
        return yes(gettext("%(far)s away, they come to you") % {"far": far})
    return yes(gettext("%(far)s away, you go to them") % {"far": far})


def distance(km: float | None) -> str:
    """Write a distance, nothing where it is unknown."""
    return "" if km is None else distance_words(km)


def say_focus(told: Told) -> Sentence:
    """Name the direction or the focus both have, or that it is another one."""
    language = get_language() or "ru"
    label = vocabulary.label("focus", told.about["focus"], language)
    if not told.value:
        return no(gettext("Another focus: %(focus)s") % {"focus": lower_first(label)})
    if told.about.get("direction"):
        direction = vocabulary.label("direction", told.about["direction"], language)
        return yes(gettext("The same direction: %(direction)s") % {"direction": lower_first(direction)})
    return yes(gettext("The same focus: %(focus)s") % {"focus": lower_first(label)})


def say_ages(told: Told) -> Sentence:
    """Compare grades."""
    served, asked = grades(told.about["served"]), grades(told.about["asked"])
    if told.value >= NEARLY_ALL:
        return yes(gettext("For %(grades)s") % {"grades": served})
    if told.to_need:
        return no(gettext("They offer it for %(served)s, you ask for %(asked)s") % {"served": served, "asked": asked})
    return no(gettext("They ask for %(asked)s, you offer it for %(served)s") % {"served": served, "asked": asked})


def grades(span: tuple[int, int]) -> str:
    """Write grades: «5–7 классов», «3 класса», «дошкольников»."""
    first, last = span
    end = f"{formatting.JOINER}{last}"  # no line breaks inside «5–7»
    if last == 0:
        return gettext("preschoolers")
    if first == last:
        return gettext("grade %(grade)s") % {"grade": first}
    if first == 0 and last == 1:
        return gettext("preschoolers and grade 1")
    if first == 0:
        return gettext("preschoolers and grades up to %(last)s") % {"last": end}
    return gettext("grades %(first)s–%(last)s") % {"first": first, "last": end}


def say_period(told: Told) -> Sentence:
    """Name the days both have."""
    when = span(*told.about["common"])
    if told.about["whole"]:
        return yes(gettext("The days suit: %(when)s") % {"when": when} if when else gettext("The days suit"))
    return no(gettext("The days agree only in part: %(when)s") % {"when": when})


def span(first: date | None, last: date | None) -> str:
    """Write a span of days; nothing when neither end is known."""
    return formatting.day_range(first, last) if first or last else ""


def say_amount(told: Told) -> Sentence:
    """Compare amounts."""
    there, asked = (
        quantity(told.about[amount], lower_first(vocabulary.label("unit", told.about[unit], get_language() or "ru")))
        for amount, unit in (("there", "unit_there"), ("asked", "unit"))
    )
    if told.value >= NEARLY_ALL:
        return yes(gettext("Enough: %(there)s") % {"there": there})
    return no(gettext("There is %(there)s, %(asked)s are asked for") % {"there": there, "asked": asked})


def quantity(amount: Decimal, unit: str) -> str:
    """Write an amount with its unit, which is told as after «many»: «25 детей», «72 часа»."""
    words = agreeing(unit, amount) if formatting.locale().language == "ru" else unit
    return f"{formatting.number(amount)} {words}".strip()


def say_cost(told: Told) -> Sentence | None:
    """Name terms that differ; that something is free goes without saying twice."""
    if told.value >= NEARLY_ALL:
        return None
    label = vocabulary.label("cost_terms", told.about["cost"], get_language() or "ru")
    return no(gettext("Terms: %(cost)s") % {"cost": lower_first(label)})


def say_complement(told: Told) -> Sentence | None:
    """Name the other department."""
    if not told.about["department"]:
        return None
    label = vocabulary.label("department", told.about["department"], get_language() or "ru")
    return yes(gettext("Another department: %(department)s") % {"department": lower_first(label)})


def say_joint_work(told: Told) -> Sentence:
    """Remind of joint work."""
    count = told.about["count"]
    if count == 1:
        return yes(gettext("You have worked together"))
    return yes(
        ngettext("You have worked together %(count)s time", "You have worked together %(count)s times", count)
        % {"count": count}
    )


def say_reciprocity(told: Told) -> Sentence | None:
    """Remind of help received."""
    return (
        yes(gettext("They have helped you before")) if told.to_need else yes(gettext("They were helped by you before"))
    )


SAY: dict[str, Callable[[Told], Sentence | None]] = {
    "meaning": say_meaning,
    "place": say_place,
    "focus": say_focus,
    "ages": say_ages,
    "period": say_period,
    "amount": say_amount,
    "cost": say_cost,
    "complement": say_complement,
    "joint_work": say_joint_work,
    "reciprocity": say_reciprocity,
}

HOLDS: dict[str, Callable[[Told], Sentence | None]] = {"kind": say_kind}
"""Factors that are told in words; that the topic is another one is told by the part of meaning."""


def part_label(part: Part | Factor) -> str:
    """Name a part of the score or what holds it back, for the reckoning."""
    names = {
        "topic": gettext("Held back: the topic agrees in part only"),
        "kind": gettext("Held back: another kind of resource"),
        "meaning": gettext("Meaning of the text"),
        "place": gettext("Place"),
        "focus": gettext("Focus"),
        "ages": gettext("Ages"),
        "period": gettext("Period"),
        "amount": gettext("Amount"),
        "cost": gettext("Terms"),
        "complement": gettext("Other kind of organisation"),
        "joint_work": gettext("Earlier joint work"),
        "reciprocity": gettext("Help in return"),
    }
    return names[part.name]
