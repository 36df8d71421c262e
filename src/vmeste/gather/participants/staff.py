"""Reading a staff card from plain texts of a row or a form; no ORM."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from vmeste.gather.participants.cards import EMAIL, clean
from vmeste.gather.participants.identifiers import name_key

LIMITS = {"name": 200, "post": 300, "subject": 300, "teaches": 2000}
DIVIDER = "; "


@dataclass(slots=True)
class Worker:
    """A worker as a row tells of them."""

    values: dict[str, str]
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_worker(values: Mapping[str, str]) -> Worker:
    """Read a worker: only a row without a name is wrong; an e-mail address that is none is told and left out."""
    texts = {name: clean(values.get(name, "")) for name in LIMITS}
    worker = Worker({name: text[: LIMITS[name]] for name, text in texts.items()})
    if not texts["name"]:
        worker.faults.append(_("The name is missing."))
    for name, text in texts.items():
        if len(text) > LIMITS[name]:
            worker.warnings.append(_("A text of more than %(most)s characters was cut.") % {"most": LIMITS[name]})
    given = clean(values.get("email", ""))
    found = EMAIL.fullmatch(given)
    worker.values["email"] = given.lower()[:254] if found else ""
    if given and not found:
        worker.warnings.append(_("«%(value)s» is no e-mail address.") % {"value": given[:80]})
    worker.values["name_key"] = name_key(worker.values["name"])[:200]
    return worker


def joined(old: str, new: str, limit: int) -> str:
    """Add a second post or subject to the first; what is among them already adds nothing."""
    parts = [part for part in old.split(DIVIDER) if part]
    if not new or new.casefold() in {part.casefold() for part in parts}:
        return old
    both = DIVIDER.join([*parts, new])
    return both if len(both) <= limit else old
