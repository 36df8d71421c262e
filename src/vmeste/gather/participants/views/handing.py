"""Handing the head's role over: the offer, its answer."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vmeste.gather.participants import commands, queries
from vmeste.gather.participants.commands.handing import LINK_DAYS
from vmeste.gather.participants.forms import HandingForm
from vmeste.gather.participants.policies import staying
from vmeste.ground.accounts.commands import welcome_address
from vmeste.ground.accounts.queries import actor_of_link, find_link
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.errors import Invalid, Refused
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def handing(request: Request, organisation_id: int) -> HttpResponse:
    """Show how the role is handed over: to the head the form or the offer, to the colleague the question."""
    actor = request.actor
    organisation = queries.organisation_seen(actor, organisation_id)
    offer = queries.head_offer_of(organisation)
    if not (offer and actor.person_id in {offer.former_id, offer.heir_id}):
        staying.can_offer_headship(actor, organisation).enforce()
        offer = None
    colleagues = [one.person for one in queries.people_of(organisation) if one.person_id != actor.person_id]
    form = HandingForm(colleagues, request.POST or None)
    if request.method == "POST" and offer is None and form.is_valid():
        said = form.cleaned_data
        heir = next((one for one in colleagues if str(one.id) == said["heir"]), None)
        whole: dict[str, Any] = {"actor": actor, "organisation": organisation, "stays": said["stays"]}
        try:
            if heir:
                commands.offer_headship(heir=heir, **whole)
            else:
                commands.offer_headship_by_mail(email=said["email"], name=said["name"], **whole)
        except Invalid as invalid:
            tell(form, invalid)
        else:
            pages.flash(request, _("The role is offered. Nothing changes until it is accepted."), "good")
            return pages.redirect("participants:handing", organisation_id)
    is_mine = bool(offer and offer.heir_id == actor.person_id)
    context = {
        "organisation": organisation,
        "offer": offer,
        "is_mine": is_mine,
        "link_days": LINK_DAYS,
        "form": form,
    }
    return pages.page(request, "participants/handing.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def answer(request: Request, organisation_id: int, offer_id: int) -> HttpResponse:
    """Accept, decline or take back."""
    actor = request.actor
    organisation = queries.organisation_seen(actor, organisation_id)
    offer = queries.head_offer_seen(actor, organisation, offer_id)
    said = request.POST.get("answer", "")
    if said == "yes":
        commands.accept_headship(actor=actor, offer=offer)
        pages.flash(request, _("You are head of the organisation now."), "good")
    elif said == "no":
        commands.decline_headship(actor=actor, offer=offer)
        pages.flash(request, _("You have declined; who offered it is told."), "plain")
    elif said == "back":
        commands.withdraw_headship(actor=actor, offer=offer)
        pages.flash(request, _("The offer is taken back."), "plain")
    else:
        raise Refused(_("Press one of the buttons."))
    return pages.redirect("participants:organisation", organisation_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def handing_link(request: Request, token: str) -> HttpResponse:
    """Let somebody without an account answer by the link of their mail; opening it changes nothing."""
    link = find_link(token, staying.HANDING_BY_LINK)
    offer = queries.head_offer_of_link(link.subject_id)
    if request.actor.is_signed_in and request.actor.person_id != offer.heir_id:
        raise Refused(_("This link is for somebody else. Sign out to open it."))
    if request.method != "POST":
        return pages.page(request, "participants/handing_link.html", {"offer": offer, "token": token})
    actor = actor_of_link(link)
    if request.POST.get("answer") == "no":
        commands.decline_headship(actor=actor, offer=offer)
        pages.flash(request, _("You have declined; who offered it is told."), "plain")
        return pages.redirect("participants:organisation", offer.organisation_id)
    if request.POST.get("answer") != "yes":
        raise Refused(_("Press one of the buttons."))
    commands.accept_headship(actor=actor, offer=offer)
    pages.flash(request, _("You are head of the organisation now."), "good")
    if offer.heir.is_settled:
        return pages.redirect("participants:people", offer.organisation_id)
    return pages.redirect(urlsplit(welcome_address(actor=SYSTEM, person=offer.heir)).path)
