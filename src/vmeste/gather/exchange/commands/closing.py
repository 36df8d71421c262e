"""What ends a need or an offer, and the answers that still wait under it."""

from typing import Any

from vmeste.gather.exchange import facts
from vmeste.gather.exchange.models import Posting, Response
from vmeste.gather.exchange.policies import CLOSED
from vmeste.ground.accounts.commands import revoke_links
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.errors import Stale
from vmeste.ground.kernel.lifecycle import advance

NOT_NEEDED, NOT_GIVEN = "not_needed", "no_capacity"
"""Reasons (vocabulary `decline_reason`) told to those who still wait when a need, an offer is closed."""


def close(posting: Posting, actor: Actor, *, at: tuple[Posting.State, ...], to: Posting.State) -> None:
    """Move to a state in which it is not shown, and tell; when it is for good nobody goes on waiting under it."""
    advance(posting, at=at, to=to, closed_at=clock.now())
    kind = facts.NeedClosed if posting.side == "need" else facts.OfferClosed
    record(
        kind(
            posting_id=posting.id, organisation_id=posting.organisation_id, shown_to=posting.visibility, state=to.value
        ),
        actor=actor,
    )
    if to in CLOSED:
        end_waiting(posting, actor)


def end_waiting(posting: Posting, actor: Actor) -> None:
    """Take back what was asked under it and decline what was answered; who is being answered just now is let go on."""
    asked_for = {"offer": posting.id, "opened_by": Response.Opener.NEEDING}  # a need goes on without one's own offer
    under = {"need": posting.id} if posting.side == "need" else asked_for
    for response in Response.objects.filter(**under, state=Response.State.WAITING):
        try:
            end(response, posting, actor)
        except Stale:
            continue


def end(response: Response, posting: Posting, actor: Actor) -> None:
    """End one: by taking one's own word back, or by declining the other's."""
    own = posting.organisation_id
    if response.opener_id == own:
        advance(response, at=Response.State.WAITING, to=Response.State.WITHDRAWN, decided_at=clock.now())
        revoke_links(actor=actor, subject_kind="response", subject_id=response.id)
        tell_of(response, facts.ResponseWithdrawn, own, actor)
        return
    reason = NOT_NEEDED if posting.side == "need" else NOT_GIVEN
    advance(response, at=Response.State.WAITING, to=Response.State.DECLINED, decided_at=clock.now(), reason=reason)
    tell_of(response, facts.ResponseDeclined, own, actor, reason=reason)


def tell_of(response: Response, kind: type[facts.OfResponse], by_id: int, actor: Actor, **more: Any) -> None:
    """Tell a fact about a response with the ids that every such fact carries."""
    happened = kind(
        response_id=response.id,
        needing_id=response.needing_id,
        giving_id=response.giving_id,
        by_id=by_id,
        need_id=response.need_id,
        offer_id=response.offer_id,
        **more,
    )
    record(happened, actor=actor)
