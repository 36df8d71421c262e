"""Reading long tables that were asked for."""

from django.http import Http404

from vmeste.gather.participants import policies
from vmeste.gather.participants.models import Export
from vmeste.ground.kernel.actors import Actor


def export_asked(actor: Actor, export_id: int) -> Export:
    """Give a table the actor asked for; raises `Http404`."""
    found = Export.objects.filter(policies.exports_visible_to(actor), pk=export_id).first()
    if found is None:
        raise Http404
    return found
