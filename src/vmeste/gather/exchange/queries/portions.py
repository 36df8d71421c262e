"""Needs and offers in portions of any size for programs, and the newest for feeds; constant queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from vmeste.gather.exchange.models import Posting
from vmeste.gather.exchange.models.postings import Side
from vmeste.gather.exchange.queries.postings import PostingFilter, fitting_rows, postings_of, searched
from vmeste.ground.kernel.actors import ANONYMOUS, Actor

WITH = ("organisation", "settlement", "network")
UNREAD = ("lemmas", "concepts")


@dataclass(frozen=True, slots=True)
class Portion:
    """Some needs or offers and, where there are more, the mark after which the next ones follow."""

    rows: Sequence[Posting]
    after: int | None


def portion(actor: Actor, side: Side, chosen: PostingFilter, after: int, limit: int) -> Portion:
    """Give up to `limit` of them after a mark (0: from the beginning), newest first; with words best first.

    The mark is the id of the last one, with words a place among the best; at most three queries.
    """
    rows = fitting_rows(whole(postings_of(actor, side)), actor, chosen)
    if chosen.q.strip():
        return best_portion(rows, searched(actor, side, chosen.q).ids, after, limit)
    page = list((rows.filter(id__lt=after) if after else rows).order_by("-id")[: limit + 1])
    return Portion(page[:limit], page[limit - 1].id if len(page) > limit else None)


def best_portion(rows: QuerySet[Posting], found: Sequence[int], start: int, limit: int) -> Portion:
    """Give those of what words found, the best first, from a place on."""
    fitting = set(rows.filter(id__in=found).order_by().values_list("id", flat=True))
    ids, end = [key for key in found if key in fitting], start + limit
    here = rows.in_bulk(ids[start:end])
    return Portion([here[key] for key in ids[start:end] if key in here], end if len(ids) > end else None)


def newest_public(side: Side, chosen: PostingFilter, most: int) -> list[Posting]:
    """Give what was opened to everybody last, the newest first; with words those of them that have the words."""
    return list(newest_rows(side, chosen, most))


def newest_rows(side: Side, chosen: PostingFilter, most: int) -> QuerySet[Posting]:
    """Give the rows of a feed, unread; without filters they come down the index of `opened_at`."""
    rows = fitting_rows(whole(postings_of(ANONYMOUS, side)), ANONYMOUS, chosen)
    if chosen.q.strip():
        rows = rows.filter(id__in=searched(ANONYMOUS, side, chosen.q).ids)
    return rows.order_by("-opened_at", "-id")[:most]


def whole(rows: QuerySet[Posting]) -> QuerySet[Posting]:
    """Read everything a reader is shown of them."""
    return rows.select_related(*WITH).defer(*UNREAD)
