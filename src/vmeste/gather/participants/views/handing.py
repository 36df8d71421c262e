"""Handing the head's role over: the offer, its answer."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vmeste.gather.participants import commands, queries
from vmeste.gather.participants.forms import HandingForm
from vmeste.gather.participants.policies import staying
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
        heir = next(one for one in colleagues if str(one.id) == form.cleaned_data["heir"])
        stays = form.cleaned_data["stays"]
        try:
            commands.offer_headship(actor=actor, organisation=organisation, heir=heir, stays=stays)
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
        "form": form,
        "colleagues": colleagues,
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
