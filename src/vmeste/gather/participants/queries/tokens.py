"""Reading tokens: those of an organisation, and whose a secret is."""

import hashlib
from dataclasses import dataclass

from django.db.models import F
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from vmeste.gather.participants import policies
from vmeste.gather.participants.models import NetworkMember, Organisation, Token
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor, ActorKind, Duty
from vmeste.ground.kernel.errors import Unrecognised, type_text
from vmeste.ground.kernel.registries import Registry

MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class TokenScope:
    """Something a token can be made for: in words, and its place among the others."""

    label: type_text
    order: int


token_scopes: Registry[TokenScope] = Registry()
"""Filled in `apps.ready()`: `queries.token_scopes.add("needs:read", TokenScope(_("Read needs"), 20))`."""


def scopes_offered() -> list[tuple[str, type_text]]:
    """Give name and words of every scope, in order."""
    ordered = sorted(token_scopes.items(), key=lambda item: item[1].order)
    return [(name, scope.label) for name, scope in ordered]


def hash_of(secret: str) -> bytes:
    """Give what is kept of a secret; it is long and random, so a plain hash cannot be turned back."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def works(token: Token) -> bool:
    """Tell whether a token opens anything by itself."""
    return token.revoked_at is None and token.expires_at > clock.now()


def tokens_of(actor: Actor, organisation: Organisation) -> list[Token]:
    """Give the tokens of an organisation that the actor may see, with who made them; what was taken back last."""
    rows = Token.objects.filter(policies.tokens_visible_to(actor), organisation=organisation)
    ordered = rows.order_by(F("revoked_at").asc(nulls_first=True), "-id")
    return list(ordered.select_related("made_by")[:MOST_SHOWN])


def token_seen(actor: Actor, organisation: Organisation, token_id: int) -> Token:
    """Give a token the actor may see; raises `Http404`."""
    rows = Token.objects.filter(policies.tokens_visible_to(actor), organisation=organisation, id=token_id)
    found = rows.select_related("organisation").first()
    if found is None:
        raise Http404
    return found


def token_of(secret: str) -> Token:
    """Give the token of a secret; raises `Unrecognised` in words when it does not open."""
    found = Token.objects.filter(secret_hash=hash_of(secret)).select_related("organisation").first()
    if found is None:
        raise Unrecognised(_("There is no such token. Look whether it was copied whole."))
    if found.revoked_at:
        raise Unrecognised(_("This token was taken back. Ask the organisation for a new one."))
    if not works(found):
        raise Unrecognised(_("The time of this token is over. Make a new one on the page of the organisation."))
    if found.organisation.state != Organisation.State.ACTIVE:
        raise Unrecognised(_("The organisation of this token does not work any more."))
    return found


def actor_of_token(token: Token) -> Actor:
    """Give who acts by a token: its organisation, reading, within its scopes; one query."""
    joined = NetworkMember.objects.filter(organisation=token.organisation_id, until_at=None).order_by()
    return Actor(
        ActorKind.TOKEN,
        organisation_id=token.organisation_id,
        duties=frozenset({Duty.READ}),
        network_ids=frozenset(joined.values_list("network_id", flat=True)),
        scopes=frozenset(token.scopes.split()),
    )
