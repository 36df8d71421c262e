"""What people do with imports: upload, choose columns, confirm, cancel; and what ends them."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from vmeste.ground.facts.recording import record
from vmeste.ground.imports import meanings, policies, storage
from vmeste.ground.imports.corrections import corrected_by, own_headings
from vmeste.ground.imports.facts import ImportCancelled, ImportConfirmed, ImportFailed, ImportMapped, ImportUploaded
from vmeste.ground.imports.mapping import missing
from vmeste.ground.imports.meanings import Meanings
from vmeste.ground.imports.models import Import, Memory, Outcome, State, Trace
from vmeste.ground.imports.reader import Reading
from vmeste.ground.kernel import clock, registries
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.lifecycle import advance

KEPT = timedelta(days=30)
CORRECTABLE = (State.UPLOADED, State.CHECKED, State.FAILED)
NO_COUNTS = dict.fromkeys((*Outcome.values, "warned", "done", "place"), 0)


@command
def upload_import(  # noqa: PLR0913  what a file is takes so many words
    *, actor: Actor, import_id: int, kind: str, file_name: str, size: int, sha256: str, reading: Reading
) -> Import:
    """Take a file that could be read; it lies in `storage` under `import_id` already."""
    policies.can_import(actor, kind).enforce()
    load = Import.objects.create(
        id=import_id,
        kind=kind,
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        uploaded_at=clock.now(),
        moved_at=clock.now(),
        file_name=file_name[-200:],
        size=size,
        sha256=sha256,
        head=asdict(reading.head),
        total=reading.rows,
        corrects=corrected_by(actor, kind, file_name, reading.head.headings),
    )
    record(ImportUploaded(import_id=load.id, thing=kind, rows=reading.rows), actor=actor)
    return load


@command
def reread_import(*, actor: Actor, load: Import, reading: Reading) -> Import:
    """Take the file as it was read anew, with another encoding, delimiter, sheet or row of headings."""
    policies.can_correct(actor, load).enforce()
    advance(
        load, at=CORRECTABLE, to=State.UPLOADED,
        head=asdict(reading.head), mapping={}, total=reading.rows, moved_at=clock.now(), fault="", **NO_COUNTS,
    )  # fmt: skip
    load.rows.all().delete()
    return load


@command
def map_import(*, actor: Actor, load: Import, mapping: Mapping[str, str], options: Mapping[str, str]) -> Import:
    """Choose columns (field → heading) and answers to the questions of the kind; checking begins.

    Raises `Invalid` for a required field without a column, an unknown field or heading, a column taken twice, and for
    an answer the kind does not understand, by the name of the option.
    """
    policies.can_correct(actor, load).enforce()
    chosen = {field: heading for field, heading in mapping.items() if heading}
    refuse_wrong_mapping(load, chosen)
    registries.import_kinds.get(load.kind).start(actor, dict(options))
    advance(
        load, at=CORRECTABLE, to=State.CHECKING,
        mapping=chosen, options=dict(options), moved_at=clock.now(), fault="", unknown={},
        meanings=meanings.remembered(actor, load.kind), **NO_COUNTS,
    )  # fmt: skip
    load.rows.all().delete()
    remember(actor, load)
    record(ImportMapped(import_id=load.id, thing=load.kind), actor=actor)
    return load


@command
def give_meanings(*, actor: Actor, load: Import, chosen: Meanings) -> Import:
    """Say what unknown words mean (field → text → code, nothing for «leave empty»); rows are checked anew.

    The answers are remembered for later imports. Raises `Invalid` for codes that no vocabulary has.
    """
    policies.can_change(actor, load, State.CHECKED).enforce()
    keyed = {field: {meanings.key_of(text): code for text, code in told.items()} for field, told in chosen.items()}
    if wrong := meanings.refused(load.kind, keyed):
        raise Invalid({"": _("No vocabulary has this: %(words)s") % {"words": "; ".join(wrong)}})
    advance(
        load, at=State.CHECKED, to=State.CHECKING,
        meanings=meanings.merged(load.meanings, keyed), unknown={}, moved_at=clock.now(), **NO_COUNTS,
    )  # fmt: skip
    load.rows.all().delete()
    meanings.remember(actor, load.kind, keyed)
    record(ImportMapped(import_id=load.id, thing=load.kind), actor=actor)
    return load


def refuse_wrong_mapping(load: Import, mapping: Mapping[str, str]) -> None:
    """Raise `Invalid`, field → words, when columns cannot be what they are said to be."""
    fields = registries.import_kinds.get(load.kind).fields
    faults: dict[str, str] = {
        field.name: _("Choose the column with «%(field)s»: without it nothing can be loaded.") % {"field": field.label}
        for field in missing(fields, mapping)
    }
    taken: dict[str, str] = {}
    for name, heading in mapping.items():
        if heading not in load.headings or name not in {field.name for field in fields}:
            faults[name] = _("There is no such column.")
        elif heading in taken:
            faults[name] = _("This column is chosen twice.")
        taken[heading] = name
    if faults:
        raise Invalid(faults)


def remember(actor: Actor, load: Import) -> None:
    """Keep the choice for the next file with the same headings."""
    Memory.objects.update_or_create(
        kind=load.kind,
        owner=meanings.owner_of(actor),
        headings_hash=hash_of(load.headings),
        defaults={"mapping": load.mapping, "at": clock.now()},
    )


def hash_of(headings: list[str]) -> str:
    """Give what a set of headings is remembered by, whatever their order and with or without reasons of refusal."""
    return hashlib.sha256("\n".join(sorted(own_headings(headings))).encode()).hexdigest()


@command
def confirm_import(*, actor: Actor, load: Import) -> Import:
    """Say yes to what the check showed; writing begins."""
    policies.can_change(actor, load, State.CHECKED).enforce()
    advance(load, at=State.CHECKED, to=State.WRITING, moved_at=clock.now(), **NO_COUNTS)
    record(ImportConfirmed(import_id=load.id, thing=load.kind), actor=actor)
    return load


@command
def cancel_import(*, actor: Actor, load: Import) -> Import:
    """Give an import up before anything is written; its rows go, the file goes with the others in time."""
    policies.can_change(actor, load, *Import.OPEN).enforce()
    advance(load, at=Import.OPEN, to=State.CANCELLED, moved_at=clock.now())
    record(ImportCancelled(import_id=load.id, thing=load.kind), actor=actor)
    return load


@command
def stop_import(*, actor: Actor, load: Import) -> Import:
    """Stop writing between two chunks; what is written stays and is counted."""
    policies.can_change(actor, load, State.WRITING).enforce()
    fault = _("It was stopped by hand. What had been loaded by then stays.")
    advance(load, at=State.WRITING, to=State.FAILED, fault=fault, moved_at=clock.now())
    record(ImportFailed(import_id=load.id, thing=load.kind, done=load.done), actor=actor)
    return load


@command
def fail_import(*, actor: Actor, load: Import, why: str) -> Import:
    """Stop an import whose kind refuses it as a whole; what earlier chunks wrote stays and is counted."""
    unwritten = NO_COUNTS if load.state == State.CHECKING else {}
    advance(load, at=State(load.state), to=State.FAILED, fault=why, moved_at=clock.now(), **unwritten)
    record(ImportFailed(import_id=load.id, thing=load.kind, done=load.done), actor=actor)
    return load


def forget_old_imports(*, actor: Actor) -> int:
    """Forget imports older than 30 days, each in a transaction of its own; give how many were forgotten."""
    before = clock.now() - KEPT
    Trace.objects.filter(
        source__in=Import.objects.filter(uploaded_at__lt=before).exclude(state__in=Import.RUNNING)
    ).delete()
    old = Import.objects.filter(uploaded_at__lt=before, forgotten_at=None).exclude(state__in=Import.RUNNING)
    return sum(forget_import(actor=actor, load=load) for load in old)


@command
def forget_import(*, actor: Actor, load: Import) -> bool:
    """Remove file and rows, unless the import has moved on meanwhile; the counts stay."""
    del actor  # only recurring work calls this
    ended = State.CANCELLED if load.state in Import.OPEN else State(load.state)
    same = Import.objects.filter(pk=load.pk, state=load.state, forgotten_at=None)
    if not same.update(forgotten_at=clock.now(), state=ended):
        return False
    load.rows.all().delete()
    transaction.on_commit(lambda: storage.forget(load.pk))
    return True
