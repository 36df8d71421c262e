"""Decision: the answer of a policy, with its reason; false when it denies."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.errors import Refused, Stale, Unproven, type_text


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something may be done, why not, and whether «not» means «not any more»."""

    allowed: bool
    reason: type_text = ""
    late: bool = False

    def __bool__(self) -> bool:
        """Be false for a denial."""
        return self.allowed

    def enforce(self) -> None:
        """Go on when allowed, else raise `Refused` or, when it is too late, `Stale`."""
        if self.allowed:
            return
        raise Stale(self.reason) if self.late else Refused(self.reason)


ALLOW = Decision(allowed=True)


def deny(reason: type_text) -> Decision:
    """Deny for lack of a right."""
    return Decision(allowed=False, reason=reason)


def too_late(reason: type_text) -> Decision:
    """Deny because the thing has moved on."""
    return Decision(allowed=False, reason=reason, late=True)


def demand_second_factor(actor: Actor) -> None:
    """Go on when the person has shown more than a password in this sign-in, else raise `Unproven`.

    Asked before a signature, a list that leaves, a change of rights (domain §1, Person); after the right itself.
    """
    if not actor.is_proven:
        raise Unproven(_("A password alone is not enough for this: lists and rights are kept by a second factor."))
