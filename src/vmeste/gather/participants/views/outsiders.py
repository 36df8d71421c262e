"""Organisations that are not in the directory yet: one's own with a claim, a partner's; look-alikes are shown first."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vmeste.gather.participants import commands, policies, queries
from vmeste.gather.participants.outsider_form import OutsiderForm, OwnForm
from vmeste.gather.participants.queries import Alike
from vmeste.gather.participants.views.acting import act_for
from vmeste.ground.kernel.errors import Invalid, Refused
from vmeste.ground.kernel.ids import code, code_in
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell
from vmeste.ground.vocabulary import queries as vocabulary

LONGEST_NAME = 200


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def missing(request: Request) -> HttpResponse:
    """Let somebody who did not find their organisation write its card and claim it; `q` is what they looked for."""
    policies.can_propose(request.actor).enforce()
    form = OwnForm(request.POST or None, initial=looked_for(request))
    if request.method != "POST" or not form.is_valid():
        return page_of(request, form)
    try:
        if "same" in request.POST:
            return claimed(request, form)
        if new := unseen(request, form):
            return page_of(request, form, new)
        claim = commands.propose_organisation(
            actor=request.actor, outsider=form.outsider(), grounds=form.grounds()
        )  # fmt: skip
    except Invalid as invalid:
        tell(form, invalid)
        return page_of(request, form)
    act_for(request, claim.organisation_id)
    pages.flash(request, _("The card is written. You and the coordinator of the territory see it for now."), "good")
    return pages.redirect("participants:claim", claim.id)


def claimed(request: Request, form: OwnForm) -> HttpResponse:
    """Claim the card that was recognised with what was written already; raises `Invalid`."""
    known = queries.organisation_seen(request.actor, code_in(request.POST.get("same", "")) or 0)
    try:
        claim = commands.open_claim(actor=request.actor, organisation=known, grounds=form.grounds())
    except Refused as refused:
        pages.flash(request, str(refused.reason), "wait")
        return pages.redirect("participants:organisation", known.id)
    act_for(request, known.id)
    return pages.redirect("participants:claim", claim.id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def partner(request: Request) -> HttpResponse:
    """Let an organisation write the card of a partner that has not joined."""
    policies.can_list(request.actor).enforce()
    form = OutsiderForm(request.POST or None, initial=looked_for(request))
    if request.method != "POST" or not form.is_valid():
        return page_of(request, form)
    try:
        if new := unseen(request, form):
            return page_of(request, form, new)
        made = commands.list_outsider(actor=request.actor, outsider=form.outsider())
    except Invalid as invalid:
        tell(form, invalid)
        return page_of(request, form)
    pages.flash(request, _("The card is made. It stands in the directory as not confirmed."), "good")
    return pages.redirect("participants:organisation", made.id)


def looked_for(request: Request) -> dict[str, str]:
    """Give what was looked for in the directory as the name to begin with."""
    return {"name": request.GET.get("q", "").replace("\0", "")[:LONGEST_NAME]}


def unseen(request: Request, form: OutsiderForm) -> list[Alike]:
    """Give the cards that may be the one meant, if the writer has not seen all of them yet.

    Who presses the key of entering looks once more (`look`); only the button below the cards says «none of these».
    """
    outsider = form.outsider()
    found = queries.alike(request.actor, outsider.values, outsider.place)
    seen = set(request.POST.get("seen", "").split(",")) if "look" not in request.POST else set()
    return found if {code(one.organisation.id) for one in found} - seen else []


def page_of(request: Request, form: OutsiderForm, found: Sequence[Alike] = ()) -> HttpResponse:
    """Show the form, above it the cards that may be the one meant."""
    context = {
        "form": form,
        "own": isinstance(form, OwnForm),
        "found": found,
        "seen": ",".join(code(one.organisation.id) for one in found),
        "place_words": queries.place_words,
        "type_words": lambda row: vocabulary.label("organisation_type", row.type) if row.type else "",
    }
    return pages.page(request, "participants/missing.html", context, status=422 if form.errors else 200)
