"""What people are told when something happened below: later, by a worker, each fact once."""

from django.db.models import QuerySet

from vmeste.gather.exchange import facts as exchange
from vmeste.gather.exchange.models import Need, Offer, Posting, Response
from vmeste.gather.exchange.policies import on_behalf_of
from vmeste.gather.exchange.queries import fitting
from vmeste.gather.participants.facts import (
    ExportMade,
    JoiningAsked,
    JoiningRefused,
    MemberAdded,
)
from vmeste.ground.facts.reactions import Told, later_reaction
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.threads.facts import MessagePosted
from vmeste.listen.notifications.commands import tell_people
from vmeste.listen.notifications.tellings import Kind, Ref, Telling

STRONG = 0.6
MOST_MATCHES = 5
OUTCOMES: dict[type[exchange.OfResponse], Kind] = {
    exchange.ResponseAccepted: Kind.ACCEPTED,
    exchange.ResponseDeclined: Kind.DECLINED,
    exchange.ResponseWithdrawn: Kind.WITHDRAWN,
    exchange.ResponseFulfilled: Kind.FULFILLED,
    exchange.ResponseFailed: Kind.FAILED,
}
SILENT_ENDS = {Posting.State.PAUSED.value: Kind.LAPSED, Posting.State.EXPIRED.value: Kind.EXPIRED}


def tell(told: Told, telling: Telling) -> None:
    """Tell those concerned, except whoever did it."""
    tell_people(actor=SYSTEM, telling=telling, told=told)


@later_reaction(exchange.ResponseOpened, name="notifications.response_opened")
def tell_of_question(told: Told) -> None:
    """Tell the side that has to decide, and the author of its need or offer."""
    fact: exchange.ResponseOpened = told.fact
    decider = other_side(fact)
    own = [ref for ref, owner in postings(fact) if owner == decider]
    kind = Kind.ASKED if fact.asked else Kind.ANSWERED if decider == fact.needing_id else Kind.WANTED
    tell(
        told,
        Telling(
            kind=kind,
            subject=("response", fact.response_id),
            about=postings(fact)[0][0],
            by_id=fact.by_id,
            sides=(decider,),
            authors_of=tuple(own),
            by_mail=True,
        ),
    )


@later_reaction(*OUTCOMES, name="notifications.response_settled")
def tell_of_outcome(told: Told) -> None:
    """Tell the other side, and the authors on both."""
    fact: exchange.OfResponse = told.fact
    tell(
        told,
        Telling(
            kind=OUTCOMES[type(fact)],
            subject=("response", fact.response_id),
            about=postings(fact)[0][0],
            by_id=fact.by_id,
            sides=(other_side(fact),),
            authors_of=tuple(ref for ref, _ in postings(fact)),
            by_mail=True,
        ),
    )


@later_reaction(exchange.ResponsePassed, exchange.ResponseLeft, name="notifications.response_of_closed")
def tell_of_closed_partner(told: Told) -> None:
    """Tell who goes on without a partner that closed; of a successor both sides, once."""
    fact: exchange.OfResponse = told.fact
    passed = isinstance(fact, exchange.ResponsePassed)
    tell(
        told,
        Telling(
            kind=Kind.PASSED if passed else Kind.LEFT,
            subject=("response", fact.response_id),
            about=postings(fact)[0][0],
            by_id=fact.by_id,
            sides=(fact.needing_id, fact.giving_id) if passed else (other_side(fact),),
            authors_of=tuple(ref for ref, _ in postings(fact)),
            by_mail=True,
            once=True,
        ),
    )


def other_side(fact: exchange.OfResponse) -> int:
    """Give the organisation that did not do it."""
    return fact.giving_id if fact.by_id == fact.needing_id else fact.needing_id


def postings(fact: exchange.OfResponse) -> list[tuple[Ref, int]]:
    """Give the need and the offer a response is under, the need first, each with its organisation."""
    found: list[tuple[Ref, int]] = []
    if fact.need_id:
        found.append((("need", fact.need_id), fact.needing_id))
    if fact.offer_id:
        found.append((("offer", fact.offer_id), fact.giving_id))
    return found


@later_reaction(MessagePosted, name="notifications.message_posted")
def tell_of_message(told: Told) -> None:
    """Tell the other side, and its author, that somebody wrote under an answer."""
    fact: MessagePosted = told.fact
    rows = Response.objects.select_related("need", "offer").filter(id=fact.subject_id)
    for response in rows if fact.subject_kind == "response" else ():
        writer = side_of(fact, response)
        reader = response.giving_id if writer == response.needing_id else response.needing_id
        things = [posting for posting in (response.need, response.offer) if posting]
        tell(
            told,
            Telling(
                kind=Kind.MESSAGE,
                subject=("response", response.id),
                about=(things[0].side, things[0].id),
                by_id=writer,
                sides=(reader,),
                authors_of=tuple((thing.side, thing.id) for thing in things if thing.organisation_id == reader),
                by_mail=True,
            ),
        )


def side_of(fact: MessagePosted, response: Response) -> int:
    """Give the side that wrote: its own people or its link, else the territory's coordinator who keeps it."""
    needing: int = response.needing_id
    giving: int = response.giving_id
    if fact.organisation_id in {needing, giving}:
        return giving if fact.organisation_id == giving else needing
    return giving if on_behalf_of(response, giving) else needing


@later_reaction(exchange.NeedQuestioned, exchange.OfferQuestioned, name="notifications.posting_questioned")
def tell_of_doubt(told: Told) -> None:
    """Ask author and coordinators whether it still holds."""
    tell(told, of_posting(told.fact, Kind.QUESTIONED, by_mail=True))


