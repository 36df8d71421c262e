"""The child process that reads a file: limits first, then rows to its output as lines of JSON.

Input: one JSON object (`Wish`). Output: a line with what was found out (`Head`), a line `[number, cells]` or
`[number, cells, fault]` for each row that is not empty, a last line `{"rows": n}`; or, at any point, a fault.
"""

import dataclasses
import json
import re
import resource
import sys
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import IO

from python_calamine import CalamineWorkbook

from vmeste.ground.imports.reading import headings, sheets
from vmeste.ground.imports.reading.delimited import RawRow
from vmeste.ground.imports.reading.documents import from_documents
from vmeste.ground.imports.reading.faults import Fault, Unreadable
from vmeste.ground.imports.reading.found import Head, Wish
from vmeste.ground.imports.reading.limits import CELL, COLUMNS, CPU_SECONDS, HEAD, MEMORY, OUTPUT, ROWS, SHEETS
from vmeste.ground.imports.reading.texts import from_text

WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
OTHERS = (
    (b"%PDF", Fault.PDF),
    (b"{\\rtf", Fault.DOCUMENT),
    (b"Rar!", Fault.ARCHIVE),
    (b"7z\xbc\xaf", Fault.ARCHIVE),
    (b"\x1f\x8b", Fault.ARCHIVE),
)
MARKUP = (
    (b"<!doctype html", Fault.WEB_PAGE),
    (b"<html", Fault.WEB_PAGE),
    (b"<table", Fault.WEB_PAGE),
    (b"<?xml", Fault.XML),
)
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
FORMULA_GUARD = re.compile(r"^'(?=[=+\-@\t\r])")
DOCUMENT = re.compile(rb"\{|\[\s*[\[{\]]")  # how JSON with records begins


def main() -> None:
    """Read as wished, within limits; never ends in a trace."""
    wish = Wish(**json.load(sys.stdin))
    set_limits()
    out, encode = sys.stdout, json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
    try:
        for line in told(wish):
            out.write(encode(line) + "\n")
        out.flush()
    except Unreadable as fault:
        tell_fault(out, fault.code, fault.details)
    except MemoryError:
        tell_fault(out, Fault.TOO_LARGE, {})
    except OSError:
        sys.exit(3)  # the space for rows is used up; the parent knows what it means


