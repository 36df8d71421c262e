"""The bell in the shell: how much waits for the reader's word, else how much is new; one query."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from vmeste.ground.kernel.registries import shell_parts
from vmeste.listen.notifications import queries

ORDER = 20


def bell(request: HttpRequest) -> dict[str, Any]:
    """Give the bell to who is signed in; beyond 99 it says «99+»."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {}
    organisation_ids = [one.organisation_id for one in getattr(request, "memberships", ())]
    number, waits = queries.unread(person.id, organisation_ids)
    return {
        "text": _("Notices that wait for your word") if waits else _("New notices") if number else _("Notices"),
        "href": reverse("notifications:notices"),
        "icon": "bell",
        "count": "99+" if number >= queries.MOST_COUNTED else number,
        "quiet": True,
        "order": ORDER,
    }


shell_parts.add("bell", bell)
