"""Rows with faults as the same table with a column of reasons, safe to open in a table program."""

from collections.abc import Iterable, Iterator
from typing import IO

from django.utils.translation import pgettext

from vmeste.ground.imports.corrections import is_reason, reason_heading
from vmeste.ground.imports.models import Import, Row
from vmeste.ground.imports.queries import wrong_rows
from vmeste.ground.ui import sheets
from vmeste.ground.ui.sheets import csv_pieces


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
    """Give the table with the file's own delimiter."""
    return csv_pieces(lines(load, wrong_rows(load)), delimiter_of(load))


def write_xlsx(load: Import, out: IO[bytes]) -> None:
    """Write the table as XLSX."""
    sheets.write_xlsx(lines(load, wrong_rows(load)), pgettext("rows", "With faults"), out)
