"""Full text on SQLite (FTS5) and PostgreSQL (tsvector, GIN): the one place that speaks their languages.

Both index the same tokens of an entry: its lemmas, its kind as `=kind` and its scope as `@scope`. Lemmas hold letters
and digits only, so the marks cannot be mistaken. Tables and triggers are made by the migration `0002_full_text`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

# Up to so many hits it is cheaper to take all and sort them than to walk down from the newest text.
FEW = 5_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Texts of a kind, in any of the scopes (None: all), holding each of the words — or, `any_word`, one of them.

    A word is the set of lemmas that stand for it. `at_most`: how many texts can answer, as far as known. `among`: a
    subquery of the only subjects that count; all when there is none.
    """

    kind: str
    scopes: Sequence[str] | None
    words: Sequence[Iterable[str]]
    any_word: bool = False
    at_most: int = FEW
    among: "QuerySet[Any, Any] | None" = None

    def groups(self) -> list[list[str]]:
        """Give tokens of which the text must hold one of each group."""
        lemmas = [sorted(set(word)) for word in self.words]
        asked = [sorted({lemma for word in lemmas for lemma in word})] if self.any_word else lemmas
        scopes = [] if self.scopes is None else [[f"@{scope}" for scope in self.scopes]]
        return [[f"={self.kind}"], *scopes, *asked]

    def narrowing(self) -> tuple[str, tuple[Any, ...]]:
        """Give what a statement adds to its conditions, and the values bound there."""
        if self.among is None:
            return "", ()
        try:
            sql, values = self.among.query.sql_with_params()
        except EmptyResultSet:
            return "AND 1 = 0", ()
        return f"AND subject_id IN ({sql})", tuple(values)


class Sqlite:
    """FTS5, contentless, tokens split at what is neither a letter, a digit nor a mark."""

    matching = "SELECT rowid FROM text_tokens WHERE text_tokens MATCH %s"
    _newest = (
        "SELECT subject_id, lemmas FROM text_tokens CROSS JOIN text_entry ON text_entry.id = text_tokens.rowid "
        "WHERE text_tokens MATCH %s {narrowing} ORDER BY text_tokens.rowid DESC LIMIT %s"
    )

    def expression(self, wanted: Wanted) -> str:
        """Write what is wanted; every token is quoted, so no word is ever read as an operator."""
        groups = (" OR ".join('"' + token.replace('"', '""') + '"' for token in group) for group in wanted.groups())
        return " AND ".join(f"({group})" for group in groups)

    def newest(self, wanted: Wanted) -> str:
        """Give the query of the newest entries; FTS5 walks down from the newest by itself."""
        del wanted
        return self._newest


class Postgres:
    """A generated tsvector column of the table of entries under a GIN index."""

    matching = "SELECT id FROM text_entry WHERE tokens @@ %s::tsquery"
    _walk = (
        "SELECT subject_id, lemmas FROM text_entry WHERE tokens @@ %s::tsquery {narrowing} ORDER BY id DESC LIMIT %s"
    )
    _gather = (
        "WITH hits AS MATERIALIZED (SELECT id FROM text_entry WHERE tokens @@ %s::tsquery {narrowing}), "
        "newest AS MATERIALIZED (SELECT id FROM hits ORDER BY id DESC LIMIT %s) "
        "SELECT subject_id, lemmas FROM newest JOIN text_entry USING (id) ORDER BY id DESC"
    )

    def expression(self, wanted: Wanted) -> str:
        """Write what is wanted; every token is quoted, so no word is ever read as an operator."""
        groups = (" | ".join(self._quoted(token) for token in group) for group in wanted.groups())
        return " & ".join(f"({group})" for group in groups)

    def newest(self, wanted: Wanted) -> str:
        """Give the query of the newest entries: the planner must not walk all texts for a rare word."""
        return self._gather if wanted.at_most <= FEW else self._walk

    @staticmethod
    def _quoted(token: str) -> str:
        return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def _engine() -> Sqlite | Postgres:
    return Postgres() if connection.vendor == "postgresql" else Sqlite()


def newest(wanted: Wanted, most: int) -> list[tuple[int, str]]:
    """Give (subject id, stream of lemmas) of at most `most` entries that answer, newest first."""
    if not wanted.words or not all(wanted.groups()):
        return []
    engine = _engine()
    narrowing, values = wanted.narrowing()
    with connection.cursor() as cursor:
        cursor.execute(
            engine.newest(wanted).replace("{narrowing}", narrowing), [engine.expression(wanted), *values, most]
        )
        return list(cursor.fetchall())


def matching(wanted: Wanted) -> RawSQL:
    """Give a subquery of the ids of all entries that answer."""
    engine = _engine()
    return RawSQL(engine.matching, [engine.expression(wanted)])  # noqa: S611  the words are a bound parameter
