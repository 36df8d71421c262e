"""Every read of vocabularies: terms, labels, choices, and the term that a spelling of a register means."""

from datetime import date

from django.utils.translation import get_language

from vmeste.ground.kernel import clock
from vmeste.ground.vocabulary.editions import words
from vmeste.ground.vocabulary.terms import TermView, release_version

__all__ = [
    "TermView",
    "choices",
    "every_term",
    "find",
    "label",
    "match",
    "release_version",
    "terms",
    "vocabularies",
]


def vocabularies() -> tuple[str, ...]:
    """Give the codes of all vocabularies."""
    return tuple(words().by_vocabulary)


def terms(vocabulary: str, on: date | None = None) -> tuple[TermView, ...]:
    """Give the terms offered on a day (today), in order; none of an unknown vocabulary."""
    return words().on_day(vocabulary, on or clock.today())


def every_term(vocabulary: str) -> tuple[TermView, ...]:
    """Give all terms ever offered, in order: what the editor shows."""
    return tuple(words().by_vocabulary.get(vocabulary, {}).values())


def find(vocabulary: str, code: str) -> TermView | None:
    """Give a term by its code, also one that is no longer offered."""
    return words().by_vocabulary.get(vocabulary, {}).get(code)


def label(vocabulary: str, code: str, language: str | None = None) -> str:
    """Give the word for a code, in the reader's language unless told; an unknown code says itself."""
    term = find(vocabulary, code)
    if term is None:
        return code
    return term.label_in(language) if language else term.label


def choices(vocabulary: str, on: date | None = None, blank: str | None = None) -> list[tuple[str, str]]:
    """Give (code, label) pairs for a form, with an empty choice first when `blank` is told."""
    offered = words().labelled(vocabulary, on or clock.today(), get_language() or "ru")
    return [*offered] if blank is None else [("", blank), *offered]


def match(vocabulary: str, text: str) -> str | None:
    """Give the code a text means: that of the longest alias in it (see `data/SOURCES.md`), or nothing."""
    return words().spellings(vocabulary, clock.today()).match(text)
