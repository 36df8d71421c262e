"""Reading claims: one's own, those the reader decides, one of them with what speaks for and against it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import Http404

from vmeste.gather.participants import policies
from vmeste.gather.participants.faces import SITE
from vmeste.gather.participants.models import Claim, Organisation
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.threads.models import Message

MOST_RIVALS = 10
PAGE = 50
OPEN = Claim.State.OPEN
AT = re.compile(r"@(?:www\.)?([\w.-]+)$")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a claim and against it.

    `from_mailbox`: they sign in by the e-mail of the card, or its mailbox has confirmed them; `from_site`: by one of
    the domain of the card's site, which is named. `rivals` are other open claims of the card, `earlier` closed claims
    of this person for it.
    """

    claim: Claim
    from_mailbox: bool
    from_site: str
    rivals: Sequence[Claim]
    earlier: Sequence[Claim]


def claims_waiting(actor: Actor) -> QuerySet[Claim]:
    """Give the open claims whose decision is this actor's work, with who claims what, the oldest first."""
    return with_last_word(Claim.objects.filter(policies.claims_awaiting(actor), state=OPEN))


def claims_asked(actor: Actor) -> QuerySet[Claim]:
    """Give the actor's own open claims about which a coordinator asked something that is not answered yet."""
    mine: QuerySet[Any] = with_last_word(Claim.objects.filter(person=actor.person_id or 0, state=OPEN))
    return mine.filter(last_by__isnull=False).exclude(last_by=F("person"))


def with_last_word(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Read who claims what, and by whom and when the last message about it was (`last_by`, `last_at`)."""
    said = Message.objects.filter(thread__subject_kind="claim", thread__subject_id=OuterRef("pk")).order_by("-id")
    last = {"last_by": Subquery(said.values("person")[:1]), "last_at": Subquery(said.values("at")[:1])}
    return with_names(rows).annotate(**last)


def claim_of(claim_id: int) -> Claim | None:
    """Give a claim with its organisation; whoever shows it has asked who may see it."""
    return Claim.objects.filter(id=claim_id).select_related("organisation").first()


def claims_listed(actor: Actor, *, settled: bool = False, start: int = 0) -> list[Claim]:
    """Give a page of the open claims this actor may decide, or of closed ones, and one more if there are more."""
    rows = Claim.objects.filter(policies.claims_overseen(actor))
    rows = rows.exclude(state=OPEN).order_by("-id") if settled else rows.filter(state=OPEN).order_by("id")
    return list(with_last_word(rows)[start : start + PAGE + 1])


def with_names(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Read who claims what, and where that stands."""
    return rows.select_related(
        "person", "organisation__region", "organisation__municipality", "organisation__settlement"
    )


def claim_seen(actor: Actor, claim_id: int) -> Claim:
    """Give a claim in whatever state; raises `Http404` for who may not know of it."""
    found = with_names(Claim.objects.filter(policies.claims_visible_to(actor), id=claim_id)).first()
    if found is None:
        raise Http404
    return found


def claim_mailed(claim_id: int) -> Claim | None:
    """Give the claim of a link that went to the mailbox on its card; whoever shows it has opened the link."""
    return with_names(Claim.objects.filter(id=claim_id)).first()


def claims_of(actor: Actor, organisation: Organisation) -> list[Claim]:
    """Give the open claims of a card that this actor may see; one query, none for strangers."""
    if not actor.is_signed_in:
        return []
    rows = Claim.objects.filter(policies.claims_visible_to(actor), organisation=organisation, state=OPEN)
    return list(rows.select_related("person")[:MOST_RIVALS])


def evidence_of(claim: Claim) -> Evidence:
    """Give what speaks for a claim and against it; one query."""
    others = Claim.objects.filter(organisation=claim.organisation_id).exclude(id=claim.id).select_related("person")
    read = list(others.order_by("-id")[:MOST_RIVALS])
    return Evidence(
        claim,
        claim.is_from_mailbox,
        site_of(claim.person.email, claim.organisation.website),
        [one for one in read if one.is_open],
        [one for one in read if one.person_id == claim.person_id and not one.is_open],
    )


def site_of(email: str, website: str) -> str:
    """Give the site of a card in whose domain an e-mail address stands; empty when in none."""
    domain = AT.search(email.lower())
    hosts = SITE.findall(website.lower())
    return next((host for host in hosts if domain and in_domain(domain[1], host)), "")


def in_domain(domain: str, host: str) -> bool:
    """Tell whether mails of a domain belong to a host: the same, or one of which the other is a part."""
    return domain == host or domain.endswith(f".{host}")
