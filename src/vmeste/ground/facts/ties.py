"""Ties: how often two organisations worked together, kept so that lower rooms know of joint work in upper ones."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest

from vmeste.ground.facts.models import Tie


@dataclass(frozen=True, slots=True)
class Joint:
    """Joint work with one other organisation: how often, last on which day."""

    count: int
    last_on: date


Deed = tuple[int, int, str]


def strengthen(deeds: Mapping[Deed, int], on: date) -> None:
    """Count deeds between pairs (smaller id first) by kind, in a constant number of queries."""
    if not deeds:
        return
    begun = [Tie(org_a=org_a, org_b=org_b, kind=kind, last_on=on) for org_a, org_b, kind in sorted(deeds)]
    Tie.objects.bulk_create(begun, ignore_conflicts=True)
    wanted: dict[int, list[int]] = defaultdict(list)
    for key, org_a, org_b, kind in ties_among(deeds).values_list("id", "org_a", "org_b", "kind"):
        if more := deeds.get((org_a, org_b, kind)):
            wanted[more].append(key)
    for more, keys in wanted.items():
        Tie.objects.filter(id__in=keys).update(count=F("count") + more, last_on=Greatest("last_on", Value(on)))


def ties_among(deeds: Iterable[Deed]) -> QuerySet[Tie]:
    """Give the ties of these pairs, and a few others between the same organisations."""
    firsts, seconds, kinds = (set(column) for column in zip(*deeds, strict=True))
    return Tie.objects.filter(org_a__in=firsts, org_b__in=seconds, kind__in=kinds)


def joint_counts(organisation_id: int, mark: str) -> "list[QuerySet[Any, tuple[str, int, int]]]":
    """Give what this organisation did with others as (mark, the other, how often), to take part in a union."""
    here = Tie.objects.order_by()
    return [
        here.filter(org_a=organisation_id).values_list(Value(mark), "org_b", "count"),
        here.filter(org_b=organisation_id).values_list(Value(mark), "org_a", "count"),
    ]


def joint_work(organisation_id: int) -> Mapping[int, Joint]:
    """Give the others this organisation worked with, in one query."""
    counts: dict[int, int] = defaultdict(int)
    last: dict[int, date] = {}
    pairs = Tie.objects.filter(Q(org_a=organisation_id) | Q(org_b=organisation_id))
    for tie in pairs:
        other = tie.org_b if tie.org_a == organisation_id else tie.org_a
        counts[other] += tie.count
        last[other] = max(last.get(other, tie.last_on), tie.last_on)
    return {other: Joint(counts[other], last[other]) for other in counts}
