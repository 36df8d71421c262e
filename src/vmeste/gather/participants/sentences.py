"""What speaks for and against two cards being one, in words: one sentence for each part that says something."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from vmeste.ground.ui.formatting import number
from vmeste.ground.ui.shapes import Reason

AGREES = 0.7
FAR = 0.15
A_KM = 1000
Said = tuple[str, float, float, str]


def reasons(parts: Iterable[Sequence[Any]], obstacles: Iterable[str]) -> list[Reason]:
    """Give what stands in the way, then reasons for, then against, each strongest first."""
    told = [(weight, SAY[name](value, about)) for name, value, weight, about in parts if name in SAY]
    said = [(weight, reason) for weight, reason in told if reason is not None]
    good = [reason for _weight, reason in sorted(said, key=lambda pair: -pair[0]) if reason.good]
    bad = [reason for _weight, reason in sorted(said, key=lambda pair: pair[0]) if not reason.good]
    return [*(Reason(STOPS[name](), good=False) for name in obstacles), *good, *bad]


def say_codes(value: float, about: str) -> Reason:
    """Say of codes."""
    same = (
        _("the same ИНН and КПП: %(inn)s") if value == 1 else _("the same ИНН: %(inn)s, the КПП is not known of both")
    )
    return Reason(same % {"inn": about}, good=True)


def say_number(value: float, about: str) -> Reason | None:
    """Say of numbers."""
    if value >= AGREES:
        return Reason(_("the same number: № %(number)s") % {"number": about}, good=True)
    if value > FAR:
        return Reason(_("the number № %(number)s is the same, but others bear it, too") % {"number": about}, good=True)
    return None


def say_unnumbered(value: float, about: str) -> Reason:
    """Say that one has a number."""
    del value, about
    return Reason(_("a number stands in one name only"), good=False)


def say_kind(value: float, about: str) -> Reason | None:
    """Say of kinds."""
    del about
    if value == 1:
        return Reason(_("the same kind of institution"), good=True)
    return Reason(_("kinds are close, but not the same"), good=False) if value else None


def say_own(value: float, about: str) -> Reason | None:
    """Say of own names."""
    del about
    if value >= AGREES:
        return Reason(_("the same name of its own"), good=True)
    return Reason(_("their own names are the same only in part"), good=False) if value else None


def say_honour(value: float, about: str) -> Reason:
    """Say of whom they are named after."""
    del about
    if value >= AGREES:
        return Reason(_("named after the same person"), good=True)
    return Reason(_("named after different persons"), good=False)


def say_wording(value: float, about: str) -> Reason | None:
    """Say what is left of the names."""
    del about
    if value >= AGREES:
        return Reason(_("without legal form and kind the names are the same"), good=True)
    return Reason(_("the names have nothing of their own in common"), good=False) if value == 0 else None


def say_text(value: float, about: str) -> Reason | None:
    """Say that the texts are the same."""
    del about
    return Reason(_("the full names are the same letter by letter"), good=True) if value >= AGREES else None


def say_address(value: float, about: str) -> Reason:
    """Say of houses."""
    del about
    if value == 1:
        return Reason(_("the same house"), good=True)
    if value:
        return Reason(_("the same street, another house"), good=True)
    return Reason(_("different addresses"), good=False)


def say_point(value: float, about: str) -> Reason:
    """Say how far apart they stand."""
    metres = int(about or 0)
    far = (
        _("%(number)s m apart") % {"number": number(metres)}
        if metres < A_KM
        else _("%(number)s km apart") % {"number": number(round(metres / A_KM))}
    )
    return Reason(far, good=value >= AGREES)


def say_contact(value: float, about: str) -> Reason:
    """Say which contact they share."""
    del value
    return Reason(_("the same contact: %(contact)s") % {"contact": about}, good=True)


def say_place(value: float, about: str) -> Reason:
    """Say that they stand in one settlement."""
    del value, about
    return Reason(_("the same settlement"), good=True)


SAY: dict[str, Callable[[float, str], Reason | None]] = {
    "codes": say_codes,
    "number": say_number,
    "unnumbered": say_unnumbered,
    "kind": say_kind,
    "own": say_own,
    "honour": say_honour,
    "wording": say_wording,
    "text": say_text,
    "address": say_address,
    "point": say_point,
    "contact": say_contact,
    "place": say_place,
}
STOPS: dict[str, Callable[[], str]] = {
    "number": lambda: _("different numbers"),
    "kind": lambda: _("different kinds of institution"),
    "own": lambda: _("different names of their own"),
    "town": lambda: _("their names speak of different towns"),
    "place": lambda: _("they stand in different places"),
    "entity": lambda: _("different ИНН: two legal entities"),
    "branch": lambda: _("one ИНН, different КПП: a branch"),
    "unit": lambda: _("one is a unit of an organisation, or both are units of different ones"),
    "series": lambda: _("such numbers are given anew in each district, and the addresses differ"),
}
