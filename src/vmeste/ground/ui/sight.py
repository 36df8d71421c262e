"""Sight: how pages are shown to readers with low vision (REG §10); kept in a cookie, worn as classes of `<html>`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from vmeste.ground.kernel.errors import type_text

COOKIE = "sight"
OFF = "off"
CHOICES: dict[str, dict[str, type_text]] = {
    "size": {"normal": _("Usual letters"), "large": _("Large letters"), "huge": _("Very large letters")},
    "spacing": {"normal": _("Usual spacing"), "wide": _("Wide spacing")},
    "scheme": {
        "black-on-white": _("Black on white"),
        "white-on-black": _("White on black"),
        "blue-on-light-blue": _("Blue on light blue"),
        "brown-on-beige": _("Brown on beige"),
    },
    "pictures": {"shown": _("With pictures"), "hidden": _("Without pictures")},
}


@dataclass(frozen=True, slots=True)
class Sight:
    """What the reader chose; `on` is False for the usual look."""

    on: bool = False
    size: str = "large"
    spacing: str = "wide"
    scheme: str = "black-on-white"
    pictures: str = "shown"

    @property
    def classes(self) -> str:
        """Give the classes of `<html>`."""
        if not self.on:
            return ""
        return f"sight size-{self.size} spacing-{self.spacing} scheme-{self.scheme} pictures-{self.pictures}"


def read(text: str) -> Sight:
    """Read the cookie: «off», «on» or four choices joined by dots; what is unknown stays as it is usually."""
    if text in {"", OFF}:
        return Sight()
    named = zip(CHOICES, text.split("."), strict=False)
    return chosen(Sight(on=True), dict(named))


def write(sight: Sight) -> str:
    """Write the cookie."""
    return ".".join(getattr(sight, name) for name in CHOICES) if sight.on else OFF


def chosen(sight: Sight, given: Mapping[str, str]) -> Sight:
    """Take over those of the given choices that exist."""
    known: dict[str, Any] = {name: given[name] for name, values in CHOICES.items() if given.get(name) in values}
    return replace(sight, **known)


def sight_of(request: HttpRequest) -> Sight:
    """Give the reader's choice, also where no middleware ran."""
    found: Sight = getattr(request, "sight", None) or Sight()
    return found
