"""Ties: how often two organisations worked together, kept so that lower rooms know of joint work in upper ones."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.db.models.functions import Greatest

from vmeste.ground.facts.models import Tie


@dataclass(frozen=True, slots=True)
class Joint:
    """Joint work with one other organisation: how often, last on which day."""

    count: int
    last_on: date


def strengthen(pair: tuple[int, int], kind: str, on: date) -> None:
    """Count one more deed of `kind` between two organisations."""
    org_a, org_b = sorted(pair)
    tie, new = Tie.objects.get_or_create(org_a=org_a, org_b=org_b, kind=kind, defaults={"count": 1, "last_on": on})
    if not new:
        Tie.objects.filter(pk=tie.pk).update(count=F("count") + 1, last_on=Greatest("last_on", on))


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
