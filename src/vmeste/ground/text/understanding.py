"""What the words of a query may mean, judged by the vocabulary of the texts that the reader may search.

A word that stands only in texts the reader may not search is treated as one that stands nowhere: otherwise the answer
would tell that such a text exists. For the same reason only words of public texts are ever suggested.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from vmeste.ground.text import engines, ledger, slips
from vmeste.ground.text.engines import Wanted
from vmeste.ground.text.ledger import Frequency
from vmeste.ground.text.lemmas import STOP_WORDS, forms, plain, words
from vmeste.ground.text.models import PUBLIC

LONGEST_QUERY = 400  # characters
MOST_WORDS = 12
_OPEN_FROM = 3  # letters from which the beginning of a word is worth looking for
_BEGINNINGS = 20


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the query: what was typed, between which spaces, what is asked for instead, in which lemmas.

    df: how many texts hold it at most; is_seen: a text within the reader's scopes holds it.
    """

    typed: str
    chunk: str
    used: str
    forms: tuple[str, ...]
    beginnings: tuple[str, ...] = ()
    df: int = 0
    is_seen: bool = False

    @property
    def lemmas(self) -> tuple[str, ...]:
        """Give all lemmas that stand for the word."""
        return self.forms + self.beginnings


@dataclass(frozen=True)
class Understood:
    """A query judged by the vocabulary of a kind; `is_open`: its last word may be unfinished; `among`: see search."""

    kind: str
    scopes: Sequence[str] | None
    words: tuple[Word, ...]
    texts: int
    is_open: bool
    known: Mapping[str, Frequency]
    among: "QuerySet[Any, Any] | None" = None

    def readings(self) -> Iterator[tuple[Word, ...]]:
        """Give ways to read the query, the plainest first: as typed, with the last word begun, mended."""
        *before, last = self.words
        if all(word.is_seen for word in before):
            if last.is_seen:
                yield self.words
            if self._begun.beginnings:
                yield (*before, self._begun)
        if self.mended and self.mended != self.words:
            yield self.mended

    @cached_property
    def _begun(self) -> Word:
        """The last word together with the most frequent lemmas that begin with it."""
        last = self.words[-1]
        if not self.is_open:
            return last
        found = ledger.beginning_with(self.kind, last.typed, _BEGINNINGS)
        more = {lemma: frequency for lemma, frequency in found.items() if lemma not in last.forms}
        is_seen = last.is_seen or any(self._suggestible(more).values())
        df = last.df + sum(frequency.df for frequency in more.values())
        return replace(last, beginnings=tuple(more), df=df, is_seen=is_seen)

    @cached_property
    def mended(self) -> tuple[Word, ...]:
        """The words, those that no text holds replaced by what was probably meant; none if those mean nothing."""
        mended: list[Word] = []
        for chunk in dict.fromkeys(word.chunk for word in self.words):
            together = [word for word in self.words if word.chunk == chunk]
            mended += together if all(word.is_seen for word in together) else self._mend(chunk, together)
        return tuple(mended)

    def _mend(self, chunk: str, together: Sequence[Word]) -> Sequence[Word]:
        """Replace words typed between two spaces by what they plainly are, or else by what is near."""
        if together[-1] is self.words[-1] and self._begun.is_seen:
            together = [*together[:-1], self._begun]
        swapped = self._in_other_layout(chunk)
        for reading in (together, *swapped):
            if all(word.is_seen for word in reading):
                return reading
        for reading in (together, *swapped):
            mended = [word if word.is_seen else self._nearest(word) for word in reading]
            if all(word.is_seen for word in mended):
                return mended
        return [word if word.is_seen else self._nearest(word) for word in together]

    def _in_other_layout(self, chunk: str) -> list[list[Word]]:
        """Read what stands between two spaces as typed on the other keyboard, where punctuation may be letters."""
        readings = []
        for meant in _other_layouts(chunk):
            found = [_word(self.kind, self.scopes, word, chunk, self.known) for word in words(meant)]
            if found or meant in STOP_WORDS:
                readings.append([replace(word, typed=chunk) for word in found])
        return readings

    def _nearest(self, word: Word) -> Word:
        typed = (word.used, *word.forms)
        most = slips.tolerance(word.used)
        near = ledger.near(self.kind, typed, most) if most else {}
        counts = {lemma: count for lemma, count in self._suggestible(near).items() if count}
        used = slips.nearest(typed, counts, most)
        if used is None:
            return word
        return replace(word, used=used, forms=(used,), beginnings=(), df=near[used].df, is_seen=True)

    def _suggestible(self, found: Mapping[str, Frequency]) -> dict[str, int]:
        """Give in how many texts each lemma may be known to stand."""
        return {lemma: its.df if self.scopes is None else its.public_df for lemma, its in found.items()}


def understand(kind: str, query: str, scopes: Sequence[str] | None) -> Understood:
    """Judge a query; it may be any text, of which the first words are taken."""
    query = plain(query[:LONGEST_QUERY])
    typed = {word: chunk for chunk in query.split() for word in words(chunk)}
    asked = list(typed.items())[:MOST_WORDS]
    known = _known(kind, asked) if asked else {}
    found = [_word(kind, scopes, word, chunk, known) for word, chunk in asked]
    texts = known.get("", Frequency(0, 0)).df
    last = found[-1].typed if found else ""
    is_open = query.endswith(last) and last.isalpha() and len(last) >= _OPEN_FROM
    return Understood(kind, scopes, tuple(found), texts, is_open, known)


def _known(kind: str, typed: Sequence[tuple[str, str]]) -> Mapping[str, Frequency]:
    """Give the frequencies of words as typed and as typed on the other keyboard, and the number of texts; one query."""
    swapped = {word for _word, chunk in typed for meant in _other_layouts(chunk) for word in words(meant)}
    asked = {word for word, _chunk in typed} | swapped
    return ledger.frequencies(kind, {"", *(form for word in asked for form in forms(word))})


def _other_layouts(chunk: str) -> list[str]:
    """Give what stands between two spaces as it would be on the other keyboard, where punctuation may be letters."""
    return [plain(slips.other_layout(typed)) for typed in dict.fromkeys((chunk, chunk.rstrip(",.;")))]


def _word(kind: str, scopes: Sequence[str] | None, typed: str, chunk: str, known: Mapping[str, Frequency]) -> Word:
    its = [known[form] for form in forms(typed) if form in known]
    df = sum(frequency.df for frequency in its)
    is_seen = df > 0 if scopes is None else any(frequency.public_df for frequency in its)
    if df and not is_seen and set(scopes or ()) != {PUBLIC}:
        is_seen = bool(engines.newest(Wanted(kind, scopes, [forms(typed)], at_most=df), 1))
    return Word(typed, chunk, typed, forms(typed), df=df, is_seen=is_seen)
