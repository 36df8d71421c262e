"""Who gets a table that was written in the background."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vmeste.gather.participants.models import Export
from vmeste.gather.participants.policies.organisations import can_export
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.decisions import ALLOW, Decision, deny, too_late


def exports_visible_to(actor: Actor) -> Q:
    """Give everybody the tables they asked for themselves, administrators too."""
    return Q(person=actor.person_id) if actor.person_id else Q(pk__in=())


def can_take(owner: Actor, export: Export) -> Decision:
    """Let the one who asked take the table, as long as it is kept and the rights it was written by still hold.

    `owner` is who they are today for the organisation as whose they asked.
    """
    if owner.person_id != export.person_id:
        return deny(_("This table was made for somebody else."))
    if not (may := can_export(owner)):
        return may
    if (export.as_admin and not owner.is_admin) or not (
        owner.is_admin or owner.territory_ids.issuperset(export.territory_ids)
    ):
        return deny(_("Your rights have changed since the table was written. Take it anew."))
    if export.state != Export.State.READY or export.expires_at <= clock.now():
        return too_late(_("The table is not there: it is not written yet, or is not kept any more."))
    return ALLOW
