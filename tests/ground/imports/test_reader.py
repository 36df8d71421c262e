"""The child process from outside: what it writes, and what happens when it is stopped."""

import io
from pathlib import Path

import pytest
import xlsxwriter

from vmeste.ground.imports import reader
from vmeste.ground.imports.reading.faults import Fault, Unreadable


def test_rows_lie_beside_the_file_and_are_read_from_any_place(tmp_path: Path) -> None:
    source, lines = tmp_path / "a.csv", tmp_path / "lines"
    source.write_text("Название;Вид\nШкола;1\nМузей;2\n", encoding="cp1251")
    reading = reader.read_table(source, lines, ["название"])
    assert (reading.rows, reading.head.encoding) == (2, "cp1251")
    (first, place), (second, end) = reader.rows_from(lines, 0)
    assert (first.cells, second.cells) == (["Школа", "1"], ["Музей", "2"])
    assert [row.number for row, _end in reader.rows_from(lines, place)] == [3]
    assert list(reader.rows_from(lines, end)) == []


def test_a_file_that_cannot_be_read_leaves_nothing(tmp_path: Path) -> None:
    source, lines = tmp_path / "a.csv", tmp_path / "lines"
    source.write_bytes(b"")
    with pytest.raises(Unreadable, match="empty"):
        reader.read_table(source, lines)
    assert not lines.exists()


def test_every_fault_has_words(tmp_path: Path) -> None:
    for code in Fault:
        assert "%" not in reader.words(Unreadable(code, most=1, line=1, encoding="x"))


def test_a_workbook_that_unfolds_without_end_is_stopped(tmp_path: Path) -> None:
    source, lines = tmp_path / "wide.xlsx", tmp_path / "lines"
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")
    source.write_bytes(out.getvalue())
    with pytest.raises(Unreadable, match="too_large"):
        reader.read_table(source, lines)
    assert not lines.exists()


def test_reading_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "a.csv"
    source.write_text("a;b\n1;2\n")
    monkeypatch.setattr(reader, "WALL_SECONDS", 0.001)
    with pytest.raises(Unreadable, match="too_slow"):
        reader.read_table(source, tmp_path / "lines")
