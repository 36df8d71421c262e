"""What the exchange tells lower rooms of itself: subjects, what waits for a person, who may talk."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vmeste.gather.exchange import policies
from vmeste.gather.exchange.facts import NeedMoved, OfferMoved
from vmeste.gather.exchange.models import Need, Offer, Posting, Response
from vmeste.gather.exchange.panels import needs_of_claim
from vmeste.gather.exchange.queries import newest_of
from vmeste.gather.exchange.queries.responses import visible, waiting_for
from vmeste.gather.exchange.showing import about_of
from vmeste.gather.exchange.traits import FOCUS, NEEDS, OFFERS, describe_all
from vmeste.gather.participants.models import Organisation
from vmeste.gather.participants.policies import oversees
from vmeste.gather.participants.queries import (
    DirectoryFilter,
    Section,
    TokenScope,
    closing_effects,
    directory_filters,
    reopening_effects,
    sections,
    token_scopes,
)
from vmeste.ground.facts.models import Record
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import Actor, Duty
from vmeste.ground.kernel.decisions import ALLOW, Decision, deny
from vmeste.ground.kernel.registries import Panel, Subject, SubjectView, ThreadRule, Waiting
from vmeste.ground.vocabulary import queries as vocabulary

ON_CARD = 5
OF_WAITING = ("id", "title", "state", "made_at", "asked_at", "author__name")


def effects_of_closing(organisation: Organisation) -> list[str]:
    """Say how many needs and offers closing an organisation takes back; three queries."""
    kept = (Posting.State.OPEN, Posting.State.PAUSED)
    needs, offers = (model.objects.filter(organisation=organisation, state__in=kept).count() for model in (Need, Offer))
    sides = Q(needing=organisation) | Q(giving=organisation)
    answers = Response.objects.filter(sides, state__in=Response.running).count()
    said = []
    if needs + offers:
        words = _(
            "Needs: %(needs)s, offers: %(offers)s. They are taken back for good, or go to the successor if you say so."
        )
        said.append(words % {"needs": needs, "offers": offers})
    if answers:
        words = _(
            "Answers that go on: %(number)s. They end, or go to the successor together with the needs; "
            "the other side is told."
        )
        said.append(words % {"number": answers})
    return said


def effects_of_reopening(organisation: Organisation) -> list[str]:
    """Say how many needs and offers went over to a successor and stay there; three queries."""
    kinds = (NeedMoved.kind, OfferMoved.kind)
    rows = Record.objects.filter(kind__in=kinds, parties__organisation_id=organisation.id)
    found = rows.order_by("id")
    moved = [row.values["posting_id"] for row in found if row.values["organisation_id"] == organisation.id]
    needs, offers = (
        model.objects.filter(id__in=moved).exclude(organisation=organisation).count() for model in (Need, Offer)
    )
    if not needs + offers:
        return []
    words = _("Needs: %(needs)s, offers: %(offers)s. They stay with the successor, with everything agreed there.")
    return [words % {"needs": needs, "offers": offers}]


closing_effects.add("exchange", effects_of_closing)
reopening_effects.add("exchange", effects_of_reopening)


def show_postings(model: type[Need] | type[Offer]) -> Callable[[Actor, Sequence[int]], dict[int, SubjectView]]:
    """Give the function that shows needs or offers."""

    def show(actor: Actor, ids: Sequence[int]) -> dict[int, SubjectView]:
        rows = model.objects.filter(policies.visible_to(actor), id__in=ids)
        return {
            row.id: SubjectView(row.side, row.id, marked_title(row), reverse(f"exchange:{row.side}", args=[row.id]))
            for row in rows
        }

    return show


def marked_title(row: Posting) -> str:
    """Give the title as it stands elsewhere, in mails and notices, with the mark of an organisation not confirmed."""
    return f"{row.title} ({row.mark})" if row.mark else row.title


def show_responses(actor: Actor, ids: Sequence[int]) -> dict[int, SubjectView]:
    """Give views of responses to their sides."""
    return {
        row.id: SubjectView("response", row.id, _("Answer"), reverse("exchange:response", args=[row.id]))
        for row in visible(actor).filter(id__in=ids)
    }


def waiting_answers(actor: Actor, limit: int) -> Sequence[Waiting]:
    """Responses on which the actor's organisation, or one for which it writes, has to give its word."""
    if Duty.COORDINATE not in actor.duties and not oversees(actor):
        return []
    return [
        Waiting(
            title=str(row),
            url=reverse("exchange:response", args=[row.id]),
            about=_("%(who)s waits for your answer") % {"who": row.other_than(row.decider_id)},
            since=row.made_at,
        )
        for row in waiting_for(actor, limit)
    ]


