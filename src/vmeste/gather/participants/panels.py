"""What participants hang on the card of an organisation: the way in for somebody who belongs to nothing yet."""

from typing import Any

from vmeste.gather.participants import policies, queries
from vmeste.gather.participants.forms import JoiningForm
from vmeste.gather.participants.models import Organisation
from vmeste.ground.kernel.actors import Actor


def joining(actor: Actor, organisation_id: int) -> dict[str, Any] | None:
    """Give the panel of a card to a newcomer: the form to ask, or that it waits; nothing to anybody else.

    A card nobody acts for is claimed instead, unless they have asked already.
    """
    if not policies.is_newcomer(actor):
        return None
    values = joining_values(actor, organisation_id, JoiningForm())
    kept = values["asked"] or Organisation.objects.filter(id=organisation_id, claimed_at__isnull=False).exists()
    return values if kept else None


def joining_values(actor: Actor, organisation_id: int, form: JoiningForm) -> dict[str, Any]:
    """Give what the panel shows; one query."""
    asked = queries.joinings_asked(actor).filter(organisation=organisation_id).first()
    return {"form": form, "asked": asked, "organisation_id": organisation_id}
