"""The directory: organisations by words, kind, place, distance and what upper rooms say; constant queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from vmeste.gather.participants.models import Organisation
from vmeste.gather.participants.queries.cards import year_of
from vmeste.gather.participants.queries.facets import (
    Counted,
    Numbers,
    PlaceCount,
    numbers_among,
    numbers_kept,
    places_among,
    places_kept,
)
from vmeste.gather.participants.queries.nearness import nearest_first
from vmeste.gather.participants.queries.wanted import Wanted, rows_in
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.text.search import Found, ids_matching, search
from vmeste.ground.ui.shapes import Badge

PAGE = 30
STALE_AFTER = 2  # years
SHOWN = (
    "name", "short_name", "shown_key", "type", "state", "verified_at", "claimed_at", "true_on", "address", "lat", "lon",
    "region__name", "region__full_name", "municipality__name",
    "settlement__name", "settlement__full_name", "settlement__lat", "settlement__lon",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of organisations, what comes after it, how words were understood, numbers and places for the filters."""

    rows: list[Organisation]
    numbers: Numbers
    places: list[PlaceCount] = field(default_factory=list)
    after: int | None = None
    found: Found = field(default_factory=Found)

    @property
    def counted(self) -> Counted:
        """How many fit."""
        return self.numbers.total


def matching(actor: Actor, wanted: Wanted, found: Found | None = None) -> QuerySet[Organisation]:
    """Give every organisation that fits, words too, without an order of relevance: for maps and exports.

    `found`: what the words found, when they were searched already.
    """
    rows = rows_in(actor, wanted)
    if not wanted.q:
        return rows
    found = found or searched(actor, wanted)
    return rows.filter(id__in=ids_matching("organisation", wanted.q) if found.capped else found.ids)


def directory(actor: Actor, wanted: Wanted, after: int = 0) -> Listed:
    """Give a page: by name after the organisation of id `after`; by relevance or distance from place `after` on."""
    if wanted.q:
        return found_page(actor, wanted, after)
    return near_page(actor, wanted, after) if wanted.near else named_page(actor, wanted, after)


def named_page(actor: Actor, wanted: Wanted, after: int) -> Listed:
    """Give a page in the order of names; three or four queries."""
    page = rows_by_name(actor, wanted, after)
    last = page[PAGE - 1].id if len(page) > PAGE else None
    if wanted.is_counted:
        return Listed(page[:PAGE], numbers_kept(wanted), places_kept(wanted), last)
    numbers, cards = numbers_among(rows_in(actor, wanted))
    return Listed(page[:PAGE], numbers, places_among(cards), last)


def list_beside_map(actor: Actor, wanted: Wanted, after: int) -> Listed:
    """Give the page that stands below a map: as in the directory, but nothing is counted that the map counts itself."""
    if wanted.q or wanted.near or wanted.traits or wanted.old:
        return directory(actor, wanted, after)
    page = rows_by_name(actor, wanted, after)
    last = page[PAGE - 1].id if len(page) > PAGE else None
    return Listed(page[:PAGE], Numbers(Counted(len(page))), places_kept(wanted), last)


def rows_by_name(actor: Actor, wanted: Wanted, after: int) -> list[Organisation]:
    """Read a page by name, and one row more."""
    return list(shown(follow(rows_in(actor, wanted), after))[: PAGE + 1])


def follow(rows: QuerySet[Organisation], after: int) -> QuerySet[Organisation]:
    """Give the rows behind one; all of them when it is not there."""
    last = Organisation.objects.filter(id=after).values_list("shown_key", flat=True).first() if after else None
    if last is None:
        return rows
    return rows.filter(Q(shown_key__gt=last) | Q(id__gt=after), shown_key__gte=last)


def near_page(actor: Actor, wanted: Wanted, start: int) -> Listed:
    """Give a page in the order of distance; places are counted, for those near a place are few."""
    rows = rows_in(actor, wanted)
    numbers, cards = numbers_among(rows)
    ordered = nearest_first(shown(rows), wanted.near.centre) if wanted.near else shown(rows)
    page, end = list(ordered[start : start + PAGE + 1]), start + PAGE
    return Listed(page[:PAGE], numbers, places_among(cards), end if len(page) > PAGE else None)


def found_page(actor: Actor, wanted: Wanted, start: int) -> Listed:
    """Give a page in the order of relevance; what search finds is bounded, so places can be counted."""
    found = searched(actor, wanted)
    numbers, cards = numbers_among(rows_in(actor, wanted), found.ids, is_part=found.capped)
    fitting = {card[0] for card in cards}
    ids = [key for key in found.ids if key in fitting]
    here, end = ids[start : start + PAGE], start + PAGE
    rows = {row.id: row for row in shown(Organisation.objects.filter(id__in=here).order_by())}
    page = [rows[key] for key in here if key in rows]
    after = end if len(ids) > end else None
    return Listed(page, numbers, places_among(cards), after, found)


def searched(actor: Actor, wanted: Wanted) -> Found:
    """Search the words; where something else narrows too, among the cards that fit it, so that none is crowded out."""
    among = rows_in(actor, wanted).order_by().values("id") if wanted.is_filtered or wanted.window else None
    return search("organisation", wanted.q, among=among)


def shown(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Read only what a list shows."""
    return rows.select_related("region", "municipality", "settlement").only(*SHOWN)


def relaxations(actor: Actor, wanted: Wanted, names: Sequence[str]) -> list[str]:
    """Tell which of the chosen filters, left out alone, would let something be found; one query beside the words'."""
    holding = ids_matching("organisation", wanted.q) if wanted.q else None
    asked: list[str] = []
    values: list[Any] = []
    for name in names:
        rows = rows_in(actor, wanted.without(name)).order_by()
        if holding is not None and name != "q":
            rows = rows.filter(id__in=holding)
        try:
            sql, bound = rows.values("id")[:1].query.sql_with_params()
        except EmptyResultSet:
            sql, bound = "SELECT 1 WHERE 1 = 0", ()
        asked.append(f"EXISTS ({sql})")
        values.extend(bound)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", values)
        return [name for name, fits in zip(names, cursor.fetchone(), strict=True) if fits]


def badges_of(organisation: Organisation) -> list[Badge]:
    """Say what marks a card bears; that its data are confirmed is usual and not said."""
    badges = []
    if organisation.is_outside:
        badges.append(Badge(organisation.get_state_display().lower(), "wait"))
    if organisation.state == Organisation.State.CLOSED:
        badges.append(Badge(_("closed"), "bad"))
    if organisation.state == Organisation.State.SUSPENDED:
        badges.append(Badge(_("suspended"), "bad"))
    if organisation.claimed_at:
        badges.append(Badge(_("has a representative"), "good"))
    if not organisation.verified_at and organisation.state == Organisation.State.ACTIVE:
        badges.append(Badge(_("not confirmed"), "wait"))
    if organisation.true_on and organisation.true_on.year + STALE_AFTER <= clock.today().year:
        badges.append(Badge(_("data of %(year)s") % {"year": year_of(organisation)}, "wait"))
    return badges


def place_words(organisation: Organisation) -> str:
    """Say where an organisation stands: settlement, municipality or region as far as known, nothing twice."""
    settlement, municipality, region = organisation.settlement, organisation.municipality, organisation.region
    if region is None:
        return ""
    if settlement and settlement.name == region.name:
        return region.full_name
    near = settlement.full_name if settlement else municipality.name if municipality else ""
    return f"{near}, {region.full_name}" if near else region.full_name
