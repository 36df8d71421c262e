"""Who may read and write in a thread: the room that owns the subject is asked."""

from django.utils.translation import gettext_lazy as _

from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.decisions import Decision, deny
from vmeste.ground.kernel.registries import thread_rules


def can_read(actor: Actor, subject_kind: str, subject_id: int) -> Decision:
    """Ask the owner of the subject; what nobody owns nobody reads."""
    if subject_kind not in thread_rules:
        return deny(_("There is nothing to talk about here."))
    return thread_rules.get(subject_kind).can_read(actor, subject_id)


def can_write(actor: Actor, subject_kind: str, subject_id: int) -> Decision:
    """Ask the owner of the subject; only who reads a thread writes in it."""
    readable = can_read(actor, subject_kind, subject_id)
    return thread_rules.get(subject_kind).can_write(actor, subject_id) if readable else readable
