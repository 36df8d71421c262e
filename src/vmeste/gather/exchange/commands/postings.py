"""Writing, showing, keeping fresh and closing needs and offers; both go the same way."""

from dataclasses import fields
from typing import TypeVar

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from vmeste.gather.exchange import facts, policies
from vmeste.gather.exchange.commands.closing import close
from vmeste.gather.exchange.models import Need, Offer, Posting, Visibility
from vmeste.gather.exchange.terms import Terms, faults_of, words_of
from vmeste.gather.participants.models import NetworkMember, Organisation
from vmeste.gather.participants.policies import only_claims
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid, Stale
from vmeste.ground.kernel.lifecycle import advance
from vmeste.ground.kernel.turns import hold_turn

P = TypeVar("P", Need, Offer)
State = Posting.State
NAMES = tuple(field.name for field in fields(Terms))


@command
def write_need(*, actor: Actor, organisation: Organisation, terms: Terms) -> Need:
    """Write a draft of a need; raises `Invalid` by field."""
    return _write(Need, actor, organisation, terms)


@command
def write_offer(*, actor: Actor, organisation: Organisation, terms: Terms) -> Offer:
    """Write a draft of an offer; raises `Invalid` by field."""
    return _write(Offer, actor, organisation, terms)


def _write(model: type[P], actor: Actor, organisation: Organisation, terms: Terms) -> P:
    may = policies.can_write_need if model.side == "need" else policies.can_write
    may(actor, organisation).enforce()
    claimed = only_claims(actor, organisation.id)
    check(terms, organisation, public=claimed)
    now = clock.now()
    posting = model(
        organisation=organisation,
        author_id=actor.person_id,
        on_behalf=policies.writes_on_behalf(actor, organisation),
        is_unconfirmed=claimed,
        made_at=now,
        changed_at=now,
        **values_of(terms, organisation),
    )
    posting.save(force_insert=True)
    tell(posting, facts.NeedWritten, facts.OfferWritten, actor)
    return posting


@command
def change_posting(*, actor: Actor, posting: Posting, terms: Terms, version: int) -> None:
    """Change a need or offer; `version` is the one the writer saw, another one by now raises `Stale`."""
    policies.can_edit(actor, posting).enforce()
    check(terms, posting.organisation, public=posting.is_unconfirmed)
    values = values_of(terms, posting.organisation)
    rows = type(posting)._base_manager.filter(pk=posting.pk, version=version, state__in=policies.EDITABLE)  # noqa: SLF001
    now = clock.now()  # who changes it knows that it holds
    if not rows.update(version=F("version") + 1, changed_at=now, confirmed_at=now, asked_at=None, **values):
        raise Stale(
            _("Somebody has changed this while you were writing. Your words are kept below; compare and save again.")
        )
    posting.refresh_from_db()
    if posting.is_open:
        refuse_unnamed(posting)
    tell(posting, facts.NeedChanged, facts.OfferChanged, actor)


@command
def publish_posting(*, actor: Actor, posting: Posting) -> None:
    """Show a draft or a paused one to those its visibility names."""
    policies.can_publish(actor, posting).enforce()
    refuse_unnamed(posting)
    if posting.period_to and posting.period_to < clock.today():
        raise Invalid({"period_to": _("These days are over: choose others first.")})
    now = clock.now()
    advance(
        posting,
        at=(State.DRAFT, State.PAUSED),
        to=State.OPEN,
        opened_at=posting.opened_at or now,
        confirmed_at=now,
        asked_at=None,
        closed_at=None,
    )
    if posting.is_unconfirmed:
        refuse_many(posting)
    tell(posting, facts.NeedPublished, facts.OfferPublished, actor)


@command
def confirm_posting(*, actor: Actor, posting: Posting) -> None:
    """Say that it still holds; an open one stays open."""
    policies.can_close(actor, posting).enforce()
    advance(posting, at=State.OPEN, to=State.OPEN, confirmed_at=clock.now(), asked_at=None)
    tell(posting, facts.NeedConfirmed, facts.OfferConfirmed, actor)


@command
def pause_posting(*, actor: Actor, posting: Posting) -> None:
    """Hide an open one for a while."""
    policies.can_close(actor, posting).enforce()
    close(posting, actor, at=(State.OPEN,), to=State.PAUSED)


@command
def withdraw_posting(*, actor: Actor, posting: Posting) -> None:
    """Take it back for good."""
    policies.can_close(actor, posting).enforce()
    close(posting, actor, at=policies.EDITABLE, to=State.WITHDRAWN)


