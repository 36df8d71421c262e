"""The words in force: release and overlay together, kept in memory until the overlay's mark in the database changes.

A request asks for the mark once, at its first question; other work (worker, command line) every few seconds. A command
that changed a word sees its own change at once, and so does everything later in its transaction.
"""

import threading
import time
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from vmeste.ground.kernel.ids import new_id
from vmeste.ground.vocabulary.models import Edition, Term
from vmeste.ground.vocabulary.spellings import Spellings
from vmeste.ground.vocabulary.terms import TermView, release

NAME = "terms"
CHECKED_FOR = 5.0  # seconds
NO_OVERLAY = 0


class Words:
    """All terms of one edition; what is computed of them is kept with them."""

    def __init__(self, mark: int, overlay: Iterable[TermView]) -> None:
        """Lay the overlay over the release."""
        merged = {(term.vocabulary, term.code): term for term in (*release(), *overlay)}
        self.mark = mark
        self.by_vocabulary: dict[str, dict[str, TermView]] = {term.vocabulary: {} for term in release()}
        for term in sorted(merged.values(), key=lambda term: (term.order, term.ru)):
            self.by_vocabulary.setdefault(term.vocabulary, {})[term.code] = term
        self._on_day: dict[tuple[str, date], tuple[TermView, ...]] = {}
        self._labelled: dict[tuple[str, date, str], tuple[tuple[str, str], ...]] = {}
        self._spellings: dict[tuple[str, date], Spellings] = {}

    def on_day(self, vocabulary: str, on: date) -> tuple[TermView, ...]:
        """Give the terms offered on a day, in order."""
        key = vocabulary, on
        if key not in self._on_day:
            self._on_day[key] = tuple(
                term for term in self.by_vocabulary.get(vocabulary, {}).values() if term.is_valid(on)
            )
        return self._on_day[key]

    def labelled(self, vocabulary: str, on: date, language: str) -> tuple[tuple[str, str], ...]:
        """Give (code, label) of the terms offered on a day, in order: every form asks for them."""
        key = vocabulary, on, language
        if key not in self._labelled:
            self._labelled[key] = tuple((term.code, term.label_in(language)) for term in self.on_day(vocabulary, on))
        return self._labelled[key]

    def spellings(self, vocabulary: str, on: date) -> Spellings:
        """Give the spellings of the terms offered on a day."""
        key = vocabulary, on
        if key not in self._spellings:
            self._spellings[key] = Spellings(self.on_day(vocabulary, on))
        return self._spellings[key]


class _Checked(threading.local):
    """When this thread last compared marks, and whether its transaction holds a change nobody else sees."""

    at: float | None = None
    changing: bool = False


_checked = _Checked()
_kept: list[Words] = []  # at most one


def words() -> Words:
    """Give the words in force; one query when it is time to compare marks, two when they differ."""
    fresh = _checked.at is not None and time.monotonic() - _checked.at < CHECKED_FOR
    if _kept and fresh and not _checked.changing:
        return _kept[0]
    mark = Edition.objects.filter(name=NAME).values_list("mark", flat=True).first() or NO_OVERLAY
    _checked.at = time.monotonic()
    kept = _kept[0] if _kept else None
    if kept is None or kept.mark != mark:
        kept = Words(mark, (term.view for term in Term.objects.all()) if mark else ())
        _kept[:] = [kept]
    return kept


def forget_checked(**_signal: Any) -> None:
    """Compare marks at the next question."""
    _checked.at, _checked.changing = None, False


def changed() -> None:
    """Mark a new edition inside the transaction of a change.

    Until that transaction is committed this thread compares marks at every question: it may yet be rolled back.
    """
    Edition.objects.update_or_create(name=NAME, defaults={"mark": new_id()})
    _checked.changing = True
    transaction.on_commit(forget_checked)
