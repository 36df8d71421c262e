"""«Спросите»: asking an organisation that has posted nothing, by a link that needs no account."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from vmeste.gather.exchange import policies
from vmeste.gather.exchange.commands.responses import begin
from vmeste.gather.exchange.letters import question
from vmeste.gather.exchange.models import Need, Response
from vmeste.gather.participants.models import Organisation
from vmeste.ground.accounts.commands import make_link, post, revoke_links
from vmeste.ground.accounts.queries import absolute
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid, Refused, Stale

DAYS = 30
AGAIN_AFTER = 30  # days
A_DAY = 30
"""Questions an organisation may ask in 24 hours: each is a mail to somebody who did not wait for it."""


@command
def ask_organisation(
    *, actor: Actor, need: Need, organisation: Organisation, note: str = "", by_mail: bool = True
) -> tuple[Response, str]:
    """Ask another organisation about a need; give the response and the address of the link to answer by.

    With `by_mail` the link goes to the contact on the card, if there is one; it can be sent by any messenger too.
    """
    policies.can_ask(actor, need).enforce()
    if organisation.id == need.organisation_id:
        raise Invalid({"organisation": _("This is your own organisation.")})
    if organisation.state != Organisation.State.ACTIVE:
        raise Refused(_("This organisation does not work now."))
    refuse_insistence(need, organisation)
    opener = Response.Opener.NEEDING
    sides = Response(need=need, needing=need.organisation, giving=organisation, opened_by=opener, asked=True)
    response = begin(actor, sides, note)
    return response, give_link(actor=actor, response=response, by_mail=by_mail)


def refuse_insistence(need: Need, organisation: Organisation) -> None:
    """Refuse to ask the same again soon, whatever was answered, and to ask very many in a day."""
    now = clock.now()
    asked = Response.objects.filter(asked=True, needing=need.organisation_id).order_by()
    if asked.filter(need=need, giving=organisation, made_at__gt=now - timedelta(days=AGAIN_AFTER)).exists():
        raise Stale(_("You have asked them about this already. Ask again in a month at the earliest."))
    if asked.filter(made_at__gt=now - timedelta(days=1)).count() >= A_DAY:
        raise Refused(_("Your organisation has asked %(count)s times today. Go on tomorrow.") % {"count": A_DAY})


@command
def give_link(*, actor: Actor, response: Response, by_mail: bool = False) -> str:
    """Make a fresh link for a waiting question, ending earlier ones; give its address."""
    policies.can_give_link(actor, response).enforce()
    revoke_links(actor=actor, subject_kind="response", subject_id=response.id)
    link, token = make_link(
        actor=actor,
        purpose=policies.BY_LINK,
        subject_kind="response",
        subject_id=response.id,
        organisation_id=response.decider_id,
        days=DAYS,
    )
    address = absolute(reverse("exchange:answer", args=[token]))
    if by_mail and (contact := response.other_than(response.opener_id).email):
        subject, text = question(response, address)
        post(actor=actor, to=contact, subject=subject, text=text, key=f"exchange.ask.{link.id}", secret=True)
    return address
