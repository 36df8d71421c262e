"""Likeness of two texts: cosine over their lemmas, each weighed by how rare it is."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from math import log, sqrt


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is known of all texts: how many hold each lemma (`df`), and how many there are (`n`).

    A lemma that is not in `df` counts as held by none, thus as the rarest.
    """

    df: Mapping[str, int]
    n: int
    _weights: dict[str, float] = field(default_factory=dict, init=False, repr=False, compare=False)

    def weight(self, lemma: str) -> float:
        """Give the inverse document frequency, ≥ 0; zero only for a lemma that stands in every text."""
        known = self._weights.get(lemma)
        if known is None:
            holding = min(max(self.df.get(lemma, 0), 0), self.n)
            known = self._weights[lemma] = log((self.n + 1) / (holding + 1))
        return known

    def score(self, one: AbstractSet[str], other: AbstractSet[str]) -> float:
        """Give the likeness of two bags: 0.0 nothing that tells them apart from others is shared, 1.0 the same."""
        both = self._length(one) * self._length(other)
        if not both:
            return 0.0
        return min(sum(self.weight(lemma) ** 2 for lemma in one & other) / both, 1.0)

    def shared(self, one: AbstractSet[str], other: AbstractSet[str], most: int = 5) -> list[str]:
        """Give what two bags share, the most telling first, then by alphabet; what stands everywhere is left out."""
        telling = ((self.weight(lemma), lemma) for lemma in one & other)
        ordered = sorted((-weight, lemma) for weight, lemma in telling if weight > 0)
        return [lemma for _, lemma in ordered[:most]]

    def _length(self, lemmas: Iterable[str]) -> float:
        return sqrt(sum(self.weight(lemma) ** 2 for lemma in lemmas))
