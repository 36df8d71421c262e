"""How much one program may ask in a minute, counted for all processes together.

Counting every request in the shared cache would cost more than answering it. So a process takes an allowance of
some requests at a time and serves them from memory: one write for twenty requests. What a process has taken and not
used by the end of the minute is lost to the others, at most an allowance each.
"""

import hashlib
import threading
from dataclasses import dataclass

from django.core.cache import cache

from vmeste.ground.kernel import clock

PER = 60  # seconds
ALLOWANCE = 20
MOST_KNOWN = 10_000


@dataclass(slots=True)
class Allowance:
    """What this process may still let in within one minute (number since the epoch)."""

    minute: int
    left: int


_lock = threading.Lock()
_held: dict[str, Allowance] = {}


def seconds_to_wait(who: str, most: int) -> int:
    """Give how long `who` has to wait, 0 to be let in now; `most` requests are let in per minute."""
    minute, passed = divmod(int(clock.now().timestamp()), PER)
    may_pass = spend(who, minute)
    if may_pass is None:
        keep(who, minute, taken(who, minute, most))
        may_pass = spend(who, minute)
    return PER - passed if may_pass is False else 0


def spend(who: str, minute: int) -> bool | None:
    """Use up one request of what this process holds; `None` when it holds nothing, `False` when all is used up."""
    with _lock:
        held = _held.get(who)
        if held is None or held.minute != minute or held.left == 0:
            return None
        if held.left < 0:
            return False
        held.left -= 1
        return True


def keep(who: str, minute: int, left: int) -> None:
    """Hold what was taken beside what is held; nothing left is remembered until the minute is over."""
    with _lock:
        held = _held.get(who)
        rest = held.left if held and held.minute == minute else 0
        _held[who] = Allowance(minute, left if left < 0 else max(rest, 0) + left)
        forget_old(minute)


def taken(who: str, minute: int, most: int) -> int:
    """Take an allowance of the minute from what all processes share; −1 when none is left."""
    name = f"api:{minute}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    cache.add(name, 0, timeout=2 * PER)
    try:
        total = cache.incr(name, ALLOWANCE)
    except ValueError:  # thrown out by others at this very moment
        return ALLOWANCE
    left = most - (total - ALLOWANCE)
    return min(left, ALLOWANCE) if left > 0 else -1


def forget_old(minute: int) -> None:
    """Keep the memory small: what belongs to minutes that are over goes when there is much of it."""
    if len(_held) > MOST_KNOWN:
        for who in [who for who, held in _held.items() if held.minute != minute]:
            del _held[who]
