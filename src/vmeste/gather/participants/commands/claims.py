"""Claiming a card nobody acts for, speaking for a claim, deciding it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from vmeste.gather.participants import policies
from vmeste.gather.participants.commands.admitting import admit, drop_unwanted
from vmeste.gather.participants.commands.memberships import (
    KEEPERS,
    claim_fact,
    end_claim,
    give_role,
    note_granted,
    settle_rivals,
    words_of,
)
from vmeste.gather.participants.commands.organisations import verify_organisation
from vmeste.gather.participants.faces import emails_in
from vmeste.gather.participants.facts import (
    ClaimOpened,
    ClaimRefused,
    ClaimWithdrawn,
)
from vmeste.gather.participants.models import Claim, Membership, Organisation, Role
from vmeste.ground.accounts.commands import send_welcome
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.decisions import demand_second_factor
from vmeste.ground.kernel.errors import Invalid, Stale
from vmeste.ground.vocabulary import queries as vocabulary

MOST_OPEN = 5
LONGEST_LINE = 300
LONGEST = {"post": 200, "proof": 300, "words": 500}
State = Claim.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What a claimer says: the role wished, their post, where it can be checked, and what else speaks for it."""

    role: str
    post: str
    proof: str = ""
    words: str = ""


@command
def open_claim(*, actor: Actor, organisation: Organisation, grounds: Grounds) -> Claim:
    """Claim a card nobody acts for; from then on one's own needs can be written. Raises `Invalid` by field."""
    policies.can_claim(actor, organisation).enforce()
    values = checked_grounds(grounds)
    person = claiming_person(actor)
    hold_unclaimed(organisation)
    return make_claim(actor, person, organisation, values)


def claiming_person(actor: Actor) -> Person:
    """Give who claims; raises `Invalid` for whoever has several open claims already."""
    person = Person.objects.get(id=actor.person_id or 0)
    if Claim.objects.filter(person=person, state=State.OPEN).count() >= MOST_OPEN:
        raise Invalid({"": _("Several of your claims are looked at already. Wait for an answer or take one back.")})
    return person


def make_claim(actor: Actor, person: Person, organisation: Organisation, values: dict[str, str]) -> Claim:
    """Write a claim and what its maker may do until it is decided, and tell."""
    own = person.email in emails_in(organisation.email) and person.has_verified_email
    now = clock.now()
    try:
        with transaction.atomic():
            claim = Claim.objects.create(
                person=person, organisation=organisation, made_at=now, is_from_mailbox=own, **values
            )
    except IntegrityError:
        raise Invalid({"": _("You have claimed this card already: it is looked at.")}) from None
    if not Membership.objects.filter(person=person, organisation=organisation, until_at=None).exists():
        Membership.objects.create(person=person, organisation=organisation, role=Role.CLAIMER, since_at=now)
    record(claim_fact(ClaimOpened, claim, role=claim.role), actor=actor)
    return claim


def checked_grounds(grounds: Grounds) -> dict[str, str]:
    """Give the columns; raises `Invalid` by field."""
    values = {name: " ".join(getattr(grounds, name).split()) for name in ("role", "post", "proof", "words")}
    faults = {}
    if values["role"] not in KEEPERS:
        faults["role"] = _("Choose a role.")
    if not values["post"]:
        faults["post"] = _("Say your post: the coordinator checks whether somebody in it may act for the organisation.")
    for name, most in LONGEST.items():
        if len(values[name]) > most:
            faults[name] = _("Shorter, please: at most %(count)s characters.") % {"count": most}
    if faults:
        raise Invalid(faults)
    return values


def hold_unclaimed(organisation: Organisation, claimed_at: datetime | None = None) -> None:
    """Hold a card nobody acts for until this is kept, perhaps as claimed from now on; else raises `Stale`.

    Of two who are given a card at once the second gets `Stale`.
    """
    unclaimed = Organisation.objects.filter(id=organisation.id, claimed_at=None, merged_into=None)
    if not unclaimed.update(claimed_at=claimed_at):
        raise Stale(_("Somebody acts for this organisation by now. Look at its card as it stands."))


@command
def withdraw_claim(*, actor: Actor, claim: Claim) -> None:
    """Take one's own claim back; needs written under it go with it, and what was said is not kept."""
    policies.can_keep_claim(actor, claim).enforce()
    end_claim(claim, State.WITHDRAWN, actor, post="", proof="", words="")
    record(claim_fact(ClaimWithdrawn, claim), actor=actor)
    drop_unwanted(actor, claim.organisation)


@command
def grant_claim(*, actor: Actor, claim: Claim, role: str, verifies: bool = False) -> Membership:
    """Let who claimed a card act for it from now on; the other claims of it are refused. Perhaps its data hold, too.

    A card that was made together with the claim is taken into the directory.
    """
    policies.can_decide_claim(actor, claim).enforce()
    demand_second_factor(actor)
    if role not in KEEPERS:
        raise Invalid({"role": _("Choose a role.")})
    organisation, person = claim.organisation, claim.person
    hold_unclaimed(organisation, clock.now())
    admit(actor, organisation)
    note_granted(claim, Role(role), actor)
    membership = give_role(organisation, person, Role(role), actor)
    settle_rivals(organisation, person, Role(role), actor)
    if verifies:
        verify_organisation(actor=actor, organisation=organisation)
    with translation.override(person.language):
        about = words_of(membership)
    send_welcome(actor=actor, person=person, about=about)
    return membership


@command
def refuse_claim(*, actor: Actor, claim: Claim, reason: str, line: str = "") -> None:
    """Refuse with a reason (vocabulary `claim_refusal`) and perhaps a line; needs written under it are taken back."""
    policies.can_decide_claim(actor, claim).enforce()
    if vocabulary.find("claim_refusal", reason) is None:
        raise Invalid({"reason": _("Choose a reason: whoever claimed it is told.")})
    if len(line := " ".join(line.split())) > LONGEST_LINE:
        raise Invalid({"line": _("Shorter, please: at most %(count)s characters.") % {"count": LONGEST_LINE}})
    end_claim(claim, State.REFUSED, actor, reason=reason, line=line)
    record(claim_fact(ClaimRefused, claim, reason=reason), actor=actor)
    drop_unwanted(actor, claim.organisation)
