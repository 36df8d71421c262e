"""Searching: what was typed is understood against the vocabulary, asked of the index, ordered by how well it answers.

Every word must be found in one of its normal forms; the word still being typed also by its beginning. A word that no
text holds is mended (keyboard layout, then typing errors). If nothing holds all words, the rarest are asked for alone,
and that is said. At most 500 candidates are ever ranked: all texts with a rare word, the newest with a common one; so
the cost of a search does not grow with the number of texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet

from vmeste.ground.text import engines
from vmeste.ground.text.engines import Wanted
from vmeste.ground.text.models import PUBLIC, Entry
from vmeste.ground.text.ranking import Weighed, best_first, rarity
from vmeste.ground.text.understanding import Understood, Word, understand

CANDIDATES = 500
_FEW_RESULTS = 20  # fewer than a page: texts with words that only begin so are shown too
_RELAXED_WORDS = 3
Hit = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Found:
    """Candidates of a search, best first; the room of the things says which of them the reader may see.

    words: what was searched; mended: typed → used instead; relaxed: nothing holds all words, these hold some;
    capped: there are more, of which the newest were taken.
    """

    ids: list[int] = field(default_factory=list)
    words: tuple[str, ...] = ()
    mended: dict[str, str] = field(default_factory=dict)
    relaxed: bool = False
    capped: bool = False


def search(
    kind: str,
    query: str,
    limit: int = CANDIDATES,
    *,
    scopes: Sequence[str] | None = (PUBLIC,),
    among: QuerySet[Any, Any] | None = None,
) -> Found:
    """Find at most `limit` subjects of the kind by a query as people type it; any text is a query, none an error.

    `scopes`: whose texts are searched («public» and, say, «org:17»), so that texts the reader may not see take no
    places; None searches all and suggests words of all: for the system's own use. `among`: a subquery of the only
    subjects that count, so that common words leave candidates where something else narrows.
    """
    asked = replace(understand(kind, query, scopes), among=among)
    if not asked.words:
        return Found()
    hits: list[Hit] = []
    words = asked.words
    for words in asked.readings():
        hits = _joined(hits, _newest(asked, words))
        if hits and (words != asked.words or len(hits) >= _FEW_RESULTS):
            break
    if hits:
        return _found(asked, words, hits, limit)
    return _relaxed(asked, limit)


def ids_matching(kind: str, query: str, *, scopes: Sequence[str] | None = (PUBLIC,)) -> QuerySet[Entry, int]:
    """Give all subjects that hold every word (mended where need be) as a subquery: `filter(pk__in=ids_matching(…))`.

    Not ranked and not capped: for lists with an order of their own. Without a word nothing matches.
    """
    asked = understand(kind, query, scopes)
    entries = Entry.objects.filter(kind=kind).order_by()
    if not asked.mended:
        return entries.none().values_list("subject_id", flat=True)
    wanted = Wanted(kind, scopes, [word.lemmas for word in asked.mended])
    return entries.filter(pk__in=engines.matching(wanted)).values_list("subject_id", flat=True)


def _newest(asked: Understood, words: Sequence[Word]) -> list[Hit]:
    rarest = min(word.df for word in words)
    lemmas = [word.lemmas for word in words]
    wanted = Wanted(asked.kind, asked.scopes, lemmas, at_most=rarest, among=asked.among)
    return engines.newest(wanted, CANDIDATES + 1)


def _joined(exact: Sequence[Hit], more: Sequence[Hit]) -> list[Hit]:
    """Keep what was found before among the newest of a wider question."""
    return list(dict.fromkeys((*exact, *more)))


def _relaxed(asked: Understood, limit: int) -> Found:
    """Ask for some of the rarest words, when no text holds all."""
    rarest = sorted((word for word in asked.mended if word.is_seen), key=lambda word: word.df)[:_RELAXED_WORDS]
    while len(rarest) > 1 and sum(word.df for word in rarest) > CANDIDATES:
        rarest.pop()
    lemmas = [word.lemmas for word in rarest]
    held = sum(word.df for word in rarest)
    wanted = Wanted(asked.kind, asked.scopes, lemmas, any_word=True, at_most=held, among=asked.among)
    hits = engines.newest(wanted, CANDIDATES + 1)
    return replace(_found(asked, asked.mended, hits, limit), relaxed=bool(hits))


def _found(asked: Understood, words: Sequence[Word], hits: Sequence[Hit], limit: int) -> Found:
    weighed = [
        Weighed(frozenset(word.forms), frozenset(word.beginnings), rarity(asked.texts, word.df)) for word in words
    ]
    return Found(
        ids=best_first(hits[:CANDIDATES], weighed)[: max(limit, 0)],
        words=tuple(dict.fromkeys(word.used for word in words)),
        mended=_mended(words),
        capped=len(hits) > CANDIDATES,
    )


def _mended(words: Sequence[Word]) -> dict[str, str]:
    """Say what was replaced: what was typed between two spaces may have become several words."""
    mended: dict[str, str] = {}
    for word in words:
        if word.used != word.typed:
            mended[word.typed] = f"{mended[word.typed]} {word.used}" if word.typed in mended else word.used
    return mended
