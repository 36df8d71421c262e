"""Words of a text and all their normal forms: the one stream of lemmas that both databases index and every query asks.

A word keeps **all** its normal forms («кружки» is «кружок» and «кружка»), for the first guess is wrong at times and a
wrong guess loses the text. Words without meaning of their own are left out; words that stand in every name («бюджетное
учреждение») stay, for their weight falls by itself.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

LONGEST_TEXT = 50_000  # characters read of one text; more would only slow the database
LONGEST_WORD = 40
_CACHED_WORDS = 100_000  # about 20 MB, the working vocabulary of a region

# «5а» and «3d» are one word, «10класс» is two; a word may end in digits («ту154»).
_WORD = re.compile(r"\d+[^\W\d_](?![^\W_])|\d+|[^\W\d_][^\W_]*")
_UNSEEN = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]")  # stress marks, soft hyphens, joiners
_CYRILLIC = re.compile("[а-я]")
_RUSSIAN = re.compile("[а-я]+")
_LATIN = re.compile("[a-z]")
_LOOKALIKES = str.maketrans("abcehkmoptxy", "авсенкмортху")  # registers mix alphabets: «шкoла» with a Latin o
_AFTER_DIGITS = _LOOKALIKES | str.maketrans("д", "d")  # «3д» is «3d», and then «5д» is «5d» on both sides

STOP_WORDS = frozenset((Path(__file__).parent / "stop_words.txt").read_text(encoding="utf-8").split())


@cache
def _analyzer() -> Any:
    """Load the dictionary when the first word is asked: 0.1 s and some 20 MB, which not every process needs."""
    from pymorphy3.analyzer import MorphAnalyzer  # noqa: PLC0415  loaded late

    return MorphAnalyzer(lang="ru")  # type: ignore[no-untyped-call]


def parses(word: str) -> Sequence[Any]:
    """Give all readings of a Russian word as the dictionary has them, the likeliest first."""
    return tuple(_analyzer().parse(word))


def plain(text: str) -> str:
    """Write the text in small letters, ё as е, without stress marks and typographic variants of letters."""
    text = text[:LONGEST_TEXT].replace("№", " ")
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    return text.lower().replace("ё", "е")


def words(text: str) -> Iterator[str]:
    """Give the words of a text in order, as written but plain, without stop words."""
    for found in _WORD.findall(plain(text)):
        if found not in STOP_WORDS:
            yield _one_alphabet(found[:LONGEST_WORD])


def _one_alphabet(word: str) -> str:
    """Write a word that mixes two alphabets in one."""
    if word[0].isdigit():
        return word.translate(_AFTER_DIGITS)
    if not word.isascii() and _CYRILLIC.search(word) and _LATIN.search(word):
        return word.translate(_LOOKALIKES)
    return word


@lru_cache(maxsize=_CACHED_WORDS)
def forms(word: str) -> tuple[str, ...]:
    """Give all normal forms of one plain word, the likeliest first; words of other alphabets are their own form."""
    if not _RUSSIAN.fullmatch(word):
        return (word,)
    normal = (parse.normal_form.replace("ё", "е") for parse in _analyzer().parse(word))
    return tuple(dict.fromkeys(normal))


def lemmas(text: str) -> tuple[tuple[str, ...], ...]:
    """Give, for each word of the text in order, all its normal forms."""
    return tuple(forms(word) for word in words(text))


def stream(text: str) -> str:
    """Give all normal forms of all words in order, separated by single spaces: what the index keeps."""
    return " ".join(form for word in words(text) for form in forms(word))


def bag(text: str) -> frozenset[str]:
    """Give the set of all normal forms of all words."""
    return frozenset(form for word in words(text) for form in forms(word))
