"""What participants hang on the card of an organisation: the way in for somebody who belongs to nothing yet."""

from typing import Any

from vmeste.gather.participants import policies, queries
from vmeste.gather.participants.forms import JoiningForm
from vmeste.ground.kernel.actors import Actor


def joining(actor: Actor, organisation_id: int) -> dict[str, Any] | None:
    """Give the panel of a card to a newcomer: the form to ask, or that it waits; nothing to anybody else."""
    return joining_values(actor, organisation_id, JoiningForm()) if policies.is_newcomer(actor) else None


def joining_values(actor: Actor, organisation_id: int, form: JoiningForm) -> dict[str, Any]:
    """Give what the panel shows; one query."""
    asked = queries.joinings_asked(actor).filter(organisation=organisation_id).first()
    return {"form": form, "asked": asked, "organisation_id": organisation_id}
