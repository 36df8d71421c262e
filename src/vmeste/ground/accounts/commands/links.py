"""Giving out, using and taking back one-time links."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from vmeste.ground.accounts import policies
from vmeste.ground.accounts.facts import AboutLink, LinkMade, LinkProlonged, LinkRevoked, LinkUsed
from vmeste.ground.accounts.models import OneTimeLink, Person
from vmeste.ground.facts.recording import record, record_many
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Stale

TOKEN_BYTES = 24  # 192 bits: nobody meets one by guessing


def hash_of(token: str) -> bytes:
    """Give what is kept of a token; it is random, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).digest()


@command
def make_link(  # noqa: PLR0913  what a link is for takes that many words
    *,
    actor: Actor,
    purpose: str,
    subject_kind: str,
    subject_id: int,
    organisation_id: int | None = None,
    person: Person | None = None,
    days: int = 30,
) -> tuple[OneTimeLink, str]:
    """Give out a link for one purpose on one thing; the token is told only now, a hash of it is kept.

    `purpose` is «room.verb»; whoever opens the link acts for `organisation_id`, within this purpose only.
    """
    policies.can_make_link(actor).enforce()
    token, now = secrets.token_urlsafe(TOKEN_BYTES), clock.now()
    link = OneTimeLink.objects.create(
        token_hash=hash_of(token),
        purpose=purpose,
        subject_kind=subject_kind,
        subject_id=subject_id,
        organisation_id=organisation_id,
        person=person,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    record(told(LinkMade, link), actor=actor)
    return link, token


@command
def mark_used(*, actor: Actor, link: OneTimeLink, once: bool = False) -> None:
    """Note that the holder did what the link is for; with `once` a second use raises `Stale`."""
    policies.can_use_link(actor, link).enforce()
    now = clock.now()
    if OneTimeLink.objects.filter(pk=link.pk, used_at=None, revoked_at=None).update(used_at=now):
        link.used_at = now
        record(told(LinkUsed, link), actor=actor)
    elif once:
        raise Stale(_("This link has been used already."))


@command
def revoke_links(*, actor: Actor, subject_kind: str, subject_id: int, purpose: str = "") -> int:
    """Take back the links of a thing that still open, all or those of one purpose; give their number."""
    policies.can_make_link(actor).enforce()
    links = OneTimeLink.objects.filter(subject_kind=subject_kind, subject_id=subject_id, revoked_at=None)
    if purpose:
        links = links.filter(purpose=purpose)
    now = clock.now()
    open_still = list(links.filter(expires_at__gt=now))
    OneTimeLink.objects.filter(pk__in=[link.pk for link in open_still]).update(revoked_at=now)
    if open_still:
        record_many([told(LinkRevoked, link) for link in open_still], actor=actor)
    return len(open_still)


@command
def prolong_links(*, actor: Actor, subject_kind: str, subject_id: int, purpose: str, until: datetime) -> int:
    """Let the links of a thing that still open go on opening until a moment, never shorter; give their number."""
    policies.can_make_link(actor).enforce()
    links = OneTimeLink.objects.filter(subject_kind=subject_kind, subject_id=subject_id, purpose=purpose)
    lasting = list(links.filter(revoked_at=None, expires_at__gt=clock.now(), expires_at__lt=until))
    OneTimeLink.objects.filter(pk__in=[link.pk for link in lasting]).update(expires_at=until)
    if lasting:
        record_many([told(LinkProlonged, link) for link in lasting], actor=actor)
    return len(lasting)


def told(kind: type[AboutLink], link: OneTimeLink) -> AboutLink:
    """Give a fact about a link."""
    return kind(
        link_id=link.id,
        purpose=link.purpose,
        subject_kind=link.subject_kind,
        subject_id=link.subject_id,
        organisation_id=link.organisation_id,
    )
