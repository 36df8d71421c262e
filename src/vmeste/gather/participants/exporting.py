"""Writing long tables of the directory in the background, row by row, with the rights of that moment."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TypeVar

from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy, pgettext

from vmeste.gather.participants import commands, leaving, policies, queries
from vmeste.gather.participants.commands.exports import Aside, forget_exports, note_progress
from vmeste.gather.participants.facts import ExportAsked
from vmeste.gather.participants.looking import DirectoryForm
from vmeste.gather.participants.models import Export, Organisation
from vmeste.gather.participants.queries import Centre, Wanted
from vmeste.ground.facts.reactions import Told, later_reaction
from vmeste.ground.facts.recurring import recurring
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.errors import Stale
from vmeste.ground.kernel.registries import Subject, SubjectView, Table
from vmeste.ground.ui import sheets

CHUNK = 1000
T = TypeVar("T")


@later_reaction(ExportAsked, name="participants.export", lane="heavy", outside=True)
def write_export(told: Told) -> None:
    """Write the table that was asked for; writing it twice gives the same file."""
    making = Export.objects.filter(pk=told.fact.export_id, state=Export.State.MAKING)
    for export in making.select_related("person"):
        owner = owner_of(export)
        try:
            if policies.can_export(owner):
                with translation.override(export.person.language):
                    write(export, owner)
                commands.finish_export(actor=SYSTEM, export=export, written_for=owner)
            else:
                commands.refuse_export(actor=SYSTEM, export=export)
        except Stale:
            continue  # another worker, or the end of its time, came first


def write(export: Export, owner: Actor) -> None:
    """Write the file, a portion of rows in memory at a time."""
    rows = queries.matching(owner, wanted_by(owner, export.query))
    rows = rows.select_related("region", "municipality", "settlement")
    with Aside(export) as out:
        lines = leaving.lines(owner, counted(export, rows.iterator(chunk_size=CHUNK)))
        sheets.write_xlsx(lines, pgettext("sheet", "Partners"), out)


def counted(export: Export, rows: Iterator[T]) -> Iterator[T]:
    """Give rows, and keep how many they were."""
    number = 0
    for number, row in enumerate(rows, start=1):
        yield row
        if number % CHUNK == 0:
            note_progress(export, number)
    note_progress(export, number)


def owner_of(export: Export) -> Actor:
    """Give who asked, with the rights of this moment, for the organisation as whose they asked."""
    return registries.actor_makers.get("person")(export.person_id, export.organisation_id)


def wanted_by(owner: Actor, query: str) -> Wanted:
    """Read the query of an address as the page of the directory reads it."""
    return DirectoryForm(QueryDict(query), own_place(owner)).wanted()


def own_place(owner: Actor) -> Centre | None:
    """Give where the organisation stands that somebody acts for."""
    mine = Organisation.objects.filter(id=owner.organisation_id or 0).select_related("settlement").first()
    point = queries.point_of(mine) if mine else None
    return Centre(*point, str(mine), own=True) if point else None


def show_exports(actor: Actor, ids: Sequence[int]) -> dict[int, SubjectView]:
    """Give views of tables to who asked for them."""
    rows = Export.objects.filter(policies.exports_visible_to(actor), id__in=ids)
    return {
        row.id: SubjectView("export", row.id, row.file_name, reverse("participants:table", args=[row.id]))
        for row in rows
    }


@recurring("participants.exports", every=timedelta(hours=1))
def remove_old_tables() -> None:
    """Remove tables whose day is over."""
    forget_exports()


registries.subjects.add("export", Subject(gettext_lazy("Table of organisations"), show_exports))
registries.tables.add("participants.export", Table(gettext_lazy("Table of organisations")))
