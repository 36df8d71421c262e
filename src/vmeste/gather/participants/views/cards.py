"""Pages of one organisation: its card, making and changing it, confirming its data."""

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vmeste.gather.participants import commands, policies, queries
from vmeste.gather.participants.distance import way_words
from vmeste.gather.participants.forms import CardForm, values_of
from vmeste.gather.participants.linked import linked_card
from vmeste.gather.participants.models import Nature, Organisation
from vmeste.gather.participants.policies import staying
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.errors import Invalid, Stale
from vmeste.ground.kernel.ids import code_in
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.bodies import kept_for_strangers
from vmeste.ground.ui.forms import tell
from vmeste.ground.ui.shapes import Link
from vmeste.ground.vocabulary import queries as vocabulary

SEPARATORS = re.compile(r"[\s;,]+")
WEBSITE = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/[^\s<>\"']*)?", re.IGNORECASE)


@require_safe
@kept_for_strangers
def organisation(request: Request, organisation_id: int) -> HttpResponse:
    """Show a card to everybody, with what upper rooms hang on it and what the reader may do."""
    actor = request.actor
    try:
        shown = queries.organisation_seen(actor, organisation_id)
    except Http404:
        if survivor := queries.survivor_of(organisation_id):
            return pages.redirect("participants:organisation", survivor)
        raise
    card = queries.card_page(actor, shown)
    websites = websites_of(shown.website)
    context = {
        "card": card,
        "organisation": shown,
        "drawn": queries.drawn(shown, card.sites),
        "panels": registries.panels_of(actor, "organisation", shown.id),
        "rights": rights_of(actor, shown),
        "claims": queries.claims_of(actor, shown) if shown.claimed_at is None else [],
        "badges": queries.badges_of(shown),
        "place": queries.place_words(shown),
        "year": queries.year_of(shown),
        "label": vocabulary.label,
        "planned": getattr(shown, "planned_closing", None),
        "last": queries.last_successor(shown),
        "websites": websites,
        "linked": linked_card(shown, card, [site.href for site in websites]),
        "alike": queries.look_alike(actor, shown),
        "merges": queries.merges_into(actor, shown),
        "similar": [(one.organisation, similar_meta(one)) for one in queries.similar_to(actor, shown)],
    }
    return pages.page(request, "participants/organisation.html", context)


def similar_meta(one: queries.Similar) -> list[str | dict[str, str]]:
    """Say of a similar organisation where it stands and how far from the one shown."""
    place = queries.place_words(one.organisation)
    far = "" if one.km is None else way_words(one.km, settings.VMESTE.travel_speed)
    return [part for part in ({"text": place, "icon": "pin"} if place else "", far) if part]


def websites_of(text: str) -> list[Link]:
    """Give the addresses that stand in a card as links; what is no address of the web is left out."""
    parts = [part for part in SEPARATORS.split(text) if WEBSITE.fullmatch(part)]
    return [Link(part, part if part.startswith(("http://", "https://")) else f"http://{part}") for part in parts]


def rights_of(actor: Actor, shown: Organisation) -> dict[str, bool]:
    """Tell what the reader may do with a card."""
    return {
        "edit": bool(policies.can_edit(actor, shown)),
        "verify": bool(policies.can_verify(actor, shown)) and not shown.verified_at,
        "people": bool(policies.can_manage_people(actor, shown)),
        "staff": bool(policies.can_see_people(actor, shown)),
        "below": bool(policies.can_register_under(actor, shown)) and shown.nature != Nature.UNIT,
        "merge": bool(policies.can_begin_merging(actor, shown)),
        "code": shown.claimed_at is None and bool(policies.can_print_code(actor, shown)),
        "tokens": bool(policies.can_keep_tokens(actor, shown)),
        "network": bool(policies.can_found_network(actor, shown)),
        "claim": shown.state == Organisation.State.ACTIVE
        and (bool(policies.can_claim(actor, shown)) if actor.is_signed_in else shown.claimed_at is None),
        "freshen": bool(staying.can_freshen(actor, shown)),
        "close": bool(staying.can_close(actor, shown)),
        "reopen": bool(staying.can_reopen(actor, shown)),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def new_organisation(request: Request) -> HttpResponse:
    """Make a card; `unit_of` or `group_of` name the organisation it belongs to."""
    actor = request.actor
    parent, guarantor = belonging(request, "unit_of"), belonging(request, "group_of")
    above = parent or guarantor
    allowed = policies.can_register_under(actor, above) if above else policies.can_register(actor)
    allowed.enforce()
    form = CardForm(actor, request.POST or None, below=above is not None)
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.register_organisation(
                actor=actor,
                values=form.values(),
                nature=nature_of(form, parent, guarantor),
                parent=parent,
                guarantor=guarantor,
                territory=form.cleaned_data.get("territory"),
            )
        except Invalid as invalid:
            tell(form, invalid)
        else:
            pages.flash(request, _("The card is made."), "good")
            return pages.redirect("participants:organisation", made.id)
    context: dict[str, Any] = {"form": form, "organisation": None, "parent": parent, "guarantor": guarantor}
    return pages.page(request, "participants/organisation_form.html", context, status=422 if form.errors else 200)


def nature_of(form: CardForm, parent: Organisation | None, guarantor: Organisation | None) -> Nature:
    """Give the nature of a new card."""
    if parent:
        return Nature.UNIT
    return Nature.INFORMAL if guarantor else Nature(form.cleaned_data["nature"])


def belonging(request: Request, name: str) -> Organisation | None:
    """Give the organisation whose code stands in the address; raises `Http404` when it names none."""
    text = request.GET.get(name, "")
    if not text:
        return None
    return queries.organisation_seen(request.actor, code_in(text) or 0)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_organisation(request: Request, organisation_id: int) -> HttpResponse:
    """Change a card."""
    actor = request.actor
    changed = queries.organisation_seen(actor, organisation_id)
    policies.can_edit(actor, changed).enforce()
    form = CardForm(actor, request.POST or None, initial=values_of(changed), old=True)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            commands.change_organisation(actor=actor, organisation=changed, values=form.values(), version=version)
        except Invalid as invalid:
            tell(form, invalid)
        except Stale as stale:
            form.add_error(None, str(stale.reason))
            changed.refresh_from_db()
            form.data = renewed(form, changed.version)
        else:
            pages.flash(request, _("The card is kept."), "good")
            return pages.redirect("participants:organisation", organisation_id)
    title = queries.organisation_seen(actor, organisation_id) if form.errors else changed
    context = {"form": form, "organisation": title, "parent": changed.parent, "guarantor": changed.guarantor}
    return pages.page(request, "participants/organisation_form.html", context, status=422 if form.errors else 200)


def renewed(form: CardForm, version: int) -> QueryDict:
    """Give what was written as a change of the present version, so that it can be saved after a look."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["version"] = str(version)
    return data


@require_POST
def verification(request: Request, organisation_id: int) -> HttpResponse:
    """Confirm a card's data."""
    confirmed = queries.organisation_seen(request.actor, organisation_id)
    commands.verify_organisation(actor=request.actor, organisation=confirmed)
    pages.flash(request, _("The data of the card are confirmed."), "good")
    return pages.redirect("participants:organisation", organisation_id)
