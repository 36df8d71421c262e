"""Writing the index: put, put many, drop, in the transaction of the caller (mostly a `now` reaction)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Model

from vmeste.ground.kernel.ids import new_id
from vmeste.ground.text import slips
from vmeste.ground.text.lemmas import stream
from vmeste.ground.text.models import PUBLIC, Entry, Lemma, Slip

_CHUNK = 500  # rows of one statement
_NAME = re.compile(r"[a-z0-9._:-]{1,40}")
_UNLESS_THERE = "ON CONFLICT DO NOTHING RETURNING subject_id"
T = TypeVar("T")


class Tally:
    """How the frequencies of lemmas change by what is put in and taken out."""

    def __init__(self) -> None:
        """Start with no change."""
        self.all: Counter[str] = Counter()
        self.public: Counter[str] = Counter()

    def count(self, lemmas: str, scope: str, step: int) -> None:
        """Add (step 1) or take away (step -1) one text; the empty lemma counts texts."""
        for lemma in {"", *lemmas.split()}:
            self.all[lemma] += step
            if scope == PUBLIC:
                self.public[lemma] += step

    def changed(self) -> list[str]:
        """Give the lemmas whose frequency changes."""
        return [lemma for lemma in self.all if self.all[lemma] or self.public[lemma]]


def put(kind: str, subject_id: int, text: str, *, scope: str = PUBLIC) -> None:
    """Let the subject be found by this text instead of any before."""
    put_many(kind, [(subject_id, text)], scope=scope)


def put_many(kind: str, texts: Iterable[tuple[int, str]], *, scope: str = PUBLIC) -> None:
    """Let many subjects of a kind be found; a text that did not change costs a look, no writing.

    texts: (subject id, text), read lazily; of two texts of one subject the later counts.
    """
    _check(kind, scope)
    tally = Tally()
    with transaction.atomic(savepoint=False):
        for chunk in _chunks(texts):
            _put_chunk(kind, {subject_id: stream(text) for subject_id, text in chunk}, scope, tally)
        _enter(kind, tally)


def drop(kind: str, subject_id: int) -> None:
    """Let the subject be found no more."""
    drop_many(kind, [subject_id])


def drop_many(kind: str, subject_ids: Iterable[int]) -> None:
    """Let many subjects be found no more; those never put are passed over."""
    tally = Tally()
    with transaction.atomic(savepoint=False):
        for chunk in _chunks(subject_ids):
            for _, lemmas, scope in _take_out(kind, chunk).values():
                tally.count(lemmas, scope, -1)
        _enter(kind, tally)


def _check(*names: str) -> None:
    for name in names:
        if not _NAME.fullmatch(name):
            message = f"{name!r} is no name of a kind or a scope"
            raise ValueError(message)


def _chunks(things: Iterable[T], size: int = _CHUNK) -> Iterator[list[T]]:
    iterator = iter(things)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _put_chunk(kind: str, streams: dict[int, str], scope: str, tally: Tally) -> None:
    """Write entries; what another transaction wrote meanwhile is taken out in the next round."""
    while streams:
        kept = dict(_kept(kind, streams))
        changed = {key: lemmas for key, lemmas in streams.items() if kept.get(key) != (lemmas, scope)}
        before = _take_out(kind, [key for key in changed if key in kept])
        for _, lemmas, old_scope in before.values():
            tally.count(lemmas, old_scope, -1)
        rows = [(before[key][0] if key in before else new_id(), key, lemmas) for key, lemmas in changed.items()]
        written = _write_entries(kind, scope, rows)
        for key in written:
            tally.count(streams[key], scope, 1)
        streams = {key: lemmas for key, lemmas in changed.items() if key not in written}


def _kept(kind: str, subject_ids: Iterable[int]) -> Iterator[tuple[int, tuple[str, str]]]:
    rows = Entry.objects.filter(kind=kind, subject_id__in=list(subject_ids)).order_by()
    for subject_id, lemmas, scope in rows.values_list("subject_id", "lemmas", "scope"):
        yield subject_id, (lemmas, scope)


def _take_out(kind: str, subject_ids: Sequence[int]) -> dict[int, tuple[int, str, str]]:
    """Delete entries and give exactly those that this transaction deleted: subject id → (id, lemmas, scope)."""
    if not subject_ids:
        return {}
    sql = (
        f"DELETE FROM text_entry WHERE kind = %s AND subject_id IN ({_marks(len(subject_ids))}) "  # noqa: S608  marks only
        "RETURNING subject_id, id, lemmas, scope"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [kind, *subject_ids])
        return {subject_id: (key, lemmas, scope) for subject_id, key, lemmas, scope in cursor.fetchall()}


def _write_entries(kind: str, scope: str, rows: Sequence[tuple[int, int, str]]) -> set[int]:
    """Insert (id, subject id, lemmas); give the subjects written, without those that another writer put meanwhile."""
    values = [(key, kind, subject_id, scope, lemmas) for key, subject_id, lemmas in rows]
    given = _insert(Entry, ("id", "kind", "subject_id", "scope", "lemmas"), values, _UNLESS_THERE)
    return {subject_id for (subject_id,) in given}


def _enter(kind: str, tally: Tally) -> None:
    """Write the lines of the ledger, and the keys of lemmas never seen before in any kind."""
    for lemmas in _chunks(sorted(tally.changed())):
        known = set(Lemma.objects.filter(lemma__in=lemmas).order_by().values_list("lemma", flat=True).distinct())
        slip_rows = [(new_id(), key, lemma) for lemma in lemmas if lemma not in known for key in slips.keys(lemma)]
        _insert(Slip, ("id", "key", "lemma"), slip_rows)
        lines = [(new_id(), kind, lemma, lemma[:3], tally.all[lemma], tally.public[lemma]) for lemma in lemmas]
        _insert(Lemma, ("id", "kind", "lemma", "beginning", "df", "public_df"), lines)


def _insert(model: type[Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], then: str = "") -> list[Any]:
    """Insert plain rows in few statements, several times faster than through objects; gives what `then` returns."""
    given: list[Any] = []
    into = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES "  # noqa: S608, SLF001  names of our own
    with connection.cursor() as cursor:
        for chunk in _chunks(rows):
            marks = ", ".join([f"({_marks(len(columns))})"] * len(chunk))
            cursor.execute(f"{into}{marks} {then}", [value for row in chunk for value in row])
            given.extend(cursor.fetchall() if then else ())
    return given


def _marks(count: int) -> str:
    return ", ".join(["%s"] * count)
