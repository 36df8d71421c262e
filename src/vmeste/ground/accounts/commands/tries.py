"""Counting tries at what could be guessed, for all processes together; in no transaction, which would forget them."""

from allauth.core import ratelimit
from django.http import HttpRequest


def may_try(request: HttpRequest, what: str) -> bool:
    """Count a try and tell whether it is within the limits of `what` (ACCOUNT_RATE_LIMITS), per address and person.

    For views that are `@repeatable`: a refused answer of others is rolled back, and with it the count.
    """
    address_only = ratelimit.consume(request, action=what)
    if not (address_only and request.user.is_authenticated):
        return bool(address_only)
    return bool(ratelimit.consume(request, action=f"{what}_person", user=request.user))
