"""Rows of a workbook (XLSX, XLSB, XLS, ODS) as text, as a person sees them."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from xml.parsers import expat

import python_calamine

from vmeste.ground.imports.reading.delimited import RawRow
from vmeste.ground.imports.reading.faults import Fault, Unreadable
from vmeste.ground.imports.reading.limits import UNPACKED

ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ODS = "content.xml"
MANIFEST, SEALED = "META-INF/manifest.xml", b"encryption-data"  # of an ODS; newer ones hide content.xml, too
LONGEST_MANIFEST = 1 << 20
MIDNIGHT = time()
EXACT = 10**15  # a number of Excel holds 15 digits

Cell = str | float | bool | datetime | date | time | timedelta


def open_workbook(path: Path) -> python_calamine.CalamineWorkbook:
    """Open a workbook; raises `Unreadable` for bombs, passwords and broken files."""
    _refuse_bombs(path)
    try:
        with told_if_broken():
            return python_calamine.CalamineWorkbook.from_path(path)
    except python_calamine.PasswordError:
        raise Unreadable(Fault.PASSWORD) from None
    except Unreadable:
        if _is_encrypted(path):
            raise Unreadable(Fault.PASSWORD) from None
        raise


@contextmanager
def told_if_broken() -> Iterator[None]:
    """Say of a workbook at which the reader fails that it is broken, also where the reader's own code gives up."""
    try:
        yield
    except python_calamine.PasswordError:
        raise
    except (python_calamine.CalamineError, OSError, ValueError):
        raise Unreadable(Fault.BROKEN_WORKBOOK) from None
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # of Rust; it derives from no class that can be imported
            raise
        raise Unreadable(Fault.BROKEN_WORKBOOK) from None


def _refuse_bombs(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
            names = set(parts.namelist())
            sealed = MANIFEST in names and _is_sealed(parts)
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Unreadable(Fault.BROKEN_WORKBOOK) from None
    if unpacked > UNPACKED:
        raise Unreadable(Fault.TOO_LARGE)
    if sealed:
        raise Unreadable(Fault.PASSWORD)
    if ODS in names:
        _refuse_broken_xml(path)
    if not any(name.startswith("xl/") or name == ODS for name in names):
        raise Unreadable(Fault.DOCUMENT if any(name.startswith("word/") for name in names) else Fault.ARCHIVE)


def _is_sealed(parts: zipfile.ZipFile) -> bool:
    """Tell whether an ODS is protected by a password: its list of parts says how they are encrypted."""
    try:
        with parts.open(MANIFEST) as manifest:
            return SEALED in manifest.read(LONGEST_MANIFEST)
    except (RuntimeError, NotImplementedError, EOFError, zlib.error):
        return False


def _refuse_broken_xml(path: Path) -> None:
    """Look whether the XML of an ODS ends as it begins: the reader of workbooks would wait for the end for ever."""
    parser = expat.ParserCreate()
    try:
        with zipfile.ZipFile(path) as parts, parts.open(ODS) as content:
            parser.ParseFile(content)
    except (expat.ExpatError, zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, zlib.error):
        raise Unreadable(Fault.BROKEN_WORKBOOK) from None


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
    with told_if_broken():
        rows = iter(book.get_sheet_by_name(name).iter_rows())
    for number in count(1):
        with told_if_broken():
            row = next(rows, None)
        if row is None:
            return
        yield RawRow(number, [cell_text(cell) for cell in row])


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
