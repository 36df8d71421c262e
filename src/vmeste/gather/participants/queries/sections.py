"""The parts of «Партнёры»: tabs below the menu word, filled by this room and those above it."""

from dataclasses import dataclass

from django.urls import reverse

from vmeste.ground.kernel.errors import type_text
from vmeste.ground.kernel.registries import Registry
from vmeste.ground.ui.shapes import Tab


@dataclass(frozen=True, slots=True)
class Section:
    """A part: its word, the name of its page, its place among the others."""

    label: type_text
    url_name: str
    order: int


sections: Registry[Section] = Registry()
"""Filled in `apps.ready()`: `queries.sections.add("needs", queries.Section(_("Needs"), "exchange:needs", 40))`."""


def sections_at(path: str) -> list[Tab]:
    """Give the tabs for a page at `path`; the one with the longest address that begins it is current."""
    found = [(part, reverse(part.url_name)) for part in sorted(sections.values(), key=lambda part: part.order)]
    here = max((href for _part, href in found if path.startswith(href)), key=len, default="")
    return [Tab(part.label, href, current=href == here) for part, href in found]