def set_limits() -> None:
    """Bound memory, time and output, so that a hostile file can only hurt this process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def tell_fault(out: IO[str], code: Fault, details: dict[str, str | int]) -> None:
    """Write why the file cannot be read, as the last line."""
    out.write("\n" + json.dumps({"fault": code, "details": details}) + "\n")
    out.flush()


def told(wish: Wish) -> Iterator[object]:
    """Give what is written: the head, rows, the end."""
    with Path(wish.path).open("rb") as file:
        start = file.read(512)
    if not start:
        raise Unreadable(Fault.EMPTY)
    text = refuse_strangers(start)
    if start.startswith(WORKBOOKS):
        yield from table(wish, *from_workbook(wish))
    elif not DOCUMENT.match(text):
        yield from table(wish, *from_text(wish))
    else:
        head, rows = from_documents(wish)
        yield from records(head, rows) if head.format == "records" else table(wish, head, rows)


def refuse_strangers(start: bytes) -> bytes:
    """Name the well-known kinds of file that are no tables; give the beginning without marks, blanks, zeros."""
    text = start.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    text = text.replace(b"\x00", b"").lstrip()
    for mark, code in OTHERS:
        if start.startswith(mark):
            raise Unreadable(code)
    for mark, code in MARKUP:
        if text.lower().startswith(mark):
            raise Unreadable(code)
    return text


def from_workbook(wish: Wish) -> tuple[Head, Iterator[RawRow]]:
    """Give head and rows of a sheet: the one wished, else the first with known headings, else the first with rows."""
    book = sheets.open_workbook(Path(wish.path))
    names = sheets.visible_sheets(book)
    if not names or (wish.sheet and wish.sheet not in names):
        raise Unreadable(Fault.NO_SHEET)
    name = wish.sheet or likely_sheet(book, names, frozenset(wish.words))
    rows = sheets.sheet_rows(book, name)
    first = next((row for row in rows if any(row.cells)), None)
    if first is None:
        raise Unreadable(Fault.NO_ROWS)
    return Head("workbook", sheet=name, sheets=names), chain([first], rows)


def likely_sheet(book: CalamineWorkbook, names: list[str], words: frozenset[str]) -> str:
    """Give the first sheet whose headings are known, else the first that has rows: a title page often goes before."""
    filled = ""
    for name in names[:SHEETS]:
        first = [row.cells for row in islice(sheets.sheet_rows(book, name), HEAD)]
        if any(map(any, first)):
            filled = filled or name
            if headings.are_known(first, words):
                return name
    return filled or names[0]


def table(wish: Wish, head: Head, rows: Iterator[RawRow]) -> Iterator[object]:
    """Find the headings, then give head, rows under them, and their number."""
    rows = (tidy(row) for row in rows)
    first = list(islice(rows, HEAD))
    position = header_position(wish, first)
    header = first[position].cells if position >= 0 else []
    below = first[position + 1 :]
    if position >= 0 and below and goes_on(wish, header, below[0].cells):
        header = headings.joined_lines(header, below[0].cells)
        head.header_lines, below = 2, below[1:]
    if position >= 0 and below and headings.is_numbering(below[0].cells):
        below = below[1:]
    width = last_filled(header) or max((last_filled(row.cells) for row in below), default=0)
    if width > COLUMNS:
        raise Unreadable(Fault.TOO_MANY_COLUMNS, most=COLUMNS)
    head.header_row = first[position].number if position >= 0 else 0
    head.headings = headings.name_columns(header, width)
    yield dataclasses.asdict(head)
    yield from counted(chain(below, rows), width)


def records(head: Head, rows: Iterator[RawRow]) -> Iterator[object]:
    """Give head, rows and their number, where the headings are known already."""
    names = headings.name_columns(head.headings, len(head.headings) or 1)
    yield dataclasses.asdict(dataclasses.replace(head, headings=names, header_lines=0))
    yield from counted(map(tidy, rows), len(names))


def counted(rows: Iterator[RawRow], width: int) -> Iterator[object]:
    """Give rows that are not empty, then how many they were."""
    count = 0
    for row in rows:
        if not any(row.cells):
            continue
        count += 1
        if count > ROWS:
            raise Unreadable(Fault.TOO_MANY_ROWS, most=ROWS)
        yield framed(row, width)
    if not count:
        raise Unreadable(Fault.NO_ROWS)
    yield {"rows": count}


def goes_on(wish: Wish, header: list[str], below: list[str]) -> bool:
    """Tell whether headings stand in two rows: as wished, else as it looks."""
    return headings.has_second_line(header, below) if wish.header_lines is None else wish.header_lines > 1


def header_position(wish: Wish, first: list[RawRow]) -> int:
    """Give where among the first rows the headings stand, -1 for nowhere."""
    if wish.header_row is None:
        return headings.find_header([row.cells for row in first], frozenset(wish.words))
    if wish.header_row == 0:
        return -1
    for position, row in enumerate(first):
        if row.number == wish.header_row:
            return position
    raise Unreadable(Fault.NO_SUCH_HEADER, most=HEAD)


def tidy(row: RawRow) -> RawRow:
    """Drop signs nobody sees and blanks around cells; cut cells that are too long and say so."""
    if UNSEEN.search("".join(row.cells)):
        row.cells = [UNSEEN.sub("", cell) for cell in row.cells]
    row.cells = [cell.strip() for cell in row.cells]
    for position, cell in enumerate(row.cells):
        if cell[:1] == "'":
            row.cells[position] = FORMULA_GUARD.sub("", cell)
        if len(cell) > CELL:
            row.cells[position] = cell[:CELL]
            row.fault = row.fault or "long_cell"
    return row


def framed(row: RawRow, width: int) -> list[object]:
    """Give a row as it is written: exactly `width` cells; more filled ones than headings are a fault."""
    cells, fault = row.cells, row.fault
    if len(cells) != width:
        if len(cells) > width and any(cells[width:]):
            fault = fault or "more_cells"
        cells = (cells + [""] * (width - len(cells)))[:width]
    return [row.number, cells, fault] if fault else [row.number, cells]


def last_filled(cells: list[str]) -> int:
    """Give how many cells there are up to the last one that is filled."""
    return next((position for position in range(len(cells), 0, -1) if cells[position - 1]), 0)


if __name__ == "__main__":
    main()
