"""Which column holds which field: proposed from headings and contents; pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from vmeste.ground.imports.reading.headings import normal
from vmeste.ground.kernel.registries import ImportField

EXACT = 1.0
ALIKE = 0.85
LEAST = 0.4
STEM = 5  # letters in which forms of one Russian word agree
LATER = 0.001
FEWEST_VALUES = 3
SURE, LIKELY = 0.95, 0.6
AGREED = 0.5
RUSSIAN = re.compile(r"[_. ](ru|rus)$", re.IGNORECASE)
OURS = 0.01  # what «name_ru» is better than «name»
EMPTY = 0.05  # what a column loses that is empty, beside one of like name
LETTERS = re.compile(r"[A-Z]{1,3}")  # columns without headings
PATH = re.compile(r"[\w@:-]+(?:\.[\w@:-]+)+")  # «edu_org.legal_info.inn»: a value inside others
INSIDE = 0.8
DEEPER = 0.01

# Stems beside an alias: «название объекта» is the row's own name, «наименование улицы» is that of something else.
OF_THE_ROW = frozenset(("объек", "учреж", "орган", "1", "2"))
OF_OTHERS = frozenset((
    "улицы", "улица", "район", "округ", "город", "регио", "облас", "учред", "руков", "дирек", "докум", "голов", "родит",
    "street", "region", "area", "parent", "founder", "head", "document", "type", "kind", "status", "form", "level",
    "program", "programs", "project", "licence", "license", "decisions", "relationships", "country", "osm", "artwork",
    "wikipedia", "geometry", "geo", "file", "user", "owner", "old",
))  # fmt: skip
OF_OTHERS_COUNT = 0.5

Places = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Guess:
    """A column for a field, how sure (0–1), and whether its heading or only its contents speak for it."""

    field: str
    heading: str
    confidence: float
    by_content: bool = False


def propose(fields: Sequence[ImportField], headings: Sequence[str], sample: Sequence[Sequence[str]]) -> list[Guess]:
    """Give at most one column for each field and one field for each column, the surest first.

    `sample` holds rows of cells in the order of `headings`.
    """
    letters = [heading for heading in headings if len(normal(heading)) == 1]
    alone = [one for one in letters if len(letters) == 1 < len(one)]  # «0_x» without «0_y» is no coordinate
    columns = [[row[place] for row in sample if row[place]] for place in range(len(headings))]
    guesses = [
        guess
        for place, heading in enumerate(headings)
        for field in fields
        if not (field.strict and heading in alone)
        if (guess := _guess(field, heading, columns[place])).confidence >= LEAST
    ]
    worse = {
        heading: EMPTY * (1 - len(column) / (len(sample) or 1)) - (OURS if RUSSIAN.search(heading) else 0)
        for heading, column in zip(headings, columns, strict=True)
    }
    chosen: list[Guess] = []
    for guess in sorted(guesses, key=lambda guess: worse[guess.heading] - guess.confidence):
        if all(guess.field != other.field and guess.heading != other.heading for other in chosen):
            chosen.append(guess)
    return chosen


def _guess(field: ImportField, heading: str, values: Sequence[str]) -> Guess:
    by_name = name_likeness(field, heading)
    by_content = content_likeness(field, values)
    if field.strict and by_content is not None and by_content < AGREED:
        by_name = 0.0
    elif by_name and by_content is not None and by_name < SURE:
        by_name *= 0.5 + 0.5 * by_content
    if field.strict:
        by_content = share(field.alone, values) if LETTERS.fullmatch(heading) else None
    telling = by_content is not None and by_content >= ALIKE
    content = 0.3 + 0.3 * by_content if by_content is not None and telling else 0.0
    return Guess(field.name, heading, round(max(by_name, content), 4), by_content=content > by_name)


def name_likeness(field: ImportField, heading: str) -> float:
    """Compare a heading with the field's name, label and aliases: the same, containing, or nearly the same (0–1)."""
    own = _best(field, normal(heading))
    if not PATH.fullmatch(heading):
        return own
    *above, last = heading.split(".")
    others = OF_OTHERS.intersection(normal(" ".join(above)).split())
    inside = (INSIDE - DEEPER * len(above)) * (OF_OTHERS_COUNT if others else 1)
    return max(own, inside * _best(field, normal(last)))


def _best(field: ImportField, wanted: str) -> float:
    if not wanted:
        return 0.0
    # What is named earlier fits a little better: «Адрес» before «Юридический адрес» where a table has both.
    return max((_likeness(alias, wanted) - LATER * place for place, alias in enumerate(aliases(field))), default=0.0)


def aliases(field: ImportField) -> list[str]:
    """Give all headings a field answers to, in normal form."""
    return [normal(name) for name in (field.name, str(field.label), *field.aliases)]


@cache
def _likeness(alias: str, heading: str) -> float:
    if alias == heading:
        return EXACT
    if len(alias) <= 1:  # «x» is a heading by itself, never a part of one
        return 0.0
    ours, theirs = ([_stem(word) for word in text.split()] for text in (alias, heading))
    if all(word in theirs for word in ours):
        more = [word for word in theirs if word not in ours and word not in OF_THE_ROW]
        covered = len(alias) / (len(alias) + sum(map(len, more)))
        # The last word of an English heading says what it is: «city service type» is no city.
        other = OF_OTHERS.intersection(more) or (alias.isascii() and theirs[-1:] != ours[-1:])
        return (0.5 + 0.4 * covered) * (OF_OTHERS_COUNT if other else 1)
    ratio = SequenceMatcher(None, alias, heading).ratio()
    return 0.7 * ratio if ratio >= ALIKE else 0.0


def _stem(word: str) -> str:
    return word[:STEM] if len(word) > STEM and not word.isascii() else word


def content_likeness(field: ImportField, values: Sequence[str]) -> float | None:
    """Give the share of values the field recognises; nothing when it cannot tell or there are too few."""
    return share(field.looks_like, values, fewest=1 if field.strict else FEWEST_VALUES)


def share(recognises: Callable[[str], bool] | None, values: Sequence[str], fewest: int = FEWEST_VALUES) -> float | None:
    """Give the share of values that are recognised; nothing when there are too few of them."""
    if recognises is None or len(values) < fewest:
        return None
    return sum(map(recognises, values)) / len(values)


def as_mapping(guesses: Sequence[Guess]) -> dict[str, str]:
    """Give field → heading."""
    return {guess.field: guess.heading for guess in guesses}


def places_of(mapping: Mapping[str, str], headings: Sequence[str]) -> Places:
    """Give field → place of its cell."""
    places = {heading: place for place, heading in enumerate(headings)}
    return [(field, places[heading]) for field, heading in mapping.items()]


def missing(fields: Sequence[ImportField], mapping: Mapping[str, str]) -> list[ImportField]:
    """Give the required fields that have no column."""
    return [field for field in fields if field.required and not mapping.get(field.name)]
