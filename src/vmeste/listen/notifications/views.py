"""Pages of notices: the list, opening one, putting them away."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from vmeste.ground.kernel.ids import code_in
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.listen.notifications import commands, queries


@require_GET
@login_required
def notices(request: Request) -> HttpResponse:
    """Show what waits for the reader's word, then what else they were told, and where else something is new."""
    before = code_in(request.GET.get("before", ""))
    waiting = [] if before else queries.waiting_of(request.actor)
    found = queries.notices_of(request.actor, before=before)
    listed = found[: queries.PAGE]
    shown = queries.shown(request.actor, waiting + listed)
    context: dict[str, Any] = {
        "waiting": shown[: len(waiting)],
        "notices": shown[len(waiting) :],
        "newest": max((one.id for one in waiting + listed if one.read_at is None), default=None),
        "older": listed[-1].id if len(found) > queries.PAGE else None,
        "elsewhere": queries.unread_elsewhere(request.actor, organisations_of(request)),
    }
    return pages.page(request, "notifications/notices.html", context)


def organisations_of(request: Request) -> list[int]:
    """Give the organisations the reader belongs to, whichever they act for now."""
    return [one.organisation_id for one in request.memberships]


@require_GET
@never_cache
@login_required
def notice(request: Request, key: int) -> HttpResponse:
    """Open a notice, from the list or from a mail: it counts as read, and the reader is led to what it is about.

    What concerns another organisation of the reader asks to act for that one first.
    """
    found = queries.notice_of(request.actor.person_id, organisations_of(request), key)
    if found.organisation_id and found.organisation_id not in request.actor.organisation_ids:
        return pages.page(request, "notifications/elsewhere.html", {"notice": found})
    commands.read_notices(actor=request.actor, keys=(found.id,))
    [shown] = queries.shown(request.actor, [found])
    if shown.url:
        return pages.redirect(shown.url)
    return pages.page(request, "notifications/gone.html", {"shown": shown}, status=404)


@require_POST
@login_required
def read_one(request: Request, key: int) -> HttpResponse:
    """Put one notice away."""
    commands.read_notices(actor=request.actor, keys=(key,))
    return pages.redirect("notifications:notices")


@require_POST
@login_required
def read_all(request: Request) -> HttpResponse:
    """Put away all that stood on the page, and older ones; what came since stays new."""
    until = code_in(request.POST.get("until", ""))
    if until is not None:
        commands.read_notices(actor=request.actor, until=until)
    return pages.redirect("notifications:notices")
