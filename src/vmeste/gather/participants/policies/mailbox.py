"""Who may have a letter sent to the address on a claimed card, and who confirms a claim by its link."""

from django.utils.translation import gettext_lazy as _

from vmeste.gather.participants.models import Claim
from vmeste.gather.participants.policies.claims import can_keep_claim
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.decisions import ALLOW, Decision, deny, too_late

FROM_MAILBOX = "participants.mailbox"
"""Purpose of a one-time link by which whoever reads the mailbox on a card confirms one claim of it."""


def can_mail_claim(actor: Actor, claim: Claim) -> Decision:
    """Let the letter be asked for by who made the claim, as long as nothing has come from the mailbox yet."""
    if claim.is_from_mailbox:
        return too_late(_("The mailbox has spoken for you already."))
    return can_keep_claim(actor, claim)


def can_confirm_claim(actor: Actor, claim: Claim) -> Decision:
    """Let a claim be confirmed by the holder of the link in the letter, as long as it is open."""
    if not actor.holds(FROM_MAILBOX, "claim", claim.id):
        return deny(_("Open the link from the letter."))
    return ALLOW if claim.is_open else too_late(_("It has been decided already."))
