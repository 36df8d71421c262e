"""Pages of bare networks."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vmeste.gather.participants import commands, policies, queries
from vmeste.gather.participants.forms import NetworkForm
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.ids import code, code_in
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell
from vmeste.ground.vocabulary import queries as vocabulary


@require_safe
def networks(request: Request) -> HttpResponse:
    """Show all networks."""
    rows, after = queries.networks(request.actor, code_in(request.GET.get("after")) or 0)
    next_url = f"{reverse('participants:networks')}?after={code(after)}" if after else ""
    context = {"networks": rows, "next_url": next_url, "sections": queries.sections_at(request.path)}
    return pages.page(request, "participants/networks.html", context)


@require_safe
def network(request: Request, network_id: int) -> HttpResponse:
    """Show a network; who keeps it searches organisations to add."""
    actor = request.actor
    shown = queries.network_seen(actor, network_id)
    keeps = bool(policies.can_keep_network(actor, shown))
    asked = request.GET.get("q", "").replace("\0", "")[:200]
    context = {
        "network": shown,
        "members": queries.running_members(actor, shown),
        "keeps": keeps,
        "asked": asked,
        "candidates": queries.candidates(actor, shown, asked) if keeps else [],
        "panels": registries.panels_of(actor, "network", shown.id),
        "type_words": lambda row: vocabulary.label("organisation_type", row.type) if row.type else "",
        "place_words": queries.place_words,
    }
    return pages.page(request, "participants/network.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_network(request: Request) -> HttpResponse:
    """Found a network of the organisation named by `hub`, or of one's own."""
    actor = request.actor
    hub_id = code_in(request.GET.get("hub")) or actor.organisation_id
    if not hub_id:
        raise Http404
    hub = queries.organisation_seen(actor, hub_id)
    policies.can_found_network(actor, hub).enforce()
    form = NetworkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.found_network(actor=actor, hub=hub, **form.cleaned_data)
        except Invalid as invalid:
            tell(form, invalid)
        else:
            pages.flash(request, _("The network is founded. Now name its members."), "good")
            return pages.redirect("participants:network", made.id)
    return pages.page(
        request, "participants/network_form.html", {"form": form, "hub": hub}, status=422 if form.errors else 200
    )


@require_POST
def add_member(request: Request, network_id: int) -> HttpResponse:
    """Name an organisation a member."""
    shown = queries.network_seen(request.actor, network_id)
    policies.can_keep_network(request.actor, shown).enforce()
    joining = queries.organisation_seen(request.actor, code_in(request.POST.get("organisation")) or 0)
    commands.add_network_member(actor=request.actor, network=shown, organisation=joining)
    pages.flash(request, _("«%(name)s» is a member now.") % {"name": joining}, "good")
    return pages.redirect("participants:network", network_id)


@require_POST
def end_member(request: Request, network_id: int, member_id: int) -> HttpResponse:
    """End an organisation's membership."""
    shown = queries.network_seen(request.actor, network_id)
    member = shown.members.filter(id=member_id).select_related("network__hub").first()
    if member is None:
        raise Http404
    commands.end_network_membership(actor=request.actor, member=member)
    pages.flash(request, _("The membership has ended."), "good")
    return pages.redirect("participants:network", network_id)
