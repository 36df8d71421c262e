"""Files that mean harm, read by the real child process: words, within bounds, and nothing left behind."""

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from vmeste.ground.imports import reader
from vmeste.ground.imports.reading.faults import Fault, Unreadable

SOON = 30  # seconds, on a busy machine
NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
FULL_ROW = 'table:number-columns-repeated="16384"'
ALL_ROWS = 'table:number-rows-repeated="1048576"'


def ods(rows: str, end: str = "</table:table></office:spreadsheet></office:body></office:document-content>") -> bytes:
    """Write an ODS by hand, as no table program would."""
    head = f'<?xml version="1.0"?><office:document-content {NAMES}><office:body><office:spreadsheet>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest/>')
        parts.writestr("content.xml", f'{head}<table:table table:name="A">{rows}{end}')
    return out.getvalue()


def cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


HEAD = row(cell("Название"), cell("Адрес"))


def xlsx_cut_off() -> bytes:
    """Give a workbook whose sheet ends in the middle of a row."""
    whole, cut = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(whole) as book:
        sheet = book.add_worksheet()
        for number in range(50):
            sheet.write_row(number, 0, [f"Школа {number}", number])
    with zipfile.ZipFile(whole) as parts, zipfile.ZipFile(cut, "w", zipfile.ZIP_DEFLATED) as fewer:
        for name in parts.namelist():
            content = parts.read(name)
            fewer.writestr(name, content[: len(content) // 2] if "sheet1.xml" in name else content)
    return cut.getvalue()


def xlsx_of_shared_bombs() -> bytes:
    """Give a workbook of 30 KB in which 40,000 cells show one text of 30,000 letters."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for number in range(40_000):
            sheet.write_string(number, 0, "я" * 30_000)
    return out.getvalue()


FILES: dict[str, tuple[Callable[[], bytes], Fault]] = {
    "ods of a million rows": (lambda: ods(HEAD + row(cell("Школа"), more=ALL_ROWS)), Fault.TOO_MANY_ROWS),
    "ods of a million columns": (
        lambda: ods(row(cell("a", 'table:number-columns-repeated="1000000"')) + row(cell("b"))),
        Fault.TOO_MANY_COLUMNS,
    ),
    "ods that is full": (lambda: ods(row(cell("a", FULL_ROW), more=ALL_ROWS)), Fault.BROKEN_WORKBOOK),
    "ods of impossible numbers": (
        lambda: ods(row(cell("a", 'table:number-columns-repeated="2000000000"'), more=ALL_ROWS)),
        Fault.BROKEN_WORKBOOK,
    ),
    "ods cut off": (lambda: ods(HEAD + "<table:table-row", end=""), Fault.BROKEN_WORKBOOK),
    "ods crossed": (lambda: ods(HEAD + "</office:body>"), Fault.BROKEN_WORKBOOK),
    "ods with entities of its own": (lambda: ods(row(cell("&lol;"))), Fault.BROKEN_WORKBOOK),
    "xlsx cut off": (xlsx_cut_off, Fault.BROKEN_WORKBOOK),
    "xlsx that unfolds": (xlsx_of_shared_bombs, Fault.TOO_LARGE),
    "json without end": (lambda: b"[" * 5_000_000, Fault.TOO_DEEP),
    "objects without end": (lambda: b'{"a":' * 2_000_000, Fault.TOO_DEEP),
    "a list of a million numbers": (lambda: b"[" + b"1," * 1_000_000 + b"1]", Fault.TOO_MANY_COLUMNS),
}


@pytest.mark.parametrize("name", FILES)
def test_what_means_harm_is_told_in_time_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    make, fault = FILES[name]
    source, lines = tmp_path / "file", tmp_path / "lines"
    source.write_bytes(make())
    began = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        reader.read_table(source, lines)
    assert refused.value.code == fault
    assert time.monotonic() - began < SOON
    assert not lines.exists()


def test_a_line_of_sixty_megabytes_is_one_row_with_a_fault(tmp_path: Path) -> None:
    source = tmp_path / "file"
    source.write_bytes("Название;Адрес\n".encode() + b'"' + b"a" * 60_000_000)
    (only,) = reader.read_table(source, tmp_path / "lines", ["название"]).sample(5)
    assert (only.number, only.fault, len(only.cells[0])) == (2, "open_quote", 32_000)


def test_a_sheet_filled_to_its_end_with_nothing_is_no_harm(tmp_path: Path) -> None:
    blank = row(f"<table:table-cell {FULL_ROW}/>", more='table:number-rows-repeated="1048573"')
    source = tmp_path / "file"
    source.write_bytes(ods(HEAD + row(cell("Школа"), cell("Мира")) + blank))
    reading = reader.read_table(source, tmp_path / "lines", ["название"])
    assert [one.cells for one in reading.sample(5)] == [["Школа", "Мира"]]


def test_formulas_are_shown_as_what_they_gave(tmp_path: Path) -> None:
    source = tmp_path / "file"
    with xlsxwriter.Workbook(source) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Название", "Сумма"])
        sheet.write(1, 0, "=2+2")
        sheet.write_formula(1, 1, '=HYPERLINK("http://example.org","нажми")', value="нажми")
        sheet.write_string(2, 0, "=cmd|' /C calc'!A1")
    rows = reader.read_table(source, tmp_path / "lines", ["название"]).sample(5)
    assert [one.cells for one in rows] == [["0", "нажми"], ["=cmd|' /C calc'!A1", ""]]
