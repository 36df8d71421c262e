"""Two cards become one and two again: every link moves, every move is logged, whatever is in the way is said."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from vmeste.gather.participants import policies
from vmeste.gather.participants.commands.choosing import CHOICES, LABELS
from vmeste.gather.participants.commands.memberships import TAKEN, claim_fact, end_claim
from vmeste.gather.participants.facts import (
    ClaimRefused,
    OrganisationDistinguished,
    OrganisationMerged,
    OrganisationParted,
)
from vmeste.gather.participants.identifiers import name_key
from vmeste.gather.participants.models import Claim, LikelyPair, Merge, Nature, Organisation, OtherName
from vmeste.gather.participants.spelling import better_names
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock, moving, registries
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid, Refused, Stale
from vmeste.ground.kernel.moving import Ledger
from vmeste.ground.kernel.turns import hold_turn

KIND = "organisation"
AT_ONCE = 100
State = LikelyPair.State


@command
def merge_organisations(
    *,
    actor: Actor,
    survivor: Organisation,
    merged: Organisation,
    taken: Collection[str] | None = None,
    despite_claims: bool = False,
) -> Merge:
    """Let `merged` become part of `survivor`, which takes its links, fills its blanks and takes the fields in `taken`.

    Where nobody was asked (`taken` is None: of anything), the name that reads better is taken, see `spelling`.
    Raises `Invalid` for two that cannot be one, `Stale` when either is part of another card by now.
    """
    policies.can_merge(actor, survivor, merged, despite_claims=despite_claims).enforce()
    survivor, merged = held(survivor.id, merged.id)
    policies.can_merge(actor, survivor, merged, despite_claims=despite_claims).enforce()
    refuse_unlike(survivor, merged)
    ledger = Ledger()
    move_links(ledger, merged.id, survivor.id)
    values = values_taken(survivor, merged, taken)
    keep_names(ledger, survivor, merged, values)
    settle_claims(ledger, survivor, merged)
    close_card(merged, survivor.id)
    if survivor.claimed_at or merged.claimed_at:
        refuse_claims(actor, survivor)
    fields = take_fields(survivor, values)
    merge = Merge.objects.create(
        merged=merged, survivor=survivor, fields=fields, moved=ledger.entries, at=clock.now()
    )  # fmt: skip
    decide(survivor.id, merged.id, State.MERGED)
    fact = OrganisationMerged(organisation_id=survivor.id, merged_id=merged.id, merge_id=merge.id)
    record(fact, actor=actor)
    return merge


def held(survivor_id: int, merged_id: int) -> tuple[Organisation, Organisation]:
    """Read both cards anew and hold them: two merges, or a merge and a register, never write at once."""
    hold_turn("register of organisations")
    rows = Organisation.objects.select_for_update().filter(id__in=(survivor_id, merged_id)).order_by("id")
    cards = {row.id: row for row in rows}
    if len(cards) < 2 or any(card.merged_into_id for card in cards.values()):  # noqa: PLR2004  two cards
        raise Stale(_("One of these cards has become part of another meanwhile. Look at the list anew."))
    return cards[survivor_id], cards[merged_id]


def refuse_unlike(survivor: Organisation, merged: Organisation) -> None:
    """Refuse two legal entities, a branch, a unit with what it is part of."""
    if words := unlike(survivor, merged):
        raise Invalid({"": words})


def unlike(survivor: Organisation, merged: Organisation) -> str:
    """Say why two cards cannot be one; nothing when they can."""
    above = {survivor.parent_id, merged.parent_id, survivor.guarantor_id, merged.guarantor_id}
    if above & {survivor.id, merged.id}:
        return _("One of them is a unit or a group of the other: they are not the same.")
    natures = {survivor.nature, merged.nature}
    if Nature.UNIT in natures and len(natures) > 1:
        return _("A unit and an organisation are not the same. Correct what the card is first.")
    if Nature.UNIT not in natures and survivor.inn and merged.inn:
        return unlike_codes(survivor, merged)
    return ""


def unlike_codes(survivor: Organisation, merged: Organisation) -> str:
    """Say how the codes of two legal entities part them."""
    if survivor.inn != merged.inn:
        return _(
            "They have different ИНН: two legal entities. If one carries on the other's work, name it as the successor;"
            " if an ИНН is wrong, correct it first."
        )
    if survivor.kpp and merged.kpp and survivor.kpp != merged.kpp:
        return _("They have one ИНН and different КПП: a branch is not the same as its organisation.")
    return ""


def move_links(ledger: Ledger, source: int, target: int) -> None:
    """Let everything that names one card name the other, room by room."""
    for pointer in registries.pointers.values():
        if pointer.stays:
            continue
        if pointer.settle:
            pointer.settle(ledger, source, target)
        model: Any = apps.get_model(pointer.model)
        kind = {pointer.kind_column: KIND} if pointer.kind_column else {}
        for column in pointer.columns:
            ledger.move(model._base_manager.filter(**{column: source}, **kind), column, target)  # noqa: SLF001


def keep_names(ledger: Ledger, survivor: Organisation, merged: Organisation, values: Mapping[str, Any]) -> None:
    """Keep every name of both, so that each is found; `values` are what the card that stays takes."""
    name, short = (values.get(column, getattr(survivor, column)) for column in ("name", "short_name"))
    known = set(OtherName.objects.filter(organisation=survivor).values_list("name_key", flat=True)) | {name_key(name)}
    given_up = [one for one in (survivor.short_name, merged.short_name) if one != short]
    for other in (survivor.name, merged.name, *given_up):
        key = name_key(other)
        if key and key not in known:
            known.add(key)
            ledger.make(OtherName(organisation=survivor, name=other, name_key=key))


def settle_claims(ledger: Ledger, survivor: Organisation, merged: Organisation) -> None:
    """Let the card that stays be claimed since the first of both was."""
    since = [card.claimed_at for card in (survivor, merged) if card.claimed_at]
    if since and merged.claimed_at:
        ledger.change(survivor, loosely=True, claimed_at=min(since))
        ledger.change(merged, claimed_at=None)


def refuse_claims(actor: Actor, survivor: Organisation) -> None:
    """Refuse what was claimed of a card for which somebody acts by now, with the words for that."""
    for claim in Claim.objects.filter(organisation=survivor, state=Claim.State.OPEN):
        end_claim(claim, Claim.State.REFUSED, actor, reason=TAKEN)
        record(claim_fact(ClaimRefused, claim, reason=TAKEN), actor=actor)


def close_card(merged: Organisation, survivor_id: int) -> None:
    """Mark a card as part of another."""
    Organisation.objects.filter(id=merged.id).update(
        merged_into_id=survivor_id, changed_at=clock.now(), version=F("version") + 1
    )


def values_taken(survivor: Organisation, merged: Organisation, taken: Collection[str] | None) -> dict[str, Any]:
    """Give what the card that stays takes from the other, by column: what was chosen, what it has not, better names."""
    names = [name for name in CHOICES if takes(survivor, merged, name, taken or ())]
    values = {column: getattr(merged, column) for name in names for column in CHOICES[name]}
    better = better_names(survivor, merged, asked=taken is not None)
    if "name" in better:
        values["name_key"] = merged.name_key
    if better.get("short_name") == values.get("name"):
        better.pop("short_name", None)
    return values | better


def take_fields(survivor: Organisation, values: Mapping[str, Any]) -> dict[str, Any]:
    """Write what comes from the card that goes; give column → before and after."""
    rewrite(survivor.id, dict(values))
    return {column: [getattr(survivor, column), value] for column, value in values.items()}


def takes(survivor: Organisation, merged: Organisation, name: str, taken: Collection[str]) -> bool:
    """Tell whether a field comes from the card that goes: it says something, and was chosen or was blank."""
    main = CHOICES[name][0]
    new, old = getattr(merged, main), getattr(survivor, main)
    if name == "codes":
        return bool(new) and (not old or not survivor.kpp)
    return new not in ("", None) and (old in ("", None) or name in taken)


def rewrite(organisation_id: int, values: dict[str, Any]) -> None:
    """Write fields of a card, so that whoever edits it meanwhile is told."""
    card = Organisation.objects.filter(id=organisation_id)
    card.update(**values, changed_at=clock.now(), version=F("version") + 1)


@command
def part_organisations(*, actor: Actor, merge: Merge) -> Organisation:
    """Undo a merge: everything goes back; raises `Invalid` with what is in the way, `Stale` when it was undone.

    The two are remembered as not the same, so that nobody is asked again.
    """
    policies.can_part(actor, merge.survivor).enforce()
    hold_turn("register of organisations")
    merge = Merge.objects.select_for_update(of=("self",)).select_related("survivor", "merged").get(id=merge.id)
    refuse_moved_on(merge)
    try:
        with transaction.atomic():
            rewrite(merge.survivor_id, {column: before for column, (before, _after) in merge.fields.items()})
            moving.undo(merge.moved)
            rewrite(merge.merged_id, {"merged_into_id": None})
    except IntegrityError:
        raise Invalid({"": _("It cannot be undone: what was moved stands there anew by now.")}) from None
    Merge.objects.filter(id=merge.id).update(undone_at=clock.now())
    decide(merge.survivor_id, merge.merged_id, State.DISTINCT)
    fact = OrganisationParted(organisation_id=merge.survivor_id, merged_id=merge.merged_id, merge_id=merge.id)
    record(fact, actor=actor)
    return merge.merged


def refuse_moved_on(merge: Merge) -> None:
    """Say what is in the way of undoing."""
    if merge.undone_at:
        raise Stale(_("This merge has been undone already."))
    if merge.survivor.merged_into_id:
        raise Invalid({"": _("The card it became part of is part of another by now: undo that first.")})
    if told := [*changed_fields(merge), *moved_on(merge)]:
        what = ", ".join(told)
        raise Invalid({"": _("It cannot be undone, for this was changed since: %(what)s.") % {"what": what}})


def changed_fields(merge: Merge) -> list[str]:
    """Name the fields of the card that stays which somebody wrote after the merge."""
    now = {column for column, (_before, after) in merge.fields.items() if getattr(merge.survivor, column) != after}
    return [str(LABELS[name]) for name, columns in CHOICES.items() if now & set(columns)]


def moved_on(merge: Merge) -> list[str]:
    """Name what else the merge moved and somebody changed after it."""
    labels = {pointer.model: pointer.label for pointer in registries.pointers.values() if pointer.label}
    return [f"{labels.get(model, model)} ({number})" for model, number in moving.obstacles(merge.moved)]


@command
def tell_apart(*, actor: Actor, pair: LikelyPair) -> None:
    """Remember for ever that two cards are not the same; twice is once."""
    policies.can_merge(actor, pair.first, pair.second, despite_claims=True).enforce()
    if LikelyPair.objects.filter(id=pair.id, state=State.OPEN).update(state=State.DISTINCT, decided_at=clock.now()):
        record(OrganisationDistinguished(organisation_id=pair.first_id, other_id=pair.second_id), actor=actor)


def decide(one: int, other: int, state: State) -> None:
    """Keep what was decided of two cards."""
    first, second = sorted((one, other))
    now = clock.now()
    LikelyPair.objects.update_or_create(
        first_id=first,
        second_id=second,
        defaults={"state": state, "decided_at": now},
        create_defaults={"state": state, "decided_at": now, "found_at": now, "score": 1.0},
    )


@command
def merge_sure_pairs(*, actor: Actor, pairs: Sequence[LikelyPair]) -> tuple[int, int]:
    """Merge many pairs at once, each card staying that says more; give how many were merged and how many could not be.

    Each is a merge of its own; two cards that both have representatives are left to a person.
    """
    done = 0
    for pair in pairs[:AT_ONCE]:
        try:
            with transaction.atomic():
                survivor, merged = staying_first(pair)
                merge_organisations(actor=actor, survivor=survivor, merged=merged)
        except (Refused, Invalid, Stale):
            continue
        done += 1
    return done, len(pairs[:AT_ONCE]) - done


def staying_first(pair: LikelyPair) -> tuple[Organisation, Organisation]:
    """Give the card that should stay, then the other: in the directory, claimed, with ИНН, confirmed, saying more."""
    first, second = sorted((pair.first, pair.second), key=weight_of, reverse=True)
    return first, second


def weight_of(card: Organisation) -> tuple[bool, bool, bool, bool, int, int]:
    """Weigh a card for the question which of two stays."""
    said = sum(bool(getattr(card, columns[0])) for columns in CHOICES.values())
    return not card.is_outside, bool(card.claimed_at), bool(card.inn), bool(card.verified_at), said, -card.id
