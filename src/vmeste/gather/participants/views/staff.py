"""The list of an organisation's staff: who is there, what they can teach; adding and taking away by hand."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vmeste.gather.participants import commands, policies, queries
from vmeste.gather.participants.forms import StaffForm
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.ids import code, code_in
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell


@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: Request, organisation_id: int) -> HttpResponse:
    """Show the staff of an organisation to its own people and to coordinators; coordinators add somebody."""
    actor = request.actor
    organisation = queries.organisation_seen(actor, organisation_id)
    policies.can_see_people(actor, organisation).enforce()
    may_keep = policies.can_keep_staff(actor, organisation)
    form = StaffForm(request.POST or None)
    if request.method == "POST":
        may_keep.enforce()
        if form.is_valid():
            try:
                commands.add_staff(actor=actor, organisation=organisation, values=form.cleaned_data)
            except Invalid as invalid:
                tell(form, invalid)
            else:
                pages.flash(request, _("Added to the list."), "good")
                return pages.redirect("participants:staff", organisation_id)
    page = queries.staff_page(actor, organisation, code_in(request.GET.get("after")))
    address = reverse("participants:staff", args=[organisation_id])
    context = {
        "organisation": organisation,
        "staff": page,
        "form": form,
        "may_keep": bool(may_keep),
        "may_load": bool(policies.can_load_staff(actor)),
        "next": f"{address}?after={code(page.next_after)}" if page.next_after else None,
    }
    return pages.page(request, "participants/staff.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, organisation_id: int, card_id: int) -> HttpResponse:
    """Change one card: post, subject, what they can teach colleagues."""
    actor = request.actor
    organisation = queries.organisation_seen(actor, organisation_id)
    card = queries.staff_card_seen(actor, organisation, card_id)
    policies.can_keep_staff(actor, organisation).enforce()
    form = StaffForm(request.POST or None, initial={name: getattr(card, name) for name in StaffForm.base_fields})
    if request.method == "POST" and form.is_valid():
        try:
            commands.change_staff(actor=actor, card=card, values=form.cleaned_data)
        except Invalid as invalid:
            tell(form, invalid)
        else:
            pages.flash(request, _("The card is kept."), "good")
            return pages.redirect("participants:staff", organisation_id)
    context = {"organisation": organisation, "card": card, "form": form}
    return pages.page(request, "participants/staff_card.html", context, status=422 if form.errors else 200)


@require_POST
def removal(request: Request, organisation_id: int, card_id: int) -> HttpResponse:
    """Take somebody out of the list."""
    actor = request.actor
    organisation = queries.organisation_seen(actor, organisation_id)
    card = queries.staff_card_seen(actor, organisation, card_id)
    commands.remove_staff(actor=actor, card=card)
    pages.flash(request, _("Taken out of the list."), "good")
    return pages.redirect("participants:staff", organisation_id)
