"""Names of organisations taken apart: legal form aside, kind, numbers, own words, whom it is named after; pure.

«МБОУ СОШ № 5», «Средняя школа №5» and «Муниципальное бюджетное общеобразовательное учреждение „Средняя
общеобразовательная школа № 5 имени …“» come out alike. The dictionary is data: `data/name_words.csv`, each row with
its source; the longest phrase wins, words meet in their normal forms.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path

from vmeste.gather.participants.identifiers import name_key
from vmeste.ground.text.lemmas import STOP_WORDS, forms, plain

DATA = Path(__file__).resolve().parent / "data"
TOKEN = re.compile(r"[0-9]+(?:[-/][0-9]+)*(?:-?[а-яa-z](?![а-яa-z]))?|[а-яa-z]+")
NUMBER = re.compile(r"(?:№|\bN|\bn|#)\s*(\d+(?:[-/]\d+)?)(?:\s?([а-яa-z])(?![а-яa-z.]))?", re.IGNORECASE)
ROMAN_SORT = re.compile(r"\b[ivx]+(?:\s*[-,–и]\s*[ivx]+)*\s+вид(?:а|ов)\b")  # «школа VIII вида»
ABBREVIATED = re.compile(r"\bг\.\s?о\.")
INITIALS = re.compile(r"\b(?:[а-яa-z]\.\s?){2}|(?<=\bим\.\s)[а-яa-z]\.|(?<=\bимени\s)[а-яa-z]\.")
NEARLY = 0.84
LONG_WORD = 5
PLAIN_NUMBER = re.compile(r"\d{1,4}[а-яa-z]?")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the dictionary: what a phrase is, the kind it means, the family, in what its numbers are given once."""

    role: str
    kind: str = ""
    family: str = ""
    series: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart; words in their normal forms."""

    kind: str = ""
    family: str = ""
    series: str = ""
    numbers: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    honour: frozenset[str] = frozenset()
    place: frozenset[str] = frozenset()
    text: str = ""

    @property
    def says(self) -> str:
        """What the name says as one text: names that say the same are one; empty when it says only a kind."""
        if not (self.numbers or self.own or self.honour):
            return ""
        own = self.own if self.own or self.numbers else self.honour
        return "|".join((self.family, *sorted(self.numbers), *sorted(own)))


@dataclass(slots=True)
class _Reading:
    """What was found so far."""

    kinds: list[Entry] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=lambda: {"own": [], "honour": [], "place": []})


@cache
def dictionary() -> dict[tuple[str, ...], Entry]:
    """Read the phrases of the release by their normal forms."""
    with (DATA / "name_words.csv").open(encoding="utf-8", newline="") as file:
        return {
            tuple(map(normal, TOKEN.findall(row["text"]))): Entry(
                row["role"], row["means"], row["family"], row["series"]
            )
            for row in csv.DictReader(file)
        }


@cache
def longest() -> int:
    """Give the length of the longest phrase, in words."""
    return max(map(len, dictionary()))


@lru_cache(maxsize=100_000)
def normal(word: str) -> str:
    """Give the likeliest normal form of a word; an ordinal «5-й» and a number stay as they are."""
    return forms(word)[0] if word.isalpha() else word.replace("-", "")


@lru_cache(maxsize=20_000)
def read_name(text: str) -> Name:
    """Take a name apart."""
    lower = plain_signs(text)
    numbers = [number + letter for number, letter in NUMBER.findall(lower)]
    lower = ROMAN_SORT.sub(" ", NUMBER.sub(" ", lower))
    tokens = [normal(token) for token in TOKEN.findall(INITIALS.sub(" ", ABBREVIATED.sub("го ", lower)))]
    reading = _Reading()
    for entry, words in phrases(tokens):
        take(reading, entry, words)
    own = reading.words["own"]
    if not numbers and reading.kinds and len(own) == 1 and PLAIN_NUMBER.fullmatch(own[0]):  # «Школа 5»
        numbers, reading.words["own"] = own, []
    return finished(reading, numbers, name_key(text))


def plain_signs(text: str) -> str:
    """Write a name in small letters, its sign of number kept."""
    return plain(text.replace("№", " # ")).replace("#", "№")


def phrases(tokens: Sequence[str]) -> Iterator[tuple[Entry | None, list[str]]]:
    """Cut words into phrases of the dictionary, the longest first, and single other words."""
    known, here = dictionary(), 0
    while here < len(tokens):
        for length in range(min(longest(), len(tokens) - here), 0, -1):
            if entry := known.get(tuple(tokens[here : here + length])):
                break
        else:
            entry, length = None, 1
        yield entry, list(tokens[here : here + length])
        here += length


def take(reading: _Reading, entry: Entry | None, words: list[str]) -> None:
    """Put a phrase where it belongs; what follows «имени» or «города» belongs to it."""
    target = reading.words
    after = target.pop("after", [""])[0]
    if entry is None:
        word = words[0]
        if word in STOP_WORDS and not word.isdigit():
            target["after"] = [after]
        elif after == "place":
            target["place"].append(word)
        else:
            target["honour" if after == "honour" else "own"].append(word)
            target["after"] = [after]
    elif entry.role == "kind":
        reading.kinds.append(entry)
    elif entry.role in ("honour", "place"):
        target["after"] = [entry.role]
    elif entry.role == "area" and target["own"]:
        target["place"].append(target["own"].pop())


def finished(reading: _Reading, numbers: list[str], text: str) -> Name:
    """Choose the kind: the most telling, the last of several, for the owner stands before its unit."""
    telling = [entry for entry in reading.kinds if entry.family] or reading.kinds
    kind = telling[-1] if telling else Entry("")
    sets = {name: frozenset(reading.words[name]) for name in ("own", "honour", "place")}
    return Name(kind.kind, kind.family, kind.series, frozenset(numbers), text=text, **sets)


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Tell how much two sets of words have in common, 0…1; a typing error in a long word does not part them."""
    if not one or not other:
        return float(one == other)
    same = one & other
    rest = other - same
    near = sum(any(nearly(word, another) for another in rest) for word in one - same)
    return min(1.0, (len(same) + near) / max(len(one), len(other)))


@lru_cache(maxsize=100_000)
def nearly(word: str, other: str) -> bool:
    """Tell whether two words differ by a letter or two, or one is the other cut short."""
    if min(len(word), len(other)) < LONG_WORD or word.isdigit() or other.isdigit():
        return False
    return SequenceMatcher(None, word, other).ratio() >= NEARLY