def waiting_drafts(actor: Actor, limit: int) -> Sequence[Waiting]:
    """Give drafts a coordinator has to publish, and open ones that have to be confirmed; one query."""
    kept = Q(pk__in=[])
    if Duty.COORDINATE in actor.duties:
        kept |= Q(organisation__in=actor.organisation_ids)
    if oversees(actor):
        kept |= Q(on_behalf=True, organisation__claimed_at=None, organisation__in=policies.overseen_by(actor))
    questioned = Q(state=Posting.State.OPEN, asked_at__isnull=False)
    waits = Q(state=Posting.State.DRAFT) | questioned
    needs, offers = (
        model.objects.filter(kept, waits).order_by().values_list(Value(model.side), *OF_WAITING)
        for model in (Need, Offer)
    )
    found = [waiting_posting(row) for row in needs.union(offers, all=True).order_by("id")[:limit]]
    return sorted(found, key=lambda one: one.since)


def waiting_posting(row: tuple[str, int, str, str, datetime, datetime | None, str | None]) -> Waiting:
    """Shape a need or an offer as a waiting thing, from its side and `OF_WAITING`."""
    side, key, title, state, made_at, asked_at, who = row
    draft = _("%(who)s wrote a draft: publish it") % {"who": who} if who else _("A draft waits to be published")
    about = draft if state == Posting.State.DRAFT else _("Does it still hold?")
    return Waiting(title, reverse(f"exchange:{side}", args=[key]), about, asked_at or made_at)


def may_read(actor: Actor, response_id: int) -> Decision:
    """Let both sides of an answer read its thread."""
    return ALLOW if visible(actor).filter(id=response_id).exists() else deny(_("This is between two organisations."))


def may_talk(actor: Actor, response_id: int) -> Decision:
    """Let both sides of an answer write in its thread."""
    response = visible(actor).filter(id=response_id).first()
    return policies.can_talk(actor, response) if response else deny(_("This is between two organisations."))


def open_postings(actor: Actor, organisation_id: int) -> dict[str, Any] | None:
    """Give what an organisation needs and offers, for its card, and whether the reader may write on its behalf."""
    needs, offers = newest_of(actor, organisation_id, ON_CARD)
    writes = oversees(actor) and writes_for(actor, organisation_id)
    if not (needs or offers or writes):
        return None
    return {
        "needs": needs,
        "offers": offers,
        "about_of": about_of,
        "organisation_id": organisation_id,
        "writes": writes,
    }


def writes_for(actor: Actor, organisation_id: int) -> bool:
    """Tell whether a territory's coordinator writes on behalf of an organisation."""
    organisation = Organisation.objects.get(id=organisation_id)
    return policies.writes_on_behalf(actor, organisation) and bool(policies.can_write(actor, organisation))


def kinds() -> list[tuple[str, str]]:
    """Give kinds of what can be needed and offered."""
    return vocabulary.choices("resource_kind")


def focuses() -> list[tuple[str, str]]:
    """Give the focuses of needs and offers."""
    return vocabulary.choices("focus")


registries.subjects.add("need", Subject(gettext_lazy("Need"), show_postings(Need)))
registries.subjects.add("offer", Subject(gettext_lazy("Offer"), show_postings(Offer)))
registries.subjects.add("response", Subject(gettext_lazy("Answer"), show_responses))
registries.waiting.add("exchange.answers", waiting_answers)
registries.waiting.add("exchange.drafts", waiting_drafts)
registries.thread_rules.add("response", ThreadRule(may_read, may_talk))
registries.add_panel("organisation", "exchange.postings", Panel("exchange/panel.html", open_postings, order=20))
registries.add_panel("claim", "exchange.needs", Panel("exchange/claim_panel.html", needs_of_claim))
sections.add("needs", Section(gettext_lazy("Needs"), "exchange:needs", 40))
sections.add("offers", Section(gettext_lazy("Offers"), "exchange:offers", 50))
directory_filters.add(OFFERS, DirectoryFilter(gettext_lazy("What they offer"), kinds, 10))
directory_filters.add(NEEDS, DirectoryFilter(gettext_lazy("What they look for"), kinds, 20))
directory_filters.add(FOCUS, DirectoryFilter(gettext_lazy("Focus"), focuses, 30))
registries.release_data.add("traits", describe_all)
token_scopes.add("needs:read", TokenScope(gettext_lazy("Read needs, one's own drafts too"), 20))
token_scopes.add("offers:read", TokenScope(gettext_lazy("Read offers, one's own drafts too"), 30))
