"""What waits for a person here: who asks to be added, claims, the head's role, the question about the own card."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from vmeste.gather.participants import policies, queries
from vmeste.gather.participants.queries import asked_about, head_offers_to, joinings_waiting
from vmeste.ground.kernel import clock, registries
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.registries import Waiting


def waiting_joinings(actor: Actor, limit: int) -> Sequence[Waiting]:
    """Give those who ask to be added where the actor may answer; one query."""
    if not actor.is_signed_in:
        return []
    about = _("Asks to be added to «%(organisation)s»: %(words)s")
    return [
        Waiting(
            row.person.name or row.person.email,
            people_page(row.organisation_id),
            about % {"organisation": row.organisation, "words": row.words},
            row.made_at,
        )
        for row in joinings_waiting(actor)[:limit]
    ]


def waiting_claims(actor: Actor, limit: int) -> Sequence[Waiting]:
    """Give the claims this actor has to decide; one query, none for who coordinates nothing."""
    if not policies.oversees(actor) or not actor.is_signed_in:
        return []
    about = _("%(person)s, %(post)s: may they act for it?")
    return [
        Waiting(
            str(row.organisation),
            reverse("participants:claim", args=[row.id]),
            about % {"person": row.person, "post": row.post},
            row.made_at,
        )
        for row in queries.claims_waiting(actor)[:limit]
    ]


def waiting_handings(actor: Actor, limit: int) -> Sequence[Waiting]:
    """Give offers of the head's role to the actor; one query."""
    if not actor.is_signed_in:
        return []
    return [
        Waiting(
            _("You are offered to become head"),
            reverse("participants:handing", args=[row.organisation_id]),
            _("%(who)s offers it to you: %(organisation)s") % {"who": row.former, "organisation": row.organisation},
            row.made_at,
        )
        for row in head_offers_to(actor)[:limit]
    ]


def waiting_cards(actor: Actor, limit: int) -> Sequence[Waiting]:
    """Give the question whether the own card is right, once it was asked; one query."""
    if not actor.is_signed_in:
        return []
    return [
        Waiting(
            _("Is your card still right?"),
            reverse("participants:organisation", args=[row.id]),
            _("Look at it and press «All is right», or mend it."),
            datetime.combine(row.asked_on or clock.today(), time(), tzinfo=UTC),
        )
        for row in asked_about(actor)[:limit]
    ]


def people_page(organisation_id: int) -> str:
    """Give the address where requests to be added are answered."""
    return reverse("participants:people", args=[organisation_id]) + "#joining"


registries.waiting.add("participants.joining", waiting_joinings)
registries.waiting.add("participants.claims", waiting_claims)
registries.waiting.add("participants.handing", waiting_handings)
registries.waiting.add("participants.freshness", waiting_cards)
