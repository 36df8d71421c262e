"""Lists and single needs and offers, as the actor may see them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber
from django.http import Http404

from vmeste.gather.exchange import policies
from vmeste.gather.exchange.models import Need, Offer, Posting
from vmeste.gather.exchange.models.postings import Side
from vmeste.gather.participants.models import Territory
from vmeste.gather.participants.queries import Counted
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.text.search import Found, search

PAGE = 30
SHOWN = (
    "title", "text", "kind", "grade_from", "grade_to", "period_from", "period_to", "state", "is_unconfirmed",
    "organisation__name", "organisation__short_name", "settlement__name",
)  # fmt: skip
"""What a row of a list shows: reading no more than that takes half the time."""
IN_A_ROW = (
    "id", "title", "kind", "grade_from", "grade_to", "period_from", "period_to", "organisation_id", "is_unconfirmed",
)  # fmt: skip
MODELS: dict[str, type[Need] | type[Offer]] = {"need": Need, "offer": Offer}


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingFilter:
    """What a list is narrowed to; `own` shows everything of the actor's organisation whatever its state."""

    q: str = ""
    kind: str = ""
    focus: str = ""
    grade: int | None = None
    territory_id: int | None = None
    organisation_id: int | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class PostingPage:
    """A page of a list: rows, the ids by which neighbours are found, what search understood.

    What words find is counted (`count`); `start` is then the place among the best where the next page begins.
    """

    rows: Sequence[Posting]
    newer: int | None = None
    older: int | None = None
    start: int | None = None
    count: Counted | None = None
    found: Found | None = field(default=None)


def postings_of(actor: Actor, side: Side) -> QuerySet[Posting]:
    """Give all needs or offers the actor may see."""
    return MODELS[side].objects.filter(policies.visible_to(actor))


def posting_of(actor: Actor, side: Side, key: int) -> Posting:
    """Give one the actor may see, with what its page shows; raises `Http404`."""
    rows = postings_of(actor, side).select_related(
        "organisation", "organisation__settlement", "organisation__parent", "settlement", "network"
    )
    posting = rows.filter(id=key).first()
    if posting is None:
        raise Http404
    return posting


def page_of_postings(  # noqa: PLR0913  a list has two orders, each with its places
    actor: Actor,
    side: Side,
    chosen: PostingFilter,
    *,
    before: int | None = None,
    after: int | None = None,
    start: int = 0,
) -> PostingPage:
    """Give one page, newest first (best first when words are searched); a constant number of queries."""
    rows = narrowed(postings_of(actor, side), actor, chosen)
    if chosen.q.strip():
        return best(rows, side, actor, chosen.q, start)
    if after is not None and (newer := list(rows.filter(id__gt=after).order_by("id")[: PAGE + 1])):
        page = newer[:PAGE][::-1]
        return PostingPage(page, newer=page[0].id if len(newer) > PAGE else None, older=page[-1].id)
    if before is not None and (older := list(rows.filter(id__lt=before).order_by("-id")[: PAGE + 1])):
        page = older[:PAGE]
        return PostingPage(page, newer=page[0].id, older=page[-1].id if len(older) > PAGE else None)
    newest = list(rows.order_by("-id")[: PAGE + 1])  # also when nothing lies beyond the place that was named
    return PostingPage(newest[:PAGE], older=newest[PAGE - 1].id if len(newest) > PAGE else None)


def newest_of(actor: Actor, organisation_id: int, most: int) -> tuple[list[Posting], list[Posting]]:
    """Give the newest open needs and offers of an organisation, as far as the actor may see them; one query."""
    needs, offers = (newest_rows(actor, side, organisation_id, most) for side in ("need", "offer"))
    found: dict[str, list[Posting]] = {"need": [], "offer": []}
    for side, _place, town, *values in sorted(needs.union(offers, all=True), key=lambda row: row[:2]):
        posting = MODELS[side](**dict(zip(IN_A_ROW, values, strict=True)))
        posting.settlement = Territory(name=town) if town else None
        found[side].append(posting)
    return found["need"], found["offer"]


def newest_rows(actor: Actor, side: Side, organisation_id: int, most: int) -> "QuerySet[Any, Any]":
    """Give the newest open ones of a side as (side, place, settlement, …), numbered from the newest."""
    rows = postings_of(actor, side).filter(organisation=organisation_id, state=Posting.State.OPEN).order_by()
    numbered = rows.annotate(of=Value(side), place=Window(RowNumber(), order_by=F("id").desc()))
    return numbered.filter(place__lte=most).values_list("of", "place", "settlement__name", *IN_A_ROW)


def best(rows: QuerySet[Posting], side: Side, actor: Actor, q: str, start: int) -> PostingPage:
    """Order by how well the words fit; one page from a place on. What search finds is bounded, so it can be counted."""
    found = searched(actor, side, q)
    fitting = set(rows.filter(id__in=found.ids).order_by().values_list("id", flat=True))
    ids = [key for key in found.ids if key in fitting]
    end = start + PAGE
    shown = rows.in_bulk(ids[start:end])
    ordered = [shown[key] for key in ids[start:end] if key in shown]
    return PostingPage(
        ordered, start=end if len(ids) > end else None, count=Counted(len(ids), is_more=found.capped), found=found
    )


def searched(actor: Actor, side: Side, q: str) -> Found:
    """Search the words among what the actor may see."""
    scopes = ("public", *(f"net:{key}" for key in actor.network_ids), *(f"org:{key}" for key in actor.organisation_ids))
    return search(side, q, scopes=scopes)


def narrowed(rows: QuerySet[Posting], actor: Actor, chosen: PostingFilter) -> QuerySet[Posting]:
    """Narrow to what was chosen, and read what a row of a list shows."""
    return fitting_rows(rows.select_related("organisation", "settlement").only(*SHOWN), actor, chosen)


def fitting_rows(rows: QuerySet[Posting], actor: Actor, chosen: PostingFilter) -> QuerySet[Posting]:
    """Narrow to what was chosen, words aside."""
    shown = Q(organisation__in=actor.organisation_ids) if chosen.own else Q(state=Posting.State.OPEN)
    rows = rows.filter(shown)
    plain = {"kind": chosen.kind, "focus": chosen.focus, "organisation_id": chosen.organisation_id}
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if chosen.grade is not None:
        rows = rows.filter(Q(grade_from=None) | Q(grade_from__lte=chosen.grade, grade_to__gte=chosen.grade))
    if chosen.territory_id:
        rows = rows.filter(on_territory(chosen.territory_id))
    return rows


def on_territory(territory_id: int) -> Q:
    """Say that the organisation stands on a region, municipality or settlement."""
    return (
        Q(organisation__region=territory_id)
        | Q(organisation__municipality=territory_id)
        | Q(organisation__settlement=territory_id)
    )
