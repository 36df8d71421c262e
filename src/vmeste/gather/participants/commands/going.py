"""A person goes for good: what they did for organisations and territories ends, what they asked for is taken back."""

from vmeste.gather.participants.commands.handing import fact_of as handing_fact
from vmeste.gather.participants.commands.joining import fact_of as joining_fact
from vmeste.gather.participants.commands.memberships import claim_fact, end_claim, settle_claim
from vmeste.gather.participants.facts import (
    ClaimWithdrawn,
    HeadshipWithdrawn,
    JoiningWithdrawn,
    MemberLeft,
    TerritoryReleased,
)
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
from vmeste.ground.kernel import clock
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
    now = clock.now()
    for membership in Membership.objects.filter(person=person, until_at=None).select_related("organisation"):
        Membership.objects.filter(id=membership.id).update(until_at=now)
        settle_claim(membership.organisation)
        record(
            MemberLeft(
                organisation_id=membership.organisation_id, membership_id=membership.id, person_id=membership.person_id
            ),
            actor=actor,
        )
    for trust in TerritoryCoordinator.objects.filter(person=person, until_at=None):
        TerritoryCoordinator.objects.filter(id=trust.id).update(until_at=now)
        record(TerritoryReleased(territory_id=trust.territory_id, person_id=trust.person_id), actor=actor)
    SavedSearch.objects.filter(person=person).delete()


def take_back_requests(actor: Actor, person: Person) -> None:
    """Take back what the person asked for, and offers of the head's role from or to them."""
    now = clock.now()
    for asked in JoiningRequest.objects.filter(person=person, state=JoiningRequest.State.OPEN):
        JoiningRequest.objects.filter(id=asked.id).update(
            state=JoiningRequest.State.WITHDRAWN, settled_at=now, words=""
        )
        record(joining_fact(JoiningWithdrawn, asked), actor=actor)
    opened = HeadOffer.objects.filter(state=HeadOffer.State.OPEN)
    for offer in opened.filter(former=person) | opened.filter(heir=person):
        HeadOffer.objects.filter(id=offer.id).update(state=HeadOffer.State.WITHDRAWN, settled_at=now)
        record(handing_fact(HeadshipWithdrawn, offer), actor=actor)
