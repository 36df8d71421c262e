"""What of participants names organisations: parts of a card follow it, doubles of them give way."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vmeste.gather.participants.models import (
    CardCode,
    Claim,
    HeadOffer,
    JoiningRequest,
    LikelyPair,
    Membership,
    NetworkMember,
    Organisation,
    OtherCode,
    OtherName,
    PlannedClosing,
    Role,
    Site,
    StaffCard,
    Token,
)
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.moving import Ledger, remove_doubles
from vmeste.ground.kernel.registries import Pointer, pointers
from vmeste.ground.kernel.undoing import followers, loose, projections

ANEW = "made anew from the cards"
HISTORY = "says what was merged into what"
TOLD_OF_STAFF = ("post", "subject", "teaches", "email")
RANK = {role: place for place, role in enumerate(Role)}  # the head first


def settle_cards(ledger: Ledger, source: int, target: int) -> None:
    """Let the card that stays not become its own successor."""
    for row in Organisation.objects.filter(id=target, successor_id=source):
        ledger.change(row, successor_id=None)


def settle_sites(ledger: Ledger, source: int, target: int) -> None:
    """Keep one of two sites of one address, with coordinates if either has them."""
    known = {site.address_key: site for site in Site.objects.filter(organisation=target)}
    for site in Site.objects.filter(organisation=source, address_key__in=known):
        stays = known[site.address_key]
        if stays.lat is None and site.lat is not None:
            ledger.change(stays, loosely=True, lat=site.lat, lon=site.lon, x=site.x, y=site.y)
        ledger.remove(site)


def settle_codes(ledger: Ledger, source: int, target: int) -> None:
    """Keep one of two equal codes."""
    remove_doubles(ledger, OtherCode, "organisation_id", ("label", "value"), (source, target))


def settle_names(ledger: Ledger, source: int, target: int) -> None:
    """Keep one of two equal names."""
    remove_doubles(ledger, OtherName, "organisation_id", ("name_key",), (source, target))


def settle_people(ledger: Ledger, source: int, target: int) -> None:
    """End the lesser of two roles of one person; it stays as history."""
    theirs = {row.person_id: row for row in Membership.objects.filter(organisation=target, until_at=None)}
    for row in Membership.objects.filter(organisation=source, until_at=None, person__in=theirs):
        lesser = max(row, theirs[row.person_id], key=lambda one: RANK[Role(one.role)])
        ledger.change(lesser, until_at=clock.now())
    heads = Membership.objects.filter(role=Role.HEAD, until_at=None)
    if heads.filter(organisation=target).exists():
        for row in heads.filter(organisation=source).exclude(person__in=theirs):
            ledger.change(row, role=Role.COORDINATOR)


def settle_head_offers(ledger: Ledger, source: int, target: int) -> None:
    """Take back what is offered by the head of the card that goes; it stays as history."""
    del target
    for row in HeadOffer.objects.filter(organisation=source, state=HeadOffer.State.OPEN):
        ledger.change(row, state=HeadOffer.State.WITHDRAWN, settled_at=clock.now())


def settle_closings(ledger: Ledger, source: int, target: int) -> None:
    """Call the planned closing of the card that goes off; let the card that stays not follow itself."""
    for row in PlannedClosing.objects.filter(organisation=source):
        ledger.remove(row)
    for row in PlannedClosing.objects.filter(organisation=target, successor=source):
        ledger.change(row, successor_id=None, brings_people=False, brings_postings=False)


def settle_networks(ledger: Ledger, source: int, target: int) -> None:
    """End one of two memberships in one network; it stays as history."""
    joined = NetworkMember.objects.filter(organisation=target, until_at=None).values("network")
    for row in NetworkMember.objects.filter(organisation=source, until_at=None, network__in=joined.order_by()):
        ledger.change(row, until_at=clock.now())


def settle_joinings(ledger: Ledger, source: int, target: int) -> None:
    """Close one of two requests of one person that both wait; it stays as history."""
    waiting = JoiningRequest.objects.filter(state=JoiningRequest.State.OPEN)
    twice = waiting.filter(organisation=target).order_by().values("person")
    for row in waiting.filter(organisation=source, person__in=twice):
        ledger.change(row, state=JoiningRequest.State.WITHDRAWN, settled_at=clock.now())


def settle_claims(ledger: Ledger, source: int, target: int) -> None:
    """Close one of two claims of one person that are both open; it stays as history."""
    waiting = Claim.objects.filter(state=Claim.State.OPEN)
    twice = waiting.filter(organisation=target).order_by().values("person")
    for row in waiting.filter(organisation=source, person__in=twice):
        ledger.change(row, state=Claim.State.WITHDRAWN, settled_at=clock.now())


def settle_card_codes(ledger: Ledger, source: int, target: int) -> None:
    """End codes where somebody acts for either card; else the code of the one that goes gives way to the other's."""
    live = CardCode.objects.filter(used_at=None, revoked_at=None)
    both = (source, target)
    is_kept = Organisation.objects.filter(id__in=both, claimed_at__isnull=False).exists()
    ended = both if is_kept else (source,) if live.filter(organisation=target).exists() else ()
    for row in live.filter(organisation__in=ended):
        ledger.change(row, revoked_at=clock.now())


