"""Pages across rooms: home, what this is, whether it is well, what robots may read."""

from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from vmeste.gather.participants.policies import can_register
from vmeste.gather.participants.queries import joinings_asked
from vmeste.ground.facts.queries import worker_runs
from vmeste.ground.kernel.actors import Duty
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.bodies import kept_for_strangers
from vmeste.web import queries

ROBOTS = """User-agent: *
Disallow: /answers/
Disallow: /freshness/
Disallow: /handing/
Disallow: /welcome/
Disallow: /sign-
Disallow: /password/
Disallow: /account/
Disallow: /notices/
Disallow: /imports/
Disallow: /responses/
Disallow: /preferences/
Disallow: /health/
"""


@require_safe
@kept_for_strangers
def home(request: Request) -> HttpResponse:
    """Show what this is, or to who is signed in what waits for them."""
    return desk(request) if request.actor.is_signed_in else welcome(request)


def welcome(request: Request) -> HttpResponse:
    """Show what there is to everybody."""
    context = {
        "figures": queries.figures(),
        "needs": queries.newest("need"),
        "offers": queries.newest("offer"),
    }
    return pages.page(request, "web/welcome.html", context)


def desk(request: Request) -> HttpResponse:
    """Show what waits for the reader, what is new around them, what they can begin with."""
    actor = request.actor
    belongs = bool(actor.organisation_ids or actor.territory_ids or actor.is_admin)
    context: dict[str, Any] = {
        "waiting": queries.waiting_for(actor),
        "most_waiting": queries.MOST_WAITING,
        "news": queries.news_for(actor),
        "belongs": belongs,
        "contacts": [] if belongs else queries.contacts(),
        "asked": [] if belongs else joinings_asked(actor),
        "may": {
            "write": Duty.WRITE in actor.duties,
            "need": Duty.WRITE in actor.duties or Duty.CLAIM in actor.duties,
            "register": bool(can_register(actor)),
            "administer": actor.is_admin,
        },
    }
    return pages.page(request, "web/desk.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show what this is, how it is accessible, whose data it uses."""
    return pages.page(request, "web/about.html")


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Tell a watching program how things stand: 503 without a database; a silent worker is told, pages still work."""
    del request
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        works = worker_runs()
    except DatabaseError:
        return JsonResponse({"status": "broken", "database": False, "worker": False}, status=503)
    return JsonResponse({"status": "well" if works else "no worker", "database": True, "worker": works})


@require_safe
@cache_control(public=True, max_age=86_400)
def robots(request: HttpRequest) -> HttpResponse:
    """Keep robots from pages that belong to one reader."""
    del request
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
