"""Turns of whole processes: what two machines or two terminals must not do at the same time."""

import fcntl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


@contextmanager
def turn(name: str) -> Iterator[None]:
    """Wait until nobody else holds this turn, then hold it; ends with the process at the latest."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [key_of(name)])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key_of(name)])
    else:
        with Path(settings.VMESTE.data, f"{name}.turn").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def hold_turn(name: str) -> None:
    """Wait for a turn and hold it until the present transaction ends; SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key_of(name)])


def key_of(name: str) -> int:
    """Give the number under which PostgreSQL knows the turn."""
    return zlib.crc32(f"vmeste {name}".encode())
