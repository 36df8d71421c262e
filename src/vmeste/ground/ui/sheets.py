"""Tables that leave the product: CSV as Russian table programs expect it, XLSX; no cell is taken for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

import xlsxwriter

FORMULA = re.compile(r"^[=+\-@\t\r]")
WIDTH = 24
Line = Sequence[str]


def safe(cell: str) -> str:
    """Keep a table program from taking a text for a formula; our own reader drops the apostrophe again."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def csv_pieces(lines: Iterable[Line], delimiter: str = ";") -> Iterator[str]:
    """Give a table line by line as CSV with a mark of UTF-8 at its beginning, as Russian table programs expect it."""
    yield "\ufeff"
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    for line in lines:
        writer.writerow([safe(cell) for cell in line])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def write_xlsx(lines: Iterable[Line], title: str, out: IO[bytes]) -> None:
    """Write a table as XLSX: every cell a text, those that look like formulas with Excel's own mark of text."""
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet(title), book.add_format({"bold": True})
    quoted, widest = book.add_format({"quote_prefix": True}), 0
    for number, line in enumerate(lines):
        for place, cell in enumerate(line):
            sheet.write_string(number, place, cell, bold if number == 0 else quoted if FORMULA.match(cell) else None)
        widest = max(widest, len(line))
    sheet.set_column(0, max(widest - 1, 0), WIDTH)
    sheet.freeze_panes(1, 0)
    book.close()
