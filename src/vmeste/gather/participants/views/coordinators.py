"""Who coordinates which territory: the administrators' page."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vmeste.gather.participants import commands, policies, queries
from vmeste.gather.participants.forms import CoordinatorForm
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell


@require_http_methods(["GET", "HEAD", "POST"])
def coordinators(request: Request) -> HttpResponse:
    """Show who coordinates what; entrust a territory to somebody by e-mail."""
    policies.can_entrust(request.actor).enforce()
    form = CoordinatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.invite_coordinator(
                actor=request.actor, territory=said["territory"], email=said["email"], name=said["name"]
            )
        except Invalid as invalid:
            tell(form, invalid)
        else:
            pages.flash(request, _("Entrusted. A mail tells how to come in."), "good")
            return pages.redirect("participants:coordinators")
    context = {"coordinators": queries.coordinators(), "form": form}
    return pages.page(request, "participants/coordinators.html", context, status=422 if form.errors else 200)


@require_POST
def end_coordination(request: Request, trust_id: int) -> HttpResponse:
    """Take a territory back."""
    policies.can_entrust(request.actor).enforce()
    trust = queries.coordinators().filter(id=trust_id).first()
    if trust is None:
        raise Http404
    commands.release_territory(actor=request.actor, trust=trust)
    pages.flash(request, _("It has ended."), "good")
    return pages.redirect("participants:coordinators")
