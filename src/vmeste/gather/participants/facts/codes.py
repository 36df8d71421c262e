"""Facts about codes printed for cards; a code itself stands in none of them."""

from dataclasses import dataclass

from vmeste.gather.participants.facts.organisations import OfOrganisation
from vmeste.ground.facts.fact import fact


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCode(OfOrganisation):
    """Base of facts about one code of one card."""

    code_id: int


@fact("participants.code.made")
class CodeMade(OfCode):
    """A code was made for a card nobody acts for; an earlier one does not work any more."""


@fact("participants.code.revoked")
class CodeRevoked(OfCode):
    """A code was taken back before anybody used it."""


@fact("participants.code.used")
@dataclass(frozen=True, slots=True, kw_only=True)
class CodeUsed(OfCode):
    """Somebody typed the code of a card and acts for it; `made_by_id` is who had made it."""

    person_id: int
    role: str
    made_by_id: int | None
