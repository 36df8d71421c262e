"""Facts about claims of cards."""

from dataclasses import dataclass

from vmeste.gather.participants.facts.organisations import OfOrganisation
from vmeste.ground.facts.fact import fact


@dataclass(frozen=True, slots=True, kw_only=True)
class OfClaim(OfOrganisation):
    """Base of facts about one person's claim of one card."""

    claim_id: int
    person_id: int


@fact("participants.claim.opened")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimOpened(OfClaim):
    """Somebody says that they may act for an organisation nobody acts for."""

    role: str


@fact("participants.claim.granted")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimGranted(OfClaim):
    """A claim was granted with a role."""

    role: str


@fact("participants.claim.refused")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRefused(OfClaim):
    """A claim was refused, with a reason (code of the vocabulary `claim_refusal`)."""

    reason: str


@fact("participants.claim.mailed")
class ClaimMailed(OfClaim):
    """A letter with a one-time link went to the address on the card, so that whoever reads it can confirm a claim."""


@fact("participants.claim.confirmed")
class ClaimConfirmed(OfClaim):
    """Whoever reads the mailbox on the card said that the claimer is one of them."""


@fact("participants.claim.withdrawn")
class ClaimWithdrawn(OfClaim):
    """Who claimed a card took it back."""
