"""Where files of imports lie: `DATA/imports/<code>` as it came, `<code>.lines` as it was read."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from vmeste.ground.imports.reading.faults import Fault, Unreadable
from vmeste.ground.imports.reading.limits import UPLOAD
from vmeste.ground.kernel.ids import code


def folder() -> Path:
    """Give the folder, made when needed, closed to other users of the machine."""
    path = Path(settings.VMESTE.data).resolve() / "imports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def file_of(import_id: int) -> Path:
    """Give the place of the file as it came."""
    return folder() / code(import_id)


def lines_of(import_id: int) -> Path:
    """Give the place of its rows."""
    return folder() / f"{code(import_id)}.lines"


def keep(import_id: int, parts: Iterable[bytes]) -> tuple[int, str]:
    """Write a file part by part; give its size in bytes and its SHA-256. Raises `Unreadable`."""
    digest, size = hashlib.sha256(), 0
    with file_of(import_id).open("wb") as out:
        for part in parts:
            size += len(part)
            if size > UPLOAD:
                raise Unreadable(Fault.TOO_MANY_BYTES, most=UPLOAD // 2**20)
            digest.update(part)
            out.write(part)
    return size, digest.hexdigest()


def forget(import_id: int) -> None:
    """Remove the file and its rows; what is gone already is no fault."""
    file_of(import_id).unlink(missing_ok=True)
    lines_of(import_id).unlink(missing_ok=True)
