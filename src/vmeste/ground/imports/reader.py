"""Reading a file of unknown origin: a child process within limits writes its rows to a file of lines beside it."""

import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

import vmeste
from vmeste.ground.imports.reading.faults import Fault, Unreadable
from vmeste.ground.imports.reading.found import Head, Wish
from vmeste.ground.imports.reading.headings import normal
from vmeste.ground.imports.reading.limits import WALL_SECONDS
from vmeste.ground.kernel.errors import type_text

SOURCE = Path(vmeste.__file__).resolve().parent.parent
CHILD = "vmeste.ground.imports.reading.child"
OUT_OF_TIME = 24  # SIGXCPU
OUT_OF_SPACE = 3  # what the child says when it may write no more

WORDS: dict[Fault, type_text] = {
    Fault.EMPTY: _("The file is empty."),
    Fault.NO_ROWS: _("The file has headings at most, but no rows."),
    Fault.NOT_A_TABLE: _(
        "This is no table: the file holds neither text nor a workbook. Save the table as XLSX or CSV and try again."
    ),
    Fault.PDF: _("This is a PDF. Save the table as XLSX or CSV and try again."),
    Fault.DOCUMENT: _("This is a text document. Copy the table into a workbook, save it as XLSX or CSV and try again."),
    Fault.PROSE: _("This is a text or a file of settings, not a table."),
    Fault.ARCHIVE: _("This is an archive. Unpack it and choose the table inside."),
    Fault.WEB_PAGE: _(
        "This is a web page, whatever its name says. Open it in a table program, save it as XLSX or CSV and try again."
    ),
    Fault.XML: _(
        "This is XML, which cannot be read yet. Open it in a table program, save it as XLSX or CSV and try again."
    ),
    Fault.BROKEN_JSON: _("This is JSON with a mistake in line %(line)s. Load it anew from where it came."),
    Fault.NO_RECORDS: _("This JSON holds no list of records that could become rows."),
    Fault.TOO_DEEP: _("This JSON is nested too deeply to be a register."),
    Fault.PASSWORD: _("The workbook is protected by a password. Save it without one and try again."),
    Fault.BROKEN_WORKBOOK: _("The workbook is damaged. Open it in a table program, save it anew and try again."),
    Fault.NO_SHEET: _("The workbook has no such sheet with a table."),
    Fault.NO_SUCH_HEADER: _("Headings must stand among the first %(most)s rows that are read."),
    Fault.UNKNOWN_ENCODING: _("The encoding «%(encoding)s» is not known."),
    Fault.TOO_LARGE: _(
        "The table needs more memory than may be spent on a file. Split it and load the parts one by one."
    ),
    Fault.TOO_SLOW: _("Reading took too long and was stopped. Split the file and load the parts one by one."),
    Fault.TOO_MANY_ROWS: _("The table has more than %(most)s rows. Split it and load the parts one by one."),
    Fault.TOO_MANY_COLUMNS: _("The table has more than %(most)s columns. Leave only those that are needed."),
    Fault.TOO_MANY_BYTES: _("The file is larger than %(most)s MB. Split it and load the parts one by one."),
}

ROW_WORDS: dict[str, type_text] = {
    "open_quote": _("A quotation mark opens a cell and is never closed."),
    "letters": _("Some letters cannot be read: this row is in another encoding than the file."),
    "no_record": _("This entry is no record that could become a row."),
    "long_cell": _("A cell holds more than 32,000 characters."),
    "more_cells": _("The row has more cells than there are headings: probably a delimiter stands inside a text."),
}


def words(fault: Unreadable) -> str:
    """Say in the reader's language why a file cannot be read."""
    return str(WORDS[fault.code]) % fault.details


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read: number as a table program shows it, cells, words if the row itself cannot be read."""

    number: int
    cells: list[str]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a file; its rows stand in `lines` as JSON."""

    head: Head
    rows: int
    lines: Path

    def sample(self, most: int) -> list[Row]:
        """Give the first rows."""
        return list(islice((row for row, _end in rows_from(self.lines, 0)), most))


def read_table(path: Path, lines: Path, known: Collection[str] = (), **corrected: Any) -> Reading:
    """Read `path` into `lines`; `known` are headings to look for, `corrected` fields of `Wish`.

    Raises `Unreadable`, or `OSError` when `path` cannot be opened; then `lines` does not exist.
    """
    wish = Wish(path=str(path), words=sorted({normal(word) for word in known}), **corrected)
    try:
        return _read(wish, lines)
    except BaseException:
        lines.unlink(missing_ok=True)
        raise


def _read(wish: Wish, lines: Path) -> Reading:
    with Path(wish.path).open("rb"):
        pass  # what cannot be opened is told by the system's own error
    with lines.open("wb") as out:
        status = _run_child(wish, out)
    last = _last_line(lines)
    if "fault" in last:
        raise Unreadable(Fault(last["fault"]), **last["details"])
    if status or "rows" not in last:
        raise Unreadable(Fault.TOO_SLOW if status == -OUT_OF_TIME else Fault.TOO_LARGE)
    with lines.open(encoding="utf-8") as file:
        return Reading(Head(**json.loads(file.readline())), last["rows"], lines)


def _run_child(wish: Wish, out: IO[bytes]) -> int:
    command = [sys.executable, "-P", "-X", "utf8", "-m", CHILD]
    surroundings = {"PYTHONPATH": str(SOURCE), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
    with subprocess.Popen(  # noqa: S603  our own module, nothing of the user's in the command
        command, stdin=subprocess.PIPE, stdout=out, stderr=subprocess.DEVNULL, env=surroundings
    ) as child:
        try:
            child.communicate(json.dumps(asdict(wish)).encode(), timeout=WALL_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            raise Unreadable(Fault.TOO_SLOW) from None
        return child.returncode


def _last_line(lines: Path) -> dict[str, Any]:
    """Give the line with which the child ended; nothing when it was stopped in the middle."""
    with lines.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - 4096))
        tail = file.read().rstrip(b"\n").rpartition(b"\n")[2]
    try:
        last = json.loads(tail)
    except ValueError:
        return {}
    return last if isinstance(last, dict) else {}


def rows_from(lines: Path, offset: int) -> Iterator[tuple[Row, int]]:
    """Give rows from a byte offset on (0: the beginning), each with the offset after it."""
    with lines.open("rb") as file:
        if offset:
            file.seek(offset)
        else:
            offset = len(file.readline())
        for line in file:
            if not line.startswith(b"["):
                return
            offset += len(line)
            number, cells, *fault = json.loads(line)
            yield Row(number, cells, fault[0] if fault else ""), offset
