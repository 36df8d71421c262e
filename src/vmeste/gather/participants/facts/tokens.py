"""Facts about the tokens by which programs read."""

from dataclasses import dataclass

from vmeste.gather.participants.facts.organisations import OfOrganisation
from vmeste.ground.facts.fact import fact


@dataclass(frozen=True, slots=True, kw_only=True)
class OfToken(OfOrganisation):
    """Base of facts about a program's access; for the organisation alone."""

    token_id: int


@fact("participants.token.issued")
class TokenIssued(OfToken):
    """A program was given access."""


@fact("participants.token.revoked")
class TokenRevoked(OfToken):
    """A program's access was taken back."""
