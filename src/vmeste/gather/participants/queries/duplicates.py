"""Pairs of cards that may be one, as lists and pages show them; a constant number of queries."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from vmeste.gather.participants import policies
from vmeste.gather.participants.likeness import LIKELY, SURE
from vmeste.gather.participants.models import LikelyPair, Membership, Merge, Organisation, Role
from vmeste.ground.facts.models import Delivery
from vmeste.ground.kernel.actors import SYSTEM, Actor

PAIRS = 20
LOOKING = "participants.likeness"  # the reaction that looks, and the recurring work
COUNTED = 1000
CARDS = ("region", "municipality", "settlement")


@dataclass(frozen=True, slots=True)
class PairsPage:
    """A page of pairs, the likeliest first; what follows; how many there are, counted no further than needed."""

    pairs: list[LikelyPair]
    after: int | None
    number: int
    sure: int
    is_looking: bool


def pairs_seen(actor: Actor) -> QuerySet[LikelyPair]:
    """Give the pairs whose cards both stand on territories of this actor; everything for administrators."""
    rows = LikelyPair.objects.filter(first__merged_into=None, second__merged_into=None)
    if actor.is_admin or actor.is_system:
        return rows
    mine = Organisation.objects.filter(policies.coordinated_by(actor)).order_by().values("id")
    return rows.filter(first__in=mine, second__in=mine)


def with_cards(rows: QuerySet[LikelyPair]) -> QuerySet[LikelyPair]:
    """Read both cards with where they stand."""
    places = [f"{side}__{name}" for side in ("first", "second") for name in CARDS]
    return rows.select_related("first", "second", *places)


def pairs_page(actor: Actor, start: int = 0, *, state: str = LikelyPair.State.OPEN) -> PairsPage:
    """Give pairs of a state from place `start`; five queries."""
    rows = pairs_seen(actor).filter(state=state)
    likely = rows.filter(score__gte=LIKELY) if state == LikelyPair.State.OPEN else rows
    page = list(with_cards(likely)[start : start + PAIRS + 1])
    return PairsPage(
        page[:PAIRS],
        start + PAIRS if len(page) > PAIRS else None,
        likely.order_by()[: COUNTED + 1].count(),
        sure_pairs(actor).order_by()[: COUNTED + 1].count(),
        Delivery.objects.filter(lane="heavy", reaction=LOOKING).exists(),
    )


def sure_pairs(actor: Actor) -> QuerySet[LikelyPair]:
    """Give the open pairs that can be merged together: sure, both in the directory, not both with representatives."""
    rows = pairs_seen(actor).filter(state=LikelyPair.State.OPEN, score__gte=SURE)
    rows = rows.exclude(first__claimed_at__isnull=False, second__claimed_at__isnull=False)
    return rows.exclude(Q(first__state__in=Organisation.outside) | Q(second__state__in=Organisation.outside))


def pair_seen(actor: Actor, pair_id: int) -> LikelyPair:
    """Give a pair with its cards; raises `Http404` when hidden, decided otherwise or unknown."""
    found = with_cards(pairs_seen(actor)).filter(id=pair_id).first()
    if found is None:
        raise Http404
    return found


def look_alike(actor: Actor, organisation: Organisation) -> list[tuple[LikelyPair, Organisation]]:
    """Give the pairs of one card with the other card, for those who may decide; one query."""
    if not policies.coordinates(actor, organisation):
        return []
    rows = pairs_seen(actor).filter(Q(first=organisation) | Q(second=organisation), state=LikelyPair.State.OPEN)
    likely = rows.filter(score__gte=LIKELY).select_related("first", "second")[:PAIRS]
    return [(row, row.second if row.first_id == organisation.id else row.first) for row in likely]


def merges_into(actor: Actor, organisation: Organisation) -> list[Merge]:
    """Give the merges that stand in a card, for those who may undo them."""
    if not policies.can_part(actor, organisation):
        return []
    rows = Merge.objects.filter(survivor=organisation, undone_at=None).select_related("merged", "survivor")
    return list(rows[:PAIRS])


def merges_seen(actor: Actor) -> QuerySet[Merge]:
    """Give the merges this actor may undo, the newest first."""
    rows = Merge.objects.filter(undone_at=None, survivor__merged_into=None).select_related("merged", "survivor")
    if actor.is_admin or actor.is_system:
        return rows
    return rows.filter(survivor__in=Organisation.objects.filter(policies.coordinated_by(actor)).order_by().values("id"))


def keepers_moved(merge_id: int) -> list[int]:
    """Give the people who acted for a card, or claimed it, when a merge moved it: ids, two queries."""
    moved = Merge.objects.filter(id=merge_id).values_list("moved", flat=True).first() or []
    label = Membership._meta.label  # noqa: SLF001  Django's way to names
    keys = [key for one in moved if (one["what"], one["model"]) == ("moved", label) for key in one["keys"]]
    kept = Membership.objects.filter(id__in=keys, role__in=(Role.HEAD, Role.COORDINATOR, Role.CLAIMER))
    return sorted(set(kept.order_by().values_list("person_id", flat=True)))


def survivor_of(organisation_id: int) -> int | None:
    """Give the card that a merged one is part of."""
    rows = Organisation.objects.filter(id=organisation_id, merged_into__isnull=False)
    return rows.values_list("merged_into_id", flat=True).first()


def pairs_above(least: float) -> list[LikelyPair]:
    """Give all open pairs of a score and more with their cards, their other names and sites; five queries."""
    rows = pairs_seen(SYSTEM).filter(state=LikelyPair.State.OPEN, score__gte=least)
    parts = [f"{side}__{part}" for side in ("first", "second") for part in ("other_names", "sites")]
    return list(rows.select_related("first", "second").prefetch_related(*parts))
