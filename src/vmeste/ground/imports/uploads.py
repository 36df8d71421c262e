"""Taking a file from a form: kept, read, entered; on a fault nothing stays."""

import zlib
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile

from vmeste.ground.imports import queries, reader, storage
from vmeste.ground.imports.commands import upload_import
from vmeste.ground.imports.models import Import
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.ids import new_id
from vmeste.ground.kernel.turns import turn

SAME_CLICK = timedelta(minutes=1)


def take(actor: Actor, kind: str, file: "UploadedFile[bytes]") -> Import:
    """Keep and read a file and enter the import; the same file sent twice within a minute is one import.

    Not in a transaction: reading takes seconds, and others want to write. Raises `Unreadable`.
    """
    import_id = new_id()
    try:
        size, sha256 = storage.keep(import_id, file.chunks())
        with turn(turn_of(actor, kind, sha256)):
            if same := just_uploaded(actor, kind, sha256):
                storage.forget(import_id)
                return same
            known = queries.known_headings(kind)
            reading = reader.read_table(storage.file_of(import_id), storage.lines_of(import_id), known)
            return upload_import(
                actor=actor,
                import_id=import_id,
                kind=kind,
                file_name=file.name or "",
                size=size,
                sha256=sha256,
                reading=reading,
            )
    except BaseException:
        storage.forget(import_id)
        raise


def turn_of(actor: Actor, kind: str, sha256: str) -> str:
    """Name the turn in which the second of two clicks waits until the first file is read; one of 256."""
    return f"upload-{zlib.crc32(f'{actor.person_id} {kind} {sha256}'.encode()) % 256}"


def just_uploaded(actor: Actor, kind: str, sha256: str) -> Import | None:
    """Give the import that the first of two clicks made."""
    if actor.person_id is None:
        return None
    recent = Import.objects.filter(uploaded_at__gt=clock.now() - SAME_CLICK, state__in=Import.OPEN)
    return recent.filter(person_id=actor.person_id, kind=kind, sha256=sha256).first()
