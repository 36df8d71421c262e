"""Writers wait in the kernel's queue (a lock on a file) before they ask SQLite for its one write lock.

SQLite's own waiting is a retry with growing pauses: under load a worker starves beside web threads. A blocking
`flock` is served in turn. Readers never wait. The lock belongs to the open file, so it orders threads and processes
alike, and it goes with a process that is killed.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.sqlite3 import base

Database = sqlite3  # Django looks for the driver here

READS = ("SELECT", "WITH", "PRAGMA", "EXPLAIN")  # with which a statement begins that need not wait


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that holds the writers' lock from BEGIN to COMMIT or ROLLBACK, and around a write alone."""

    _lock: int | None = None
    _holder: int = 0

    def create_cursor(self, name: str | None = None) -> Any:
        """Give a cursor that takes a turn for each write outside a transaction."""
        del name
        return self.connection.cursor(factory=lambda link: QueuedCursor(link, self))

    @contextmanager
    def turn_for(self, query: str) -> Iterator[None]:
        """Hold the lock while a statement runs that writes on its own."""
        reads = query.lstrip()[:7].upper().startswith(READS)
        if reads or self._lock is not None or not self.get_autocommit():
            yield
            return
        try:
            self._take_turn()
            yield
        finally:
            self._leave()

    def _start_transaction_under_autocommit(self) -> None:
        try:
            self._take_turn()
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            self._leave()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._leave()

    def _take_turn(self) -> None:
        name = str(self.settings_dict["NAME"])
        if self.is_in_memory_db() or self._lock is not None:
            return
        self._lock = os.open(f"{name}-queue", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._holder = os.getpid()
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def _leave(self) -> None:
        """Let the next one in; a forked child only forgets what is its parent's."""
        lock, self._lock = self._lock, None
        if lock is None:
            return
        if self._holder == os.getpid():
            fcntl.flock(lock, fcntl.LOCK_UN)  # a child made meanwhile may hold the same open file
        os.close(lock)


class QueuedCursor(base.SQLiteCursorWrapper):
    """Django's cursor, with a turn for each write that is its own transaction."""

    def __init__(self, link: sqlite3.Connection, wrapper: DatabaseWrapper) -> None:
        """Know whose queue to wait in."""
        super().__init__(link)
        self._wrapper = wrapper

    def execute(self, query: Any, params: Any = None) -> Any:
        """Run one statement."""
        with self._wrapper.turn_for(str(query)):
            return super().execute(query, params)

    def executemany(self, query: Any, param_list: Any) -> Any:
        """Run one statement for many parameters."""
        with self._wrapper.turn_for(str(query)):
            return super().executemany(query, param_list)
