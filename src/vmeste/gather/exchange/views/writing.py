"""Pages on which needs and offers are written: quick entry, the whole of one."""

from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vmeste.gather.exchange import commands, policies, queries
from vmeste.gather.exchange.forms import PostingForm, QuickForm, initial_of
from vmeste.gather.exchange.models import Posting
from vmeste.gather.exchange.models.postings import Side
from vmeste.gather.exchange.views.rendering import page
from vmeste.gather.participants.models import Network, Organisation
from vmeste.gather.participants.policies import oversees
from vmeste.ground.kernel.errors import Invalid, Refused, Stale
from vmeste.ground.kernel.ids import code_in
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell

MOST_SITES = 100


@require_http_methods(["GET", "POST"])
def new(request: Request, side: Side) -> HttpResponse:
    """Quick entry: the words become a draft at once, the rest is read out of them and can be corrected."""
    organisation = writer(request, side)
    form = QuickForm(side, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            write = commands.write_need if side == "need" else commands.write_offer
            posting: Posting = write(actor=request.actor, organisation=organisation, terms=form.terms())
        except Invalid as invalid:
            tell(form, Invalid({{"title": "text"}.get(name, name): text for name, text in invalid.faults.items()}))
        else:
            return pages.redirect(f"exchange:edit_{side}", posting.id)
    context = {"side": side, "form": form, "organisation": organisation}
    return page(request, "new.html", context, status=422 if form.errors else 200)


def writer(request: Request, side: Side) -> Organisation:
    """Give the organisation written for: the one acted for, or the one named in `for` by its coordinator."""
    named = request.POST.get("for") or request.GET.get("for")
    if named:
        organisation_id = code_in(named)
        if organisation_id is None:
            raise Refused(_("This organisation is not known."))
        organisation = get_object_or_404(Organisation, id=organisation_id)
    elif request.actor.organisation_id:
        organisation = Organisation.objects.get(id=request.actor.organisation_id)
    else:
        raise Refused(why_nobody(request))
    may = policies.can_write_need if side == "need" else policies.can_write
    may(request.actor, organisation).enforce()
    return organisation


def why_nobody(request: Request) -> str:
    """Say to somebody who acts for no organisation what it takes to write."""
    if oversees(request.actor):
        return _("Choose an organisation in the directory: on its card you can write on its behalf.")
    if request.actor.is_signed_in:
        return _("You belong to no organisation yet. Find yours in the directory and say on its card that it is yours.")
    return _("Sign in to write.")


@require_http_methods(["GET", "POST"])
def edit(request: Request, side: Side, posting_id: int) -> HttpResponse:
    """Change everything of a need or offer; a draft can be published from here."""
    posting = queries.posting_of(request.actor, side, posting_id)
    policies.can_edit(request.actor, posting).enforce()
    form = PostingForm(networks_of(posting), addresses_of(posting), request.POST or None, initial=initial_of(posting))
    if request.method == "POST" and form.is_valid():
        try:
            save(request, posting, form)
        except Invalid as invalid:
            tell(form, invalid)
        except Stale as stale:
            form.add_error(None, str(stale.reason))
            posting.refresh_from_db()
            form.data = renewed(form, posting.version)
        else:
            return pages.redirect(f"exchange:{side}", posting.id)
    context = {
        "side": side,
        "form": form,
        "posting": posting,
        "may_publish": bool(policies.can_publish(request.actor, posting)),
    }
    return page(request, "edit.html", context, status=422 if form.errors else 200)


def renewed(form: PostingForm, version: int) -> QueryDict:
    """Give what was written as a change of the present version, so that it can be saved after a look."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["version"] = str(version)
    return data


@transaction.atomic
def save(request: Request, posting: Posting, form: PostingForm) -> None:
    """Keep what was written and, if asked, publish it; both or nothing."""
    version = form.cleaned_data["version"] or 0
    commands.change_posting(actor=request.actor, posting=posting, terms=form.terms(), version=version)
    if request.POST.get("then") == "publish":
        commands.publish_posting(actor=request.actor, posting=posting)
        pages.flash(request, _("Published. Below you see who fits."), "good")


def networks_of(posting: Posting) -> list[Network]:
    """Give the networks the organisation is a member of, and the one it is shown to though membership has ended."""
    member = Q(members__organisation=posting.organisation_id, members__until_at=None)
    return list(Network.objects.filter(member | Q(id=posting.network_id)).distinct())


def addresses_of(posting: Posting) -> list[str]:
    """Give the addresses of the organisation's sites; what was chosen once stays to choose."""
    found = posting.organisation.sites.values_list("address", flat=True)[:MOST_SITES]
    return list(dict.fromkeys([*found, *filter(None, [posting.address])]))
