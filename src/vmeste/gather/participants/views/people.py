"""People of an organisation: who is there, adding by e-mail, ending."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vmeste.gather.participants import commands, policies, queries
from vmeste.gather.participants.forms import MemberForm
from vmeste.gather.participants.models import Role
from vmeste.gather.participants.policies import staying
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: Request, organisation_id: int) -> HttpResponse:
    """Show who works for an organisation; add somebody by e-mail."""
    actor = request.actor
    organisation = queries.organisation_seen(actor, organisation_id)
    policies.can_manage_people(actor, organisation).enforce()
    roles = [role for role in Role if policies.can_name(actor, organisation, role)]
    form = MemberForm(roles, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.invite_member(
                actor=actor, organisation=organisation, email=said["email"], role=Role(said["role"]), name=said["name"]
            )
        except Invalid as invalid:
            tell(form, invalid)
        else:
            pages.flash(request, _("Added. A mail tells how to come in."), "good")
            return pages.redirect("participants:people", organisation_id)
    people_there = queries.people_of(organisation)
    asked = queries.joinings_waiting(actor).filter(organisation=organisation)
    hands = bool(staying.can_offer_headship(actor, organisation))
    context = {
        "hands": hands,
        "organisation": organisation,
        "people": people_there,
        "asked": asked,
        "form": form,
        "roles": roles,
    }
    return pages.page(request, "participants/people.html", context, status=422 if form.errors else 200)


@require_POST
def end_membership(request: Request, organisation_id: int, membership_id: int) -> HttpResponse:
    """End somebody's membership."""
    actor = request.actor
    organisation = queries.organisation_seen(actor, organisation_id)
    policies.can_manage_people(actor, organisation).enforce()
    membership = organisation.memberships.filter(id=membership_id).first()
    if membership is None:
        raise Http404
    commands.end_membership(actor=actor, membership=membership)
    pages.flash(request, _("The membership has ended."), "good")
    if membership.person_id == actor.person_id:
        return pages.redirect("participants:organisation", organisation_id)
    return pages.redirect("participants:people", organisation_id)
