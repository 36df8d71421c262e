"""Codes of cards: printing them for one card or many, typing one."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from vmeste.gather.participants import codes, commands, policies, qr, queries
from vmeste.gather.participants.code_form import CodeForm, PrintForm, PrintManyForm
from vmeste.gather.participants.commands import Printed
from vmeste.gather.participants.looking import DirectoryForm, filter_names
from vmeste.gather.participants.models import CardCode, Organisation
from vmeste.gather.participants.narrowing import chosen_of
from vmeste.gather.participants.queries.codes import MOST_CODES
from vmeste.gather.participants.views.acting import act_for
from vmeste.gather.participants.views.directory import joined, own_centre
from vmeste.ground.accounts.commands import may_try
from vmeste.ground.accounts.queries import absolute
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.idempotency import repeatable
from vmeste.ground.kernel.requests import Request, whoever_acts
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell
from vmeste.ground.ui.shapes import Badge

SHOWN = "participants.code"
KEPT_SECONDS = 3600
"""How long a browser that has shown a code may take to sign in or to make an account."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What is cut out for one organisation: who, the code in groups, the picture of the address with the code."""

    organisation: Organisation
    place: str
    role: str
    code: str
    width: int
    path: str


@repeatable  # the answer holds codes in clear, which must not be kept to be repeated
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def printing(request: Request) -> HttpResponse:
    """Say for how many cards of the filtered directory codes can be made; a POST makes them and gives the sheet."""
    actor = request.actor
    policies.can_print_codes(actor).enforce()
    given = QueryDict(request.POST.get("query", "")) if request.method == "POST" else request.GET
    filters = {key: given[key][:400] for key in filter_names() if given.get(key)}
    form = PrintManyForm(request.POST or None, initial={"query": joined("", filters).removeprefix("?")})
    wanted = DirectoryForm(given, own_centre(request)).wanted()
    anew = request.method == "POST" and bool(request.POST.get("anew"))
    rows = queries.cards_without_code(actor, wanted, anew=anew)
    number = rows.order_by()[: MOST_CODES * 100 + 1].count()
    if request.method == "POST" and form.is_valid():
        try:
            printed = print_some(request, list(rows[:MOST_CODES]), form, number)
        except Invalid as invalid:
            tell(form, invalid)
        else:
            return sheet(request, printed, left=number - len(printed), back=joined(request.path, filters))
    context = {
        "form": form,
        "number": number,
        "most": MOST_CODES,
        "chosen": chosen_of(lambda **changed: joined(request.path, filters | changed), wanted),
        "directory": joined(reverse("participants:organisations"), filters),
        "organisation": None,
    }
    return pages.page(request, "participants/codes.html", context, status=422 if form.errors else 200)


def print_some(request: Request, cards: list[Organisation], form: PrintForm, number: int) -> list[Printed]:
    """Make the codes; raises `Invalid` when there is nothing to make, or too many would be made anew."""
    if not cards:
        raise Invalid({"": _("No card of this list needs a code.")})
    if form.cleaned_data.get("anew") and number > MOST_CODES:
        raise Invalid({"anew": _("At most %(count)s codes at once: narrow the list.") % {"count": MOST_CODES}})
    return commands.print_codes(actor=request.actor, organisations=cards, role=form.cleaned_data["role"])


@repeatable
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card_code(request: Request, organisation_id: int) -> HttpResponse:
    """Show how the code of one card stands; a POST makes a new one and gives the sheet."""
    actor = request.actor
    card = queries.organisation_seen(actor, organisation_id)
    policies.can_print_code(actor, card).enforce()
    form = PrintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        printed = print_some(request, [card], form, 1)
        return sheet(request, printed, left=0, back=request.path)
    context = {
        "form": form,
        "organisation": card,
        "codes": [(code, badge_of(code), not queries.fault_of(code)) for code in queries.codes_of(card)],
    }
    return pages.page(request, "participants/codes.html", context, status=422 if form.errors else 200)


