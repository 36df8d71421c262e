"""Responses: one organisation speaks, the other decides, both see what came of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vmeste.gather.exchange import facts, policies
from vmeste.gather.exchange.commands.closing import tell_of
from vmeste.gather.exchange.commands.postings import fulfil_need
from vmeste.gather.exchange.models import Need, Offer, Posting, Response
from vmeste.gather.exchange.terms import wrong_amount
from vmeste.gather.participants.models import Organisation
from vmeste.ground.accounts.commands import prolong_links, revoke_links
from vmeste.ground.facts.lineage import link
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid, Refused, Stale
from vmeste.ground.kernel.lifecycle import advance
from vmeste.ground.vocabulary import queries as vocabulary

NOTE_LENGTH = 2000
LINE_LENGTH = 300
LONG_BEFORE = timedelta(days=366)
A_YEAR = timedelta(days=365)
State = Response.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfilment:
    """What was done: on which day, how much of which unit (vocabulary `unit`), one line in words."""

    on: date
    amount: Decimal | None = None
    unit: str = ""
    line: str = ""


@command
def respond(*, actor: Actor, posting: Need | Offer, note: str = "", own: Need | Offer | None = None) -> Response:
    """Answer a need («we can help») or an offer («we would like it»), perhaps with one's `own` of the other side.

    With `own` its organisation speaks, which may be one that a territory's coordinator writes for.
    """
    if not type(posting).objects.filter(policies.visible_to(actor), id=posting.id).exists():
        raise Refused(_("This is not shown to you."))
    policies.can_respond(actor, posting, own).enforce()
    refuse_unfit(posting, own)
    speaker = own.organisation if own else Organisation.objects.get(id__in=actor.organisation_ids)
    if isinstance(posting, Need):
        opener = Response.Opener.GIVING
        sides = Response(need=posting, needing=posting.organisation, giving=speaker, opened_by=opener)
    else:
        opener = Response.Opener.NEEDING
        sides = Response(offer=posting, needing=speaker, giving=posting.organisation, opened_by=opener)
    if own:
        setattr(sides, own.side, own)
    return begin(actor, sides, note)


def refuse_unfit(posting: Need | Offer, own: Need | Offer | None) -> None:
    """Refuse to answer a need with a need or an offer with an offer, or with what is not shown to others."""
    if own and own.side == posting.side:
        raise Invalid({"own": _("A need is answered with an offer, an offer with a need.")})
    if own and not own.is_open:
        raise Invalid({"own": _("What you answer with is not open: publish it first.")})


def begin(actor: Actor, response: Response, note: str) -> Response:
    """Keep a new response and tell; a second running one between the same two is refused in words."""
    if len(note) > NOTE_LENGTH:
        raise Invalid({"note": _("Shorter, please: at most %(count)s characters.") % {"count": NOTE_LENGTH}})
    under: list[Posting] = [posting for posting in (response.need, response.offer) if posting is not None]
    for posting in under:  # held open until this is kept: whoever closes it meanwhile waits and then finds the answer
        advance(posting, at=Posting.State.OPEN, to=Posting.State.OPEN)
    response.note, response.made_at = note.strip(), clock.now()
    try:
        with transaction.atomic():
            response.save(force_insert=True)
    except IntegrityError:
        raise Stale(_("You two are talking about this already.")) from None
    for posting in under:
        link((posting.side, posting.id), "response", ("response", response.id))
    tell_of(response, facts.ResponseOpened, response.opener_id, actor, asked=response.asked)
    return response


@command
def accept_response(*, actor: Actor, response: Response, note: str = "") -> None:
    """Say yes, as long as what it is under still stands."""
    policies.can_decide(actor, response).enforce()
    if policies.is_closed(response):
        raise Stale(_("It is closed meanwhile: nothing can be agreed under it any more."))
    advance(
        response,
        at=State.WAITING,
        to=State.ACCEPTED,
        decided_at=clock.now(),
        decided_by_link=actor.link_id is not None,
        answer=one_line("note", note),
    )
    keep_open(response, actor)
    tell_of(response, facts.ResponseAccepted, response.decider_id, actor)


def keep_open(response: Response, actor: Actor) -> None:
    """Let the link it was answered by go on showing what comes of it, and the conversation, for a year more."""
    if response.asked:
        until = clock.now() + A_YEAR
        if (posting := response.need or response.offer) and posting.period_to:
            until = max(until, datetime.combine(posting.period_to, until.timetz()) + A_YEAR)
        prolong_links(
            actor=actor, subject_kind="response", subject_id=response.id, purpose=policies.BY_LINK, until=until
        )


@command
def decline_response(*, actor: Actor, response: Response, reason: str, note: str = "") -> None:
    """Say no, with a reason (vocabulary `decline_reason`)."""
    policies.can_decide(actor, response).enforce()
    if vocabulary.find("decline_reason", reason) is None:
        raise Invalid({"reason": _("Choose a reason: it helps the other side to look further.")})
    advance(
        response,
        at=State.WAITING,
        to=State.DECLINED,
        decided_at=clock.now(),
        decided_by_link=actor.link_id is not None,
        reason=reason,
        answer=one_line("note", note),
    )
    tell_of(response, facts.ResponseDeclined, response.decider_id, actor, reason=reason)


@command
def withdraw_response(*, actor: Actor, response: Response) -> None:
    """Take one's word back while nobody has answered; a link given out ends with it."""
    policies.can_withdraw(actor, response).enforce()
    advance(response, at=State.WAITING, to=State.WITHDRAWN, decided_at=clock.now())
    revoke_links(actor=actor, subject_kind="response", subject_id=response.id)
    tell_of(response, facts.ResponseWithdrawn, response.opener_id, actor)


