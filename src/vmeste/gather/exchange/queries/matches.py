"""Who fits: matching offers of a need and needs of an offer with reasons; whom one could ask besides."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, exp, radians
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Abs
from django.db.models.lookups import LessThanOrEqual

from vmeste.gather.exchange import fitting as data
from vmeste.gather.exchange import policies
from vmeste.gather.exchange.matching import FAMILIAR_KM, Known, Match, Part, Point, Posted, distance_km, rank
from vmeste.gather.exchange.models import Need, Offer, Posting, Response
from vmeste.gather.exchange.sentences import Sentence, sentences
from vmeste.gather.participants.models import Organisation
from vmeste.gather.participants.queries import point_of
from vmeste.ground.facts.ties import joint_counts
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.text.ledger import corpus
from vmeste.ground.text.lemmas import bag
from vmeste.ground.vocabulary import queries as vocabulary
from vmeste.ground.vocabulary import thesaurus

KM_PER_DEGREE = 111.19
ROUGHLY = 0.9
"""Meridians draw together and great circles bend towards the pole: the rectangle is drawn a little wider."""
FAR_KM = 2000
"""Beyond it degrees say too little of kilometres: nothing is ruled out in the database."""
EVERYWHERE = 0.3
"""What a word tells that stands in every text: a little, so that the same words count where there are few texts."""
CANDIDATES = 3000
COMMON_CONCEPT = 0.35
ASKED_MOST = 6
POOL = 400
WORTH_ASKING = 0.4
ASKED_KM = 150  # nobody is asked from farther away, unless it can be done remotely
WORTH_SHOWING = 0.25
JOINT, RECEIVED = "joint", "received"
NAMED = 2.0  # «в пожарную часть»: what the need names comes first
READ = (
    "id", "organisation_id", "kind", "focus", "direction", "grade_from", "grade_to", "amount", "unit",
    "period_from", "period_to", "here", "there", "remote", "radius_km", "lat", "lon", "cost",
    "organisation__department", "organisation__type",
    "lemmas", "concepts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fitting:
    """A posting of the other side that fits, with everything a card shows."""

    posting: Posting
    match: Match
    sentences: tuple[Sentence, ...]

    @property
    def percent(self) -> int:
        """The score as a whole percentage."""
        return round(self.match.score * 100)

    @property
    def reached(self) -> int:
        """The points of all parts, of `possible`."""
        return round(sum(part.value * part.weight for part in self.match.parts) * 100)

    @property
    def possible(self) -> int:
        """The points there are for what both sides say."""
        return round(sum(part.weight for part in self.match.parts) * 100)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Parts of the score, the weightiest first."""
        return tuple(sorted(self.match.parts, key=lambda part: -part.weight))


@dataclass(frozen=True, slots=True)
class Ask:
    """An organisation that posted nothing but could help: how far it is, how strongly type and place speak for it."""

    organisation: Organisation
    distance_km: float | None
    strength: float


def fitting(actor: Actor, posting: Posting, most: int = 20) -> list[Fitting]:
    """Give the best matches of the other side that the actor may see; four queries whatever their number.

    Costs one pass over at most 3,000 candidates that meet the hard conditions, newest first.
    """
    is_need = posting.side == "need"
    others: QuerySet[Posting] = (Offer if is_need else Need).objects.all()
    rows = candidates(posting, others.filter(policies.visible_to(actor)))
    asking = posted(values_of(posting))
    found = rank(
        asking,
        [posted(row) for row in rows],
        known(asking, posting, is_need=is_need),
        asking_is_need=is_need,
        most=most,
    )
    found = [match for match in found if match.score >= WORTH_SHOWING]
    shown = others.select_related("organisation", "organisation__settlement").in_bulk([match.id for match in found])
    return [
        Fitting(shown[match.id], match, tuple(sentences(match, asking_is_need=is_need)))
        for match in found
        if match.id in shown
    ]


