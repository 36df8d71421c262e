"""The model of meaning: concepts of activity with the words people use for them, as a tree up to focuses and resources.

Pure: it knows lemmas, not texts, databases or requests. Roots have the codes of the vocabularies `focus` and
`resource_kind`, so that a concept tells which of them a text speaks of.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from vmeste.ground.text.lemmas import lemmas, words
from vmeste.ground.vocabulary.terms import DATA, split

SAME, PARENT, SIBLING, NONE = 1.0, 0.6, 0.4, 0.0
MOST_READINGS = 16  # a phrase of many words with many forms each is not spelt out in all combinations

type_lemmas = Sequence[Sequence[str]]
"""For each word of a text, in order, all its normal forms."""


@dataclass(frozen=True, slots=True)
class Concept:
    """Something people do with children, or need for it; `broader` is empty for a root."""

    code: str
    ru: str
    en: str
    synonyms: tuple[str, ...]
    broader: str


class _Node:
    """A place in the tree of phrases: what may follow, and the concepts whose phrase ends here."""

    __slots__ = ("below", "codes")

    def __init__(self) -> None:
        self.below: dict[str, _Node] = {}
        self.codes: set[str] = set()


class Thesaurus:
    """Concepts by code, and their phrases as a tree of lemmas."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        """Take in the concepts; raises `ValueError` when a broader concept is unknown or the tree has a circle."""
        self.concepts = {concept.code: concept for concept in concepts}
        self._phrases = _Node()
        self._ways: dict[str, tuple[str, ...]] = {code: tuple(self._way(code)) for code in self.concepts}
        for concept in self.concepts.values():
            for synonym in concept.synonyms:
                self._add(synonym, concept.code)

    def _way(self, code: str) -> Iterator[str]:
        """Give the concept and all broader ones, up to the root."""
        seen: set[str] = set()
        while code:
            if code in seen or code not in self.concepts:
                message = f"{code}: unknown, or broader than itself"
                raise ValueError(message)
            seen.add(code)
            yield code
            code = self.concepts[code].broader

    def _add(self, synonym: str, code: str) -> None:
        """Put a phrase into the tree, in each way its words can be read."""
        readings = [_readings(word, forms) for word, forms in zip(words(synonym), lemmas(synonym), strict=True)]
        for number, reading in enumerate(product(*readings)):
            if number == MOST_READINGS or not reading:
                break
            node = self._phrases
            for lemma in reading:
                node = node.below.setdefault(lemma, _Node())
            node.codes.add(code)

    def concepts_of(self, text: type_lemmas) -> frozenset[str]:
        """Give the concepts a text speaks of.

        At each word the longest phrase counts and its words are used up: «лаборатория химии» is one thing, not two.
        """
        found: set[str] = set()
        place = 0
        while place < len(text):
            length, codes = self._longest(text, place)
            found |= codes
            place += length or 1
        return frozenset(found)

    def _longest(self, text: type_lemmas, start: int) -> tuple[int, set[str]]:
        """Give the length in words and the concepts of the longest phrase that begins here."""
        nodes, longest, codes = [self._phrases], 0, set[str]()
        for place in range(start, len(text)):
            nodes = [node.below[form] for node in nodes for form in text[place] if form in node.below]
            if not nodes:
                break
            ending = {code for node in nodes for code in node.codes}
            if ending:
                longest, codes = place - start + 1, ending
        return longest, codes

    def way(self, code: str) -> tuple[str, ...]:
        """Give the concept and all broader ones up to the root; nothing for an unknown code."""
        return self._ways.get(code, ())

    def root(self, code: str) -> str:
        """Give the focus or resource kind a concept belongs to; empty for an unknown code."""
        return self._ways[code][-1] if code in self._ways else ""

    def relatedness(self, one: str, other: str) -> float:
        """Tell how near two concepts are: 1 the same, 0.6 parent and child, 0.4 children of one concept, else 0.

        Children of a root are no siblings: football and chess share only «sport», which is compared by itself.
        """
        if one == other:
            return SAME if one in self.concepts else NONE
        if one not in self.concepts or other not in self.concepts:
            return NONE
        above, beside = self.concepts[one].broader, self.concepts[other].broader
        if one == beside or other == above:
            return PARENT
        return SIBLING if above and above == beside and self.concepts[above].broader else NONE

    def label(self, code: str, language: str = "ru") -> str:
        """Give the name of a concept; an unknown code says itself."""
        concept = self.concepts.get(code)
        if concept is None:
            return code
        return concept.en if language.startswith("en") else concept.ru


def _readings(word: str, forms: Sequence[str]) -> Sequence[str]:
    """Give the lemmas a word of the thesaurus stands for: itself when it is in dictionary form, else all its forms."""
    return (word,) if word in forms else forms


@cache
def thesaurus() -> Thesaurus:
    """Give the thesaurus of the release; read once per process, 0.5 s."""
    with (DATA / "thesaurus.csv").open(encoding="utf-8", newline="") as file:
        return Thesaurus(
            Concept(row["concept"], row["ru"], row["en"], split(row["synonyms"]), row["broader"])
            for row in csv.DictReader(file)
        )


def concepts_of(text: type_lemmas) -> frozenset[str]:
    """Give the concepts a text speaks of; `text` is what `vmeste.ground.text.lemmas.lemmas` gives."""
    return thesaurus().concepts_of(text)


def relatedness(one: str, other: str) -> float:
    """Tell how near two concepts are, 0 to 1."""
    return thesaurus().relatedness(one, other)


def label(code: str, language: str = "ru") -> str:
    """Give the name of a concept in Russian or English."""
    return thesaurus().label(code, language)
