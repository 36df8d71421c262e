"""Facts of an organisation's days: confirmed, asked about, suspended, closed, handed over."""

from dataclasses import dataclass

from vmeste.gather.participants.facts.organisations import OfOrganisation
from vmeste.ground.facts.fact import Audience, fact


@fact("participants.organisation.freshened", audience=Audience.PUBLIC)
class OrganisationFreshened(OfOrganisation):
    """Somebody said that the card is still right."""


@fact("participants.organisation.asked_about")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationAskedAbout(OfOrganisation):
    """Those who act for it are asked whether the card is still right; `again`: for the second and last time."""

    again: bool


@fact("participants.organisation.suspended")
class OrganisationSuspended(OfOrganisation):
    """It does not work for a while: nobody sees or writes to it."""


@fact("participants.organisation.resumed")
class OrganisationResumed(OfOrganisation):
    """It works again after a while."""


@fact("participants.organisation.closing_planned", audience=Audience.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationClosingPlanned(OfOrganisation):
    """It is to close on a day to come (`day`, as 2026-12-31); until then it works as before."""

    successor_id: int | None
    day: str


@fact("participants.organisation.closing_called_off", audience=Audience.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationClosingCalledOff(OfOrganisation):
    """It is not to close after all; `failed`: its day came, but the successor cannot carry the work on any more."""

    failed: bool


@fact("participants.organisation.closed", audience=Audience.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationClosed(OfOrganisation):
    """It works no more; `moves`: its needs and offers go on at the successor."""

    successor_id: int | None
    moves: bool

    @property
    def parties(self) -> tuple[int, ...]:
        """The organisation, and who carries its work on."""
        return (self.organisation_id, *((self.successor_id,) if self.successor_id else ()))


@fact("participants.organisation.reopened", audience=Audience.PUBLIC)
class OrganisationReopened(OfOrganisation):
    """Its closing was undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfHeadship(OfOrganisation):
    """Base of facts about handing the head's role over."""

    offer_id: int
    former_id: int
    heir_id: int

    @property
    def subject(self) -> tuple[str, int] | None:
        """The offer: it is for these two."""
        return ("head_offer", self.offer_id)


@fact("participants.headship.offered")
class HeadshipOffered(OfHeadship):
    """A head offers the role to a colleague."""


@fact("participants.headship.passed")
class HeadshipPassed(OfHeadship):
    """The colleague accepted and is head now."""


@fact("participants.headship.declined")
class HeadshipDeclined(OfHeadship):
    """The colleague would not be head."""


@fact("participants.headship.withdrawn")
class HeadshipWithdrawn(OfHeadship):
    """The offer was taken back."""
