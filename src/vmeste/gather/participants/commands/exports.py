"""Long tables of the directory: asked for, written in the background, kept for a day."""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from vmeste.gather.participants import policies
from vmeste.gather.participants.facts import ExportAsked, ExportMade, ExportRefused
from vmeste.gather.participants.models import Export
from vmeste.gather.participants.models.directory import LONGEST_QUERY
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.ids import code
from vmeste.ground.kernel.lifecycle import advance

KEPT = timedelta(hours=24)
LISTED = timedelta(days=30)
MOST_OWED = 3
MOST_ROWS = 1_000_000
"""A sheet of XLSX has 1,048,576."""
State = Export.State


@command
def ask_export(*, actor: Actor, query: str, total: int) -> Export:
    """Have a long table written; the same one again is the one being written. Raises `Invalid`."""
    policies.can_export(actor).enforce()
    mine = Export.objects.filter(person=actor.person_id, organisation_id=actor.organisation_id)
    if same := mine.filter(query=query, state=State.MAKING).first():
        return same
    if len(query) > LONGEST_QUERY:
        raise Invalid({"form": _("This search is too long for a table: take fewer words.")})
    if total > MOST_ROWS:
        words = _("More than %(count)s rows do not go into one XLSX: take CSV, or narrow the search.")
        raise Invalid({"form": words % {"count": MOST_ROWS}})
    if mine.filter(state__in=Export.OWED, expires_at__gt=clock.now()).count() >= MOST_OWED:
        words = _("%(count)s of your tables are kept already. Take one of them, or come back tomorrow.")
        raise Invalid({"form": words % {"count": MOST_OWED}})
    now = clock.now()
    export = Export.objects.create(
        person_id=actor.person_id or 0,
        organisation_id=actor.organisation_id,
        query=query,
        asked_at=now,
        expires_at=now + KEPT,
        total=total,
    )
    record(ExportAsked(export_id=export.id), actor=actor)
    return export


@command
def finish_export(*, actor: Actor, export: Export, written_for: Actor) -> Export:
    """Say that the file is there, and by whose rights it was written; it is kept for a day from now on."""
    now = clock.now()
    advance(
        export, at=State.MAKING, to=State.READY, ready_at=now, expires_at=now + KEPT, done=export.done,
        territory_ids=sorted(written_for.territory_ids), as_admin=written_for.is_admin,
    )  # fmt: skip
    made = ExportMade(
        export_id=export.id,
        person_id=export.person_id,
        organisation_id=export.organisation_id,
        rows=export.done,
    )
    record(made, actor=actor)
    return export


@command
def refuse_export(*, actor: Actor, export: Export) -> Export:
    """Say that the table is not written, because who asked for it may not have it any more."""
    advance(export, at=State.MAKING, to=State.FAILED)
    record(ExportRefused(export_id=export.id), actor=actor)
    return export


def note_progress(export: Export, done: int) -> None:
    """Keep how many rows are written, for the page that waits."""
    export.done = done
    Export.objects.filter(pk=export.pk, state=State.MAKING).update(done=done)


def forget_exports() -> int:
    """Remove the files of tables whose time is over, and what a killed worker left; give how many tables it was."""
    now = clock.now()
    over = list(Export.objects.filter(state__in=Export.OWED, expires_at__lte=now)[:MOST_ROWS])
    for export in over:
        file_of(export).unlink(missing_ok=True)
        Export.objects.filter(pk=export.pk, expires_at__lte=now).update(state=State.GONE)
    Export.objects.filter(asked_at__lt=now - LISTED).delete()
    kept = {file_of(one).name for one in Export.objects.filter(state__in=Export.OWED)}
    for path in folder().iterdir():
        if path.name not in kept and path.stat().st_mtime < (now - KEPT).timestamp():
            path.unlink(missing_ok=True)
    return len(over)


def folder() -> Path:
    """Give the folder of tables, made when needed, closed to other users of the machine."""
    path = Path(settings.VMESTE.data).resolve() / "exports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def file_of(export: Export) -> Path:
    """Give the place of a table."""
    return folder() / code(export.id)


class Aside:
    """A file that takes its place only when it is whole: whoever is killed in the middle leaves the place empty."""

    def __init__(self, export: Export) -> None:
        """Write for this table."""
        self.place = file_of(export)

    def __enter__(self) -> IO[bytes]:
        """Open a file beside the place."""
        self.file = tempfile.NamedTemporaryFile(dir=self.place.parent, delete=False)
        return self.file.file

    def __exit__(self, kind: object, *_more: object) -> None:
        """Put the file in its place, or away."""
        self.file.close()
        if kind is None:
            Path(self.file.name).replace(self.place)
        else:
            Path(self.file.name).unlink(missing_ok=True)
