"""What stands in the directory already and may be the organisation that somebody is about to write, or has written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from vmeste.gather.participants import policies
from vmeste.gather.participants.faces import READ, face, faces, number_of, surroundings
from vmeste.gather.participants.identifiers import digits, name_key
from vmeste.gather.participants.likeness import Face, Likeness, keys, likeness, weights
from vmeste.gather.participants.models import LikenessKey, Organisation, Territory
from vmeste.gather.participants.places import place_of, regions_by_name
from vmeste.gather.participants.queries.nearness import MOST_NAMESAKES, settlements_named
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor

CROWDED = 60  # a key of more cards says little; the others find the same
MOST_COMPARED = 300
SHOWN = 6
POSSIBLE = 0.3  # less sure than what coordinators are asked: here a person looks at their own organisation


@dataclass(frozen=True, slots=True)
class Alike:
    """A card that may be the organisation meant, and how likely it is (0…1)."""

    organisation: Organisation
    score: float


def alike(actor: Actor, values: Mapping[str, str], place: Territory) -> list[Alike]:
    """Give cards that may be an organisation which is not written yet, the likeliest first; at most eight queries."""
    stands = place_of(place)
    row: dict[str, Any] = (
        dict.fromkeys(READ, "") | {"id": 0, "parent_id": None, "lat": None, "lon": None} | dict(values)
    )
    row |= {"inn": digits(values.get("inn", "")), "region_id": stands.region_id}
    row |= {"municipality_id": stands.municipality_id, "settlement_id": stands.settlement_id}
    return compared(actor, face(row, [], []))


def alike_to(actor: Actor, organisation: Organisation) -> list[Alike]:
    """Give cards in the directory that may be the same as one that is not; at most eleven queries."""
    return compared(actor, faces([organisation.id])[organisation.id])


def compared(actor: Actor, wanted: Face) -> list[Alike]:
    """Compare a card with all that share a key with it and that the actor sees in the directory."""
    numbers = [number_of(key) for key in keys(wanted)]
    held = LikenessKey.objects.filter(key__in=numbers).order_by()
    few = held.values("key").annotate(number=Count("id")).filter(number__lte=CROWDED).values("key")
    met = Q(id__in=held.filter(key__in=few).values("organisation"))
    met |= Q(inn=wanted.inn) if wanted.inn else Q(pk__in=())
    rows = Organisation.objects.filter(policies.visible_to(actor), met, state=Organisation.State.ACTIVE)
    rows = rows.exclude(id=wanted.id).select_related("region", "municipality", "settlement").order_by("id")
    found = {row.id: row for row in rows[:MOST_COMPARED]}
    read = faces(found) if found else {}
    around, known = surroundings([wanted, *read.values()]), weights(clock.today())
    scored = [(found[key], likeness(wanted, other, known, around(wanted, other))) for key, other in read.items()]
    return best(wanted, scored)


def best(wanted: Face, scored: Iterable[tuple[Organisation, Likeness]]) -> list[Alike]:
    """Take those that may be meant; one of the same ИНН whatever its name says."""
    likely = [
        Alike(row, 1.0 if wanted.inn and row.inn == wanted.inn else said.score)
        for row, said in scored
        if said.score >= POSSIBLE or (wanted.inn and row.inn == wanted.inn)
    ]
    return sorted(likely, key=lambda one: (-one.score, one.organisation.id))[:SHOWN]


def places_named(text: str) -> list[Territory]:
    """Find where people say something stands: settlements, else municipalities, else regions of the name.

    At most three queries.
    """
    key = name_key(text)[:120]
    if not key:
        return []
    if found := settlements_named(text):
        return found
    rows = Territory.objects.filter(valid_to_on=None).select_related("parent", "region")
    called = Q(name_key=key) | Q(name_key__startswith=f"{key} ")
    if found := list(
        rows.filter(called, level=Territory.Level.MUNICIPALITY).order_by("name_key", "id")[:MOST_NAMESAKES]
    ):
        return found
    return list(rows.filter(id=regions_by_name().get(key, 0)))