@command
def fail_response(*, actor: Actor, response: Response, line: str = "") -> None:
    """Record that what was agreed did not come about."""
    policies.can_settle(actor, response).enforce()
    advance(response, at=State.ACCEPTED, to=State.FAILED, outcome=one_line("line", line))
    tell_of(response, facts.ResponseFailed, policies.side_of(actor, response), actor)


@command
def fulfil_response(*, actor: Actor, response: Response, done: Fulfilment, closes_need: bool = False) -> None:
    """Record that it was done: by whom, when, how much; perhaps the need is met by it."""
    policies.can_settle(actor, response).enforce()
    refuse_wrong(done, response)
    advance(
        response,
        at=State.ACCEPTED,
        to=State.FULFILLED,
        fulfilled_on=done.on,
        fulfilled_by_id=response.giving_id,
        amount=done.amount,
        unit=done.unit if done.amount is not None else "",
        outcome=one_line("line", done.line),
    )
    own = policies.side_of(actor, response)
    tell_of(response, facts.ResponseFulfilled, own, actor, is_vouched=policies.is_vouched(response))
    need = Need.objects.select_related("organisation").filter(id=response.need_id).first()  # as it stands now
    shown = (Posting.State.OPEN, Posting.State.PAUSED)
    if closes_need and need and need.state in shown and policies.can_close(actor, need):
        fulfil_need(actor=actor, posting=need)


def one_line(field: str, text: str) -> str:
    """Give a short text as it is kept; raises `Invalid` for what is too long rather than cutting it."""
    if len(text.strip()) > LINE_LENGTH:
        raise Invalid({field: _("Shorter, please: at most %(count)s characters.") % {"count": LINE_LENGTH}})
    return text.strip()


def refuse_wrong(done: Fulfilment, response: Response) -> None:
    """Refuse a deed that lies long before the agreement or after today, and an amount without a unit."""
    faults: dict[str, str] = {}
    if done.on > clock.today():
        faults["on"] = _("This day has not come yet.")
    if done.on < (response.made_at - LONG_BEFORE).date():
        faults["on"] = _("This day lies long before you agreed.")
    if done.amount is not None:
        faults |= wrong_amount(done.amount)
    if done.amount is not None and vocabulary.find("unit", done.unit) is None:
        faults["unit"] = _("Choose the unit.")
    if faults:
        raise Invalid(faults)