@later_reaction(exchange.NeedClosed, exchange.OfferClosed, name="notifications.posting_closed")
def tell_of_silent_end(told: Told) -> None:
    """Tell author and coordinators when the product itself closed what nobody confirmed or whose days are over."""
    kind = SILENT_ENDS.get(told.fact.state)
    if kind and told.person_id is None and told.organisation_id is None:
        tell(told, of_posting(told.fact, kind))


def of_posting(fact: exchange.OfPosting, kind: Kind, *, by_mail: bool = False) -> Telling:
    """Tell the organisation of a need or offer something about it."""
    ref = (fact.side, fact.posting_id)
    return Telling(kind=kind, subject=ref, about=ref, sides=(fact.organisation_id,), authors_of=(ref,), by_mail=by_mail)


@later_reaction(exchange.NeedPublished, name="notifications.need_published", lane="heavy", outside=True)
def tell_of_need(told: Told) -> None:
    """Tell those whose offer fits a new need well, on the page only."""
    tell_of_match(told, Need.objects.select_related("organisation"), Kind.FITS_OFFER)


@later_reaction(exchange.OfferPublished, name="notifications.offer_published", lane="heavy", outside=True)
def tell_of_offer(told: Told) -> None:
    """Tell those whose need a new offer fits well, on the page only."""
    tell_of_match(told, Offer.objects.select_related("organisation"), Kind.FITS_NEED)


def tell_of_match(told: Told, rows: QuerySet[Need] | QuerySet[Offer], kind: Kind) -> None:
    """Tell the owners of the few best fitting things of the other side, once whatever is published again.

    Comparing takes a while, so it runs outside a transaction; telling is one command that may be repeated.
    """
    posting = rows.filter(id=told.fact.posting_id, state=Posting.State.OPEN).first()
    if posting is None:
        return
    strong = [one.posting for one in fitting(SYSTEM, posting, MOST_MATCHES) if one.match.score >= STRONG]
    if strong:
        ref = (posting.side, posting.id)
        tell(
            told,
            Telling(
                kind=kind,
                subject=ref,
                about=ref,
                by_id=posting.organisation_id,
                sides=tuple(dict.fromkeys(other.organisation_id for other in strong)),
                authors_of=tuple((other.side, other.id) for other in strong),
                once=True,
            ),
        )


@later_reaction(exchange.PostingsImported, name="notifications.postings_imported", lane="heavy", outside=True)
def tell_of_list(told: Told) -> None:
    """Tell those whom a list of needs or offers shown at once suits, each once for all its rows: of the best one."""
    fact: exchange.PostingsImported = told.fact
    if not fact.opened:
        return
    rows, kind = (Need.objects.all(), Kind.FITS_OFFER) if fact.side == "need" else (Offer.objects.all(), Kind.FITS_NEED)
    best: dict[int, tuple[float, Need | Offer, Ref]] = {}
    for posting in rows.filter(id__in=fact.new_ids, state=Posting.State.OPEN).select_related("organisation"):
        for one in fitting(SYSTEM, posting, MOST_MATCHES):
            other, score = one.posting, one.match.score
            before = best.get(other.organisation_id)
            if score >= STRONG and (before is None or before[0] < score):
                best[other.organisation_id] = (score, posting, (other.side, other.id))
    for organisation_id, (_score, posting, theirs) in sorted(best.items(), key=lambda item: -item[1][0]):
        ref = (posting.side, posting.id)
        tell(
            told,
            Telling(
                kind=kind,
                subject=ref,
                about=ref,
                by_id=posting.organisation_id,
                sides=(organisation_id,),
                authors_of=(theirs,),
                once=True,
            ),
        )


@later_reaction(MemberAdded, name="notifications.member_added")
def tell_member(told: Told) -> None:
    """Tell who was added to an organisation; the mail of welcome went out already."""
    fact: MemberAdded = told.fact
    ref = ("organisation", fact.organisation_id)
    tell(told, Telling(kind=Kind.MEMBER, subject=ref, about=ref, people=((fact.person_id, fact.organisation_id),)))


@later_reaction(JoiningAsked, name="notifications.joining_asked")
def tell_of_newcomer(told: Told) -> None:
    """Tell those who may answer that somebody asks to be added; who may not see the request is left out."""
    fact: JoiningAsked = told.fact
    organisation_id = fact.organisation_id
    tell(
        told,
        Telling(
            kind=Kind.JOINING,
            subject=("joining", fact.joining_id),
            about=("organisation", organisation_id),
            sides=(organisation_id,),
            keepers_of=organisation_id,
            by_mail=True,
        ),
    )


@later_reaction(JoiningRefused, name="notifications.joining_refused")
def tell_newcomer(told: Told) -> None:
    """Tell who asked that they were not added."""
    fact: JoiningRefused = told.fact
    ref = ("organisation", fact.organisation_id)
    tell(told, Telling(kind=Kind.NOT_JOINED, subject=ref, about=ref, newcomers=(fact.person_id,), by_mail=True))


@later_reaction(ExportMade, name="notifications.export_made")
def tell_of_table(told: Told) -> None:
    """Tell who asked for a long table that it is ready, on the page only."""
    fact: ExportMade = told.fact
    ref = ("export", fact.export_id)
    mine = ((fact.person_id, fact.organisation_id),) if fact.organisation_id else ()
    alone = () if fact.organisation_id else (fact.person_id,)
    tell(told, Telling(kind=Kind.TABLE, subject=ref, about=ref, people=mine, newcomers=alone))
