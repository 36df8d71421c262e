"""Taking a whole import back: asked for, examined, then undone chunk by chunk, the newest first.

Nothing is taken back while anything was built on it. A chunk and the note that it is taken back are one transaction.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from vmeste.ground.facts.recording import record
from vmeste.ground.imports import passes, policies
from vmeste.ground.imports.commands import KEPT
from vmeste.ground.imports.facts import ChunkUndone, ImportUndone, UndoAsked, UndoBegun, UndoRefused
from vmeste.ground.imports.models import Import, Outcome, State, Trace
from vmeste.ground.kernel import clock, registries
from vmeste.ground.kernel import undoing as kernel
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Refused, Stale
from vmeste.ground.kernel.lifecycle import advance
from vmeste.ground.kernel.undoing import InTheWay, Obstacle

WRITTEN = (State.DONE, State.FAILED)
MOST_TOLD = 50


def kept_until(load: Import) -> datetime:
    """Give the moment until which an import can be undone."""
    return load.uploaded_at + KEPT


@command
def undo_import(*, actor: Actor, load: Import) -> Import:
    """Ask to take back all that an import made and changed; first it is examined in the background."""
    policies.can_undo(actor, load).enforce()
    changes = {"moved_at": clock.now(), "place": 0, "obstacles": [], "undone_by_id": actor.person_id}
    advance(load, at=WRITTEN, to=State.EXAMINING, **changes)
    record(UndoAsked(import_id=load.id, thing=load.kind), actor=actor)
    return load


def examine(load: Import) -> list[Obstacle]:
    """Tell what stands in the way of the whole import; reads all chunks, the newest first, and writes nothing."""
    seen = kernel.Seen()
    return [found for trace in newest_first(load) for found in kernel.obstacles(plain(trace), seen)]


def newest_first(load: Import) -> Iterator[Trace]:
    """Give what chunks left, one after the other."""
    rows: QuerySet[Trace] = load.traces.order_by("-id")
    return rows.iterator(chunk_size=1)


def plain(trace: Trace) -> kernel.Trace:
    """Give a trace as the kernel knows it."""
    return kernel.Trace(trace.made, trace.as_made, [(table, key, values) for table, key, values in trace.changed])


@command
def begin_undoing(*, actor: Actor, load: Import) -> Import:
    """Say after the examination that nothing stands in the way."""
    advance(load, at=State.EXAMINING, to=State.UNDOING, moved_at=clock.now())
    record(UndoBegun(import_id=load.id, thing=load.kind), actor=actor)
    return load


@command
def refuse_undoing(*, actor: Actor, load: Import, obstacles: Sequence[Obstacle]) -> Import:
    """Keep what stands in the way (at most `MOST_TOLD`, each thing once) and leave the import as it is."""
    told = [[one.why, one.on, one.by] for one in dict.fromkeys(obstacles)][:MOST_TOLD]
    written = State.FAILED if load.fault else State.DONE
    advance(load, at=(State.EXAMINING, State.UNDOING), to=written, obstacles=told, place=0, moved_at=clock.now())
    record(UndoRefused(import_id=load.id, thing=load.kind, obstacles=len(obstacles)), actor=actor)
    return load


@command
def undo_chunk(*, actor: Actor, asked: Actor, load: Import) -> Import:
    """Take the newest chunk back with the rights of who asked; after the last one the import is undone.

    Raises `InTheWay`, `Refused`.
    """
    newest = load.traces.order_by("-id").first()
    if newest:
        registries.import_kinds.get(load.kind).undo(asked, plain(newest))
        newest.delete()
    left = load.traces.exists()
    state = State.UNDOING if left else State.UNDONE
    advance(load, at=State.UNDOING, to=state, place=load.place + 1, moved_at=clock.now())
    if left:
        record(ChunkUndone(import_id=load.id, thing=load.kind, done=load.place), actor=actor)
    else:
        load.rows.exclude(outcome=Outcome.WRONG).update(target_id=None)
        record(ImportUndone(import_id=load.id, thing=load.kind), actor=actor)
    return load


@command
def give_undoing_up(*, actor: Actor, load: Import, why: Refused) -> Import:
    """Stop taking back because the right to it is gone; what is undone by then stays undone."""
    advance(load, at=(State.EXAMINING, State.UNDOING), to=State.FAILED, fault=str(why.reason), moved_at=clock.now())
    record(UndoRefused(import_id=load.id, thing=load.kind, obstacles=0), actor=actor)
    return load


def go_on(load: Import) -> None:
    """Do the next step of undoing, unless another process does it: examine, or take one chunk back."""
    if load.state == State.EXAMINING:
        obstacles = examine(load)
        with suppress(Stale):  # another process has seen the same
            if obstacles:
                refuse_undoing(actor=SYSTEM, load=load, obstacles=obstacles)
            else:
                begin_undoing(actor=SYSTEM, load=load)
        return
    try:
        with transaction.atomic():
            if passes.take(load):
                undo_chunk(actor=SYSTEM, asked=who_undoes(load), load=load)
    except InTheWay as found:
        refuse_undoing(actor=SYSTEM, load=Import.objects.get(pk=load.id), obstacles=found.obstacles)
    except Refused as refused:
        give_undoing_up(actor=SYSTEM, load=Import.objects.get(pk=load.id), why=refused)


def who_undoes(load: Import) -> Actor:
    """Give the actor of who asked for it, with the rights of this moment."""
    if load.undone_by_id is None:
        return SYSTEM
    return registries.actor_makers.get("person")(load.undone_by_id, load.organisation_id)