def badge_of(code: CardCode) -> Badge:
    """Say of a code how it stands."""
    if code.used_at:
        return Badge(_("used"), "good")
    if code.revoked_at:
        return Badge(_("does not work any more"))
    return Badge(_("its time is over")) if code.expires_at <= clock.now() else Badge(_("waits to be typed"), "wait")


def sheet(request: Request, printed: list[Printed], *, left: int, back: str) -> HttpResponse:
    """Answer with the sheet to be printed: the one time that codes are shown."""
    address = absolute(reverse("participants:code"))
    context: dict[str, Any] = {
        "slips": [slip(one, address) for one in printed],
        "address": address.partition("://")[2],
        "until": clock.now() + commands.code_lasts(),
        "left": left,
        "back": back,
    }
    return pages.page(request, "participants/code_sheet.html", context)


def slip(printed: Printed, address: str) -> Slip:
    """Set one code in type; what stands after # in an address never leaves the browser that opens it."""
    code, card = codes.in_groups(printed.text), printed.organisation
    width, path = qr.squares(f"{address}#{code}")
    return Slip(card, queries.place_words(card), str(printed.role.label), code, width, path)


@require_POST
def revocation(request: Request, organisation_id: int, code_id: int) -> HttpResponse:
    """Take a code back."""
    card = queries.organisation_seen(request.actor, organisation_id)
    commands.revoke_code(actor=request.actor, code=queries.code_seen(request.actor, card, code_id))
    pages.flash(request, _("The code does not work any more."), "good")
    return pages.redirect("participants:card_code", organisation_id)


@repeatable  # counts tries
@whoever_acts
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: Request) -> HttpResponse:
    """Take the code from a sheet: whoever is signed in acts at once, others sign in first, in the same browser."""
    form = CodeForm(request.POST or None)
    if request.method != "POST":
        return page(request, form, shown_before(request))
    if not form.is_valid():
        return page(request, form, None, 422)
    text = form.cleaned_data["code"]
    try:
        codes.read(text)  # misprints are told before anything is counted
        if not may_try(request, "card_code"):
            form.add_error("code", _("Too many tries. Please wait an hour, or ask the coordinator."))
            return page(request, form, None, 429)
        typed = queries.code_typed(text)
    except Invalid as invalid:
        tell(form, invalid)
        return page(request, form, None, 422)
    return begin(request, typed)


def page(request: Request, form: CodeForm, shown: CardCode | None, status: int = 200) -> HttpResponse:
    """Show the field, or the code that this browser has shown already and the way to use it."""
    here = {"next": reverse("participants:code")}
    context = {
        "form": form,
        "shown": shown,
        "place": queries.place_words(shown.organisation) if shown else "",
        "sign_in": joined(reverse("account_login"), here),
        "sign_up": joined(reverse("account_signup"), here),
    }
    return pages.page(request, "participants/code.html", context, status=status)


def begin(request: Request, typed: CardCode) -> HttpResponse:
    """Act by a code that holds; who is not signed in comes back to it."""
    if not request.user.is_authenticated:
        request.session[SHOWN] = [typed.id, int(clock.now().timestamp())]
        return pages.redirect("participants:code")
    membership = commands.use_code(actor=request.actor, code=typed)
    request.session.pop(SHOWN, None)
    act_for(request, membership.organisation_id)
    pages.flash(request, _("You act for «%(name)s» now.") % {"name": membership.organisation}, "good")
    return pages.redirect("participants:organisation", membership.organisation_id)


def shown_before(request: Request) -> CardCode | None:
    """Give the code that this browser has shown within the hour, if it works still; the session keeps its id alone."""
    code_id, at = request.session.get(SHOWN) or (0, 0)
    if not code_id:
        return None
    found = queries.code_kept(code_id) if clock.now().timestamp() - at < KEPT_SECONDS else None
    if found is None:
        del request.session[SHOWN]
    return found


@require_POST
@whoever_acts
def code_use(request: Request) -> HttpResponse:
    """Act by the code that this browser has shown before signing in."""
    shown = shown_before(request)
    return begin(request, shown) if shown else pages.redirect("participants:code")
