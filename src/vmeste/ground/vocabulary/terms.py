"""A term as readers see it, and the terms of the release as the files beside this module tell them."""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

DATA = Path(__file__).resolve().parent / "data"
DIVIDER = "|"


@dataclass(frozen=True, slots=True)
class TermView:
    """One word of a vocabulary; `own` when an administrator put it, over the release or beside it."""

    vocabulary: str
    code: str
    ru: str
    en: str
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    order: int = 0
    parent: str = ""
    own: bool = False

    @property
    def label(self) -> str:
        """The word in the reader's language."""
        return self.label_in(get_language() or "ru")

    def label_in(self, language: str) -> str:
        """Give the word in a language; Russian for those the product does not speak."""
        return self.en if language.startswith("en") else self.ru

    def is_valid(self, on: date) -> bool:
        """Tell whether the term is offered on this day; both ends are inside."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


def split(aliases: str) -> tuple[str, ...]:
    """Give the spellings of a cell divided by bars."""
    return tuple(alias for alias in (part.strip() for part in aliases.split(DIVIDER)) if alias)


def day(text: str) -> date | None:
    """Read a day of a file; empty is open."""
    return date.fromisoformat(text) if text else None


def term_of(row: Mapping[str, str]) -> TermView:
    """Make a term of a row of `terms.csv`."""
    return TermView(
        vocabulary=row["vocabulary"],
        code=row["code"],
        ru=row["ru"],
        en=row["en"],
        aliases=split(row["aliases"]),
        valid_from=day(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        order=int(row["order"]),
        parent=row["parent"],
    )


@cache
def release() -> tuple[TermView, ...]:
    """Give the terms of the release; read once per process."""
    with (DATA / "terms.csv").open(encoding="utf-8", newline="") as file:
        return tuple(term_of(row) for row in csv.DictReader(file))


@cache
def release_version() -> str:
    """Give a short mark of the release's data: the same files, the same mark."""
    content = b"".join((DATA / name).read_bytes() for name in ("terms.csv", "thesaurus.csv"))
    return hashlib.sha256(content).hexdigest()[:12]
