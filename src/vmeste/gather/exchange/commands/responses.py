"""Responses: one organisation speaks, the other decides, both see what came of it."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vmeste.gather.exchange import facts, policies
from vmeste.gather.exchange.commands.postings import fulfil_need
from vmeste.gather.exchange.models import Need, Offer, Posting, Response
from vmeste.gather.participants.models import Organisation
from vmeste.ground.accounts.commands import revoke_links
from vmeste.ground.facts.lineage import link
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid, Refused, Stale
from vmeste.ground.kernel.lifecycle import advance
from vmeste.ground.vocabulary import queries as vocabulary

NOTE_LENGTH = 2000
State = Response.State


@command
def respond(*, actor: Actor, posting: Need | Offer, note: str = "", offer: Offer | None = None) -> Response:
    """Answer a need («we can help», perhaps by one's own `offer`) or an offer («we would like it»)."""
    if not type(posting).objects.filter(policies.visible_to(actor), id=posting.id).exists():
        raise Refused(_("This is not shown to you."))
    policies.can_respond(actor, posting).enforce()
    own = Organisation.objects.get(id=actor.organisation_id)
    if isinstance(posting, Need):
        if offer and offer.organisation_id != own.id:
            raise Refused(_("Answer with an offer of your own."))
        return open_response(
            actor,
            need=posting,
            offer=offer,
            needing=posting.organisation,
            giving=own,
            by=Response.Opener.GIVING,
            note=note,
        )
    return open_response(
        actor, need=None, offer=posting, needing=own, giving=posting.organisation, by=Response.Opener.NEEDING, note=note
    )


def open_response(
    actor: Actor,
    *,
    need: Need | None,
    offer: Offer | None,
    needing: Organisation,
    giving: Organisation,
    by: Response.Opener,
    note: str,
    asked: bool = False,
) -> Response:
    """Keep a new response and tell; a second running one between the same two is refused in words."""
    if len(note) > NOTE_LENGTH:
        raise Invalid({"note": _("Shorter, please: at most %(count)s characters.") % {"count": NOTE_LENGTH}})
    try:
        with transaction.atomic():
            response = Response.objects.create(
                need=need, offer=offer, needing=needing, giving=giving, opened_by=by, asked=asked,
                note=note.strip(), made_at=clock.now(),
            )  # fmt: skip
    except IntegrityError:
        raise Stale(_("You two are talking about this already.")) from None
    for posting in (need, offer):
        if posting is not None:
            link((posting.side, posting.id), "response", ("response", response.id))
    record(facts.ResponseOpened(**about(response), by_id=response.opener_id, asked=asked), actor=actor)
    return response


@command
def accept_response(*, actor: Actor, response: Response, note: str = "") -> None:
    """Say yes."""
    policies.can_decide(actor, response).enforce()
    advance(response, at=State.WAITING, to=State.ACCEPTED, decided_at=clock.now(), line=note.strip()[:300])
    record(facts.ResponseAccepted(**about(response), by_id=response.decider_id), actor=actor)


@command
def decline_response(*, actor: Actor, response: Response, reason: str, note: str = "") -> None:
    """Say no, with a reason (vocabulary `decline_reason`)."""
    policies.can_decide(actor, response).enforce()
    if vocabulary.find("decline_reason", reason) is None:
        raise Invalid({"reason": _("Choose a reason: it helps the other side to look further.")})
    advance(
        response, at=State.WAITING, to=State.DECLINED, decided_at=clock.now(), reason=reason, line=note.strip()[:300]
    )
    record(facts.ResponseDeclined(**about(response), by_id=response.decider_id, reason=reason), actor=actor)


@command
def withdraw_response(*, actor: Actor, response: Response) -> None:
    """Take one's word back while nobody has answered; a link given out ends with it."""
    policies.can_withdraw(actor, response).enforce()
    advance(response, at=State.WAITING, to=State.WITHDRAWN, decided_at=clock.now())
    revoke_links(actor=actor, subject_kind="response", subject_id=response.id)
    record(facts.ResponseWithdrawn(**about(response), by_id=response.opener_id), actor=actor)


@command
def fail_response(*, actor: Actor, response: Response, line: str = "") -> None:
    """Record that what was agreed did not come about."""
    policies.can_settle(actor, response).enforce()
    advance(response, at=State.ACCEPTED, to=State.FAILED, line=line.strip()[:300])
    record(facts.ResponseFailed(**about(response), by_id=side_of(actor, response)), actor=actor)


@command
def fulfil_response(
    *,
    actor: Actor,
    response: Response,
    on: date,
    amount: Decimal | None = None,
    unit: str = "",
    line: str = "",
    closes_need: bool = False,
) -> None:
    """Record that it was done: by whom, when, how much; perhaps the need is met by it."""
    policies.can_settle(actor, response).enforce()
    refuse_wrong_fulfilment(response, on, amount, unit)
    advance(
        response,
        at=State.ACCEPTED,
        to=State.FULFILLED,
        fulfilled_on=on,
        fulfilled_by_id=response.giving_id,
        amount=amount,
        unit=unit if amount is not None else "",
        line=line.strip()[:300],
    )
    record(facts.ResponseFulfilled(**about(response), by_id=side_of(actor, response)), actor=actor)
    need = response.need
    if closes_need and need and need.state in (Posting.State.OPEN, Posting.State.PAUSED):
        if policies.can_close(actor, need):
            fulfil_need(actor=actor, posting=need)


def refuse_wrong_fulfilment(response: Response, on: date, amount: Decimal | None, unit: str) -> None:
    """A deed lies between the agreement and today; an amount has a unit."""
    faults: dict[str, str] = {}
    if on > clock.today():
        faults["on"] = _("This day has not come yet.")
    if on < response.made_at.date().replace(year=response.made_at.year - 1):
        faults["on"] = _("This day lies long before you agreed.")
    if amount is not None and amount <= 0:
        faults["amount"] = _("The amount must be more than nothing.")
    if amount is not None and vocabulary.find("unit", unit) is None:
        faults["unit"] = _("Choose the unit.")
    if faults:
        raise Invalid(faults)


def about(response: Response) -> dict[str, int | None]:
    """Give the ids every fact about a response carries."""
    return {
        "response_id": response.id,
        "needing_id": response.needing_id,
        "giving_id": response.giving_id,
        "need_id": response.need_id,
        "offer_id": response.offer_id,
    }


def side_of(actor: Actor, response: Response) -> int:
    """Give the side the actor speaks for."""
    return response.giving_id if actor.organisation_id == response.giving_id else response.needing_id
