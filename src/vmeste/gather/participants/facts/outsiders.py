"""Facts about cards that somebody from outside has written: proposed, taken in, left out, listed for a partner."""

from dataclasses import dataclass

from vmeste.gather.participants.facts.organisations import OfOrganisation
from vmeste.ground.facts.fact import Audience, fact


@fact("participants.organisation.proposed")
class OrganisationProposed(OfOrganisation):
    """Somebody did not find their organisation and wrote a card, which only they and the territory see."""


@fact("participants.organisation.admitted", audience=Audience.PUBLIC)
class OrganisationAdmitted(OfOrganisation):
    """A proposed card was taken into the directory."""


@fact("participants.organisation.dropped")
class OrganisationDropped(OfOrganisation):
    """A proposed card was not taken in: what it was written for came to nothing."""


@fact("participants.organisation.listed", audience=Audience.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationListed(OfOrganisation):
    """An organisation of the network wrote the card of a partner that has not joined."""

    by_id: int
