"""Asking back on a claim: who takes part in its thread, and on whose side the ball is."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vmeste.gather.participants import policies, queries
from vmeste.ground.kernel.actors import Actor, Duty
from vmeste.ground.kernel.decisions import Decision, deny
from vmeste.ground.kernel.registries import Waiting

GONE = gettext_lazy("There is nothing to talk about here.")


def may_read_talk(actor: Actor, claim_id: int) -> Decision:
    """Let both sides of a claim read its thread."""
    claim = queries.claim_of(claim_id)
    return policies.can_read_talk(actor, claim) if claim else deny(GONE)


def may_talk(actor: Actor, claim_id: int) -> Decision:
    """Let both sides write in it until it is decided."""
    claim = queries.claim_of(claim_id)
    return policies.can_talk(actor, claim) if claim else deny(GONE)


def side_words(claim: Any) -> str:
    """Say to who decides on whose side the ball is; nothing where nobody has asked."""
    if claim.last_by is None or not claim.is_open:
        return ""
    return _("They answered") if claim.last_by == claim.person_id else _("Asked back: their answer is awaited")


def waiting_claims(actor: Actor, limit: int) -> Sequence[Waiting]:
    """Give the claims this actor has to decide, each with whose turn it is; one query, none for who decides nothing."""
    if not policies.oversees(actor) or not actor.is_signed_in:
        return []
    return [to_decide(one) for one in queries.claims_waiting(actor)[:limit]]


def waiting_questions(actor: Actor, limit: int) -> Sequence[Waiting]:
    """Give what was asked about the claim under which the actor acts; one query, none for whoever claims nothing."""
    if Duty.CLAIM not in actor.duties or not actor.is_signed_in:
        return []
    return [asked_of_me(one) for one in queries.claims_asked(actor)[:limit]]


def to_decide(claim: Any) -> Waiting:
    """Shape a claim as a thing to decide."""
    about = _("%(person)s, %(post)s: may they act for it?") % {"person": claim.person, "post": claim.post}
    said = side_words(claim)
    return Waiting(
        str(claim.organisation),
        reverse("participants:claim", args=[claim.id]),
        f"{about} {said}." if said else about,
        claim.last_at if said and claim.last_by == claim.person_id else claim.made_at,
    )


def asked_of_me(claim: Any) -> Waiting:
    """Shape a question about one's own claim."""
    about = _("The coordinator of the territory asks about your claim: answer on its page")
    return Waiting(str(claim.organisation), reverse("participants:claim", args=[claim.id]), about, claim.last_at)
