"""The history of a card, the newest first, by keyset; three queries whatever its length."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from vmeste.gather.participants import policies
from vmeste.gather.participants.facts import OrganisationRegistered
from vmeste.gather.participants.history import Sentence, told
from vmeste.gather.participants.models import Organisation
from vmeste.ground.accounts.queries import names_of as names_of_people
from vmeste.ground.facts.models import Record
from vmeste.ground.kernel.actors import Actor, ActorKind

PAGE = 20


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: when, in words, who did it as far as the reader may know."""

    at: datetime
    text: str
    who: str


@dataclass(frozen=True, slots=True)
class History:
    """A page of events and the key behind which the next begins; `tells_making`: the making of the card is there."""

    events: list[Event]
    before: int | None
    tells_making: bool = False


def history_of(actor: Actor, organisation: Organisation, before: int | None = None) -> History:
    """Give a page of what the actor may know; people's names only where their list may be seen."""
    sees = bool(policies.can_see_people(actor, organisation))
    kinds = [kind for kind, sentence in told.items() if sees or sentence.is_public]
    rows = Record.objects.filter(parties__organisation_id=organisation.id, kind__in=kinds)
    if before:
        rows = rows.filter(id__lt=before)
    page = list(rows.order_by("-parties__record_id")[: PAGE + 1])
    named = names_of_people([row.person_id for row in page if row.person_id]) if sees else {}
    events = [
        Event(row.at, told.get(row.kind).say(row.values), teller(row, organisation, named)) for row in page[:PAGE]
    ]
    made = any(row.kind == OrganisationRegistered.kind for row in page[:PAGE])
    return History(events, page[PAGE - 1].id if len(page) > PAGE else None, made)


def teller(row: Record, organisation: Organisation, named: dict[int, str]) -> str:
    """Say who did it: a name, else on which side they stood; nothing where it does not matter."""
    sentence: Sentence = told.get(row.kind)
    if not sentence.names_teller or row.actor_kind == ActorKind.SYSTEM:
        return ""
    if row.person_id in named:
        return named[row.person_id]
    return _("the organisation") if row.organisation_id == organisation.id else _("coordinator of the territory")
