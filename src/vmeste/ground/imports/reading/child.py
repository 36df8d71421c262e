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
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import IO

from vmeste.ground.imports.reading import headings, sheets
from vmeste.ground.imports.reading.delimited import RawRow, delimited_rows, find_delimiter, open_encoding, text_lines
from vmeste.ground.imports.reading.faults import Fault, Unreadable
from vmeste.ground.imports.reading.limits import CELL, COLUMNS, CPU_SECONDS, HEAD, MEMORY, OUTPUT, ROWS, SAMPLE

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
BROKEN = re.compile("[\ud800-\udfff]")
FORMULA_GUARD = re.compile(r"^'(?=[=+\-@\t\r])")
RUSSIAN = re.compile("[а-яёА-ЯЁ]")
FEW_LETTERS = 4
SAMPLE_LINES = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """What to read and how, as far as a person corrected it; `header_row` counts from 1, 0 means «no headings»."""

    path: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int | None = None
    words: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Head:
    """What was found out about a file before its rows."""

    format: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    header_row: int = 0
    headings: list[str] = field(default_factory=list)


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
    refuse_strangers(start)
    yield from table(wish, *(from_workbook(wish) if start.startswith(WORKBOOKS) else from_text(wish)))


def refuse_strangers(start: bytes) -> None:
    """Name the well-known kinds of file that are no tables."""
    low = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, code in OTHERS:
        if start.startswith(mark):
            raise Unreadable(code)
    for mark, code in MARKUP:
        if low.startswith(mark):
            raise Unreadable(code)
    if low.startswith((b"{", b"[{", b"[\n", b"[\r")):
        raise Unreadable(Fault.JSON)


def from_workbook(wish: Wish) -> tuple[Head, Iterator[RawRow]]:
    """Give head and rows of a sheet: the one wished, else the first that has rows."""
    book = sheets.open_workbook(Path(wish.path))
    names = sheets.visible_sheets(book)
    if not names or (wish.sheet and wish.sheet not in names):
        raise Unreadable(Fault.NO_SHEET)
    for name in [wish.sheet] if wish.sheet else names:
        rows = sheets.sheet_rows(book, name)
        first = next((row for row in rows if any(row.cells)), None)
        if first is not None:
            break
    else:
        raise Unreadable(Fault.NO_ROWS)
    return Head("workbook", sheet=name, sheets=names), chain([first], rows)


def from_text(wish: Wish) -> tuple[Head, Iterator[RawRow]]:
    """Give head and rows of a text with delimiters."""
    path = Path(wish.path)
    with path.open("rb") as file:
        encoding = open_encoding(file, wish.encoding)
    lenient = "replace" if encoding.name.startswith("utf-16") else "surrogateescape"
    file = path.open("rb")
    file.seek(encoding.skip)
    text = open(file.fileno(), encoding=encoding.name, errors=lenient, newline="", closefd=False)  # noqa: SIM115
    lines = text_lines(text)
    sample = list(bounded(islice(lines, SAMPLE_LINES)))
    delimiter = wish.delimiter or find_delimiter(sample)
    rows = delimited_rows(chain(sample, lines), delimiter)
    if encoding.mixed or encoding.name != "utf-8":
        rows = marked(rows, encoding.name, mixed=encoding.mixed and encoding.name != "utf-8")
    return Head("text", encoding=encoding.name, delimiter=delimiter), kept_open(rows, file)


def bounded(lines: Iterator[str]) -> Iterator[str]:
    """Stop a sample at a few long lines."""
    length = 0
    for line in lines:
        yield line
        length += len(line)
        if length > SAMPLE:
            return


def kept_open(rows: Iterator[RawRow], file: IO[bytes]) -> Iterator[RawRow]:
    """Hold the file open as long as its rows are read."""
    with file:
        yield from rows


def marked(rows: Iterator[RawRow], encoding: str, *, mixed: bool) -> Iterator[RawRow]:
    """Mark rows whose letters are of another encoding than the file's."""
    for row in rows:
        text = "".join(row.cells)
        if not text.isascii() and (BROKEN.search(text) or (mixed and is_utf8_in(text, encoding))):
            row.cells = [BROKEN.sub("\ufffd", cell) for cell in row.cells]
            row.fault = row.fault or "letters"
        yield row


def is_utf8_in(text: str, encoding: str) -> bool:
    """Tell whether a text read as a single-byte encoding was Russian in UTF-8; a few letters may be so by chance."""
    try:
        meant = text.encode(encoding, "surrogateescape").decode()
    except (UnicodeDecodeError, UnicodeEncodeError):
        return False
    return len(RUSSIAN.findall(meant)) >= FEW_LETTERS


def table(wish: Wish, head: Head, rows: Iterator[RawRow]) -> Iterator[object]:
    """Find the headings, then give head, rows under them, and their number."""
    rows = (tidy(row) for row in rows)
    first = list(islice(rows, HEAD))
    position = header_position(wish, first)
    header = first[position].cells if position >= 0 else []
    below = first[position + 1 :]
    if position >= 0 and below and headings.is_numbering(below[0].cells):
        below = below[1:]
    width = last_filled(header) or max((last_filled(row.cells) for row in below), default=0)
    if width > COLUMNS:
        raise Unreadable(Fault.TOO_MANY_COLUMNS, most=COLUMNS)
    head.header_row = first[position].number if position >= 0 else 0
    head.headings = headings.name_columns(header, width)
    yield dataclasses.asdict(head)
    count = 0
    for row in chain(below, rows):
        if not any(row.cells):
            continue
        count += 1
        if count > ROWS:
            raise Unreadable(Fault.TOO_MANY_ROWS, most=ROWS)
        yield framed(row, width)
    if not count:
        raise Unreadable(Fault.NO_ROWS)
    yield {"rows": count}


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