def settle_staff(ledger: Ledger, source: int, target: int) -> None:
    """Keep one of two cards of one worker, with what either says."""
    known = {card.name_key: card for card in StaffCard.objects.filter(organisation=target)}
    for card in StaffCard.objects.filter(organisation=source, name_key__in=known):
        stays = known[card.name_key]
        told = {name: getattr(card, name) for name in TOLD_OF_STAFF}
        if blank := {name: value for name, value in told.items() if value and not getattr(stays, name)}:
            ledger.change(stays, loosely=True, **blank)
        ledger.remove(card)


def settle_tokens(ledger: Ledger, source: int, target: int) -> None:
    """End the tokens of the card that goes: their programs would see what another organisation keeps to itself."""
    del target
    for row in Token.objects.filter(organisation=source, revoked_at=None):
        ledger.change(row, revoked_at=clock.now())


def settle_pairs(ledger: Ledger, source: int, target: int) -> None:
    """Carry over what was said to be distinct from the card that goes; what is open is found anew."""
    pairs = LikelyPair.objects.filter(Q(first=source) | Q(second=source)).exclude(first=target).exclude(second=target)
    for pair in pairs.exclude(state=LikelyPair.State.MERGED):
        other = pair.second_id if pair.first_id == source else pair.first_id
        first, second = sorted((other, target))
        known = LikelyPair.objects.filter(first=first, second=second).first()
        if pair.state == LikelyPair.State.DISTINCT and known is None:
            ledger.change(pair, first_id=first, second_id=second)
        else:
            ledger.remove(pair)


CARD = "participants.Organisation"
ABOVE = ("parent_id", "guarantor_id", "successor_id", "merged_into_id")
pointers.add(CARD, Pointer(CARD, ABOVE, settle=settle_cards, label=_("Units, groups and successors")))
pointers.add(
    "participants.Site", Pointer("participants.Site", ("organisation_id",), settle=settle_sites, label=_("Addresses"))
)
pointers.add(
    "participants.OtherCode",
    Pointer("participants.OtherCode", ("organisation_id",), settle=settle_codes, label=_("Other codes")),
)
pointers.add(
    "participants.OtherName",
    Pointer("participants.OtherName", ("organisation_id",), settle=settle_names, label=_("Other names")),
)
pointers.add(
    "participants.Membership",
    Pointer("participants.Membership", ("organisation_id",), settle=settle_people, label=_("People")),
)
pointers.add(
    "participants.JoiningRequest",
    Pointer(
        "participants.JoiningRequest", ("organisation_id",), settle=settle_joinings, label=_("Requests to be added")
    ),
)
pointers.add(
    "participants.Claim",
    Pointer("participants.Claim", ("organisation_id",), settle=settle_claims, label=_("Claims of the card")),
)
pointers.add(
    "participants.CardCode",
    Pointer("participants.CardCode", ("organisation_id",), settle=settle_card_codes, label=_("Printed codes")),
)
pointers.add(
    "participants.HeadOffer",
    Pointer(
        "participants.HeadOffer",
        ("organisation_id",),
        settle=settle_head_offers,
        label=_("Offers of the head's role"),
    ),
)
pointers.add(
    "participants.PlannedClosing",
    Pointer(
        "participants.PlannedClosing",
        ("organisation_id", "successor_id"),
        settle=settle_closings,
        label=_("Planned closings"),
    ),
)
pointers.add(
    "participants.StaffCard",
    Pointer("participants.StaffCard", ("organisation_id",), settle=settle_staff, label=_("Staff cards")),
)
pointers.add("participants.Network", Pointer("participants.Network", ("hub_id",), label=_("Networks")))
pointers.add(
    "participants.NetworkMember",
    Pointer("participants.NetworkMember", ("organisation_id",), settle=settle_networks, label=_("Networks")),
)
pointers.add(
    "participants.Token",
    Pointer("participants.Token", ("organisation_id",), settle=settle_tokens, label=_("Access for programs")),
)
pointers.add(
    "participants.LikelyPair.settled", Pointer("participants.LikelyPair", (), settle=settle_pairs)
)  # fmt: skip
pointers.add(
    "participants.LikelyPair", Pointer("participants.LikelyPair", ("first_id", "second_id"), stays=HISTORY)
)  # fmt: skip
pointers.add(
    "participants.Export", Pointer("participants.Export", ("organisation_id",), stays="asked for again within a day")
)
pointers.add("participants.Merge", Pointer("participants.Merge", ("merged_id", "survivor_id"), stays=HISTORY))
pointers.add("participants.Look", Pointer("participants.Look", ("organisation_id",), stays=ANEW))
pointers.add("participants.LikenessKey", Pointer("participants.LikenessKey", ("organisation_id",), stays=ANEW))
pointers.add("participants.Trait", Pointer("participants.Trait", ("organisation_id",), stays=ANEW))
pointers.add("participants.CountedCard", Pointer("participants.CountedCard", ("organisation_id",), stays=ANEW))
pointers.add("text.Entry", Pointer("text.Entry", ("subject_id",), "kind", stays=ANEW))

# What is made anew from cards, and what was guessed of two of them, goes with a card whose import is taken back.
followers.update({"participants.trait", "participants.look", "participants.likenesskey", "participants.likelypair"})
projections.add("participants.countedcard")
loose.add("participants.organisation.fresh_on")  # whoever looks at a card later builds nothing on the import