def candidates(posting: Posting, others: QuerySet[Posting]) -> Sequence[tuple[Any, ...]]:
    """Filter by the hard conditions in the database: open, another organisation, kind, period, reach."""
    is_need = posting.side == "need"
    kinds = data.kinds_serving(posting.kind) if is_need else data.kinds_served(posting.kind)
    standing = {"state": Posting.State.OPEN, "organisation__state": Organisation.State.ACTIVE}
    rows = others.filter(**standing, kind__in=kinds).exclude(organisation=posting.organisation_id)
    if posting.period_from:
        rows = rows.filter(Q(period_to=None) | Q(period_to__gte=posting.period_from))
    if posting.period_to:
        rows = rows.filter(Q(period_from=None) | Q(period_from__lte=posting.period_to))
    return list(rows.filter(reach(posting)).order_by("-id").values_list(*READ)[:CANDIDATES])


def reach(posting: Posting) -> Q:
    """Say which of the other side can meet this one at all; the exact distance is looked at afterwards."""
    ways = Q(pk__in=[])
    if posting.remote:
        ways |= Q(remote=True)
    if posting.here:
        ways |= Q(there=True) & near(posting, "radius_km")
        ways |= Q(here=True, lat__isnull=False) & near(posting, 1)
    if posting.there:
        ways |= Q(here=True) & near(posting, posting.radius_km)
    return ways


def near(posting: Posting, km: int | str | None) -> Q:
    """Say that the other side lies within so many kilometres north–south and east–west, given or in its own column.

    Where a place or a radius is unknown nothing is ruled out.
    """
    if posting.lat is None or posting.lon is None or km is None or (isinstance(km, int) and km > FAR_KM):
        return ~Q(pk__in=[])
    radius = F(km) if isinstance(km, str) else Value(km)
    breadth = KM_PER_DEGREE * cos(radians(posting.lat)) * ROUGHLY
    north = LessThanOrEqual(Abs(F("lat") - Value(posting.lat)) * KM_PER_DEGREE, radius)
    east = LessThanOrEqual(Abs(F("lon") - Value(posting.lon)) * breadth, radius)
    unsaid = Q(radius_km=None) | Q(radius_km__gt=FAR_KM) if isinstance(km, str) else Q(pk__in=[])
    return unsaid | Q(lat=None) | (Q(north) & Q(east))


def values_of(posting: Posting) -> tuple[Any, ...]:
    """Read the columns that matching needs from a loaded row."""
    organisation = posting.organisation
    own = {"organisation__department": organisation.department, "organisation__type": organisation.type}
    return tuple(own[name] if name in own else getattr(posting, name) for name in READ)


def posted(row: tuple[Any, ...]) -> Posted:
    """Shape a row of `READ` for matching."""
    (
        key, organisation_id, kind, focus, direction, grade_from, grade_to, amount, unit, period_from, period_to,
        here, there, remote, radius_km, lat, lon, cost, department, of_type, lemmas, concepts,
    ) = row  # fmt: skip
    return Posted(
        id=key, organisation_id=organisation_id, kind=kind, focus=focus, direction=direction,
        grades=None if grade_from is None else (grade_from, grade_to),
        amount=amount, unit=unit, period=(period_from, period_to),
        here=here, there=there, remote=remote, radius_km=radius_km,
        point=None if lat is None else (lat, lon), cost=cost, department=department, type=of_type,
        lemmas=frozenset(lemmas.split()), concepts=frozenset(concepts.split()),
    )  # fmt: skip


def known(asking: Posted, posting: Posting, *, is_need: bool) -> Known:
    """Gather what ranking needs besides the candidates; two queries."""
    joint, received = dealings(posting.organisation_id, is_need=is_need)
    texts = corpus("offer" if is_need else "need", asking.lemmas)
    return Known(
        weights=data.weights(clock.today()),
        rarity=lambda lemma: texts.weight(lemma) + EVERYWHERE,
        relatedness=thesaurus.relatedness,
        weight_of_concept=weight_of_concept,
        joint=joint,
        received=received,
        kind_fit=data.kind_fit,
        measure=measures().__getitem__,
    )


