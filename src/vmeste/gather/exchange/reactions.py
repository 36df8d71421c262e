"""What the exchange does when something happened: keeps the text index in step, writes to who answers by link."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from vmeste.gather.exchange import facts
from vmeste.gather.exchange.commands.closing import close
from vmeste.gather.exchange.commands.postings import place_of
from vmeste.gather.exchange.commands.succession import carry_over, end_what_is_left
from vmeste.gather.exchange.letters import news
from vmeste.gather.exchange.models import Need, Offer, Posting, Response, Visibility
from vmeste.gather.exchange.policies import EDITABLE
from vmeste.gather.exchange.traits import describe
from vmeste.gather.participants.facts import (
    ClaimGranted,
    ClaimRefused,
    ClaimWithdrawn,
    OfClaim,
    OrganisationChanged,
    OrganisationClosed,
    OrganisationMerged,
    OrganisationParted,
    OrganisationsImported,
    OrganisationsUnregistered,
)
from vmeste.gather.participants.models import Membership, Organisation, Role
from vmeste.ground.accounts.commands import post
from vmeste.ground.facts.reactions import Told, later_reaction, now_reaction
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.text import index
from vmeste.ground.threads.facts import MessagePosted

MODELS: dict[str, type[Need] | type[Offer]] = {model.side: model for model in (Need, Offer)}


@now_reaction(facts.NeedPublished, facts.NeedChanged, facts.NeedClosed)
def index_needs(told: Sequence[Told]) -> None:
    """Let search find open needs, and closed ones no more."""
    index_postings(Need.objects.filter(id__in=[one.fact.posting_id for one in told]))


@now_reaction(facts.OfferPublished, facts.OfferChanged, facts.OfferClosed)
def index_offers(told: Sequence[Told]) -> None:
    """Let search find open offers, and closed ones no more."""
    index_postings(Offer.objects.filter(id__in=[one.fact.posting_id for one in told]))


@now_reaction(
    facts.NeedPublished,
    facts.NeedChanged,
    facts.NeedClosed,
    facts.OfferPublished,
    facts.OfferChanged,
    facts.OfferClosed,
)
def describe_owners(told: Sequence[Told]) -> None:
    """Let the directory be narrowed by what organisations openly need and offer now."""
    describe(one.fact.organisation_id for one in told)


@now_reaction(facts.PostingsImported)
def index_list(told: Sequence[Told]) -> None:
    """Let search find what a list opened or changed."""
    for one in told:
        index_postings(MODELS[one.fact.side].objects.filter(id__in=(*one.fact.new_ids, *one.fact.changed_ids)))
        describe(one.fact.organisation_ids)


@now_reaction(facts.PostingsUnloaded)
def index_what_is_left(told: Sequence[Told]) -> None:
    """Let search forget what is gone."""
    for one in told:
        index.drop_many(one.fact.side, one.fact.gone_ids)
        index_postings(MODELS[one.fact.side].objects.filter(id__in=one.fact.changed_ids))
        describe(one.fact.organisation_ids)


@now_reaction(ClaimGranted)
def take_marks_away(told: Sequence[Told]) -> None:
    """Let the needs of who claimed a card and acts for it by now stand like any others."""
    for one in told:
        marked_of(one.fact).update(is_unconfirmed=False)


@now_reaction(ClaimRefused, ClaimWithdrawn)
def withdraw_marked(told: Sequence[Told]) -> None:
    """Take back what was written under a claim that came to nothing: at once, so that nobody goes on reading it."""
    for one in told:
        for need in marked_of(one.fact).filter(state__in=EDITABLE):
            close(need, SYSTEM, at=EDITABLE, to=Posting.State.WITHDRAWN)


def marked_of(fact: OfClaim) -> QuerySet[Need]:
    """Give the needs somebody wrote under a claim."""
    return Need.objects.filter(organisation=fact.organisation_id, author=fact.person_id, is_unconfirmed=True)


@now_reaction(OrganisationChanged)
def move_with_organisation(told: Sequence[Told]) -> None:
    """Let needs and offers stand where their organisation stands now."""
    move([one.fact.organisation_id for one in told])


@now_reaction(OrganisationsImported, OrganisationsUnregistered)
def move_with_register(told: Sequence[Told]) -> None:
    """Let needs and offers stand where a register says their organisations stand."""
    move([key for one in told for key in one.fact.changed_ids])


@now_reaction(OrganisationMerged, OrganisationParted)
def follow_merge(told: Sequence[Told]) -> None:
    """Let what moved with its card stand where that stands, and be found there by searches and filters."""
    ids = [key for one in told for key in (one.fact.organisation_id, one.fact.merged_id)]
    move(ids)
    for model in (Need, Offer):
        index_postings(model.objects.filter(organisation__in=ids, state=Posting.State.OPEN))
    describe(ids)


@later_reaction(OrganisationClosed, name="exchange.organisation_closed")
def end_what_was_open(told: Told) -> None:
    """Let needs, offers and answers of a closed organisation go on at its successor, or take them back for good.

    The other sides are told. An organisation that was opened again meanwhile keeps what it has.
    """
    closed = Organisation.objects.filter(id=told.fact.organisation_id, state=Organisation.State.CLOSED).first()
    if closed is None:
        return
    if told.fact.moves:
        carry_over(closed.id, told.fact.successor_id)
        for model in (Need, Offer):
            index_postings(model.objects.filter(organisation=told.fact.successor_id, state=Posting.State.OPEN))
    end_what_is_left(closed.id)
    describe([key for key in (closed.id, told.fact.successor_id) if key])
    if told.fact.successor_id:
        move([told.fact.successor_id])


def move(organisation_ids: Sequence[int]) -> None:
    """Copy the place of organisations to what they posted there; two queries and one for each that posted."""
    for model in (Need, Offer):
        posted = model.objects.filter(organisation__in=organisation_ids).order_by()
        owners = set(posted.values_list("organisation_id", flat=True))
        for organisation in Organisation.objects.filter(id__in=owners).select_related("settlement"):
            model.objects.filter(organisation=organisation, address="").update(**place_of(organisation))


def index_postings(rows: Iterable[Posting]) -> None:
    """Put each into the searches of those it is shown to; constant queries for each of these searches."""
    texts: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    closed: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.is_open:
            texts[row.side, scope_of(row)].append((row.id, f"{row.title}\n{row.text}"))
        else:
            closed[row.side].append(row.id)
    for (side, scope), found in texts.items():
        index.put_many(side, found, scope=scope)
    for side, ids in closed.items():
        index.drop_many(side, ids)


def scope_of(row: Posting) -> str:
    """Say in whose searches it takes part."""
    if row.visibility == Visibility.NETWORK:
        return f"net:{row.network_id}"
    return "public" if row.visibility == Visibility.PUBLIC else f"org:{row.organisation_id}"


@later_reaction(
    facts.ResponseWithdrawn, facts.ResponseFulfilled, facts.ResponseFailed, name="exchange.contact_told_of_outcome"
)
def tell_contact_of_outcome(told: Told) -> None:
    """Write to who answers by link what the other side did."""
    what = told.fact.kind.rpartition(".")[2]
    write_to_contact(told.fact.response_id, told.fact.by_id, what, key=f"exchange.{what}.{told.fact.response_id}")


@later_reaction(MessagePosted, name="exchange.contact_told_of_message")
def tell_contact_of_message(told: Told) -> None:
    """Write to who answers by link that there is a message: once a day, the page shows all of them."""
    kind, key = told.fact.subject
    if kind == "response":
        write_to_contact(key, told.fact.organisation_id, "message", key=f"exchange.message.{key}.{told.at.date()}")


def write_to_contact(response_id: int, by_id: int | None, what: str, *, key: str) -> None:
    """Post the mail to the contact on the card, as long as the side that was asked has nobody with an account."""
    rows = Response.objects.select_related("need", "offer", "needing", "giving").filter(asked=True)
    response = rows.filter(id=response_id).first()
    if response is None or by_id == response.decider_id:
        return
    asked = response.other_than(response.opener_id)
    people = Membership.objects.filter(organisation=asked, until_at=None).exclude(role=Role.CLAIMER)
    if asked.email and not people.exists():
        subject, text = news(response, what)
        post(actor=SYSTEM, to=asked.email, subject=subject, text=text, key=key)
