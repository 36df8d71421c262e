"""Reading requests to be added: one's own, and those that wait for the reader's answer."""

from django.db.models import QuerySet
from django.http import Http404

from vmeste.gather.participants import policies
from vmeste.gather.participants.models import JoiningRequest, Organisation
from vmeste.ground.kernel.actors import Actor

OPEN = JoiningRequest.State.OPEN


def joinings_asked(actor: Actor) -> QuerySet[JoiningRequest]:
    """Give the actor's own open requests."""
    mine = JoiningRequest.objects.filter(policies.joinings_visible_to(actor), person=actor.person_id, state=OPEN)
    return mine.select_related("organisation")


def joinings_waiting(actor: Actor) -> QuerySet[JoiningRequest]:
    """Give the open requests this actor may answer, with who asked and where, the oldest first."""
    rows = JoiningRequest.objects.filter(policies.joinings_to_answer(actor), state=OPEN)
    return rows.select_related("person", "organisation")


def joining_seen(actor: Actor, organisation: Organisation, joining_id: int) -> JoiningRequest:
    """Give a request of an organisation in whatever state; raises `Http404` for who may not know of it."""
    seen = JoiningRequest.objects.filter(policies.joinings_visible_to(actor), organisation=organisation, id=joining_id)
    found = seen.select_related("person", "organisation").first()
    if found is None:
        raise Http404
    return found
