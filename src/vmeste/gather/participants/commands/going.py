"""A person goes for good: what they did for organisations and territories ends, what they asked for is taken back."""

from vmeste.gather.participants.commands import handing, joining
from vmeste.gather.participants.commands.memberships import claim_fact, close_membership, close_trust, end_claim
from vmeste.gather.participants.facts import ClaimWithdrawn, HeadshipWithdrawn, JoiningWithdrawn
from vmeste.gather.participants.models import (
    Claim,
    HeadOffer,
    JoiningRequest,
    Membership,
    SavedSearch,
    TerritoryCoordinator,
)
from vmeste.ground.accounts import policies as accounts
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command


@command
def end_all_of(*, actor: Actor, person: Person) -> None:
    """End roles, territories, claims, requests, offers of a role and saved searches of somebody whose account ends."""
    accounts.can_edit_person(actor, person).enforce()
    for claim in Claim.objects.filter(person=person, state=Claim.State.OPEN):
        end_claim(claim, Claim.State.WITHDRAWN, actor)
        record(claim_fact(ClaimWithdrawn, claim), actor=actor)
    Claim.objects.filter(person=person).update(post="", proof="", words="")
    take_back_requests(actor, person)
    for membership in Membership.objects.filter(person=person, until_at=None).select_related("organisation"):
        close_membership(membership, actor)
    for trust in TerritoryCoordinator.objects.filter(person=person, until_at=None):
        close_trust(trust, actor)
    SavedSearch.objects.filter(person=person).delete()


def take_back_requests(actor: Actor, person: Person) -> None:
    """Take back what the person asked for, and offers of the head's role from or to them."""
    for asked in JoiningRequest.objects.filter(person=person, state=JoiningRequest.State.OPEN):
        joining.settle(asked, JoiningRequest.State.WITHDRAWN)
        record(joining.fact_of(JoiningWithdrawn, asked), actor=actor)
    opened = HeadOffer.objects.filter(state=HeadOffer.State.OPEN)
    for offer in opened.filter(former=person) | opened.filter(heir=person):
        handing.settle(offer, HeadOffer.State.WITHDRAWN)
        record(handing.fact_of(HeadshipWithdrawn, offer), actor=actor)
