"""Rows of a text with delimiters: which delimiter, and rows that survive quotes nobody closed."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import IO

from vmeste.ground.imports.reading.encodings import Encoding, find_encoding
from vmeste.ground.imports.reading.faults import Fault, Unreadable
from vmeste.ground.imports.reading.limits import LINE, RECORD_LINES, SAMPLE

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_ROWS = 100

csv.field_size_limit(2**31 - 1)  # memory is limited as a whole; a long cell is one row's fault, not the file's


@dataclass(slots=True)
class RawRow:
    """A row as the file has it: its number as a table program would show it, cells, the fault found in it."""

    number: int
    cells: list[str]
    fault: str = ""


class _EndlessError(Exception):
    """A row that takes too many lines."""


@dataclass(slots=True)
class Lines:
    """Lines of a text that can be given back; remembers those of the row being read."""

    source: Iterator[str]
    waiting: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    ended: bool = False

    def __iter__(self) -> Iterator[str]:
        """Be the iterator that `csv` reads."""
        return self

    def __next__(self) -> str:
        """Give the next line; raises `_EndlessError` when one row takes too many."""
        if len(self.taken) >= RECORD_LINES:
            raise _EndlessError
        line = self.waiting.pop() if self.waiting else next(self.source, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.taken.append(line)
        return line

    def give_back(self) -> str:
        """Give back all lines of this row but the first, which is returned."""
        first, *rest = self.taken
        self.waiting.extend(reversed(rest))
        self.taken.clear()
        self.ended = False
        return first


def open_encoding(file: IO[bytes], wanted: str) -> Encoding:
    """Find the encoding of a file, or take the one a person named."""
    sample = file.read(SAMPLE)
    file.seek(0)
    found = find_encoding(sample, iter(lambda: file.readline(LINE), b""))
    file.seek(0)
    if not wanted or wanted == found.name:
        return found
    try:
        sample.decode(wanted, "replace")
    except LookupError:
        raise Unreadable(Fault.UNKNOWN_ENCODING, encoding=wanted) from None
    return Encoding(wanted, mixed=True)


def text_lines(file: IO[str]) -> Iterator[str]:
    """Give lines; what goes beyond the longest line a table can have is dropped and marked by a missing end."""
    while line := file.readline(LINE):
        yield line
        while len(line) >= LINE and not line.endswith("\n"):
            line = file.readline(LINE)


def find_delimiter(lines: list[str]) -> str:
    """Choose the delimiter under which most rows have the same number of cells, and more than one."""
    return max(DELIMITERS, key=lambda sign: regularity(lines, sign))


def regularity(lines: list[str], delimiter: str) -> tuple[float, int]:
    """Tell how regular a text is under a delimiter (0–1), and its usual number of columns; none for one column."""
    rows = (row.cells for row in islice(delimited_rows(iter(lines), delimiter), SAMPLE_ROWS))
    widths = Counter(len(cells) for cells in rows if any(cells))
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return 0.0, 0
    width, count = max(several.items(), key=lambda pair: (pair[1], pair[0]))
    # Commas stand in prose too: a regular pair of columns is worth less than a regular dozen.
    return round(count / widths.total() * (1 - 1 / (2 * width)), 3), width


def delimited_rows(source: Iterator[str], delimiter: str) -> Iterator[RawRow]:
    """Give rows; where a quote is never closed, its line becomes a row of its own with a fault and reading goes on."""
    lines = Lines(source)
    number = 0
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    while True:
        number += 1
        lines.taken.clear()
        cells = _next_cells(reader)
        if cells is None and not lines.taken:
            return
        if cells is not None and not lines.ended:
            yield RawRow(number, cells)
            continue
        # The quote swallowed what follows, up to the end of the file or of all patience.
        yield RawRow(number, lines.give_back().rstrip("\r\n").split(delimiter), "open_quote")
        reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)


def _next_cells(reader: Iterator[list[str]]) -> list[str] | None:
    try:
        return next(reader)
    except (StopIteration, _EndlessError):
        return None
