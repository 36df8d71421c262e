"""Who reacts to which fact: «now» in the same transaction, «later» from the outbox by a worker."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, TypeVar, get_args

from vmeste.ground.facts.fact import Fact

Lane = Literal["quick", "heavy"]
LANES: Final[tuple[Lane, ...]] = get_args(Lane)
F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Told:
    """A fact together with its record's id, moment and teller; what a reaction is given."""

    id: int
    fact: Any
    at: datetime
    person_id: int | None
    organisation_id: int | None


class Again:
    """What a reaction returns when a piece is done and more is left: it is called again, in a new transaction."""


AGAIN: Final = Again()

NowReaction = Callable[[Sequence[Told]], None]
LaterReaction = Callable[[Told], Again | None]


@dataclass(frozen=True, slots=True)
class Later:
    """A reaction run by workers: its lasting name and its lane; `outside` any transaction when it talks to others."""

    name: str
    lane: Lane
    run: LaterReaction
    outside: bool = False


_now: dict[type[Fact], list[NowReaction]] = defaultdict(list)
_later: dict[type[Fact], list[Later]] = defaultdict(list)
_by_name: dict[str, Later] = {}


def now_reaction(*kinds: type[Fact]) -> Callable[[NowReaction], NowReaction]:
    """Run in the transaction of the fact, over all facts told at once: pure projections in the database."""

    def register(function: NowReaction) -> NowReaction:
        for kind in kinds:
            _now[kind].append(function)
        return function

    return register


def later_reaction(
    *kinds: type[Fact], name: str, lane: Lane = "quick", outside: bool = False
) -> Callable[[LaterReaction], LaterReaction]:
    """Run from the outbox in a transaction of its own, at least once; `name` must never change.

    On SQLite nobody else writes while a transaction lasts. So long work does a piece, notes in the same transaction how
    far it came and returns `AGAIN`; and what waits for another machine (mail, webhooks) or thinks long before it writes
    runs `outside` any transaction and keeps its own changes whole. The worker may be killed after them: so they bear
    being repeated, and what is sent carries a stable id.
    """

    def register(function: LaterReaction) -> LaterReaction:
        if name in _by_name:
            message = f"{name} is registered already"
            raise ValueError(message)
        _by_name[name] = later = Later(name, lane, function, outside)
        for kind in kinds:
            _later[kind].append(later)
        return function

    return register


def now_reactions(kind: type[Fact]) -> Sequence[NowReaction]:
    """Give those who react at once."""
    return _now.get(kind, ())


def later_reactions(kind: type[Fact]) -> Sequence[Later]:
    """Give those owed a delivery."""
    return _later.get(kind, ())


def later_named(name: str) -> Later | None:
    """Give the reaction of this name, if the running code knows it."""
    return _by_name.get(name)
