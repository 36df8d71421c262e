"""What the API answers when it does not answer: faults in words, beside those that all pages have."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from vmeste.ground.kernel.errors import type_text
from vmeste.ground.ui import errors
from vmeste.ground.ui.errors import Fault

BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, METHOD, ACCEPT, TOO_MANY = 400, 401, 403, 404, 405, 406, 429


class TooManyError(Exception):
    """A program asks more than its share; it may come back after some seconds."""

    def __init__(self, seconds: int) -> None:
        """Keep how long to wait."""
        super().__init__(seconds)
        self.seconds = seconds


def too_many(seconds: int) -> Fault:
    """429."""
    text = _("Too many requests in a minute. Come back in %(count)s s.") % {"count": seconds}
    return Fault(TOO_MANY, _("Slower, please"), text, icon="clock")


def unacceptable() -> Fault:
    """406."""
    return Fault(ACCEPT, _("Only JSON is spoken here"), _("Ask with «Accept: application/json», or with none."))


def of_status(status: int) -> Fault:
    """Give words for a status that a library answered without any."""
    if status == METHOD:
        return Fault(METHOD, _("This cannot be done here"), _("Here one can only read: GET or HEAD."))
    found = {BAD_REQUEST: errors.unreadable, FORBIDDEN: errors.refused, NOT_FOUND: errors.missing}.get(status)
    return found() if found else Fault(status, _("This could not be answered"), _("Look how the address is written."))


def told(faults: Sequence[dict[str, Any]]) -> dict[str, type_text]:
    """Give parameter → words for what pydantic found."""
    return {str(fault["loc"][-1]): words_of(fault) for fault in faults}


def words_of(fault: dict[str, Any]) -> type_text:
    """Say one fault; what we have no words for is said by pydantic, in English."""
    limits: dict[str, Any] = fault.get("ctx", {})
    said: type_text = str(fault["msg"])
    match fault["type"].partition("_")[0]:
        case "literal" | "enum" | "unknown":
            said = _("There is no such value; GET /api/v1/vocabularies/ tells which there are.")
        case "string":
            said = _("This does not look as it should: see the description.")
        case "int":
            said = _("This must be a whole number.")
        case "bool":
            said = _("This must be true or false.")
        case "greater":
            said = _("Not less than %(least)s.") % {"least": limits["ge"]}
        case "less":
            said = _("Not more than %(most)s.") % {"most": limits["le"]}
    return said
