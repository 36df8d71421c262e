"""What participants keep about a person, what changes for others when one goes, and what ends then."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from vmeste.gather.participants.commands.going import end_all_of
from vmeste.gather.participants.commands.memberships import KEEPERS
from vmeste.gather.participants.models import (
    Claim,
    JoiningRequest,
    Membership,
    SavedSearch,
    TerritoryCoordinator,
)
from vmeste.ground.accounts.facts import PersonClosed
from vmeste.ground.accounts.models import Person
from vmeste.ground.accounts.queries import kept_by, stays_by
from vmeste.ground.facts.reactions import Told, now_reaction
from vmeste.ground.kernel.actors import SYSTEM


def kept(person: Person) -> Mapping[str, Any]:
    """Give roles, territories, claims, requests and searches of a person."""
    return {
        "memberships": [
            {"organisation": str(one.organisation), "role": one.role,
             "since_at": one.since_at, "until_at": one.until_at}
            for one in Membership.objects.filter(person=person).select_related("organisation")
        ],
        "territories": [
            {"territory": str(one.territory), "since_at": one.since_at, "until_at": one.until_at}
            for one in TerritoryCoordinator.objects.filter(person=person).select_related("territory")
        ],
        "claims": [
            {"organisation": str(one.organisation), "post": one.post, "proof": one.proof, "words": one.words,
             "state": one.state, "made_at": one.made_at}
            for one in Claim.objects.filter(person=person).select_related("organisation")
        ],
        "requests": [
            {"organisation": str(one.organisation), "words": one.words, "state": one.state, "made_at": one.made_at}
            for one in JoiningRequest.objects.filter(person=person).select_related("organisation")
        ],
        "searches": list(SavedSearch.objects.filter(person=person).order_by("id").values("name", "query", "made_at")),
    }  # fmt: skip


def stays(person: Person) -> Sequence[str]:
    """Say of which organisations nobody else keeps the card."""
    mine = Membership.objects.filter(person=person, until_at=None, role__in=KEEPERS).select_related("organisation")
    others = Membership.objects.filter(until_at=None, role__in=KEEPERS).exclude(person=person)
    kept_on = set(others.filter(organisation__in=[one.organisation_id for one in mine]).values_list(
        "organisation_id", flat=True
    ))  # fmt: skip
    words = _("Nobody will act for «%(name)s» any more: hand your role over first, if somebody can follow you.")
    return [words % {"name": one.organisation} for one in mine if one.organisation_id not in kept_on]


@now_reaction(PersonClosed)
def leave(told: Sequence[Told]) -> None:
    """End what a person did here, in the same moment as their account."""
    for person in Person.objects.filter(id__in=[one.fact.person_id for one in told]):
        end_all_of(actor=SYSTEM, person=person)


kept_by.add("participants", kept)
stays_by.add("participants", stays)
