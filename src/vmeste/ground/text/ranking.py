"""Order of found texts: Okapi BM25 (Robertson, Zaragoza 2009) over the few texts that the index gave.

The same sums on both databases, so that a list looks the same on both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

_SATURATION = 1.2
_LENGTH = 0.6  # how much a long text is held against itself
_BEGINNING = 0.5  # worth of a word of which only the beginning was typed


@dataclass(frozen=True, slots=True)
class Weighed:
    """A word asked for: its forms, the words that begin with it, and how much finding it says."""

    forms: frozenset[str]
    beginnings: frozenset[str]
    weight: float


def rarity(texts: int, holding: int) -> float:
    """Give the inverse document frequency, always positive; `holding` of `texts` texts hold the word."""
    return log(1 + (max(texts, holding) - holding + 0.5) / (holding + 0.5))


def best_first(found: Sequence[tuple[int, str]], asked: Sequence[Weighed]) -> list[int]:
    """Order (id, stream of lemmas) by how well the stream answers; equals keep their order. Gives ids."""
    streams = [lemmas.split() for _, lemmas in found]
    average = sum(map(len, streams)) / max(len(streams), 1)
    scores = [_score(stream, asked, average) for stream in streams]
    order = sorted(range(len(found)), key=lambda place: -scores[place])
    return [found[place][0] for place in order]


def _score(stream: Sequence[str], asked: Sequence[Weighed], average: float) -> float:
    drag = _SATURATION * (1 - _LENGTH + _LENGTH * len(stream) / max(average, 1))
    total = 0.0
    for word in asked:
        times = max((stream.count(form) for form in word.forms), default=0)
        worth: float = times or _BEGINNING * any(lemma in word.beginnings for lemma in stream)
        total += word.weight * worth * (_SATURATION + 1) / (worth + drag)
    return total
