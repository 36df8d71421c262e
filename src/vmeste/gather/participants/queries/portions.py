"""The directory in portions of any size, without numbers beside the filters: for programs; constant queries."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from vmeste.gather.participants.distance import Point, km_between
from vmeste.gather.participants.models import Organisation, Territory
from vmeste.gather.participants.queries.directory import follow, searched
from vmeste.gather.participants.queries.nearness import nearest_first, point_of
from vmeste.gather.participants.queries.wanted import Wanted, rows_in
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.ids import code_in

FARTHEST_START = 5000
DEEP = ("region", "municipality", "settlement")
UNREAD = ("description", "founder", "source", "email", "phone", "website", "legal_form")


@dataclass(frozen=True, slots=True)
class Portion:
    """Some organisations and, where there are more, the mark after which the next ones follow."""

    rows: list[Organisation]
    after: int | None


def portion(actor: Actor, wanted: Wanted, after: int, limit: int) -> Portion:
    """Give up to `limit` organisations after a mark (0: from the beginning).

    By name the mark is the id of the last one, so what comes or goes before it moves nothing; by relevance or
    distance it is a place, for both are bounded. At most four queries; raises `Http404` for a mark that is gone.
    """
    if wanted.q:
        return found_portion(actor, wanted, after, limit)
    rows = rows_in(actor, wanted)
    if wanted.near is None:
        if after and not Organisation.objects.filter(id=after).exists():
            raise Http404
        page = list(read(follow(rows, after))[: limit + 1])
        return Portion(page[:limit], page[limit - 1].id if len(page) > limit else None)
    if after > FARTHEST_START:
        return Portion([], None)
    page = list(read(nearest_first(rows, wanted.near.centre))[after : after + limit + 1])
    return Portion(page[:limit], after + limit if len(page) > limit else None)


def found_portion(actor: Actor, wanted: Wanted, start: int, limit: int) -> Portion:
    """Give those that fit the words best, from a place on."""
    found = searched(actor, wanted)
    fitting = set(rows_in(actor, wanted).filter(id__in=found.ids).order_by().values_list("id", flat=True))
    ids = [key for key in found.ids if key in fitting]
    here, end = ids[start : start + limit], start + limit
    rows = {row.id: row for row in read(Organisation.objects.filter(id__in=here).order_by())}
    return Portion([rows[key] for key in here if key in rows], end if len(ids) > end else None)


def read(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Read cards with their places, without what only a whole card shows."""
    return rows.select_related(*DEEP).defer(*UNREAD)


def km_from(point: Point, row: Organisation) -> float | None:
    """Give how far a card is from a point, in km; nothing where its place is unknown."""
    here = point_of(row)
    return km_between(point, here) if here else None


def territory_told(text: str) -> Territory:
    """Give the territory of an id (13 characters), or the region or municipality of an ОКТМО code (8 digits).

    Raises `Http404` when there is none.
    """
    key, levels = code_in(text), (Territory.Level.REGION, Territory.Level.MUNICIPALITY)
    rows = (
        Territory.objects.filter(id=key) if key is not None else Territory.objects.filter(level__in=levels, code=text)
    )
    found = rows.order_by("level").last()  # a region before a municipality
    if found is None:
        raise Http404
    return found
