"""Facts this room announces."""

from dataclasses import dataclass

from vmeste.ground.facts.fact import Audience, Fact, fact


@dataclass(frozen=True, slots=True, kw_only=True)
class OfTerm(Fact):
    """Base of facts about one word of one vocabulary."""

    vocabulary: str
    code: str


@fact("vocabulary.term.put", audience=Audience.ADMINS)
class TermPut(OfTerm):
    """An administrator added or altered a word."""


@fact("vocabulary.term.retired", audience=Audience.ADMINS)
class TermRetired(OfTerm):
    """An administrator named the last day on which a word is offered."""
