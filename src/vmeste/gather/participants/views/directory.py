"""The directory and the map: the same filters, two ways of looking."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from vmeste.gather.participants import picture, policies, queries
from vmeste.gather.participants.forms import DirectoryForm
from vmeste.gather.participants.queries import Listed, MapPage, Wanted
from vmeste.ground.kernel.ids import code, code_in
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.bodies import kept_for_strangers
from vmeste.ground.vocabulary import queries as vocabulary

FILTERS = ("q", "type", "department", "territory")
MOST_START = 5000
CLOSER = 0.5


@require_safe
@kept_for_strangers
def organisations(request: Request) -> HttpResponse:
    """Show the directory; `after` is the last card's code or, with words, a number."""
    form = DirectoryForm(request.GET)
    wanted = form.wanted()
    listed = queries.directory(request.actor, wanted, start_of(wanted, request.GET.get("after", "")))
    context = {
        "form": form,
        "map_url": address("participants:map", request),
        **list_values(request, wanted, listed),
        **surroundings(request),
    }
    return pages.page(request, "participants/organisations.html", context, fragment="results")


@require_safe
@kept_for_strangers
def organisations_map(request: Request) -> HttpResponse:
    """Show the map and, below it, the organisations in its window."""
    form = DirectoryForm(request.GET)
    wanted = form.wanted()
    drawn = queries.map_page(request.actor, wanted, wanted.window)
    listed = queries.directory(request.actor, wanted, start_of(wanted, request.GET.get("after", "")))
    context = {
        "form": form,
        "list_url": address("participants:organisations", request),
        "drawn": drawn,
        "links": window_links(request, drawn) if drawn else {},
        **list_values(request, wanted, listed),
        **surroundings(request),
    }
    return pages.page(request, "participants/map.html", context, fragment="results")


def surroundings(request: Request) -> dict[str, Any]:
    """Give what pages of this part have in common."""
    actor = request.actor
    return {"sections": queries.sections_at(request.path), "may_register": bool(policies.can_register(actor))}


def list_values(request: Request, wanted: Wanted, listed: Listed) -> dict[str, Any]:
    """Give what the block of results shows."""
    after = (str(listed.after) if wanted.q else code(listed.after)) if listed.after else ""
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "listed": listed,
        "wanted": wanted,
        "first_url": address(here, request, window=request.GET.get("window", "")) if request.GET.get("after") else "",
        "next_url": address(here, request, after=after, window=request.GET.get("window", "")) if after else "",
        "type_words": lambda row: vocabulary.label("organisation_type", row.type) if row.type else "",
        "place_words": queries.place_words,
        "badges_of": queries.badges_of,
    }


def address(name: str, request: Request, **more: str) -> str:
    """Give the address of a page with the filters of this one."""
    kept = {key: request.GET[key] for key in FILTERS if request.GET.get(key)}
    query = kept | {key: value for key, value in more.items() if value}
    return reverse(name) + (f"?{urlencode(query)}" if query else "")


def start_of(wanted: Wanted, text: str) -> int:
    """Read where a page begins; anything unreadable means the beginning."""
    if wanted.q:
        return min(int(text), MOST_START) if text.isascii() and text.isdecimal() and len(text) < 6 else 0  # noqa: PLR2004
    return code_in(text) or 0


def window_links(request: Request, drawn: MapPage) -> dict[str, Any]:
    """Give the addresses of other windows: closer, farther, the whole, and to the sides."""
    frame, window = drawn.frame, drawn.frame.window
    step_x, step_y = window.width // 2, window.height // 2

    def to(other: picture.Window) -> str:
        return address("participants:map", request, window=picture.write_window(picture.shifted(other)))

    moved = {
        "west": (-step_x, 0), "east": (step_x, 0), "north": (0, -step_y), "south": (0, step_y)
    }  # fmt: skip
    sides = {
        name: to(picture.Window(window.left + x, window.top + y, window.right + x, window.bottom + y))
        for name, (x, y) in moved.items()
    }
    return sides | {
        "closer": to(window.around(CLOSER)) if window.width > picture.LEAST_SPAN else "",
        "farther": to(window.around(1 / CLOSER)) if window.width < picture.WORLD else "",
        "whole": address("participants:map", request),
        "clusters": {
            mark.cluster.extent: to(
                picture.framed(mark.cluster.extent.around(1.3), frame.pixels_wide, frame.pixels_high).window
            )
            for mark in drawn.marks
            if mark.cluster.count > 1
        },
    }
