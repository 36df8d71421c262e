"""Pages about whether a card is still right: one press, the link of a mail, old cards of a territory."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vmeste.gather.participants import commands, policies, queries
from vmeste.gather.participants.commands import LOT
from vmeste.gather.participants.old_form import OldForm
from vmeste.gather.participants.policies import staying
from vmeste.ground.accounts.queries import actor_of_link, find_link
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.ids import code, code_in
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages


@require_POST
def freshness(request: Request, organisation_id: int) -> HttpResponse:
    """Say that a card is right."""
    confirmed = queries.organisation_seen(request.actor, organisation_id)
    commands.freshen_organisation(actor=request.actor, organisation=confirmed)
    pages.flash(request, _("Thank you: the card is marked with today's date."), "good")
    if request.POST.get("back") == "old" and policies.oversees(request.actor):
        form = OldForm(request.POST, queries.old_places(request.actor))
        return old_again(form)
    return pages.redirect("participants:organisation", organisation_id)


def old_again(form: OldForm) -> HttpResponse:
    """Lead back to the page of old cards as it was narrowed."""
    return pages.redirect(f"{reverse('participants:old')}{'?' if form.query else ''}{form.query}")


@require_http_methods(["GET", "HEAD", "POST"])
def freshness_link(request: Request, token: str) -> HttpResponse:
    """Ask by a one-time link whether the card is right; opening it changes nothing, a press says so."""
    actor = actor_of_link(find_link(token, staying.FRESH_BY_LINK))
    shown = queries.organisation_seen(actor, actor.grant.subject_id if actor.grant else 0)
    if request.method == "POST":
        commands.freshen_organisation(actor=actor, organisation=shown)
        pages.flash(request, _("Thank you: the card is marked with today's date."), "good")
        return pages.redirect("participants:organisation", shown.id)
    context = {"organisation": shown, "place": queries.place_words(shown), "token": token}
    return pages.page(request, "participants/freshness.html", context)


@require_safe
def old(request: Request) -> HttpResponse:
    """Show the coordinator of a territory the cards nobody has confirmed for long, the oldest first."""
    policies.can_register(request.actor).enforce()
    form = OldForm(request.GET, queries.old_places(request.actor))
    page = queries.old_page(request.actor, form.wanted(), code_in(request.GET.get("after")))
    at_once = min(page.unkept, LOT)
    context = {
        "form": form,
        "page": page,
        "cards": [(card, queries.place_words(card)) for card in page.cards],
        "at_once": at_once if form.query else 0,
        "at_once_words": ngettext(
            "%(number)s card will be marked as right today. This cannot be taken back.",
            "%(number)s cards will be marked as right today. This cannot be taken back.",
            at_once,
        )
        % {"number": at_once},
        "next_url": f"?{form.query}{'&' if form.query else ''}after={code(page.after)}" if page.after else "",
    }
    return pages.page(request, "participants/old.html", context)


@require_POST
def lot(request: Request) -> HttpResponse:
    """Say of the old cards that the filters show, and nobody acts for, that they are right; a bounded number."""
    policies.can_register(request.actor).enforce()
    form = OldForm(request.POST, queries.old_places(request.actor))
    if not form.query:
        raise Invalid({"territory": _("Choose a place or a type first.")})
    rows = queries.old_cards(request.actor, form.wanted()).filter(claimed_at=None)
    number = commands.freshen_lot(actor=request.actor, organisations=list(rows[:LOT]))
    words = ngettext(
        "%(number)s card is marked with today's date.", "%(number)s cards are marked with today's date.", number
    )
    pages.flash(request, words % {"number": number}, "good")
    return old_again(form)
