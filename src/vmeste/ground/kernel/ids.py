"""Keys: 63-bit integers ordered by time, shown in addresses as 13 characters of base 32."""

import secrets
import threading
import time
from typing import Any

from django.db import models

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no i, l, o, u to mistake
LENGTH = 13
EPOCH_MS = 1_577_836_800_000  # 2020-01-01T00:00Z; 41 bits of milliseconds last until 2089
NOISE_BITS = 22
LARGEST = (1 << 63) - 1
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)} | {"o": 0, "i": 1, "l": 1}
_lock = threading.Lock()
_last = 0


def new_id() -> int:
    """Give a key greater than every key this process gave before; random below the millisecond."""
    global _last  # noqa: PLW0603  the last key given is the state of this one generator
    moment = time.time_ns() // 1_000_000 - EPOCH_MS
    fresh = (moment << NOISE_BITS) | secrets.randbits(NOISE_BITS)
    with _lock:
        _last = fresh if fresh >> NOISE_BITS > _last >> NOISE_BITS else _last + 1
        return _last


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


class IdField(models.BigIntegerField):
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
