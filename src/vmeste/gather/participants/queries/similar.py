"""Organisations like one: of its type, else of its department, near, with like words; one query and sums in memory."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from vmeste.gather.participants import policies
from vmeste.gather.participants.distance import km_between
from vmeste.gather.participants.models import Organisation
from vmeste.gather.participants.queries.nearness import FARTHEST, Centre, point_of, squared
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.text.lemmas import bag
from vmeste.ground.text.similarity import Corpus

LOOKED_AT = 60
SHOWN = 5
NEAR_KM = 15.0  # at this distance nearness counts half
WEIGHTS = {"words": 0.5, "near": 0.35, "department": 0.15}
READ = (
    "name", "short_name", "shown_key", "description", "type", "department", "lat", "lon", "state",
    "region__name", "region__full_name", "municipality__name",
    "settlement__name", "settlement__full_name", "settlement__lat", "settlement__lon",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Similar:
    """An organisation like the one shown, and how far it is from there (km), if both places are known."""

    organisation: Organisation
    km: float | None


def similar_to(actor: Actor, organisation: Organisation) -> list[Similar]:
    """Give the organisations most like one, best first; nothing for a card without a type and a region."""
    rows = candidates(actor, organisation)
    bags = {row.id: words_of(row) for row in (organisation, *rows)}
    corpus = Corpus(Counter(word for one in bags.values() for word in one), len(bags))
    found = [Similar(row, km_from(organisation, row)) for row in rows]
    scored = sorted(found, key=lambda one: (-likeness(organisation, one, bags, corpus), one.organisation.id))
    return scored[:SHOWN]


def candidates(actor: Actor, organisation: Organisation) -> list[Organisation]:
    """Read organisations of the same type in the same region, the nearest of them; go down the index of both."""
    if not (organisation.type and organisation.region_id):
        return []
    rows = Organisation.objects.filter(
        policies.visible_to(actor), region=organisation.region_id, type=organisation.type
    ).exclude(
        Q(id=organisation.id)
        | Q(parent=organisation.id)
        | Q(state__in=(Organisation.State.CLOSED, *Organisation.outside))
    )
    read = nearest(rows, organisation).select_related("region", "municipality", "settlement").only(*READ)
    return list(read[:LOOKED_AT])


def nearest(rows: QuerySet[Organisation], organisation: Organisation) -> QuerySet[Organisation]:
    """Order by distance where the place is known, else by name."""
    point = point_of(organisation)
    if point is None:
        return rows.order_by("shown_key", "id")
    centre = Centre(*point, "")
    middle = Coalesce(squared(centre, "lat", "lon"), squared(centre, "settlement__lat", "settlement__lon"), FARTHEST)
    return rows.annotate(away=middle).order_by("away", "id")


def words_of(row: Organisation) -> frozenset[str]:
    """Give the lemmas of what a card says of itself."""
    return bag(f"{row.name} {row.short_name} {row.description}")


def km_from(organisation: Organisation, row: Organisation) -> float | None:
    """Give the distance of two cards."""
    one, other = point_of(organisation), point_of(row)
    return km_between(one, other) if one and other else None


def likeness(organisation: Organisation, one: Similar, bags: dict[int, frozenset[str]], corpus: Corpus) -> float:
    """Weigh likeness of words, nearness and the same department: 0…1."""
    row = one.organisation
    near = 0.0 if one.km is None else NEAR_KM / (NEAR_KM + one.km)
    same = bool(row.department) and row.department == organisation.department
    words = corpus.score(bags[organisation.id], bags[row.id])
    return WEIGHTS["words"] * words + WEIGHTS["near"] * near + WEIGHTS["department"] * same
