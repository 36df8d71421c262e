"""Rows of a text file: its encoding, its delimiter, and which rows are in another encoding than the file."""

import re
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import IO

from vmeste.ground.imports.reading.delimited import (
    RawRow,
    delimited_rows,
    find_delimiter,
    open_encoding,
    regularity,
    text_lines,
)
from vmeste.ground.imports.reading.encodings import Encoding
from vmeste.ground.imports.reading.faults import Fault, Unreadable
from vmeste.ground.imports.reading.found import Head, Wish
from vmeste.ground.imports.reading.limits import SAMPLE

BROKEN = re.compile("[\ud800-\udfff]")
RUSSIAN = re.compile("[а-яёА-ЯЁ]")
FEW_LETTERS = 4
SAMPLE_LINES = 200
MARKUP = re.compile(r"#{1,6} |[-*+] |---|```|\|[ :-]+\||[\w.\"'-]+:( |$)|- ")  # of Markdown and YAML
MOST_MARKUP = 0.4
MOST_IRREGULAR = 0.4


def open_text(wish: Wish, errors: str = "") -> tuple[IO[bytes], IO[str], Encoding]:
    """Open a file as text, in the encoding wished or found; the bytes are to be closed by the caller."""
    path = Path(wish.path)
    with path.open("rb") as file:
        encoding = open_encoding(file, wish.encoding)
    lenient = errors or ("replace" if encoding.name.startswith("utf-16") else "surrogateescape")
    file = path.open("rb")
    file.seek(encoding.skip)
    text = open(file.fileno(), encoding=encoding.name, errors=lenient, newline="", closefd=False)  # noqa: SIM115
    return file, text, encoding


def from_text(wish: Wish) -> tuple[Head, Iterator[RawRow]]:
    """Give head and rows of a text with delimiters."""
    file, text, encoding = open_text(wish)
    lines = text_lines(text)
    sample = list(bounded(islice(lines, SAMPLE_LINES)))
    delimiter = wish.delimiter or find_delimiter(sample)
    if not wish.delimiter and regularity(sample, delimiter)[0] < MOST_IRREGULAR and is_prose(sample):
        file.close()
        raise Unreadable(Fault.PROSE)
    rows = delimited_rows(chain(sample, lines), delimiter)
    if encoding.mixed or encoding.name != "utf-8":
        rows = marked(rows, encoding.name, mixed=encoding.mixed and encoding.name != "utf-8")
    return Head("text", encoding=encoding.name, delimiter=delimiter), kept_open(rows, file)


def is_prose(lines: list[str]) -> bool:
    """Tell a text with headings and bullets, or settings, from a table with one column."""
    filled = [line.strip() for line in lines if line.strip()]
    marked = sum(bool(MARKUP.match(line)) for line in filled)
    titled = bool(filled) and filled[0].startswith("# ")
    return marked >= max(2, 0 if titled else MOST_MARKUP * len(filled))


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
