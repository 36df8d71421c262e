"""Where people meet the API: a link at the foot of every page, a word beside the tokens of an organisation."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.registries import Panel, add_panel, shell_parts
from vmeste.ground.ui.shapes import Link


def foot(request: HttpRequest) -> dict[str, Any]:
    """Give the link to what programs can read."""
    del request
    return {"footer": [Link(_("For programs"), reverse("api:about"))]}


def beside_tokens(actor: Actor, organisation_id: int) -> dict[str, Any] | None:
    """Hang the way on beside the tokens."""
    del actor, organisation_id
    return {}


shell_parts.add("programs", foot)
add_panel("tokens", "api.how", Panel("api/beside_tokens.html", beside_tokens))
