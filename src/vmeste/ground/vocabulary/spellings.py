"""Finds the term a text means: the longest alias that stands in it as whole words.

«Государственное бюджетное … детская музыкальная школа № 3» holds «школа» and «детская музыкальная школа»; the longer
one tells more. Weak aliases («?учреждение дополнительного образования») say something of many kinds and count only
when no other is found.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple, cast

from vmeste.ground.vocabulary.terms import TermView

WEAK = "?"
LONGEST = 2_000  # characters of a text that are looked at
_WORD = re.compile(r"[0-9a-zа-я]+")
_FOUND = ""  # the key of a node where an alias ends; no word is empty


class Found(NamedTuple):
    """An alias in a text; greater is better."""

    strong: bool
    length: int
    rank: int
    code: str


type_node = dict[str, "type_node | Found"]
_NOTHING = Found(strong=False, length=0, rank=0, code="")


def words(text: str) -> list[str]:
    """Give the words of a text in small letters, ё as е, without punctuation."""
    return _WORD.findall(text[:LONGEST].lower().replace("ё", "е"))


class Spellings:
    """All spellings of one vocabulary as a tree of words."""

    def __init__(self, terms: Iterable[TermView]) -> None:
        """Take in the aliases of the terms; of equals the earlier term wins."""
        self._root: type_node = {}
        self._codes: dict[str, str] = {}
        for place, term in enumerate(terms):
            self._codes[term.code] = term.code
            for alias in term.aliases:
                self._add(alias.removeprefix(WEAK), term.code, place, strong=not alias.startswith(WEAK))
            for label in (term.ru, term.en):
                self._add(label, term.code, place, strong=False)

    def _add(self, alias: str, code: str, place: int, *, strong: bool) -> None:
        """Put one alias into the tree."""
        spelt = words(alias)
        if not spelt:
            return
        node = self._root
        for word in spelt:
            node = cast("type_node", node.setdefault(word, {}))
        found = Found(strong, len(" ".join(spelt)), -place, code)
        node[_FOUND] = max(found, cast("Found", node.get(_FOUND, _NOTHING)))

    def match(self, text: str) -> str | None:
        """Give the code of the longest alias in the text, or nothing; the code itself is understood too."""
        exact = self._codes.get(text.strip())
        if exact:
            return exact
        said = words(text)
        best = _NOTHING
        for start in range(len(said)):
            best = max(best, self._best_from(said, start))
        return best.code or None

    def _best_from(self, said: list[str], start: int) -> Found:
        """Give the best alias that begins at this word."""
        node, best = self._root, _NOTHING
        for place in range(start, len(said)):
            below = node.get(said[place])
            if below is None:
                break
            node = cast("type_node", below)
            best = max(best, cast("Found", node.get(_FOUND, _NOTHING)))
        return best
