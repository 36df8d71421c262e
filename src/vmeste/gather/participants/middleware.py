"""Who acts in this request: `request.actor`, found when it is first asked for; and what time it is where they act."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from vmeste.gather.participants.actors import actor_among, memberships_of
from vmeste.gather.participants.queries.territories import zone_of
from vmeste.ground.accounts.queries import is_proven
from vmeste.ground.kernel.actors import ANONYMOUS, Actor
from vmeste.ground.kernel.ids import code
from vmeste.ground.kernel.requests import ACTING, Request
from vmeste.ground.ui import errors

ACTING_FOR = "acting_for"


class ActorMiddleware:
    """Puts the actor and the person's memberships on the request, lazily: pages for strangers ask for neither.

    Whoever is signed in reads and writes moments by the clock of the organisation acted for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, given: HttpRequest) -> HttpResponseBase:
        """Let the request carry `memberships` and `actor`."""
        request = cast("Request", given)
        request.memberships = cast("Sequence[Any]", SimpleLazyObject(lambda: memberships_in(request)))
        request.actor = cast("Actor", SimpleLazyObject(lambda: actor_in(request)))
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        with timezone.override(zone_in(request)):
            return self.get_response(request)


class ActingMiddleware:
    """Refuses a form made for one organisation when the person has gone over to another in the meantime."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; the view must be known first."""
        return self.get_response(request)

    def process_view(
        self,
        given: HttpRequest,
        view: Callable[..., HttpResponseBase],
        _arguments: Sequence[Any],
        _named: dict[str, Any],
    ) -> HttpResponse | None:
        """Tell that it would go out under another name."""
        request = cast("Request", given)
        made_for = request.POST.get(ACTING) if request.method == "POST" else None
        if made_for is None or getattr(view, "whoever_acts", False) or not request.user.is_authenticated:
            return None
        present = request.actor.organisation_id
        if made_for == (code(present) if present else ""):
            return None
        return errors.answer(request, errors.stale(gone_over(request)))


def gone_over(request: Request) -> str:
    """Say for whom the person acts now, and the way on."""
    present = request.actor.organisation_id
    name = next((str(one.organisation) for one in request.memberships if one.organisation_id == present), "")
    told = (
        _("In another tab you went over to another organisation: you act for «%(name)s» now.") % {"name": name}
        if name
        else _("You do not act for the organisation any more that this page was opened for.")
    )
    way = _("Nothing was sent. Go back and reload the page, or choose the former organisation above and send it again.")
    return f"{told} {way}"


def memberships_in(request: Request) -> Sequence[Any]:
    """Give the running memberships of the signed-in person."""
    return memberships_of(request.user) if request.user.is_authenticated else []


def zone_in(request: Request) -> tzinfo | None:
    """Give the time zone of the organisation acted for; nothing, which is the product's own, for everybody else."""
    present = request.actor.organisation_id
    organisation = next((one.organisation for one in request.memberships if one.organisation_id == present), None)
    return zone_of(organisation.settlement or organisation.region) if organisation else None


def actor_in(request: Request) -> Actor:
    """Give the actor of this request; an administrator is one by a second factor only."""
    if not request.user.is_authenticated:
        return ANONYMOUS
    actor = actor_among(request.user, request.memberships, request.session.get(ACTING_FOR))
    return actor if is_proven(request) else replace(actor, is_proven=False, is_admin=False)
