"""The directory and the map: the same filters, two ways of looking."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from vmeste.gather.participants import picture, policies, queries
from vmeste.gather.participants.distance import km_between, way_words
from vmeste.gather.participants.forms import SavedSearchForm
from vmeste.gather.participants.looking import DirectoryForm, filter_names
from vmeste.gather.participants.models import Organisation
from vmeste.gather.participants.narrowing import chosen_of, facets_of
from vmeste.gather.participants.queries import Centre, Listed, MapPage, Wanted
from vmeste.ground.kernel.ids import code, code_in
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.bodies import kept_for_strangers
from vmeste.ground.vocabulary import queries as vocabulary

MOST_START = 5000
CLOSER = 0.5
LONGEST_NAME = 200


@require_safe
@kept_for_strangers
def organisations(request: Request) -> HttpResponse:
    """Show the directory; `after` is the last card's code or, with words or a distance, a number."""
    form, wanted = asked(request)
    listed = queries.directory(request.actor, wanted, start_of(wanted, request.GET.get("after", "")))
    form.offer(listed.places)
    context = {
        "form": form,
        "map_url": address("participants:map", request),
        "facets": facets_of(here(request), wanted, listed),
        **keeping(request, wanted),
        **list_values(request, form, wanted, listed),
        **surroundings(request),
    }
    return pages.page(request, "participants/organisations.html", context, fragment="results")


@require_safe
@kept_for_strangers
def organisations_map(request: Request) -> HttpResponse:
    """Show the map and, below it, the organisations in its window."""
    form, wanted = asked(request)
    listed = queries.list_beside_map(request.actor, wanted, start_of(wanted, request.GET.get("after", "")))
    drawn = queries.map_page(request.actor, wanted, listed.found if wanted.q else None)
    form.offer(listed.places)
    context = {
        "form": form,
        "list_url": address("participants:organisations", request),
        "drawn": drawn,
        "links": window_links(request, drawn) if drawn else {},
        **list_values(request, form, wanted, listed),
        **surroundings(request),
    }
    return pages.page(request, "participants/map.html", context, fragment="results")


def asked(request: Request) -> tuple[DirectoryForm, Wanted]:
    """Give the form of filters, and what it asks for."""
    form = DirectoryForm(request.GET, own_centre(request), oversees=policies.oversees(request.actor))
    return form, form.wanted()


def own_centre(request: Request) -> Centre | None:
    """Give where the organisation stands that the reader acts for; asks nothing for strangers."""
    present = request.actor.organisation_id
    mine = next((one.organisation for one in request.memberships if one.organisation_id == present), None)
    point = queries.point_of(mine) if mine else None
    return Centre(*point, str(mine), own=True) if point else None


def surroundings(request: Request) -> dict[str, Any]:
    """Give what pages of this part have in common."""
    actor = request.actor
    words = request.GET.get("q", "")[:LONGEST_NAME]
    return {
        "sections": queries.sections_at(request.path),
        "may_register": bool(policies.can_register(actor)),
        "may_list": bool(policies.can_list(actor)),
        "named": f"?{urlencode({'q': words})}" if words else "",
    }


def keeping(request: Request, wanted: Wanted) -> dict[str, Any]:
    """Give the searches a person has kept, where nothing is searched yet; else what keeping this one needs."""
    if not policies.can_keep_search(request.actor):
        return {"saved": [], "keep_form": None, "may_export": False}
    query = urlencode(asked_in(request))
    return {
        "saved": [] if wanted.is_narrow else queries.searches_of(request.actor),
        "keep_form": SavedSearchForm(initial={"query": query}, auto_id="keep_%s") if wanted.is_narrow else None,
        "may_export": bool(policies.can_export(request.actor)),
        "query": query,
    }


def list_values(request: Request, form: DirectoryForm, wanted: Wanted, listed: Listed) -> dict[str, Any]:
    """Give what the block of results shows."""
    is_counted = bool(wanted.q or wanted.near)
    after = (str(listed.after) if is_counted else code(listed.after)) if listed.after else ""
    to, window = here(request), request.GET.get("window", "")
    chosen = chosen_of(to, wanted)
    nothing = not listed.rows and chosen
    fits = queries.relaxations(request.actor, wanted, [one.name for one in chosen]) if nothing else []
    return {
        "listed": listed,
        "wanted": wanted,
        "chosen": chosen,
        "relaxed": [one for one in chosen if one.name in fits] if len(chosen) > 1 else [],
        "namesakes": [(name, to(near=name)) for name in form.namesakes],
        "first_url": to(window=window) if request.GET.get("after") else "",
        "next_url": to(after=after, window=window) if after else "",
        "type_words": lambda row: vocabulary.label("organisation_type", row.type) if row.type else "",
        "place_words": queries.place_words,
        "badges_of": queries.badges_of,
        "way_of": way_from(wanted.near.centre if wanted.near else form.own),
    }


def way_from(centre: Centre | None) -> Any:
    """Give the function that says how far a card is from here; without a place to measure from it says nothing."""

    def words(row: Organisation) -> str:
        point = queries.point_of(row)
        return way_words(km_between(centre.point, point), settings.VMESTE.travel_speed) if centre and point else ""

    return words


def asked_in(request: Request) -> dict[str, str]:
    """Give the filters that stand in the address, in one order."""
    return {key: request.GET[key][:400] for key in filter_names() if request.GET.get(key)}


def here(request: Request) -> Any:
    """Give the function that makes addresses of this page with some filters changed."""
    path, filters = request.path, asked_in(request)
    return lambda **changed: joined(path, filters | changed)


def address(name: str, request: Request, **changed: str) -> str:
    """Give the address of a page with the filters of this one, some of them changed; an empty value takes one away."""
    return joined(reverse(name), asked_in(request) | changed)


def joined(path: str, filters: dict[str, str]) -> str:
    """Put filters that say something behind a path."""
    query = {key: value for key, value in filters.items() if value}
    return f"{path}?{urlencode(query)}" if query else path


def start_of(wanted: Wanted, text: str) -> int:
    """Read where a page begins; anything unreadable means the beginning."""
    if wanted.q or wanted.near:
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
