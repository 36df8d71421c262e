"""Giving programs of an organisation access and taking it back."""

import secrets
from collections.abc import Collection
from datetime import timedelta

from django.utils.translation import gettext as _

from vmeste.gather.participants import policies
from vmeste.gather.participants.facts import TokenIssued, TokenRevoked
from vmeste.gather.participants.models import Organisation, Token
from vmeste.gather.participants.queries.tokens import hash_of, token_scopes
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.decisions import demand_second_factor
from vmeste.ground.kernel.errors import Invalid, Stale

MARK = "vmeste_"
"""Secrets begin so: whoever searches files for what must not lie there knows them by it."""
SECRET_BYTES = 32
SHOWN = len(MARK) + 5
MOST_LIVE = 20
LONGEST_DAYS = 366


@command
def issue_token(
    *, actor: Actor, organisation: Organisation, name: str, scopes: Collection[str], days: int
) -> tuple[Token, str]:
    """Give a program access for so many days; the secret is told only now, a hash of it is kept. Raises `Invalid`."""
    policies.can_issue_token(actor, organisation).enforce()
    demand_second_factor(actor)
    now, called = clock.now(), " ".join(name.replace("\0", " ").split())[:80]
    live = Token.objects.filter(organisation=organisation, revoked_at=None, expires_at__gt=now).order_by()
    names = list(live.values_list("name", flat=True))
    if faults := faults_of(called, scopes, days, names):
        raise Invalid(faults)
    secret = MARK + secrets.token_urlsafe(SECRET_BYTES)
    token = Token.objects.create(
        organisation=organisation,
        name=called,
        scopes=" ".join(sorted(set(scopes))),
        secret_hash=hash_of(secret),
        beginning=secret[:SHOWN],
        made_by_id=actor.person_id,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    record(TokenIssued(organisation_id=organisation.id, token_id=token.id), actor=actor)
    return token, secret


def faults_of(name: str, scopes: Collection[str], days: int, names: Collection[str]) -> dict[str, str]:
    """Give field → text for what cannot be; `names` are those of the tokens that work."""
    faults: dict[str, str] = {}
    if not name:
        faults["name"] = _("Say for which program it is: later you will have to tell them apart.")
    elif name in names:
        faults["name"] = _("A token of this name works already. Take it back first, or name this one otherwise.")
    if not scopes or any(scope not in token_scopes for scope in scopes):
        faults["scopes"] = _("Choose what the program may read.")
    if not 0 < days <= LONGEST_DAYS:
        faults["days"] = _("At most a year.")
    if len(names) >= MOST_LIVE:
        faults[""] = _("There are %(count)s tokens already: take back what is not needed.") % {"count": len(names)}
    return faults


@command
def revoke_token(*, actor: Actor, token: Token) -> None:
    """Take a program's access back, at once; raises `Stale` when it was taken back already."""
    policies.can_revoke_token(actor, token).enforce()
    now = clock.now()
    if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        raise Stale(_("This token was taken back already."))
    token.revoked_at = now
    record(TokenRevoked(organisation_id=token.organisation_id, token_id=token.id), actor=actor)


@command
def note_use(*, actor: Actor, token: Token) -> None:
    """Keep the day on which a token was used; writes once a day, and tells nobody."""
    policies.can_use_token(actor, token).enforce()
    today = clock.today()
    if token.used_on != today:
        Token.objects.filter(pk=token.pk).update(used_on=today)
        token.used_on = today
