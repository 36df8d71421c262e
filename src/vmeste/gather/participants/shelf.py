"""Cards that rows of a file met, packed until a later row meets them again: 100,000 in some tens of megabytes."""

import pickle
import zlib
from collections.abc import Iterable
from typing import Generic, TypeVar

T = TypeVar("T")
QUICK = 1  # the level of packing: names and addresses shrink to a half at once


class Shelf(Generic[T]):
    """Things by their ids, found again by any of their keys."""

    def __init__(self) -> None:
        """Begin empty."""
        self._packed: dict[int, bytes] = {}
        self._under: dict[int, tuple[int, ...]] = {}

    def put(self, number: int, thing: T, keys: Iterable[str]) -> None:
        """Put a thing under its keys, in place of what it was before."""
        self._packed[number] = zlib.compress(pickle.dumps(thing, pickle.HIGHEST_PROTOCOL), QUICK)
        for key in keys:
            here = self._under.get(hash(key), ())
            if number not in here:
                self._under[hash(key)] = (*here, number)

    def find(self, keys: Iterable[str]) -> list[tuple[int, T]]:
        """Give what stands under any of these keys, in the order of their ids."""
        numbers = {number for key in keys for number in self._under.get(hash(key), ())}
        return [(number, self._unpack(self._packed[number])) for number in sorted(numbers)]

    def clear(self) -> None:
        """Forget everything."""
        self._packed.clear()
        self._under.clear()

    @staticmethod
    def _unpack(packed: bytes) -> T:
        thing: T = pickle.loads(zlib.decompress(packed))  # noqa: S301  packed here, never from outside
        return thing
