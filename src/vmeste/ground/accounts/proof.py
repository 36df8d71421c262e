"""Proof: whether somebody has shown a second factor in this sign-in; kept in the session, ended with it."""

from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_used
from django.conf import settings
from django.http import HttpRequest

PROVEN = "second_factor"


def is_demanded() -> bool:
    """Tell whether this server demands second factors; the demonstration's accounts have none."""
    return settings.VMESTE.second_factor == "demanded" and not settings.VMESTE.demonstration


def is_proven(request: HttpRequest) -> bool:
    """Tell whether the person of this request has shown enough; asks no query."""
    return not is_demanded() or request.session.get(PROVEN) == request.user.pk


def keep(request: HttpRequest, user: Any, **_more: Any) -> None:
    """Note that a second factor was shown, or just set up, in this session."""
    request.session[PROVEN] = user.pk


authenticator_added.connect(keep, dispatch_uid="accounts.proof.added")
authenticator_used.connect(keep, dispatch_uid="accounts.proof.used")
