"""«Откуда это»: the way from a need or offer over the answer to what came of it."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from vmeste.gather.exchange.models import Posting, Response
from vmeste.ground.ui.shapes import Step

TELLING = (Response.State.FULFILLED, Response.State.ACCEPTED, Response.State.WAITING)


def of_posting(posting: Posting, responses: Sequence[Response]) -> list[Step]:
    """Give the ribbon of a need or offer: itself now, its furthest answer, the result."""
    furthest = min(
        (one for one in responses if one.state in TELLING),
        key=lambda one: TELLING.index(Response.State(one.state)),
        default=None,
    )
    return [step_of(posting, now=True), *answer_and_result(furthest, now=False)]


def of_response(response: Response) -> list[Step]:
    """Give the ribbon of an answer: where it came from, itself now, the result."""
    origins = [step_of(posting, now=False) for posting in (response.need, response.offer) if posting]
    return [*origins, *answer_and_result(response, now=True)]


def step_of(posting: Posting, *, now: bool) -> Step:
    """Name a need or offer."""
    label = _("Need") if posting.side == "need" else _("Offer")
    if now:
        return Step(label, "", "gather", "now")
    return Step(f"{label}: {posting.title}", reverse(f"exchange:{posting.side}", args=[posting.id]), "gather", "done")


def answer_and_result(response: Response | None, *, now: bool) -> list[Step]:
    """Name the answer and the result, as far as they are."""
    if response is None:
        return [Step(_("Answer"), "", "gather", "ahead"), Step(_("Result"), "", "gather", "ahead")]
    address = reverse("exchange:response", args=[response.id])
    done = response.state == Response.State.FULFILLED
    answer = Step(_("Answer"), "" if now else address, "gather", "now" if now and not done else "done")
    if not done:
        return [answer, Step(_("Result"), "", "gather", "ahead")]
    result = Step(_("Result"), "" if now else address, "gather", "now" if now else "done")
    return [answer, result]
