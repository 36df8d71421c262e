"""What waits for a person here: who asks to be added, claims, the head's role, the question about the own card."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from vmeste.gather.participants.queries import HEAD, Question, joinings_waiting, own_questions
from vmeste.gather.participants.talking import waiting_claims, waiting_questions
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


def waiting_own(actor: Actor, limit: int) -> Sequence[Waiting]:
    """Give offers of the head's role to the actor, and the question whether the own card is right; one query."""
    if not actor.is_signed_in:
        return []
    return [waiting_head(row) if row[0] == HEAD else waiting_card(row) for row in own_questions(actor)[:limit]]


def waiting_head(row: Question) -> Waiting:
    """Shape an offer of the head's role."""
    _kind, organisation_id, organisation, who, made_at, _asked_on = row
    return Waiting(
        _("You are offered to become head"),
        reverse("participants:handing", args=[organisation_id]),
        _("%(who)s offers it to you: %(organisation)s") % {"who": who, "organisation": organisation},
        made_at,
    )


def waiting_card(row: Question) -> Waiting:
    """Shape the question about the own card."""
    _kind, organisation_id, _organisation, _who, _made_at, asked_on = row
    return Waiting(
        _("Is your card still right?"),
        reverse("participants:organisation", args=[organisation_id]),
        _("Look at it and press «All is right», or mend it."),
        datetime.combine(asked_on or clock.today(), time(), tzinfo=UTC),
    )


def people_page(organisation_id: int) -> str:
    """Give the address where requests to be added are answered."""
    return reverse("participants:people", args=[organisation_id]) + "#joining"


registries.waiting.add("participants.joining", waiting_joinings)
registries.waiting.add("participants.claims", waiting_claims)
registries.waiting.add("participants.claim_questions", waiting_questions)
registries.waiting.add("participants.own", waiting_own)
