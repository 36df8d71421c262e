"""What stands in the way of undoing an import, in words and with ways to it."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vmeste.ground.imports.models import Import
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.registries import SubjectView, Table

Shown = dict[tuple[str, int], SubjectView]


@dataclass(frozen=True, slots=True)
class Told:
    """One thing in the way: the sentence and the page where it can be seen, if there is one."""

    text: str
    url: str = ""


def told(actor: Actor, load: Import) -> list[Told]:
    """Give what stood in the way when the import was last asked to be undone; a query for each kind of thing."""
    things = [(table, key) for _why, on, by in load.obstacles for table, key in filter(None, (on, by))]
    shown = show(actor, things)
    return [sentence(shown, why, (on[0], on[1]), (by[0], by[1]) if by else None) for why, on, by in load.obstacles]


def show(actor: Actor, things: list[tuple[str, int]]) -> Shown:
    """Give views of the things the actor may see."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for table, key in things:
        if table_of(table).subject:
            wanted[table].append(key)
    return {
        (table, key): view
        for table, keys in wanted.items()
        for key, view in registries.subjects.get(table_of(table).subject).show(actor, keys).items()
    }


def table_of(name: str) -> Table:
    """Give what a table's rows are called."""
    return registries.tables.get(name) if name in registries.tables else Table(_("other data"))


def sentence(shown: Shown, why: str, on: tuple[str, int], by: tuple[str, int] | None) -> Told:
    """Say one thing in the way."""
    name = named(shown, on)
    place = shown.get(on)
    if by is not None:
        view = shown.get(by) or place
        return Told(
            _("%(name)s: there is %(what)s") % {"name": name, "what": named(shown, by)}, view.url if view else ""
        )
    if why == "gone":
        return Told(_("%(name)s: it is not there any more") % {"name": name})
    return Told(_("%(name)s: it was changed after this import") % {"name": name}, place.url if place else "")


def named(shown: Shown, thing: tuple[str, int]) -> str:
    """Name a thing: its kind and, where the reader may see it, its title."""
    label = str(table_of(thing[0]).label)
    view = shown.get(thing)
    return f"{label} «{view.title}»" if view else label
