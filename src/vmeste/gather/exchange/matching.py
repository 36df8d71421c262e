"""Who fits whom: ranked pairs of a need and an offer, each with the parts of its score and reasons in words; pure.

Hard conditions (kind, period, reach) are filtered in the database before; here the rest is ranked. A part is a number
0…1 or nothing when one side does not say; parts that say nothing do not count, so that a short need is not punished.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from math import exp, sqrt

from vmeste.gather.participants.distance import km_between

FAMILIAR_KM = 40.0
UNSAID = 0.5
SAME_FOCUS = 0.6
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Posted:
    """A need or an offer as matching reads it. `fit` is how well its kind serves the other side's, 0…1."""

    id: int
    organisation_id: int
    kind: str
    focus: str = ""
    direction: str = ""
    grades: tuple[int, int] | None = None
    amount: Decimal | None = None
    unit: str = ""
    period: tuple[date | None, date | None] = (None, None)
    here: bool = True
    there: bool = False
    remote: bool = False
    radius_km: int | None = None
    point: Point | None = None
    cost: str = "free"
    department: str = ""
    type: str = ""
    lemmas: AbstractSet[str] = field(default_factory=frozenset)
    concepts: AbstractSet[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: its name, value 0…1, weight, and what it is made of, for the sentence."""

    name: str
    value: float
    weight: float
    about: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Factor:
    """What holds the whole of a score back: its name, value 0…1, and what it is made of."""

    name: str
    value: float
    about: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """A pair: the other side's id, the score 0…1, its parts, and the factors by which their mean is held back."""

    id: int
    organisation_id: int
    score: float
    parts: tuple[Part, ...]
    distance_km: float | None
    factors: tuple[Factor, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known besides the two sides: weights, rarity of lemmas, meaning, joint work."""

    weights: Mapping[str, float]
    rarity: Callable[[str], float]
    relatedness: Callable[[str, str], float]
    weight_of_concept: Callable[[str], float]
    joint: Mapping[int, int]
    received: Mapping[int, int]
    kind_fit: Callable[[str, str], float]
    measure: Callable[[str], str] = str


def distance_km(one: Point | None, other: Point | None) -> float | None:
    """Give the great-circle distance of two points (degrees) in kilometres; nothing where one is unknown."""
    return None if one is None or other is None else km_between(one, other)


def rank(
    asking: Posted, others: Sequence[Posted], known: Known, *, asking_is_need: bool, most: int = 20
) -> list[Match]:
    """Give the best `most` of the others for the one asking, best first; ties by id, newest first."""
    concepts = {concept: known.weight_of_concept(concept) for concept in asking.concepts}
    lemmas = {lemma: known.rarity(lemma) ** 2 for lemma in asking.lemmas}
    kin = relatives(concepts, frozenset().union(*(other.concepts for other in others)), known.relatedness)
    weight = known.weights["meaning"]
    found: list[Match] = []
    for other in others:
        alike = likeness(asking, other, lemmas, concepts, kin)
        part = None if alike is None else Part("meaning", alike, weight)
        need, offer = (asking, other) if asking_is_need else (other, asking)
        if pair := match(other, need, offer, known, part):
            found.append(pair)
    best = sorted(found, key=lambda pair: (-pair.score, -pair.id))[:most]
    by_id = {other.id: other for other in others}
    return [
        told(pair, asking, by_id[pair.id], meaning(asking, by_id[pair.id], lemmas, concepts, known)) for pair in best
    ]


def told(pair: Match, asking: Posted, other: Posted, by_meaning: Part | None) -> Match:
    """Put in what is shared in meaning and of which kinds both are: it is looked for in those alone that are shown."""
    parts = tuple(by_meaning if part.name == "meaning" and by_meaning else part for part in pair.parts)
    kinds = {"asking": asking.kind, "other": other.kind}
    return replace(pair, parts=parts, factors=tuple(replace(factor, about=kinds) for factor in pair.factors))


def match(other: Posted, need: Posted, offer: Posted, known: Known, by_meaning: Part | None) -> Match | None:
    """Score one pair, or nothing when the offer cannot reach the need."""
    far = distance_km(need.point, offer.point)
    reach = place(need, offer, far, known.weights)
    if reach is None:
        return None
    parts = [
        by_meaning,
        reach,
        focus(need, offer, known.weights),
        ages(need, offer, known.weights),
        period(need, offer, known.weights),
        amount(need, offer, known.weights, known.measure),
        cost(need, offer, known.weights),
        complement(need, offer, known.weights),
        joint_work(other, known),
        reciprocity(other, known),
    ]
    said = tuple(part for part in parts if part is not None)
    total = sum(part.weight for part in said)
    score = sum(part.value * part.weight for part in said) / total if total else 0.0
    about, fit = topic(by_meaning), known.kind_fit(need.kind, offer.kind)
    held = tuple(Factor(name, value) for name, value in (("topic", about), ("kind", fit)) if value < 1)
    return Match(other.id, other.organisation_id, score * about * fit, said, far, held)


def topic(by_meaning: Part | None) -> float:
    """Hold back a pair that is near, free and friendly, but about something else."""
    return 1.0 if by_meaning is None else min(1.0, 0.4 + 1.2 * by_meaning.value)


def relatives(
    concepts: Iterable[str], among: Iterable[str], relatedness: Callable[[str, str], float]
) -> dict[str, dict[str, float]]:
    """Give, by concept, those of some others that are related to it and how near: asked once for all candidates."""
    others = set(among)
    return {one: {other: near for other in others if (near := relatedness(one, other))} for one in concepts}


def likeness(
    asking: Posted,
    other: Posted,
    lemmas: Mapping[str, float],
    concepts: Mapping[str, float],
    kin: Mapping[str, Mapping[str, float]],
) -> float | None:
    """Compare what is meant: words weighed by rarity, concepts by the thesaurus; the better of both leads."""
    if not lemmas and not concepts:
        return None
    shared = sum(lemmas[lemma] for lemma in asking.lemmas & other.lemmas)
    words = sqrt(shared / (sum(lemmas.values()) or 1.0)) if shared else 0.0
    total = sum(concepts.values())
    if not total:
        return min(words, 1.0)
    near = ((weight, kin[concept].keys() & other.concepts, kin[concept]) for concept, weight in concepts.items())
    thought = sum(weight * max(known[one] for one in met) for weight, met, known in near if met) / total
    return min(0.75 * max(words, thought) + 0.25 * min(words, thought), 1.0)


def meaning(
    asking: Posted, other: Posted, lemmas: Mapping[str, float], concepts: Mapping[str, float], known: Known
) -> Part | None:
    """Give the likeness of what is meant together with what makes it: shared and near concepts, telling words."""
    alike = likeness(asking, other, lemmas, concepts, relatives(concepts, other.concepts, known.relatedness))
    if alike is None:
        return None
    near = {concept: nearest(concept, other.concepts, known.relatedness) for concept in concepts}
    common = sorted((concept for concept in near if near[concept][0] == 1.0), key=lambda one: -concepts[one])
    close = sorted({near[one][1] for one in near if 0 < near[one][0] < 1.0} - set(common))
    telling = sorted(asking.lemmas & other.lemmas, key=lambda lemma: -lemmas[lemma])[:3]
    about = {"concepts": tuple(common), "near": tuple(close), "words": tuple(telling)}
    return Part("meaning", alike, known.weights["meaning"], about)


def nearest(concept: str, among: AbstractSet[str], relatedness: Callable[[str, str], float]) -> tuple[float, str]:
    """Give how close the closest of some concepts is, and which."""
    return max(((relatedness(concept, other), other) for other in among), default=(0.0, ""))


def place(need: Posted, offer: Posted, far: float | None, weights: Mapping[str, float]) -> Part | None:
    """Find the best way to meet: remote, they come, one goes there; nothing when there is no way."""
    ways: list[tuple[float, str]] = []
    near = UNSAID if far is None else exp(-far / FAMILIAR_KM)
    if need.remote and offer.remote:
        ways.append((0.75, "remote"))
    if need.here and offer.there and within(far, offer.radius_km):
        ways.append((0.5 + 0.5 * near, "they_come"))
    if need.there and offer.here and within(far, need.radius_km):
        ways.append((near, "you_go"))
    if need.here and offer.here and far is not None and far < 1:
        ways.append((1.0, "same_place"))
    if not ways:
        return None
    value, way = max(ways)
    return Part("place", value, weights["place"], {"way": way, "km": far})


def within(far: float | None, radius_km: int | None) -> bool:
    """Tell whether somebody travels so far; an unknown distance is no obstacle, it is told."""
    return far is None or radius_km is None or far <= radius_km


def focus(need: Posted, offer: Posted, weights: Mapping[str, float]) -> Part | None:
    """Compare the focus (направленность) and, within the same one, the direction where both name it."""
    if not need.focus or not offer.focus:
        return None
    about = {"focus": offer.focus, "direction": ""}
    if need.focus != offer.focus:
        return Part("focus", 0.0, weights["focus"], about)
    if need.direction and offer.direction and need.direction != offer.direction:
        return Part("focus", SAME_FOCUS, weights["focus"], about)
    about["direction"] = offer.direction if need.direction == offer.direction else ""
    return Part("focus", 1.0, weights["focus"], about)


def ages(need: Posted, offer: Posted, weights: Mapping[str, float]) -> Part | None:
    """Say which share of the grades asked for is served."""
    if need.grades is None or offer.grades is None:
        return None
    first, last = max(need.grades[0], offer.grades[0]), min(need.grades[1], offer.grades[1])
    share = max(0, last - first + 1) / (need.grades[1] - need.grades[0] + 1)
    return Part("ages", share, weights["ages"], {"asked": need.grades, "served": offer.grades})


def period(need: Posted, offer: Posted, weights: Mapping[str, float]) -> Part | None:
    """Say which share of the period asked for is served; days that nobody names are no obstacle."""
    if offer.period == (None, None) or need.period == (None, None):
        return None
    first = max(filter(None, (need.period[0], offer.period[0])), default=None)
    last = min(filter(None, (need.period[1], offer.period[1])), default=None)
    if first is None or last is None or None in need.period:
        return Part("period", 0.9, weights["period"], {"common": (first, last), "whole": True})
    asked = (need.period[1] - need.period[0]).days + 1  # type: ignore[operator]
    share = max(0, (last - first).days + 1) / asked
    return Part(
        "period", min(1.0, 0.4 + 0.6 * share), weights["period"], {"common": (first, last), "whole": share >= 1}
    )


def amount(
    need: Posted, offer: Posted, weights: Mapping[str, float], measure: Callable[[str], str] = str
) -> Part | None:
    """Say which share of the amount asked for is there, in units of one measure only: places are taken by children."""
    if need.amount is None or offer.amount is None or measure(need.unit) != measure(offer.unit) or not need.amount:
        return None
    share = min(1.0, float(offer.amount / need.amount))
    about = {"asked": need.amount, "unit": need.unit, "there": offer.amount, "unit_there": offer.unit}
    return Part("amount", share, weights["amount"], about)


def cost(need: Posted, offer: Posted, weights: Mapping[str, float]) -> Part | None:
    """Compare terms: what is free suits everybody, and who would pay takes any terms."""
    if offer.cost in {"free", need.cost} or need.cost == "paid":
        return Part("cost", 1.0, weights["cost"], {"cost": offer.cost})
    return Part("cost", 0.0 if offer.cost == "paid" else UNSAID, weights["cost"], {"cost": offer.cost})


def complement(need: Posted, offer: Posted, weights: Mapping[str, float]) -> Part | None:
    """Value a partner of another department or type: it brings what one does not have."""
    if not (need.type and offer.type):
        return None
    other_department = bool(need.department and offer.department and need.department != offer.department)
    if not other_department and need.type == offer.type:
        return None
    value = 1.0 if other_department else 0.6
    return Part(
        "complement", value, weights["complement"], {"department": offer.department if other_department else ""}
    )


def joint_work(other: Posted, known: Known) -> Part | None:
    """Value earlier joint work: two deeds weigh nearly as much as ten, and none of them ever takes from the score."""
    count = known.joint.get(other.organisation_id, 0)
    weight = known.weights["joint_work"] * (1 - exp(-count))
    return Part("joint_work", 1.0, weight, {"count": count}) if count else None


def reciprocity(other: Posted, known: Known) -> Part | None:
    """Value that one owes the other: it helped before."""
    count = known.received.get(other.organisation_id, 0)
    return Part("reciprocity", 1.0, known.weights["reciprocity"], {"count": count}) if count else None
