"""Two cards that somebody puts beside each other: the second is searched, the pair compared as found ones are."""

from typing import Any

from django.db.models import Q
from django.http import Http404

from vmeste.gather.participants import policies
from vmeste.gather.participants.faces import faces, surroundings
from vmeste.gather.participants.identifiers import digits, good_inn
from vmeste.gather.participants.likeness import Likeness, likeness, weights
from vmeste.gather.participants.models import LikelyPair, Organisation
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.text.search import search

SHOWN = 20
PLACES = ("region", "municipality", "settlement")


def cards_to_merge(actor: Actor, card: Organisation, text: str) -> list[Organisation]:
    """Find the second card by name, words or ИНН, among those whose territory the actor coordinates; few queries."""
    rows = Organisation.objects.filter(policies.visible_to(actor), mergeable(actor)).exclude(id=card.id)
    rows = rows.exclude(state=Organisation.State.DROPPED)
    if good_inn(digits(text)):
        found = rows.filter(inn=digits(text)).order_by("shown_key", "id")
        return list(found.select_related(*PLACES)[:SHOWN])
    ids = search("organisation", text, among=rows.order_by().values("id")).ids
    read = {row.id: row for row in rows.filter(id__in=ids).select_related(*PLACES).order_by()}
    return [read[key] for key in ids if key in read][:SHOWN]


def mergeable(actor: Actor) -> Q:
    """Find the cards of which this actor may say that they are one with another."""
    return Q() if actor.is_admin or actor.is_system else policies.coordinated_by(actor)


def pair_of(actor: Actor, card: Organisation, other_id: int) -> tuple[LikelyPair, bool]:
    """Give two cards as a pair and whether it was found; else made for the page alone. Raises `Http404`."""
    first, second = sorted((card.id, other_id))
    rows = Organisation.objects.filter(policies.visible_to(actor), mergeable(actor), id__in=(first, second))
    both = {row.id: row for row in rows.select_related(*PLACES).order_by()}
    if len(both) < 2:  # noqa: PLR2004  two cards
        raise Http404
    found = LikelyPair.objects.filter(first=first, second=second).exclude(state=LikelyPair.State.MERGED).first()
    if found is not None:
        found.first, found.second = both[first], both[second]
        return found, True
    said = compared(first, second)
    values: dict[str, Any] = {"first": both[first], "second": both[second], "found_at": clock.now()}
    parts = [[part.name, round(part.value, 3), round(part.weight, 2), part.about] for part in said.parts]
    return LikelyPair(score=said.score, parts=parts, obstacles=list(said.obstacles), **values), False


def compared(first: int, second: int) -> Likeness:
    """Compare two cards; five queries."""
    read = faces([first, second])
    one, other = read[first], read[second]
    return likeness(one, other, weights(clock.today()), surroundings([one, other])(one, other))
