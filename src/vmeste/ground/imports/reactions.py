"""What this room does later: the passes over files, and forgetting old ones."""

from datetime import timedelta

from django.db import transaction
from django.utils import translation

from vmeste.ground.facts.reactions import Told, later_reaction
from vmeste.ground.facts.recurring import recurring
from vmeste.ground.imports import passes, undoing
from vmeste.ground.imports.commands import fail_import, forget_old_imports
from vmeste.ground.imports.facts import (
    ChunkChecked,
    ChunkUndone,
    ChunkWritten,
    ImportConfirmed,
    ImportMapped,
    UndoAsked,
    UndoBegun,
)
from vmeste.ground.imports.models import Import, State
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.errors import Invalid, Refused


@later_reaction(ImportMapped, ChunkChecked, name="imports.check", lane="heavy")
def check(told: Told) -> None:
    """Check the next chunk; its fact brings the one after it."""
    go_on(told, State.CHECKING)


@later_reaction(ImportConfirmed, ChunkWritten, name="imports.write", lane="heavy")
def write(told: Told) -> None:
    """Write the next chunk; its fact brings the one after it."""
    go_on(told, State.WRITING)


def go_on(told: Told, state: State) -> None:
    """Run one chunk, unless it ran already or nobody wants it any more; a refusal of the whole file ends the import."""
    load = (
        Import.objects.filter(pk=told.fact.import_id, state=state, done=getattr(told.fact, "done", 0))
        .select_related("person")
        .first()
    )
    if load is None or not passes.take(load):
        return
    step = passes.check_chunk if state is State.CHECKING else passes.write_chunk
    try:
        # Reasons are kept as text, in the language of the person who will read them.
        with transaction.atomic(), translation.override(load.person.language if load.person else None):
            step(actor=SYSTEM, load=load)
    except Refused as refused:
        stop(load.id, str(refused.reason))
    except Invalid as invalid:
        stop(load.id, " ".join(map(str, invalid.faults.values())))
    except FileNotFoundError:
        stop(load.id, passes.lost_file())


def stop(import_id: int, why: str) -> None:
    """End an import with words; read anew, for the chunk that failed is undone."""
    fail_import(actor=SYSTEM, load=Import.objects.get(pk=import_id), why=why)


@later_reaction(UndoAsked, name="imports.examine", lane="heavy", outside=True)
def look_before_undoing(told: Told) -> None:
    """Look what stands in the way of undoing; reads long and writes one line, so outside any transaction."""
    if load := Import.objects.filter(pk=told.fact.import_id, state=State.EXAMINING).first():
        undoing.go_on(load)


@later_reaction(UndoBegun, ChunkUndone, name="imports.undo", lane="heavy")
def undo(told: Told) -> None:
    """Take the next chunk back; its fact brings the one before it."""
    place = getattr(told.fact, "done", 0)
    if load := Import.objects.filter(pk=told.fact.import_id, state=State.UNDOING, place=place).first():
        undoing.go_on(load)


@recurring("imports.forget", every=timedelta(hours=24))
def forget() -> None:
    """Forget files and rows of old imports."""
    forget_old_imports(actor=SYSTEM)
