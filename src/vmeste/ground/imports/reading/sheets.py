"""Rows of a workbook (XLSX, XLSB, XLS, ODS) as text, as a person sees them."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine

from vmeste.ground.imports.reading.delimited import RawRow
from vmeste.ground.imports.reading.faults import Fault, Unreadable
from vmeste.ground.imports.reading.limits import UNPACKED

ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MIDNIGHT = time()
EXACT = 10**15  # a number of Excel holds 15 digits

Cell = str | float | bool | datetime | date | time | timedelta


def open_workbook(path: Path) -> python_calamine.CalamineWorkbook:
    """Open a workbook; raises `Unreadable` for bombs, passwords and broken files."""
    _refuse_bombs(path)
    try:
        return python_calamine.CalamineWorkbook.from_path(path)
    except python_calamine.PasswordError:
        raise Unreadable(Fault.PASSWORD) from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise Unreadable(Fault.PASSWORD if _is_encrypted(path) else Fault.BROKEN_WORKBOOK) from None


def _refuse_bombs(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
            names = set(parts.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Unreadable(Fault.BROKEN_WORKBOOK) from None
    if unpacked > UNPACKED:
        raise Unreadable(Fault.TOO_LARGE)
    if not any(name.startswith("xl/") or name == "content.xml" for name in names):
        raise Unreadable(Fault.DOCUMENT if any(name.startswith("word/") for name in names) else Fault.ARCHIVE)


def _is_encrypted(path: Path) -> bool:
    with path.open("rb") as file:
        return ENCRYPTED in file.read(1 << 20)


def visible_sheets(book: python_calamine.CalamineWorkbook) -> list[str]:
    """Give names of the sheets a person sees, in their order."""
    shown = python_calamine.SheetVisibleEnum.Visible
    plain = python_calamine.SheetTypeEnum.WorkSheet
    return [sheet.name for sheet in book.sheets_metadata if sheet.visible == shown and sheet.typ == plain]


def sheet_rows(book: python_calamine.CalamineWorkbook, name: str) -> Iterator[RawRow]:
    """Give all rows of a sheet from its first line on, empty ones too, so that numbers are those on the screen."""
    try:
        sheet = book.get_sheet_by_name(name)
        for number, row in enumerate(sheet.iter_rows(), start=1):
            yield RawRow(number, [cell_text(cell) for cell in row])
    except (python_calamine.CalamineError, OSError, ValueError):
        raise Unreadable(Fault.BROKEN_WORKBOOK) from None


def cell_text(cell: Cell) -> str:
    """Write a cell's value as a person would type it: whole numbers without a fraction, days as 2026-12-31."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, (int, float)):
        return str(int(cell)) if abs(cell) < EXACT and cell == int(cell) else repr(cell)
    if isinstance(cell, datetime) and cell.time() == MIDNIGHT:
        return cell.date().isoformat()
    return str(cell)
