"""Pages of an organisation's life: its history, suspending, closing, opening again."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vmeste.gather.participants import commands, queries
from vmeste.gather.participants.commands import Closing
from vmeste.gather.participants.forms import ClosingForm
from vmeste.gather.participants.models import Organisation, PlannedClosing
from vmeste.gather.participants.policies import staying
from vmeste.gather.participants.queries import closing_effects, reopening_effects
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.decisions import ALLOW
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.ids import code, code_in
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.formatting import day, moment
from vmeste.ground.ui.forms import tell


@require_safe
def history(request: Request, organisation_id: int) -> HttpResponse:
    """Tell what happened to a card, the newest first."""
    shown = queries.organisation_seen(request.actor, organisation_id)
    page = queries.history_of(request.actor, shown, code_in(request.GET.get("before")))
    items = [{"text": event.text, "at": moment(event.at), "who": event.who} for event in page.events]
    context = {
        "organisation": shown,
        "items": items if page.before or page.tells_making else [*items, origin(shown)],
        "next_url": f"?before={code(page.before)}" if page.before else "",
    }
    return pages.page(request, "participants/history.html", context)


def origin(shown: Organisation) -> dict[str, str]:
    """Say where a card came from: the first thing that happened to it."""
    said = {"source": shown.source, "day": day(shown.true_on) if shown.true_on else ""}
    if shown.source and shown.true_on:
        text = _("The card stands here, by the data of: %(source)s, %(day)s") % said
    elif shown.source:
        text = _("The card stands here, by the data of: %(source)s") % said
    elif shown.true_on:
        text = _("The card stands here, data of %(day)s") % said
    else:
        text = _("The card stands here")
    return {"text": text, "at": moment(shown.made_at)}


@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: Request, organisation_id: int) -> HttpResponse:
    """Say what closing does, then close."""
    actor = request.actor
    closed = queries.organisation_seen(actor, organisation_id)
    staying.can_close(actor, closed).enforce()
    planned = getattr(closed, "planned_closing", None)
    form = ClosingForm(request.POST or None, initial=said_before(planned) if planned else {"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            text = said["successor"]
            successor = queries.whose(actor, lambda _actor, _one: ALLOW, text) if text.strip() else None
            how = Closing(said["on"], said["reason"], successor, said["brings_people"], said["brings_postings"])
            done = close_or_plan(actor, closed, how)
        except Invalid as invalid:
            tell(
                form,
                Invalid(
                    {{"organisation": "successor"}.get(name, name): words for name, words in invalid.faults.items()}
                ),
            )
        else:
            pages.flash(request, done, "good")
            return pages.redirect("participants:organisation", organisation_id)
    effects = [text for give in closing_effects.values() for text in give(closed)]
    context = {
        "organisation": closed,
        "form": form,
        "effects": effects,
        "people": queries.people_of(closed).count(),
        "planned": planned,
    }
    return pages.page(request, "participants/closing.html", context, status=422 if form.errors else 200)


def said_before(planned: PlannedClosing) -> dict[str, object]:
    """Give what was said when the closing was planned."""
    return {
        "on": planned.on,
        "reason": planned.reason,
        "successor": planned.successor.name if planned.successor else "",
        "brings_people": planned.brings_people,
        "brings_postings": planned.brings_postings,
    }


def close_or_plan(actor: Actor, organisation: Organisation, how: Closing) -> str:
    """Close at once, or on the day to come that was said; give words about it."""
    if how.on > clock.today():
        commands.plan_closing(actor=actor, organisation=organisation, closing=how)
        return _("It is written on the card: closes on %(day)s. Until then you can take it back.") % {
            "day": day(how.on)
        }
    commands.close_organisation(actor=actor, organisation=organisation, closing=how)
    return _("The organisation is closed.")


@require_safe
def reopening(request: Request, organisation_id: int) -> HttpResponse:
    """Say what opening again gives back and what stays with the successor."""
    closed = queries.organisation_seen(request.actor, organisation_id)
    staying.can_reopen(request.actor, closed).enforce()
    effects = [text for give in reopening_effects.values() for text in give(closed)]
    context = {
        "organisation": closed,
        "effects": effects,
        "people": queries.people_in_both(closed, closed.successor) if closed.successor else 0,
    }
    return pages.page(request, "participants/reopening.html", context)


@require_POST
def state(request: Request, organisation_id: int) -> HttpResponse:
    """Suspend, resume, open again, or take a planned closing back."""
    changed = queries.organisation_seen(request.actor, organisation_id)
    wanted = request.POST.get("to", "")
    if wanted == "suspended":
        commands.suspend_organisation(actor=request.actor, organisation=changed)
        pages.flash(request, _("The organisation is suspended: others do not see it."), "good")
    elif wanted == "resumed":
        commands.resume_organisation(actor=request.actor, organisation=changed)
        pages.flash(request, _("The organisation works again."), "good")
    elif wanted == "reopened":
        commands.reopen_organisation(actor=request.actor, organisation=changed)
        pages.flash(request, _("The organisation is open again."), "good")
    elif wanted == "kept":
        commands.call_closing_off(actor=request.actor, organisation=changed)
        pages.flash(request, _("The organisation is not to close any more."), "good")
    else:
        raise Invalid({"to": _("This cannot be done.")})
    return pages.redirect("participants:organisation", organisation_id)
