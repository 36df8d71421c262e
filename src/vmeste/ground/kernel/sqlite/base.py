"""Writers wait in the kernel's queue (a lock on a file) before BEGIN IMMEDIATE.

SQLite's own waiting is a retry with growing pauses: under load a worker starves beside web threads. A blocking
`flock` is served in turn. Readers never wait.
"""

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.base import Database as Database  # noqa: PLC0414  Django looks for it here


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that holds the writers' lock from BEGIN to COMMIT or ROLLBACK."""

    _lock: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()
        finally:
            self._leave()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()
        finally:
            self._leave()

    def _close(self) -> Any:
        try:
            return super()._close()
        finally:
            self._leave()

    def _take_turn(self) -> None:
        name = str(self.settings_dict["NAME"])
        if self.is_in_memory_db() or self._lock is not None:
            return
        self._lock = os.open(f"{name}-queue", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def _leave(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
