"""What waits for a person: files that are checked and wait for a yes."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vmeste.ground.imports.models import Import, State
from vmeste.ground.imports.policies import visible_to
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.registries import SubjectView, Waiting


def waiting(actor: Actor, limit: int) -> Sequence[Waiting]:
    """Give the actor's own imports that wait for columns or for a yes; one query."""
    if actor.person_id is None:
        return []
    waits = (State.UPLOADED, State.CHECKED)
    mine = Import.objects.filter(person_id=actor.person_id, state__in=waits, forgotten_at=None)
    return [
        Waiting(
            title=_("Finish loading «%(file)s»") % {"file": load.file_name},
            url=page_of(load),
            about=str(State(load.state).label),
            since=load.moved_at,
        )
        for load in mine.order_by("moved_at")[:limit]
    ]


def show(actor: Actor, ids: Sequence[int]) -> dict[int, SubjectView]:
    """Give views of imports the actor may see; one query."""
    seen = Import.objects.filter(visible_to(actor), pk__in=ids)
    return {load.id: SubjectView("import", load.id, load.file_name, page_of(load)) for load in seen}


def page_of(load: Import) -> str:
    """Give the address of an import."""
    return reverse("imports:import", args=[load.id])


registries.waiting.add("imports", waiting)
registries.subjects.add("import", registries.Subject(gettext_lazy("Import"), show))
