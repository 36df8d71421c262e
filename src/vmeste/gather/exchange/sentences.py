"""Reasons and obstacles in words: one sentence for each part of a score that says something."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

from vmeste.gather.exchange.matching import Match, Part
from vmeste.ground.vocabulary import queries as vocabulary
from vmeste.ground.vocabulary import thesaurus

GOOD_MEANING = 0.25
NEARLY_ALL = 0.999


@dataclass(frozen=True, slots=True)
class Sentence:
    """A reason (`good`) or an obstacle."""

    text: str
    good: bool


def sentences(match: Match, *, asking_is_need: bool) -> list[Sentence]:
    """Give the reasons of a match, then its obstacles, strongest first."""
    told = [(part.value * part.weight, SAY[part.name](part.value, part.about, asking_is_need)) for part in match.parts]
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


def say_meaning(value: float, about: Any, asking_is_need: bool) -> Sentence:
    """Name the concepts or words both speak of."""
    named = labels((*about["concepts"], *about["near"])[:3])
    if named and (about["concepts"] or value >= GOOD_MEANING):
        return yes(gettext("About the same: %(what)s") % {"what": named})
    if value >= GOOD_MEANING and about["words"]:
        return yes(gettext("The same words: %(words)s") % {"words": ", ".join(about["words"])})
    return no(gettext("The descriptions have little in common: ask before you count on it"))


def labels(concepts: Iterable[str]) -> str:
    """Name concepts in the reader's language, small letters first."""
    language = get_language() or "ru"
    return ", ".join(lower_first(thesaurus.label(concept, language)) for concept in concepts)


def lower_first(text: str) -> str:
    """Write a label inside a sentence; abbreviations stay."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def say_place(value: float, about: Any, asking_is_need: bool) -> Sentence:
    """Say who travels how far."""
    km, way = about["km"], about["way"]
    far = distance(km)
    if way == "remote":
        return yes(gettext("Can be done remotely"))
    if way == "same_place":
        return yes(gettext("Quite near: under a kilometre"))
    if km is None:
        return no(gettext("The distance is unknown: one of you has not said where"))
    comes = (way == "they_come") == asking_is_need
    if comes:
        return yes(gettext("%(far)s away, they come to you") % {"far": far})
    return yes(gettext("%(far)s away, you go to them") % {"far": far})


def distance(km: float | None) -> str:
    """Write a distance: whole kilometres, metres below one."""
    if km is None:
        return ""
    if km < 1:
        return gettext("%(metres)s m") % {"metres": max(100, round(km * 10) * 100)}
    return gettext("%(km)s km") % {"km": f"{round(km):,}".replace(",", "\u202f")}


def say_focus(value: float, about: Any, asking_is_need: bool) -> Sentence | None:
    """Name the focus both have."""
    if not value:
        return None
    label = vocabulary.label("focus", about["focus"], get_language() or "ru")
    return yes(gettext("The same focus: %(focus)s") % {"focus": lower_first(label)})


def say_ages(value: float, about: Any, asking_is_need: bool) -> Sentence:
    """Compare grades."""
    served, asked = grades(about["served"]), grades(about["asked"])
    if value >= NEARLY_ALL:
        return yes(gettext("For %(grades)s") % {"grades": served})
    if asking_is_need:
        return no(gettext("They offer it for %(served)s, you ask for %(asked)s") % {"served": served, "asked": asked})
    return no(gettext("They ask for %(asked)s, you offer it for %(served)s") % {"served": served, "asked": asked})


def grades(span: tuple[int, int]) -> str:
    """Write grades: «5–7 классов», «3 класса», «дошкольников»."""
    first, last = span
    if last == 0:
        return gettext("preschoolers")
    if first == last:
        return gettext("grade %(grade)s") % {"grade": first}
    if first == 0:
        return gettext("preschoolers and grades up to %(last)s") % {"last": last}
    return gettext("grades %(first)s–%(last)s") % {"first": first, "last": last}


def say_period(value: float, about: Any, asking_is_need: bool) -> Sentence:
    """Name the days both have."""
    when = days(*about["common"])
    if about["whole"]:
        return yes(gettext("Free in your days: %(when)s") % {"when": when} if when else gettext("The days suit"))
    return no(gettext("The days agree only in part: %(when)s") % {"when": when})


def days(first: date | None, last: date | None) -> str:
    """Write a span of days."""
    if first and last:
        return gettext("%(first)s – %(last)s") % {"first": day(first), "last": day(last)}
    if first:
        return gettext("from %(first)s") % {"first": day(first)}
    return gettext("until %(last)s") % {"last": day(last)} if last else ""


def day(on: date) -> str:
    """Write a day without its year."""
    return date_format(on, "j E" if get_language() == "ru" else "j F")


def say_amount(value: float, about: Any, asking_is_need: bool) -> Sentence:
    """Compare amounts."""
    unit = lower_first(vocabulary.label("unit", about["unit"], get_language() or "ru"))
    there, asked = quantity(about["there"], unit), quantity(about["asked"], unit)
    if value >= NEARLY_ALL:
        return yes(gettext("Enough: %(there)s") % {"there": there})
    return no(gettext("There is %(there)s, %(asked)s are asked for") % {"there": there, "asked": asked})


def quantity(amount: Any, unit: str) -> str:
    """Write an amount with its unit."""
    return f"{amount.normalize():f} {unit}".replace(".", ",").strip()


def say_cost(value: float, about: Any, asking_is_need: bool) -> Sentence | None:
    """Name terms that differ; that something is free goes without saying twice."""
    if value >= NEARLY_ALL:
        return None
    label = vocabulary.label("cost_terms", about["cost"], get_language() or "ru")
    return no(gettext("Terms: %(cost)s") % {"cost": lower_first(label)})


def say_complement(value: float, about: Any, asking_is_need: bool) -> Sentence | None:
    """Name the other department."""
    if not about["department"]:
        return None
    label = vocabulary.label("department", about["department"], get_language() or "ru")
    return yes(gettext("Another department: %(department)s") % {"department": lower_first(label)})


def say_joint_work(value: float, about: Any, asking_is_need: bool) -> Sentence:
    """Remind of joint work."""
    count = about["count"]
    return yes(
        ngettext("You have worked together once", "You have worked together %(count)s times", count) % {"count": count}
    )


def say_reciprocity(value: float, about: Any, asking_is_need: bool) -> Sentence | None:
    """Remind of help received."""
    return (
        yes(gettext("They have helped you before"))
        if asking_is_need
        else yes(gettext("They were helped by you before"))
    )


SAY: dict[str, Callable[[float, Any, bool], Sentence | None]] = {
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


def part_label(part: Part) -> str:
    """Name a part of the score, for the table of parts."""
    names = {
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
