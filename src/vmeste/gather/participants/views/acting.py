"""For which of their organisations a person acts: one at a time, kept in the session."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vmeste.gather.participants.middleware import ACTING_FOR
from vmeste.ground.kernel.errors import Refused
from vmeste.ground.kernel.ids import code_in
from vmeste.ground.kernel.requests import Request, whoever_acts
from vmeste.ground.ui import pages


def act_for(request: Request, organisation_id: int) -> None:
    """Act for an organisation from the next page on."""
    request.session[ACTING_FOR] = organisation_id


@whoever_acts
@require_POST
def acting(request: Request) -> HttpResponse:
    """Act for another of one's organisations from now on."""
    wanted = code_in(request.POST.get("organisation", ""))
    chosen = next((one for one in request.memberships if one.organisation_id == wanted), None)
    if chosen is None:
        raise Refused(_("You do not belong to this organisation."))
    act_for(request, chosen.organisation_id)
    pages.flash(request, _("You act for «%(name)s» now.") % {"name": chosen.organisation}, "good")
    return pages.redirect(pages.back_to(request))
