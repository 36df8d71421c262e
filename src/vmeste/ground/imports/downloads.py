"""Rows with faults as the same table with a column of reasons, safe to open in a table program."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import IO

import xlsxwriter
from django.utils.translation import pgettext

from vmeste.ground.imports.corrections import is_reason, reason_heading
from vmeste.ground.imports.models import Import, Row
from vmeste.ground.imports.queries import wrong_rows

FORMULA = re.compile(r"^[=+\-@\t\r]")
WIDTH = 24


def safe(cell: str) -> str:
    """Keep a table program from taking a text for a formula; our own reader drops the apostrophe again."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def columns_of(load: Import) -> list[int]:
    """Give the places of the file's own columns: not the reasons of an earlier download."""
    return [place for place, heading in enumerate(load.headings) if not is_reason(heading)]


def delimiter_of(load: Import) -> str:
    """Give the sign between cells: that of the file, else the semicolon Russian table programs expect."""
    return load.head["delimiter"] or ";"


def lines(load: Import, rows: Iterable[Row]) -> Iterator[list[str]]:
    """Give headings, then rows, each with its reasons at the end."""
    columns = columns_of(load)
    yield [*(load.headings[place] for place in columns), reason_heading()]
    for row in rows:
        yield [*(row.cells[place] for place in columns), " ".join(row.reasons)]


def as_csv(load: Import) -> Iterator[str]:
    """Give the table with the file's own delimiter and a mark of UTF-8, as Russian table programs expect it."""
    yield "\ufeff"
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter_of(load))
    for line in lines(load, wrong_rows(load)):
        writer.writerow([safe(cell) for cell in line])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def write_xlsx(load: Import, out: IO[bytes]) -> None:
    """Write the table as XLSX: every cell a text, those that look like formulas with Excel's own mark of text."""
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet(pgettext("rows", "With faults")), book.add_format({"bold": True})
    quoted = book.add_format({"quote_prefix": True})
    for number, line in enumerate(lines(load, wrong_rows(load))):
        for place, cell in enumerate(line):
            sheet.write_string(number, place, cell, bold if number == 0 else quoted if FORMULA.match(cell) else None)
    sheet.set_column(0, len(columns_of(load)), WIDTH)
    sheet.freeze_panes(1, 0)
    book.close()