@command
def fulfil_need(*, actor: Actor, posting: Need) -> None:
    """Say that the need is met."""
    policies.can_close(actor, posting).enforce()
    close(posting, actor, at=(State.OPEN, State.PAUSED), to=State.FULFILLED)


@command
def question_posting(*, actor: Actor = SYSTEM, posting: Posting) -> None:
    """Ask the author whether it still holds; asked once until answered, and not when it was confirmed meanwhile."""
    if as_seen(posting).filter(asked_at=None).update(asked_at=clock.now()):
        tell(posting, facts.NeedQuestioned, facts.OfferQuestioned, actor)


@command
def expire_posting(*, actor: Actor = SYSTEM, posting: Posting) -> None:
    """Close one whose period is over, pause one whose author did not say that it still holds.

    Raises `Stale` when its author was quicker: confirmed or changed it since it was read.
    """
    if not as_seen(posting).update(state=State.OPEN):  # holds the row as it was seen
        raise Stale(_("Its author has just said that it holds."))
    over = posting.period_to is not None and posting.period_to < clock.today()
    close(posting, actor, at=(State.OPEN,), to=State.EXPIRED if over else State.PAUSED)


def as_seen(posting: Posting) -> QuerySet[Posting]:
    """Give the open row as long as nobody has confirmed or changed it since it was read."""
    return type(posting)._base_manager.filter(  # noqa: SLF001
        pk=posting.pk,
        state=State.OPEN,
        version=posting.version,
        confirmed_at=posting.confirmed_at,
        asked_at=posting.asked_at,
    )


def tell(posting: Posting, need: type[facts.OfPosting], offer: type[facts.OfPosting], actor: Actor) -> None:
    """Tell the fact of the right side."""
    kind = need if posting.side == "need" else offer
    record(
        kind(posting_id=posting.id, organisation_id=posting.organisation_id, shown_to=posting.visibility), actor=actor
    )


def refuse_many(posting: Posting) -> None:
    """Refuse to show more than a few needs of somebody whose claim is not decided; counted with the one just opened."""
    hold_turn(f"exchange.claimer.{posting.author_id}")
    shown = Need.objects.filter(is_unconfirmed=True, author=posting.author_id, state=State.OPEN).count()
    if shown > settings.VMESTE.claimer_needs:
        raise Invalid({"": _("Until you are confirmed, only a few needs are shown at a time. Close one first.")})


def refuse_unnamed(posting: Posting) -> None:
    """Refuse to show what does not say what it is; raises `Invalid`."""
    if not posting.kind:
        raise Invalid({"kind": _("This cannot be told from the words: choose from the list.")})


def check(terms: Terms, organisation: Organisation, *, public: bool = False) -> None:
    """Refuse what cannot be, by field; `public`: it must be shown to everybody."""
    networks = NetworkMember.objects.filter(organisation=organisation, until_at=None).values_list(
        "network_id", flat=True
    )
    faults = faults_of(terms, frozenset(networks) if terms.network_id else frozenset())
    if terms.address and not organisation.sites.filter(address=terms.address).exists():
        faults["address"] = _("Choose one of the places of your organisation.")
    if public and terms.visibility != Visibility.PUBLIC:
        faults["visibility"] = _(
            "Until it is decided that you act for the organisation, its needs are shown to everybody."
        )
    if faults:
        raise Invalid(faults)


def values_of(terms: Terms, organisation: Organisation) -> dict[str, object]:
    """Give the columns a need or offer gets: what was written, where it stands, what matching reads."""
    lemmas, concepts = words_of(terms)
    values: dict[str, object] = {name: getattr(terms, name) for name in NAMES}
    return (
        values
        | place_of(organisation, terms.address)
        | {
            "network_id": terms.network_id if terms.visibility == Visibility.NETWORK else None,
            "title": terms.title.strip(),
            "text": terms.text.strip(),
            "unit": terms.unit if terms.amount is not None else "",
            "lemmas": lemmas,
            "concepts": concepts,
        }
    )


def place_of(organisation: Organisation, address: str = "") -> dict[str, object]:
    """Give the columns of the place: the site at this address, where the organisation stands, else its settlement."""
    settlement = organisation.settlement
    site = organisation.sites.filter(address=address).first() if address else None
    place = next((one for one in (site, organisation) if one is not None and one.lat is not None), settlement)
    return {"settlement": settlement, "lat": place and place.lat, "lon": place and place.lon}
