"""Which of the coordinates that a row gives is its place, and why others are kept aside; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from vmeste.gather.participants.coordinates import COUNTRY, DEGREES, LOCAL, Box, Pair, in_degrees, number, pair, rounded

if TYPE_CHECKING:
    from vmeste.gather.participants.cards import Card

LABEL = "координаты"  # of the other code under which coordinates are kept that are no place
POINTS = ("", "Point", "MultiPoint")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a file as a whole tells of its coordinates: their system, and points (`rounded`) that are no places."""

    system: str = DEGREES
    defaults: frozenset[Pair] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place in degrees, and whether latitude and longitude were exchanged for it."""

    place: Pair
    turned: bool = False


IN_DEGREES = Frame()


def apart_of(text: Mapping[str, str]) -> Pair | None:
    """Give the coordinates that stand in two columns."""
    north, east = number(text.get("lat") or ""), number(text.get("lon") or "")
    return (north, east) if north is not None and east is not None else None


def both_of(text: Mapping[str, str]) -> Pair | None:
    """Give the coordinates that stand in one cell."""
    return pair(text.get("point") or "")


def as_given(text: Mapping[str, str]) -> str:
    """Give the coordinates of a row as they were written; nothing when there are none."""
    pairs = [(text.get("lat", ""), text.get("lon", "")), (text.get("grid_y", ""), text.get("grid_x", ""))]
    return next((f"{one}; {other}" for one, other in pairs if one or other), text.get("point", ""))[:80]


def read_place(card: "Card", text: Mapping[str, str], frame: Frame = IN_DEGREES) -> None:
    """Take coordinates in degrees; others are told and kept aside."""
    card.coordinates = as_given(text)
    if not card.coordinates:
        return
    read = [one for one in (apart_of(text), both_of(text)) if one]
    given = [one for one in read if rounded(one) not in frame.defaults]
    card.candidates = candidates(given, frame.system)
    if read and not given:
        put_aside(card, _("Coordinates «%(given)s» stand at different addresses of this file: they are no place."))
    elif not card.candidates and given and frame.system == DEGREES:
        put_aside(card, _("Coordinates «%(given)s» are not in degrees; they are kept aside."))
    elif not card.candidates and (given or text.get("grid_x") or text.get("grid_y")):
        put_aside(card, _("Coordinates «%(given)s» are of a local grid and cannot be placed; they are kept aside."))
    elif not card.candidates:
        put_aside(card, _("Coordinates «%(given)s» cannot be read; they are kept aside."))
    else:
        card.lat, card.lon = card.candidates[0].place
        tell_outline(card, text.get("geometry", ""))


def candidates(given: list[Pair], system: str) -> tuple[Candidate, ...]:
    """Give the places these coordinates may mean, the likeliest first."""
    if system == LOCAL:
        return ()
    straight = [Candidate(place) for one in given if (place := in_degrees(system, one))]
    turned = [Candidate(place, turned=True) for one in given if (place := in_degrees(system, (one[1], one[0])))]
    return (*straight, *turned)


def tell_outline(card: "Card", kind: str) -> None:
    """Say that a place was found as the middle of something larger."""
    if kind not in POINTS:
        card.warnings.append(_("The place is the middle of an outline (%(kind)s).") % {"kind": kind[:40]})


def settle(card: "Card", box: Box | None) -> None:
    """Keep the first place that lies where the row says it stands; exchanged coordinates are put right and told."""
    if card.lat is None:
        return
    inside = box or COUNTRY
    fitting = next((one for one in card.candidates if inside.holds(*one.place)), None)
    if fitting is None:
        put_aside(card, _("Coordinates «%(given)s» lie outside the region; they are kept aside."))
        return
    card.lat, card.lon = fitting.place
    if fitting.turned:
        card.warnings.append(_("Latitude and longitude were exchanged; this is put right."))


def put_aside(card: "Card", words: str) -> None:
    """Keep coordinates that are no place as another code, and say why."""
    card.lat = card.lon = None
    card.other_codes += ((LABEL, card.coordinates),)
    card.warnings.append(words % {"given": card.coordinates})
