"""The catalogues of texts, one per room: `update` collects, `compile` makes what Django reads, `check` tells faults.

Extraction is Babel's, over Python and Jinja2; catalogues are sorted, without locations and without obsolete entries.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "vmeste"
CATALOGUE = Path("locale") / "ru" / "LC_MESSAGES" / "django.po"
TEMPLATES = [f"**/templates/**.{kind}" for kind in ("html", "txt", "xml")]
METHODS = [("**.py", "python"), *((pattern, "jinja2") for pattern in TEMPLATES)]
OPTIONS = {pattern: {"silent": "false", "newstyle_gettext": "true", "trimmed": "true"} for pattern in TEMPLATES}
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)")
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def rooms() -> Iterator[Path]:
    """Give every folder that is a Django application, which is what a room is."""
    yield from sorted(path.parent for path in SOURCE.rglob("apps.py"))
    yield SOURCE / "config"


def extract(room: Path) -> Catalog:
    """Collect the texts of one room in memory; raises what Babel raises on a template it cannot read."""
    found = Catalog(fuzzy=False)
    inner = [other for other in rooms() if other != room and other.is_relative_to(room)]
    for name, _line, text, _comments, context in extract_from_dir(
        str(room), METHODS, OPTIONS, keywords=KEYWORDS, directory_filter=_not_hidden
    ):
        if not any((room / name).is_relative_to(other) for other in inner):
            found.add(text, None, context=context)
    return found


def read(room: Path) -> Catalog:
    """Read a room's Russian catalogue; empty when there is none."""
    path = room / CATALOGUE
    if not path.exists():
        return _empty()
    with path.open("rb") as stream:
        return read_po(stream, locale="ru")


def merged(room: Path) -> Catalog:
    """Give the catalogue as it should stand: the texts of the code with the translations we have, nothing else."""
    known = read(room)
    fresh = _empty()
    for message in extract(room):
        if not message.id:
            continue
        old = known.get(_key(message), context=message.context)
        kept = old.string if old is not None and not old.fuzzy and _same_shape(old, message) else ""
        fresh.add(message.id, kept or None, context=message.context, flags=message.flags - {"fuzzy"})
    return fresh


def faults(room: Path) -> list[str]:
    """Tell what is wrong with a room's catalogue: missing, untranslated, fuzzy, left over, different placeholders."""
    known, needed = read(room), extract(room)
    told = []
    wanted = {(_key(message), message.context) for message in needed if message.id}
    for message in needed:
        if message.id:
            told += _faults_of(known.get(_key(message), context=message.context), message)
    for message in known:
        if message.id and (_key(message), message.context) not in wanted:
            told.append(f"no longer in the code: {_key(message)!r}")
    return told


def _faults_of(found: Message | None, message: Message) -> list[str]:
    """Tell what is wrong with one translation."""
    name = repr(_key(message))
    if found is None:
        return [f"not in the catalogue: {name}"]
    if found.fuzzy:
        return [f"fuzzy: {name}"]
    strings = found.string if isinstance(found.string, (tuple, list)) else (found.string,)
    if not all(strings) or len(strings) < (3 if message.pluralizable else 1):
        return [f"not translated: {name}"]
    return [f"{name}: other placeholders than the source" for string in strings if not _same_holes(message, string)]


def _same_holes(message: Message, string: str | None) -> bool:
    """Tell whether a translation names the same values; one of several plural forms may leave some out."""
    sources = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    named, wanted = set(PLACEHOLDER.findall(string or "")), set(PLACEHOLDER.findall(" ".join(sources)))
    return named <= wanted if message.pluralizable else named == wanted


def update() -> int:
    """Write every room's catalogue anew; give how many translations are missing."""
    missing = 0
    for room in rooms():
        catalogue = merged(room)
        if not len(catalogue):
            continue
        path = room / CATALOGUE
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, partial(_write_sorted, catalogue))
        for fault in faults(room):
            missing += 1
            sys.stdout.write(f"{room.relative_to(SOURCE)}: {fault}\n")
    return missing


def check() -> int:
    """Tell every fault of every catalogue; give their number."""
    told = [f"{room.relative_to(SOURCE)}: {fault}" for room in rooms() for fault in faults(room)]
    sys.stdout.write("".join(f"{line}\n" for line in told))
    return len(told)


def compile_changed() -> int:
    """Make the `.mo` of each `.po` that is newer; give how many were made."""
    changed = [po for po in sorted(SOURCE.rglob("*.po")) if _is_older(po.with_suffix(".mo"), po)]
    for po in changed:
        with po.open("rb") as stream:
            catalogue = read_po(stream, locale="ru")
        _write(po.with_suffix(".mo"), partial(_write_compiled, catalogue))
    return len(changed)


def _write_sorted(catalogue: Catalog, stream: BinaryIO) -> None:
    write_po(stream, catalogue, width=120, no_location=True, sort_output=True, ignore_obsolete=True)


def _write_compiled(catalogue: Catalog, stream: BinaryIO) -> None:
    write_mo(stream, catalogue)


def _write(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Put a file in place whole, or not at all: several processes may do it at once."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")
    with os.fdopen(handle, "wb") as stream:
        write(stream)
    Path(name).chmod(0o644)
    Path(name).replace(path)


def _empty() -> Catalog:
    """Give a catalogue whose heading never changes by itself."""
    return Catalog(
        locale="ru",
        project="vmeste",
        version="",
        fuzzy=False,
        creation_date=EPOCH,
        revision_date=EPOCH,
        last_translator="",
        language_team="",
        msgid_bugs_address="",
        copyright_holder="Vmeste",
        charset="utf-8",
        header_comment="# Russian texts of this room; made by `make messages`, translated by hand.",
    )


def _key(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)


def _same_shape(old: Message, new: Message) -> bool:
    return bool(old.pluralizable) == bool(new.pluralizable)


def _not_hidden(name: str) -> bool:
    return not Path(name).name.startswith((".", "__pycache__", "locale", "static", "migrations"))


def _is_older(made: Path, source: Path) -> bool:
    return not made.exists() or made.stat().st_mtime_ns < source.stat().st_mtime_ns


def main(arguments: list[str]) -> int:
    """Do what the one argument names; return a shell's exit status."""
    deeds = {"update": update, "check": check, "compile": compile_changed}
    if len(arguments) != 1 or arguments[0] not in deeds:
        sys.stderr.write(f"usage: messages.py {'|'.join(deeds)}\n")
        return 2
    count = deeds[arguments[0]]()
    return 1 if count and arguments[0] == "check" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
