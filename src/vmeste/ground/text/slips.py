"""Typing errors: which words of a vocabulary may have been meant, by edit distance and by keyboard layout.

Two words within k edits of each other become equal when at most k letters are struck out of each (symmetric deletion,
as in SymSpell by W. Garbe). Only the first letters are treated so; what they find is then measured in full. So the
database answers by equality, on any engine, whatever the size of the vocabulary.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations
from zlib import crc32

SHORTEST = 4  # letters; shorter words have too many neighbours to guess
_ONE_EDIT_UP_TO = 6  # letters; longer words may hold two errors
_PREFIX = 7

_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
_TO_RUSSIAN = str.maketrans(_LATIN_KEYS, _RUSSIAN_KEYS)
_TO_LATIN = str.maketrans(_RUSSIAN_KEYS, _LATIN_KEYS)


def tolerance(word: str) -> int:
    """Give how many edits are forgiven in a typed word: none, one or two."""
    if len(word) < SHORTEST or not word.isalpha():
        return 0
    return 1 if len(word) <= _ONE_EDIT_UP_TO else 2


def keys(word: str) -> frozenset[int]:
    """Give the numbers under which a word is kept and looked for; empty for words that are never mended.

    A word of seven letters and more has 29 keys. Collisions of the numbers do no harm: what is found is measured.
    """
    if len(word) < SHORTEST - 1 or not word.isalpha():
        return frozenset()
    start = word[:_PREFIX]
    lost = min(tolerance(word), len(start))
    left = {start}
    for count in range(1, lost + 1):
        left.update("".join(rest) for rest in combinations(start, len(start) - count))
    return frozenset(crc32(rest.encode()) for rest in left)


def distance(one: str, other: str, most: int) -> int:
    """Count edits (a letter more, less, other, or two neighbours swapped) between two words; `most + 1` if more.

    Damerau–Levenshtein in its restricted form: no letter is edited twice.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, their in enumerate(other, 1):
            edits = min(last[j] + 1, row[-1] + 1, last[j - 1] + (letter != their))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == their:
                edits = min(edits, before[j - 2] + 1)
            row.append(edits)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


def nearest(typed: Iterable[str], vocabulary: Mapping[str, int], most: int) -> str | None:
    """Choose the word at most `most` edits from a typed form; of equals the most frequent, then the first by alphabet.

    `vocabulary`: word → number of texts that hold it. None if nothing is near enough.
    """
    typed = tuple(typed)
    measured = ((min(distance(form, word, most) for form in typed), -vocabulary[word], word) for word in vocabulary)
    best = min(measured, default=None)
    return best[2] if best and best[0] <= most else None


def other_layout(typed: str) -> str:
    """Read what was typed as if the keyboard had been switched to the other alphabet: «hj,jn» → «робот»."""
    typed = typed.lower()
    swapped = typed.translate(_TO_RUSSIAN) if any("a" <= letter <= "z" for letter in typed) else typed
    return swapped if swapped != typed else typed.translate(_TO_LATIN)
