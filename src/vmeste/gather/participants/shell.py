"""The reader's own piece of the shell: for which organisation they act, and the switch to another."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from vmeste.gather.participants.policies import oversees
from vmeste.ground.kernel.ids import code
from vmeste.ground.kernel.registries import shell_parts
from vmeste.ground.kernel.requests import Request

ORDER = 50


def acting(given: HttpRequest) -> dict[str, Any]:
    """Give the organisation acted for, its pages, and the others of this person."""
    request = cast("Request", given)
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {}
    links = [{"text": _("Claims"), "href": reverse("participants:claims")}] if oversees(request.actor) else []
    links += (
        [{"text": _("Coordinators of territories"), "href": reverse("participants:coordinators")}]
        if person.is_admin
        else []
    )
    present = request.actor.organisation_id
    mine = next((one.organisation for one in request.memberships if one.organisation_id == present), None)
    if mine is None:
        return {"text": _("Administration"), "icon": "settings", "order": ORDER, "links": links} if links else {}
    others = [one.organisation for one in request.memberships if one.organisation_id != present]
    here = {"next": request.get_full_path()}
    return {
        "text": str(mine),
        "prefix": _("acting for"),
        "icon": "organisation",
        "order": ORDER,
        "links": [{"text": _("Our card"), "href": reverse("participants:organisation", args=[mine.id])}, *links],
        "posts": [
            {
                "text": str(other),
                "href": reverse("participants:acting"),
                "fields": {"organisation": code(other.id), **here},
            }
            for other in others
        ],
    }


shell_parts.add("acting", acting)
