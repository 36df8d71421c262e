"""A letter to the address on a claimed card: whoever reads that mailbox can say that the claimer is one of them."""

from datetime import timedelta

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from vmeste.gather.participants.commands.memberships import claim_fact
from vmeste.gather.participants.faces import emails_in
from vmeste.gather.participants.facts import ClaimConfirmed, ClaimMailed
from vmeste.gather.participants.models import Claim, Organisation
from vmeste.gather.participants.policies.mailbox import FROM_MAILBOX, can_confirm_claim, can_mail_claim
from vmeste.ground.accounts.commands import make_link, mark_used, post, revoke_links
from vmeste.ground.accounts.models import OneTimeLink
from vmeste.ground.accounts.queries import absolute
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid, Stale

LINK_DAYS = 7
MOST_LETTERS = 2
"""Letters to one card within a day, whoever asks for them: its mailbox is no toy."""
DAY = timedelta(days=1)
LANGUAGE = "ru"


@command
def mail_claim(*, actor: Actor, claim: Claim) -> str:
    """Send a one-time link to the address on the claimed card, and give that address; an earlier link stops to open.

    Raises `Invalid` when the card has no address, or has got letters enough today.
    """
    can_mail_claim(actor, claim).enforce()
    card = Organisation.objects.select_for_update(no_key=True).get(id=claim.organisation_id)  # letters are counted
    addresses = emails_in(card.email)
    if not addresses:
        raise Invalid({"": _("No e-mail address stands on the card.")})
    claims = Claim.objects.filter(organisation=card).order_by().values("id")
    sent = OneTimeLink.objects.filter(purpose=FROM_MAILBOX, subject_kind="claim", subject_id__in=claims)
    if sent.filter(made_at__gt=clock.now() - DAY).count() >= MOST_LETTERS:
        raise Invalid({"": _("Letters have gone to this address today. Look into the mailbox, or try again tomorrow.")})
    revoke_links(actor=actor, subject_kind="claim", subject_id=claim.id, purpose=FROM_MAILBOX)
    link, token = make_link(
        actor=actor, purpose=FROM_MAILBOX, subject_kind="claim", subject_id=claim.id, days=LINK_DAYS
    )
    with translation.override(LANGUAGE):
        subject, text = letter(card, absolute(reverse("participants:mailbox_link", args=[token])))
    key = f"participants.mailbox.{claim.id}.{link.id}"
    post(actor=actor, to=addresses[0], subject=subject, text=text, key=key, secret=True)
    record(claim_fact(ClaimMailed, claim), actor=actor)
    return addresses[0]


def letter(card: Organisation, address: str) -> tuple[str, str]:
    """Give subject and text; who asks is told on the page alone."""
    parts = (
        _("Good day!"),
        _("Somebody says that they may act for «%(organisation)s» in «Vmeste», the workplace of partners in education.")
        % {"organisation": card},
        _("This address stands on the card of the organisation. Say whether the person is one of you: %(link)s")
        % {"link": address},
        _("Opening the link changes nothing, and no account is needed. It works for %(days)s days.")
        % {"days": LINK_DAYS},
        _("If you know nothing of this, do nothing: the coordinator of the territory decides."),
    )
    return _("Is it one of you who asks to act for «%(organisation)s»?") % {"organisation": card}, "\n\n".join(parts)


@command
def confirm_claim(*, actor: Actor, claim: Claim, link: OneTimeLink) -> None:
    """Say from the mailbox on the card that the claimer is one of them: it speaks for the claim and decides nothing."""
    can_confirm_claim(actor, claim).enforce()
    mark_used(actor=actor, link=link, once=True)
    now = clock.now()
    open_still = Claim.objects.filter(id=claim.id, state=Claim.State.OPEN)
    if not open_still.update(is_from_mailbox=True, confirmed_at=now):
        raise Stale(_("It has been decided already."))
    claim.is_from_mailbox, claim.confirmed_at = True, now
    record(claim_fact(ClaimConfirmed, claim), actor=actor)
