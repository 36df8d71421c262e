"""Claiming a card, taking it back, deciding about it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vmeste.gather.participants import commands, policies, queries
from vmeste.gather.participants.faces import emails_in
from vmeste.gather.participants.forms import ClaimForm, GrantForm, RefusalForm
from vmeste.gather.participants.models import Claim
from vmeste.gather.participants.policies.mailbox import can_mail_claim
from vmeste.gather.participants.queries.claims import PAGE
from vmeste.gather.participants.talking import side_words
from vmeste.gather.participants.views.acting import act_for
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.requests import Request
from vmeste.ground.threads import queries as threads
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell
from vmeste.ground.vocabulary import queries as vocabulary

LONG_PLACE = 6  # digits


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def claim(request: Request, organisation_id: int) -> HttpResponse:
    """Let somebody say that this is their organisation and what speaks for it; they write needs from then on."""
    organisation = queries.organisation_seen(request.actor, organisation_id)
    mine = [one for one in queries.claims_of(request.actor, organisation) if one.person_id == request.actor.person_id]
    if mine and request.method != "POST":
        return pages.redirect("participants:claim", mine[0].id)
    policies.can_claim(request.actor, organisation).enforce()
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        grounds = commands.Grounds(**form.cleaned_data)
        try:
            made = commands.open_claim(actor=request.actor, organisation=organisation, grounds=grounds)
        except Invalid as invalid:
            tell(form, invalid)
        else:
            act_for(request, organisation.id)
            return pages.redirect("participants:claim", made.id)
    context = {"organisation": organisation, "form": form, "place": queries.place_words(organisation)}
    return pages.page(request, "participants/claim_form.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def claims(request: Request) -> HttpResponse:
    """List the claims of one's territory, open ones or decided ones."""
    policies.can_see_claims(request.actor).enforce()
    settled = "settled" in request.GET
    named = request.GET.get("start", "")
    start = int(named) if named.isascii() and named.isdigit() and len(named) < LONG_PLACE else 0
    found = queries.claims_listed(request.actor, settled=settled, start=start)
    further = f"?{'settled=1&' if settled else ''}start={start + PAGE}" if len(found) > PAGE else None
    context = {
        "claims": found[:PAGE],
        "settled": settled,
        "further": further,
        "place_words": queries.place_words,
        "side_words": side_words,
    }
    return pages.page(request, "participants/claims.html", context)


@require_safe
@login_required
def show(request: Request, claim_id: int) -> HttpResponse:
    """Show a claim to who made it, or to who decides, with what speaks for and against it."""
    return page_of(request, queries.claim_seen(request.actor, claim_id))


def page_of(
    request: Request, seen: Claim, grant: GrantForm | None = None, refusal: RefusalForm | None = None
) -> HttpResponse:
    """Render the page of a claim, with what was wrong in a form."""
    actor = request.actor
    context = {
        "claim": seen,
        "organisation": seen.organisation,
        "place": queries.place_words(seen.organisation),
        "panels": registries.panels_of(actor, "claim", seen.id),
        "mine": seen.person_id == actor.person_id,
        "thread": threads.thread_of(actor, "claim", seen.id) if policies.can_read_talk(actor, seen) else None,
        "may_keep": bool(policies.can_keep_claim(actor, seen)),
        "mailbox": next(iter(emails_in(seen.organisation.email)), "") if can_mail_claim(actor, seen) else "",
        "may_decide": bool(policies.can_decide_claim(actor, seen)),
        "evidence": queries.evidence_of(seen) if policies.coordinates(actor, seen.organisation) else None,
        "alike": alike_new(request, seen),
        "grant": grant or GrantForm(initial={"role": seen.role, "verifies": seen.organisation.verified_at is None}),
        "refusal": refusal or RefusalForm(),
        "reason": vocabulary.label("claim_refusal", seen.reason) if seen.reason else "",
    }
    wrong = bool((grant and grant.errors) or (refusal and refusal.errors))
    return pages.page(request, "participants/claim.html", context, status=422 if wrong else 200)


def alike_new(request: Request, seen: Claim) -> list[queries.Alike]:
    """Give the cards that may be the one made with this claim, for who decides."""
    decides = policies.coordinates(request.actor, seen.organisation) and seen.is_open
    return queries.alike_to(request.actor, seen.organisation) if decides and seen.organisation.is_outside else []


@require_POST
@login_required
def withdrawal(request: Request, claim_id: int) -> HttpResponse:
    """Take one's own claim back."""
    seen = queries.claim_seen(request.actor, claim_id)
    commands.withdraw_claim(actor=request.actor, claim=seen)
    pages.flash(request, _("You have taken your claim back, and your needs with it."), "good")
    return pages.redirect("participants:organisation", seen.organisation_id)


@require_POST
@login_required
def granting(request: Request, claim_id: int) -> HttpResponse:
    """Let who claimed a card act for it."""
    seen = queries.claim_seen(request.actor, claim_id)
    form = GrantForm(request.POST)
    if not form.is_valid():
        return page_of(request, seen, grant=form)
    try:
        commands.grant_claim(actor=request.actor, claim=seen, **form.cleaned_data)
    except Invalid as invalid:
        tell(form, invalid)
        return page_of(request, queries.claim_seen(request.actor, claim_id), grant=form)
    pages.flash(request, _("Granted. A mail tells it, and the mark is gone from their needs."), "good")
    return pages.redirect("participants:claims")


@require_POST
@login_required
def refusal(request: Request, claim_id: int) -> HttpResponse:
    """Refuse a claim, with a reason."""
    seen = queries.claim_seen(request.actor, claim_id)
    form = RefusalForm(request.POST)
    if form.is_valid():
        try:
            commands.refuse_claim(actor=request.actor, claim=seen, **form.cleaned_data)
        except Invalid as invalid:
            tell(form, invalid)
        else:
            pages.flash(request, _("Refused. Whoever claimed it is told why, and their needs are taken back."), "plain")
            return pages.redirect("participants:claims")
    return page_of(request, seen, refusal=form)
