"""Who asks: nobody known, or a program of an organisation by its token; and whether it is let in now."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from vmeste.api.faults import TooManyError
from vmeste.api.limits import seconds_to_wait
from vmeste.gather.participants import commands, policies, queries
from vmeste.ground.accounts.queries import network_address
from vmeste.ground.kernel.actors import ANONYMOUS, Actor
from vmeste.ground.kernel.errors import Unrecognised


class Token(HttpBearer):
    """`Authorization: Bearer vmeste_…`; without it one reads what everybody may."""

    def __call__(self, request: HttpRequest) -> Any:
        """Give who asks; raises `Unrecognised` for a token that does not open, `TooManyError` for too many requests."""
        header = request.headers.get("Authorization")
        if header is None:
            let_in(f"address:{network_address(request)}", settings.VMESTE.api_rate)
            return ANONYMOUS
        scheme, _space, secret = header.strip().partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            let_in(f"address:{network_address(request)}", settings.VMESTE.api_rate)
            raise Unrecognised(_("A token is sent as «Authorization: Bearer vmeste_…»."))
        return self.authenticate(request, secret.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """Give who acts by this token."""
        try:
            found = queries.token_of(token)
        except Unrecognised:
            let_in(f"address:{network_address(request)}", settings.VMESTE.api_rate)
            raise
        let_in(f"token:{found.id}", settings.VMESTE.api_token_rate)
        actor = queries.actor_of_token(found)
        commands.note_use(actor=actor, token=found)
        return actor


def let_in(who: str, most: int) -> None:
    """Count a request; raises `TooManyError`."""
    if seconds := seconds_to_wait(who, most):
        raise TooManyError(seconds)


def reader(request: Any, scope: str = "") -> Actor:
    """Give who asks; raises `Refused` when a token was not made for this scope."""
    actor: Actor = request.auth
    if scope:
        policies.can_ask_for(actor, scope).enforce()
    return actor
