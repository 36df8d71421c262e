"""Responses as one of their sides sees them."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.http import Http404

from vmeste.gather.exchange import policies
from vmeste.gather.exchange.models import Posting, Response
from vmeste.gather.participants.policies import oversees
from vmeste.ground.kernel.actors import Actor

WITH = (
    "need",
    "offer",
    "needing",
    "giving",
    "needing__settlement",
    "giving__settlement",
    "need__organisation",
    "offer__organisation",
)

NAMED = (
    "opened_by", "made_at", "need__title", "offer__title", "needing__name", "needing__short_name", "giving__name",
    "giving__short_name",
)  # fmt: skip
"""What it takes to say who waits for what."""


def visible(actor: Actor) -> QuerySet[Response]:
    """Give all responses the actor may see, with what a row shows."""
    return Response.objects.filter(policies.responses_visible_to(actor)).select_related(*WITH)


def responses_of(
    actor: Actor, *, running: bool | None = None, before: int | None = None, most: int = 30
) -> list[Response]:
    """Give the newest responses of the actor's side; `running` narrows to waiting and agreed ones, or to settled."""
    rows = visible(actor)
    if running is not None:
        settled = ~Q(state__in=Response.running)
        rows = rows.filter(Q(state__in=Response.running) if running else settled)
    return list((rows.filter(id__lt=before) if before else rows).order_by("-id")[:most])


def responses_under(actor: Actor, posting: Posting) -> Sequence[Response]:
    """Give the responses under a need or offer that the actor may see: all to its owner, one's own to others."""
    field = "need" if posting.side == "need" else "offer"
    return list(visible(actor).filter(**{field: posting.id})[:200])


def response_of(actor: Actor, key: int) -> Response:
    """Give one response the actor may see; raises `Http404`."""
    response = visible(actor).filter(id=key).first()
    if response is None:
        raise Http404
    return response


def waiting_for(actor: Actor, most: int) -> list[Response]:
    """Give the responses that wait for the word of the actor's organisation, oldest first."""
    mine = actor.organisation_ids
    asked = Q(opened_by=Response.Opener.NEEDING, giving__in=mine) | Q(
        opened_by=Response.Opener.GIVING, needing__in=mine
    )
    if oversees(actor):
        kept = policies.overseen_by(actor)
        asked |= Q(opened_by=Response.Opener.GIVING, need__on_behalf=True, needing__in=kept)
        asked |= Q(opened_by=Response.Opener.NEEDING, asked=False, offer__on_behalf=True, giving__in=kept)
    rows = visible(actor).select_related(None).select_related("need", "offer", "needing", "giving").only(*NAMED)
    return list(rows.filter(asked, state=Response.State.WAITING).order_by("id")[:most])
