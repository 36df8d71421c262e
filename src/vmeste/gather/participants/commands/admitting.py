"""Taking a card that somebody from outside wrote into the directory, or leaving it out; parts of other commands."""

from django.db.models import F

from vmeste.gather.participants.commands.organisations import refuse_double
from vmeste.gather.participants.facts import OrganisationAdmitted, OrganisationDropped
from vmeste.gather.participants.models import Claim, Organisation
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor

State = Organisation.State


def admit(actor: Actor, organisation: Organisation) -> None:
    """Take a proposed card into the directory; raises `Invalid` when one of its ИНН and КПП stands there already."""
    if organisation.state != State.PROPOSED:
        return
    refuse_double(organisation)
    if moved(organisation, State.ACTIVE):
        record(OrganisationAdmitted(organisation_id=organisation.id), actor=actor)


def drop_unwanted(actor: Actor, organisation: Organisation) -> None:
    """Leave a proposed card out for good when nobody claims it any more; the row stays, for its claims name it."""
    claims = Claim.objects.filter(organisation=organisation, state=Claim.State.OPEN)
    if organisation.state == State.PROPOSED and not claims.exists() and moved(organisation, State.DROPPED):
        record(OrganisationDropped(organisation_id=organisation.id), actor=actor)


def moved(organisation: Organisation, to: State) -> bool:
    """Move a proposed card on, if it still is one and stands by itself."""
    proposed = Organisation.objects.filter(id=organisation.id, state=State.PROPOSED, merged_into=None)
    done = proposed.update(state=to, changed_at=clock.now(), version=F("version") + 1)
    if done:
        organisation.state = to
    return bool(done)
