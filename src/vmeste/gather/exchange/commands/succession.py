"""What becomes of needs, offers and answers when their organisation closes: its successor goes on, or they end."""

from django.db import IntegrityError, transaction
from django.db.models import Q

from vmeste.gather.exchange import facts
from vmeste.gather.exchange.commands.closing import close, tell_of
from vmeste.gather.exchange.models import Need, Offer, Posting, Response, Visibility
from vmeste.gather.participants.models import NetworkMember
from vmeste.ground.accounts.commands import revoke_links
from vmeste.ground.facts.recording import record_many
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.errors import Stale
from vmeste.ground.kernel.lifecycle import advance

KEPT = (Posting.State.OPEN, Posting.State.PAUSED)
CLOSED = "closed"
"""Reason (vocabulary `decline_reason`) told to who waited for the word of an organisation that closed."""


def carry_over(closed_id: int, successor_id: int) -> None:
    """Let the successor go on with needs and offers, but not in networks it does not belong to, and with answers."""
    networks = NetworkMember.objects.filter(organisation=successor_id, until_at=None).order_by().values("network")
    shown = ~Q(visibility=Visibility.NETWORK) | Q(network__in=networks)
    for model in (Need, Offer):
        moving = list(model.objects.filter(shown, organisation=closed_id, state__in=KEPT).order_by("id"))
        model.objects.filter(id__in=[row.id for row in moving]).update(organisation=successor_id, on_behalf=False)
        kind = facts.NeedMoved if model is Need else facts.OfferMoved
        moved = [
            kind(posting_id=row.id, organisation_id=closed_id, successor_id=successor_id, shown_to=row.visibility)
            for row in moving
        ]
        record_many(moved, actor=SYSTEM)
    for response in running_of(closed_id):
        own = response.need if response.needing_id == closed_id else response.offer
        if own is None or own.organisation_id != closed_id:
            pass_on(response, closed_id, successor_id)


def running_of(organisation_id: int) -> list[Response]:
    """Give the answers of an organisation, on either side, that have not come to an end."""
    sides = Q(needing=organisation_id) | Q(giving=organisation_id)
    rows = Response.objects.filter(sides, state__in=Response.running)
    return list(rows.select_related("need", "offer").order_by("id"))


def pass_on(response: Response, closed_id: int, successor_id: int) -> None:
    """Put the successor in the place of the closed side; where it speaks with itself or twice, the answer ends."""
    side = "needing_id" if response.needing_id == closed_id else "giving_id"
    asked_by_link = response.asked and response.decider_id == closed_id
    state = Response.State(response.state)
    if successor_id in {response.needing_id, response.giving_id}:
        end_answer(response, closed_id)
        return
    try:
        with transaction.atomic():
            advance(response, at=state, to=state, **{side: successor_id})
    except IntegrityError:
        response.refresh_from_db()
        end_answer(response, closed_id)
    except Stale:
        return
    else:
        if asked_by_link:
            revoke_links(actor=SYSTEM, subject_kind="response", subject_id=response.id)
        tell_of(response, facts.ResponsePassed, successor_id, SYSTEM, former_id=closed_id)


def end_answer(response: Response, closed_id: int) -> None:
    """End an answer whose one side closed; what was agreed may have been done, so that the other side settles it."""
    if response.state == Response.State.ACCEPTED:
        tell_of(response, facts.ResponseLeft, closed_id, SYSTEM)
        return
    own = response.opener_id == closed_id
    to = Response.State.WITHDRAWN if own else Response.State.DECLINED
    more = {} if own else {"reason": CLOSED}
    try:
        advance(response, at=Response.State.WAITING, to=to, decided_at=clock.now(), **more)
    except Stale:
        return
    revoke_links(actor=SYSTEM, subject_kind="response", subject_id=response.id)
    tell_of(response, facts.ResponseWithdrawn if own else facts.ResponseDeclined, closed_id, SYSTEM, **more)


def end_what_is_left(closed_id: int) -> None:
    """Take back for good what a closed organisation still needs and offers, and end its answers to others."""
    for model in (Need, Offer):
        for posting in model.objects.filter(organisation=closed_id, state__in=KEPT).select_related("organisation"):
            close(posting, SYSTEM, at=KEPT, to=Posting.State.WITHDRAWN)
    for response in running_of(closed_id):
        end_answer(response, closed_id)
