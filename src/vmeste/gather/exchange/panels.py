"""What the exchange hangs on pages of participants: what a claimer has written so far, on the page of the claim."""

from typing import Any

from vmeste.gather.exchange import policies
from vmeste.gather.exchange.models import Need
from vmeste.gather.exchange.showing import about_of
from vmeste.gather.participants.models import Claim
from vmeste.ground.kernel.actors import Actor

ON_CLAIM = 10


def needs_of_claim(actor: Actor, claim_id: int) -> dict[str, Any]:
    """Give the needs somebody wrote for the card they claim, as far as the reader sees them; two queries."""
    claim = Claim.objects.get(id=claim_id)
    written = Need.objects.filter(
        policies.visible_to(actor), organisation=claim.organisation_id, author=claim.person_id
    )
    return {
        "needs": list(written.select_related("settlement")[:ON_CLAIM]),
        "about_of": about_of,
        "organisation_id": claim.organisation_id,
        "writes": claim.is_open and claim.person_id == actor.person_id,
    }
