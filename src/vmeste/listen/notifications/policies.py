"""Who may see and put away notices: the person they are for, acting for the organisation they concern."""

from django.db.models import Q

from vmeste.ground.kernel.actors import Actor


def visible_to(actor: Actor) -> Q:
    """One's own notices, of the organisation acted for and of none in particular."""
    if not actor.is_signed_in or actor.person_id is None:
        return Q(pk__in=[])
    return Q(person=actor.person_id) & (Q(organisation=None) | Q(organisation__in=actor.organisation_ids))
