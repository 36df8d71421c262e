"""Looking for cards that may be one: keys first, then each card beside those it shares a key with."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import Q

from vmeste.gather.participants.faces import edition, faces, held_by, number_of, sketches, surroundings
from vmeste.gather.participants.likeness import Likeness, card_obstacles, keys, likeness, weights
from vmeste.gather.participants.models import LikelyPair, LikenessKey, Look, Organisation
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command

KEYED = 250  # pieces are short: on SQLite nobody else writes meanwhile
COMPARED = 100
CROWDED = 60  # a key of more cards brings no pairs: others of theirs do
KEPT = 0.5  # what is less likely is not kept
BATCH = 1000
Pair = tuple[int, int]


def look_for_duplicates(actor: Actor) -> int:
    """Look at every card that is owed a look, piece by piece, each in a transaction of its own; give how many."""
    looked = 0
    while piece := look_further(actor=actor):
        looked += piece
    return looked


@command
def look_further(*, actor: Actor) -> int:
    """Do one piece of looking: write keys while some are owed, then compare; 0 when nothing is owed.

    Nobody's act: a projection of the cards, so it asks no policy and tells no fact.
    """
    del actor
    owed = Organisation.objects.filter(merged_into=None).exclude(look__reading=edition()).order_by("id")
    owed = owed.exclude(state=Organisation.State.DROPPED)
    if ids := list(owed.values_list("id", flat=True)[:KEYED]):
        write_keys(ids)
        return len(ids)
    uncompared = Look.objects.filter(is_compared=False).order_by("id")
    ids = list(uncompared.values_list("organisation_id", flat=True)[:COMPARED])
    if ids:
        compare(ids)
        Look.objects.filter(organisation_id__in=ids).update(is_compared=True)
    return len(ids)


def write_keys(ids: Sequence[int]) -> None:
    """Write the keys of cards anew."""
    LikenessKey.objects.filter(organisation_id__in=ids).delete()
    Look.objects.filter(organisation_id__in=ids).delete()
    rows = [
        LikenessKey(organisation_id=card.id, key=number)
        for card in faces(ids).values()
        for number in sorted({number_of(key) for key in keys(card)})
    ]
    LikenessKey.objects.bulk_create(rows, batch_size=BATCH)
    Look.objects.bulk_create(
        [Look(organisation_id=key, reading=edition()) for key in ids], batch_size=BATCH, ignore_conflicts=True
    )


def compare(ids: Collection[int]) -> None:
    """Compare cards with all they share a key with; what is likely is kept, what is no more likely is forgotten."""
    met = possible(meeting(ids))
    read = faces({key for pair in met for key in pair})
    around = surroundings(list(read.values()))
    known = weights(clock.today())
    found = {
        (one, other): said
        for one, other in met
        if one in read and other in read
        and (said := likeness(read[one], read[other], known, around(read[one], read[other]))).score >= KEPT
    }  # fmt: skip
    open_pairs = LikelyPair.objects.filter(state=LikelyPair.State.OPEN)
    open_pairs.filter(Q(first_id__in=ids) | Q(second_id__in=ids)).delete()
    keep(found)


def possible(met: Collection[Pair]) -> list[Pair]:
    """Leave out pairs whose codes or places cannot be of one organisation: whatever else they say, none is kept."""
    seen = sketches({key for pair in met for key in pair})
    return [
        (one, other)
        for one, other in met
        if one in seen and other in seen and not any(card_obstacles(seen[one], seen[other]))
    ]


def keep(found: dict[Pair, Likeness]) -> None:
    """Write pairs; one that somebody decided stays as decided."""
    now = clock.now()
    rows = [
        LikelyPair(
            first_id=one,
            second_id=other,
            score=said.score,
            parts=[plain(part) for part in said.parts],
            obstacles=list(said.obstacles),
            found_at=now,
        )
        for (one, other), said in sorted(found.items())
    ]
    LikelyPair.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def plain(part: Any) -> list[Any]:
    """Write a part as plain JSON."""
    return [part.name, round(part.value, 3), round(part.weight, 2), part.about]


def meeting(ids: Collection[int]) -> set[Pair]:
    """Give the pairs of these cards with all others that share a key few have; a few queries."""
    mine = LikenessKey.objects.filter(organisation_id__in=ids).order_by()
    numbers = set(mine.values_list("key", flat=True))
    fair = [key for key, number in held_by(numbers, CROWDED + 1).items() if 1 < number <= CROWDED]
    cards: dict[int, list[int]] = defaultdict(list)
    for number, key in (
        LikenessKey.objects.filter(key__in=fair, organisation__merged_into=None)
        .order_by()
        .values_list("key", "organisation_id")
    ):
        cards[number].append(key)
    return set(pairs_of(cards.values(), set(ids)))


def pairs_of(groups: Iterable[Sequence[int]], wanted: set[int]) -> Iterable[Pair]:
    """Give the pairs inside groups of which one is wanted, the smaller id first."""
    for group in groups:
        for one in group:
            if one in wanted:
                yield from ((min(one, other), max(one, other)) for other in group if other != one)
