"""The letter to the address on a claimed card: asking for it, and the page its link opens."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vmeste.gather.participants import commands, queries
from vmeste.gather.participants.policies.mailbox import FROM_MAILBOX, can_confirm_claim
from vmeste.ground.accounts.queries import actor_of_link, find_link
from vmeste.ground.kernel.errors import Stale
from vmeste.ground.kernel.requests import Request, whoever_acts
from vmeste.ground.ui import pages


@require_POST
@login_required
def mailing(request: Request, claim_id: int) -> HttpResponse:
    """Send the letter."""
    address = commands.mail_claim(actor=request.actor, claim=queries.claim_seen(request.actor, claim_id))
    pages.flash(request, _("A letter is on its way to %(address)s.") % {"address": address}, "good")
    return pages.redirect("participants:claim", claim_id)


@whoever_acts
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: Request, token: str) -> HttpResponse:
    """Ask whether the claimer is one of those who read this mailbox; opening the page changes nothing."""
    found = find_link(token, FROM_MAILBOX)
    claim = queries.claim_mailed(found.subject_id)
    if claim is None:
        raise Http404
    if found.used_at:
        raise Stale(_("This link has been used already."))
    actor = actor_of_link(found)
    if request.method == "POST":
        commands.confirm_claim(actor=actor, claim=claim, link=found)
        pages.flash(request, _("Thank you. The coordinator of the territory sees this and decides."), "good")
        return pages.redirect("participants:organisation", claim.organisation_id)
    can_confirm_claim(actor, claim).enforce()
    context = {"claim": claim, "organisation": claim.organisation, "place": queries.place_words(claim.organisation)}
    return pages.page(request, "participants/mailbox.html", context)
