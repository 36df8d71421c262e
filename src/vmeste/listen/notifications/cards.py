"""What people are told of cards: claims and what becomes of them, codes, two cards that were one."""

from vmeste.gather.participants.facts import (
    ClaimConfirmed,
    ClaimOpened,
    ClaimRefused,
    CodeUsed,
    OrganisationMerged,
    OrganisationParted,
)
from vmeste.gather.participants.queries import claim_of, keepers_moved
from vmeste.ground.facts.reactions import Told, later_reaction
from vmeste.ground.threads.facts import MessagePosted
from vmeste.listen.notifications.reactions import tell
from vmeste.listen.notifications.tellings import Kind, Telling


@later_reaction(ClaimOpened, name="notifications.claim_opened")
def tell_of_claim(told: Told) -> None:
    """Tell the coordinators of the territory that somebody claims a card there."""
    fact: ClaimOpened = told.fact
    tell(
        told,
        Telling(
            kind=Kind.CLAIMED,
            subject=("claim", fact.claim_id),
            about=("organisation", fact.organisation_id),
            keepers_of=fact.organisation_id,
            by_mail=True,
        ),
    )


@later_reaction(ClaimRefused, name="notifications.claim_refused")
def tell_claimer(told: Told) -> None:
    """Tell who claimed a card that it was refused; the reason stands on the page."""
    fact: ClaimRefused = told.fact
    tell(
        told,
        Telling(
            kind=Kind.NOT_GRANTED,
            subject=("claim", fact.claim_id),
            about=("claim", fact.claim_id),
            claimers=(fact.person_id,),
            by_mail=True,
        ),
    )


@later_reaction(ClaimConfirmed, name="notifications.claim_confirmed")
def tell_of_confirmation(told: Told) -> None:
    """Tell the coordinators of the territory that the mailbox of a card has confirmed a claim."""
    fact: ClaimConfirmed = told.fact
    tell(
        told,
        Telling(
            kind=Kind.CONFIRMED,
            subject=("claim", fact.claim_id),
            about=("organisation", fact.organisation_id),
            keepers_of=fact.organisation_id,
        ),
    )


@later_reaction(CodeUsed, name="notifications.code_used")
def tell_of_code(told: Told) -> None:
    """Tell who made a code that somebody acts for the card by it."""
    fact: CodeUsed = told.fact
    ref = ("organisation", fact.organisation_id)
    makers = (fact.made_by_id,) if fact.made_by_id else ()
    tell(told, Telling(kind=Kind.CODE_USED, subject=ref, about=ref, makers=makers, by_mail=True))


@later_reaction(MessagePosted, name="notifications.claim_message")
def tell_of_talk(told: Told) -> None:
    """Tell the other side of a claim that something was asked or answered; its words stay on the page."""
    fact: MessagePosted = told.fact
    claim = claim_of(fact.subject_id) if fact.subject_kind == "claim" else None
    if claim is None:
        return
    by_claimer = told.person_id == claim.person_id
    tell(
        told,
        Telling(
            kind=Kind.CLAIM_TOLD if by_claimer else Kind.CLAIM_ASKED,
            subject=("claim", claim.id),
            about=("claim", claim.id),
            claimers=() if by_claimer else (claim.person_id,),
            keepers_of=claim.organisation_id if by_claimer else None,
            by_mail=True,
        ),
    )


@later_reaction(OrganisationMerged, name="notifications.organisation_merged")
def tell_of_merge(told: Told) -> None:
    """Tell those who acted for a card where their things are now that it is part of another."""
    fact: OrganisationMerged = told.fact
    people = keepers_moved(fact.merge_id)
    tell(
        told,
        Telling(
            kind=Kind.MERGED,
            subject=("organisation", fact.organisation_id),
            about=("organisation", fact.merged_id),
            by_id=fact.organisation_id,
            people=tuple((person_id, fact.organisation_id) for person_id in people),
            by_mail=True,
        ),
    )


@later_reaction(OrganisationParted, name="notifications.organisation_parted")
def tell_of_parting(told: Told) -> None:
    """Tell them that it stands by itself again."""
    fact: OrganisationParted = told.fact
    ref = ("organisation", fact.merged_id)
    people = keepers_moved(fact.merge_id)
    tell(
        told,
        Telling(
            kind=Kind.PARTED,
            subject=ref,
            about=ref,
            people=tuple((person_id, fact.merged_id) for person_id in people),
            by_mail=True,
        ),
    )