def measures() -> dict[str, str]:
    """Give what units measure (vocabulary `measure`), else themselves: children, people and places are of one."""
    return {"": ""} | {term.code: term.parent or term.code for term in vocabulary.every_term("unit")}


def weight_of_concept(concept: str) -> float:
    """Weigh a topic more than a kind of resource: «robotics» says more than «master class»."""
    root = thesaurus.thesaurus().root(concept)
    return (
        COMMON_CONCEPT
        if root in {key.partition(":")[2] for key in data.types_by_key() if key.startswith("kind:")}
        else 1.0
    )


def dealings(organisation_id: int, *, is_need: bool) -> tuple[dict[int, int], dict[int, int]]:
    """Count, for each other, what both did together, and what it did for this one (from an offer: this one for it).

    One query.
    """
    own, other = ("needing", "giving_id") if is_need else ("giving", "needing_id")
    done = Response.objects.filter(policies.vouched(), state=Response.State.FULFILLED, **{own: organisation_id})
    received = done.order_by().values_list(Value(RECEIVED), other, Value(1))
    counts: dict[str, Counter[int]] = {JOINT: Counter(), RECEIVED: Counter()}
    for what, who, number in received.union(*joint_counts(organisation_id, JOINT), all=True):
        counts[what][who] += number
    return counts[JOINT], counts[RECEIVED]


def suitable(need: Need, most: int = ASKED_MOST) -> list[Ask]:
    """Give organisations of a fitting type and place that posted no fitting offer and were not asked; two queries."""
    ways = [thesaurus.thesaurus().way(concept) for concept in need.concepts.split()]
    types = data.suitable_types(need.kind, need.focus, ways)
    if not types:
        return []
    words = frozenset(need.lemmas.split())
    best = sorted(types, key=lambda name: -types[name])[:10]
    offers = Offer.objects.filter(organisation=OuterRef("pk"), state=Posting.State.OPEN)
    asked = Response.objects.filter(need=need, giving=OuterRef("pk"))
    rows = (
        Organisation.objects.filter(type__in=best, state=Organisation.State.ACTIVE, merged_into=None)
        .exclude(id=need.organisation_id)
        .filter(~Exists(offers), ~Exists(asked))
        .select_related("settlement")
    )
    pool = nearest_first(rows, need)[:POOL]
    here = None if need.lat is None or need.lon is None else (need.lat, need.lon)
    asks = sorted((ask(row, here, types, words) for row in pool), key=lambda one: (-one.strength, one.organisation.id))
    if not need.remote:
        asks = [one for one in asks if one.distance_km is None or one.distance_km <= ASKED_KM]
    return [one for one in asks[:most] if one.strength >= WORTH_ASKING * asks[0].strength]


def nearest_first(rows: QuerySet[Organisation], need: Need) -> QuerySet[Organisation]:
    """Order by rough distance where it is known; organisations of the same region otherwise."""
    if need.lat is None or need.lon is None:
        return rows.filter(region=need.organisation.region_id).order_by("id")
    breadth = cos(radians(need.lat))
    far = Abs(F("lat") - Value(need.lat)) + Abs(F("lon") - Value(need.lon)) * Value(breadth)
    same = Q(region=need.organisation.region_id) if need.organisation.region_id else Q()
    return rows.filter(same | Q(lat__isnull=False)).order_by(far.asc(nulls_last=True), "id")


def ask(organisation: Organisation, here: Point | None, types: dict[str, float], words: frozenset[str]) -> Ask:
    """Weigh one: how fitting its type is, how near it is, whether its name says what is looked for."""
    far = distance_km(here, point_of(organisation))
    nearness = 0.4 if far is None else exp(-far / FAMILIAR_KM)
    reachable = 1.1 if organisation.email or organisation.phone else 1.0
    named = NAMED if words & bag(str(organisation)) else 1.0
    return Ask(organisation, far, types[organisation.type] * (0.3 + nearness) * reachable * named)
