"""The reader's pieces of the shell that no single room owns: the line to search, the foot of every page."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from vmeste.ground.kernel.registries import shell_parts
from vmeste.ground.ui.shapes import Link

ORDER = 5


def search(request: HttpRequest) -> dict[str, Any]:
    """Give the line to search for partners; not on pages that have their own."""
    directory = reverse("participants:organisations")
    user = getattr(request, "user", None)
    is_welcome = request.path == reverse("web:home") and not (user and user.is_authenticated)
    if is_welcome or request.path == directory:
        return {}
    return {"text": _("Find a partner"), "search": directory, "order": ORDER}


def foot(request: HttpRequest) -> dict[str, Any]:
    """Give the link to what this is."""
    del request
    return {"footer": [Link(_("About, accessibility, sources of data"), reverse("web:about"))]}


shell_parts.add("search", search)
shell_parts.add("foot", foot)
