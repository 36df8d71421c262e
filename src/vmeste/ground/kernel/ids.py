"""Keys: 63-bit integers ordered by time, shown in addresses as 13 characters of base 32."""

import os
import secrets
import socket
import threading
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import models

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no i, l, o, u to mistake
LENGTH = 13
EPOCH_MS = 1_577_836_800_000  # 2020-01-01T00:00Z; 41 bits of milliseconds last until 2089
NODE_BITS, COUNTER_BITS = 10, 12
NODES, COUNTS = 1 << NODE_BITS, 1 << COUNTER_BITS
LARGEST = (1 << 63) - 1
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)} | {"o": 0, "i": 1, "l": 1}


class Mint:
    """Makes the keys of one process: milliseconds, a number of the process, a counter with a random start.

    Processes with neighbouring pids, as those of one server, have different numbers and never make the same key however
    fast they are. Two that meet in a number, one pair in 1024, make the same key only if they also meet in millisecond
    and counter; the database then refuses the second row.
    """

    def __init__(self) -> None:
        """Take this process's number."""
        self._lock = threading.Lock()
        self._node = (_machine() + os.getpid()) % NODES
        self._moment = self._count = 0

    def key(self) -> int:
        """Give a key greater than every one before, even when the clock is set back."""
        moment = time.time_ns() // 1_000_000 - EPOCH_MS
        with self._lock:
            self._count += 1
            if moment > self._moment:
                self._moment, self._count = moment, secrets.randbits(COUNTER_BITS - 1)
            elif self._count == COUNTS:  # more than a millisecond holds: the next one is begun early
                self._moment, self._count = self._moment + 1, 0
            return self._moment << NODE_BITS + COUNTER_BITS | self._node << COUNTER_BITS | self._count


def _machine() -> int:
    """Give a number of this machine or container."""
    boot = ""
    with suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
    return zlib.crc32(f"{socket.gethostname()} {boot}".encode())


_mint = Mint()


def _begin_anew() -> None:
    """Give a forked process its own number, and a lock that nobody holds."""
    global _mint  # noqa: PLW0603  one mint per process
    _mint = Mint()


os.register_at_fork(after_in_child=_begin_anew)


def new_id() -> int:
    """Give a key for a new row; keys of one process grow, keys of several are ordered by the millisecond."""
    return _mint.key()


def first_at(seconds: float) -> int:
    """Give a key not greater than any made at this moment (seconds of the Unix epoch) or later."""
    return max(0, int(seconds * 1000) - EPOCH_MS) << NODE_BITS + COUNTER_BITS


def code(key: int) -> str:
    """Write a key as 13 characters."""
    return "".join(ALPHABET[key >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))


def from_code(text: str) -> int:
    """Read a key from its 13 characters; raises `ValueError` when they are none."""
    if len(text) != LENGTH:
        raise ValueError(text)
    key = 0
    for letter in text.lower():
        if letter not in _VALUES:
            raise ValueError(text)
        key = key << 5 | _VALUES[letter]
    if key > LARGEST:
        raise ValueError(text)
    return key


def code_in(text: str | None) -> int | None:
    """Read a key from what a reader may have typed or changed, a parameter or a field; nothing when it is none."""
    try:
        return from_code(text or "")
    except ValueError:
        return None


class IdField(models.BigIntegerField):  # type: ignore[type-arg]
    """Primary key of every table."""

    def __init__(self, **options: Any) -> None:
        """Be a primary key that the product makes itself."""
        super().__init__(**{"primary_key": True, "default": new_id, "editable": False, **options})


class CodeConverter:
    """`<code:thing_id>` in addresses: the view gets the integer."""

    regex = f"[{ALPHABET}]{{{LENGTH}}}"

    def to_python(self, value: str) -> int:
        """Read the key; a `ValueError` means 404."""
        return from_code(value)

    def to_url(self, value: int | str) -> str:
        """Write the key."""
        return value if isinstance(value, str) else code(value)
