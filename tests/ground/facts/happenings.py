"""Facts and reactions that only the tests of this room know; scripts in other processes read them too."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vmeste.ground.facts.fact import Audience, Fact, fact
from vmeste.ground.facts.models import Party
from vmeste.ground.facts.reactions import AGAIN, Again, Told, later_reaction, now_reaction
from vmeste.ground.kernel.actors import ANONYMOUS
from vmeste.ground.kernel.commands import command

EFFECT = -1  # an organisation of nobody: each row of its parties is the effect of one reaction
PIECES = 5


@fact("tests.thing.made", audience=Audience.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class Made(Fact):
    """A thing was made; `way` says how its reactions fare."""

    thing_id: int
    way: str = ""
    tags: tuple[str, ...] = ()

    @property
    def parties(self) -> tuple[int, ...]:
        """Give one party."""
        return (self.thing_id, self.thing_id)

    @property
    def subject(self) -> tuple[str, int]:
        """Name the thing."""
        return "thing", self.thing_id


@fact("tests.thing.made", version=2)
@dataclass(frozen=True, slots=True, kw_only=True)
class MadeSince(Fact):
    """The second version of the same."""

    thing_id: int
    colour: str = "red"


@fact("tests.pair.met")
@dataclass(frozen=True, slots=True, kw_only=True)
class Met(Fact):
    """Organisations did something together."""

    organisation_ids: tuple[int, ...]

    @property
    def parties(self) -> tuple[int, ...]:
        """Give those who met."""
        return self.organisation_ids

    @property
    def tie(self) -> str:
        """Tie them."""
        return "met"


@fact("tests.long.begun")
@dataclass(frozen=True, slots=True, kw_only=True)
class Begun(Fact):
    """Long work was begun."""

    thing_id: int


@fact("tests.letter.posted")
@dataclass(frozen=True, slots=True, kw_only=True)
class Posted(Fact):
    """Something is to leave the house."""

    letter_id: int


Tell = Callable[..., list[Told]]
seen_at_once: list[list[int]] = []


@now_reaction(Made)
def see(told: object) -> None:
    """Note what was told together."""
    seen_at_once.append([one.fact.thing_id for one in told])  # type: ignore[attr-defined]


@later_reaction(Made, name="tests.count")
def count(told: Told) -> None:
    """Leave an effect, then fail as the fact wants it."""
    leave_effect(told)
    fare(told.fact.way)


def fare(way: str) -> None:
    """Fail, or die, when that is the way of things."""
    if way == "fails":
        raise LookupError(FAULT)
    if way == "refused":
        broken_command(actor=ANONYMOUS)
    if way == "kills":
        os._exit(9)


FAULT = "nobody answers under anna@school.test"


@command
def broken_command(*, actor: object) -> None:
    """Break a rule of the database inside a command."""
    del actor
    Party.objects.create(id=1, record_id=1, organisation_id=1)
    Party.objects.bulk_create([Party(id=1, record_id=1, organisation_id=1)])


@later_reaction(Begun, name="tests.pieces", lane="heavy")
def in_pieces(told: Told) -> Again | None:
    """Do one piece a time."""
    leave_effect(told)
    return AGAIN if effects_of(told.id) < PIECES else None


@later_reaction(Posted, name="tests.send", outside=True)
def send(told: Told) -> None:
    """Hand a letter to the world: a line in a file that all processes append to."""
    with Path(os.environ["TESTS_OUT"]).open("a", encoding="ascii") as world:
        world.write(f"{told.fact.letter_id}\n")


def leave_effect(told: Told) -> None:
    """Change the database, so that a second run would show."""
    Party.objects.create(record_id=told.id, organisation_id=EFFECT)


def effects_of(record_id: int) -> int:
    """Give how often the effect of a reaction stands."""
    return Party.objects.filter(record_id=record_id, organisation_id=EFFECT).count()
