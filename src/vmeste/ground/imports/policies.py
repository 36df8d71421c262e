"""Who may import and who sees an import."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vmeste.ground.imports.models import Import, State
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import Actor, Duty
from vmeste.ground.kernel.decisions import Decision, deny, too_late

NOBODY = Q(pk__in=())


def visible_to(actor: Actor) -> Q:
    """Own imports, and those made for the organisation one coordinates; administrators those of the command line."""
    if actor.is_system:
        return Q()
    own = Q(person_id=actor.person_id) if actor.person_id else NOBODY
    ours = Q(organisation_id__in=actor.organisation_ids) if Duty.COORDINATE in actor.duties else NOBODY
    return own | ours | Q(person=None) if actor.is_admin else own | ours


def can_see(actor: Actor, load: Import) -> bool:
    """Tell whether the actor sees this import."""
    return Import.objects.filter(visible_to(actor), pk=load.pk).exists()


def can_import(actor: Actor, kind: str) -> Decision:
    """Ask the room that owns the kind."""
    if kind not in registries.import_kinds:
        return deny(_("Nothing of this kind can be imported."))
    return registries.import_kinds.get(kind).can_import(actor)


def moved_on() -> Decision:
    """Say that it is too late for what the page offered."""
    return too_late(_("This import has moved on meanwhile."))


def can_correct(actor: Actor, load: Import) -> Decision:
    """Tell whether the actor may read the file anew or choose its columns anew."""
    decision = can_change(actor, load, State.UPLOADED, State.CHECKED, State.FAILED)
    return decision if load.is_correctable or not decision else moved_on()


def can_change(actor: Actor, load: Import, *states: State) -> Decision:
    """Tell whether the actor may move an import that stands in one of `states`."""
    if not can_see(actor, load):
        return deny(_("Only who loaded the file, or a coordinator of the same organisation, may do this."))
    if load.state not in states:
        return moved_on()
    return can_import(actor, load.kind) if load.forgotten_at is None else too_late(_("The file is not kept any more."))


def can_undo(actor: Actor, load: Import) -> Decision:
    """Tell whether the actor may take an import back: what was written, as long as its traces are kept."""
    if not can_see(actor, load):
        return deny(_("Only who loaded the file, or a coordinator of the same organisation, may do this."))
    if load.state not in (State.DONE, State.FAILED) or not load.traces.exists():
        return too_late(_("There is nothing that could be undone, or it is not kept any more."))
    return can_import(actor, load.kind)
