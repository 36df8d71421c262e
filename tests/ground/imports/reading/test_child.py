"""Tables as offices send them, and files that only look like tables; read in this process."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from vmeste.ground.imports.reading import child, limits
from vmeste.ground.imports.reading.child import told
from vmeste.ground.imports.reading.faults import Fault, Unreadable
from vmeste.ground.imports.reading.found import Wish

Read = Callable[..., tuple[dict[str, Any], list[Any]]]
PROTECTED = Path(__file__).parent / "protected"
TABLE = "Полное наименование;ИНН;Адрес\nШкола № 5 имени Ломоносова;7718084659;улица Мира\nМузей;;площадь Победы\n"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Give head and rows of a file with this content."""

    def reading(content: bytes, **wish: Any) -> tuple[dict[str, Any], list[Any]]:
        path = tmp_path / "table"
        path.write_bytes(content)
        head, *rows, end = told(Wish(path=str(path), **wish))
        assert end == {"rows": len(rows)}
        assert isinstance(head, dict)
        return head, rows

    return reading


def workbook(rows: list[list[Any]], **sheets: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, content in {"Список": rows, **sheets}.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(content):
                sheet.write_row(number, 0, row)
    return out.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_every_usual_encoding_is_found(read: Read, encoding: str) -> None:
    head, rows = read(TABLE.replace("№", "N").encode(encoding))
    assert head["headings"] == ["Полное наименование", "ИНН", "Адрес"]
    assert rows[0] == [2, ["Школа N 5 имени Ломоносова", "7718084659", "улица Мира"]]
    assert head["encoding"] == {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(encoding, encoding)


def test_a_register_in_capitals_is_no_other_encoding(read: Read) -> None:
    head, rows = read("НАИМЕНОВАНИЕ;ГОРОД\nШКОЛА ИСКУССТВ;ГОРОД ЯРОСЛАВЛЬ\n".encode("koi8-r"))
    assert (head["encoding"], rows) == ("koi8-r", [[2, ["ШКОЛА ИСКУССТВ", "ГОРОД ЯРОСЛАВЛЬ"]]])


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_usual_delimiter_is_found(read: Read, delimiter: str) -> None:
    head, rows = read(TABLE.replace(";", delimiter).encode())
    assert (head["delimiter"], len(rows), len(head["headings"])) == (delimiter, 2, 3)


def test_quotes_after_blanks_and_lines_inside_quotes_belong_to_one_cell(read: Read) -> None:
    _head, rows = read('Имя;Адрес\n 1; "Школа ""Луч"""\n2;"дом 1,\nкорпус 2; вход"\n'.encode())
    assert rows == [[2, ["1", 'Школа "Луч"']], [3, ["2", "дом 1,\nкорпус 2; вход"]]]


def test_headings_are_found_below_a_title_and_above_a_row_of_numbers(read: Read) -> None:
    text = "Реестр учреждений;;\n;;\nНазвание;Телефон;Сайт\n1;2;3\nШкола;+7 495 1234567;a.ru\n"
    head, rows = read(text.encode())
    assert (head["header_row"], head["headings"]) == (3, ["Название", "Телефон", "Сайт"])
    assert rows == [[5, ["Школа", "+7 495 1234567", "a.ru"]]]


def test_a_table_without_headings_keeps_its_first_row(read: Read) -> None:
    head, rows = read(b"7718084659;a@example.org\n7718084650;b@example.org\n")
    assert (head["header_row"], head["headings"], len(rows)) == (0, ["A", "B"], 2)


def test_what_a_person_says_of_the_reading_counts(read: Read) -> None:
    head, rows = read(TABLE.encode("cp1251"), encoding="koi8-r", delimiter=",", header_row=2)
    assert (head["encoding"], head["delimiter"], head["header_row"]) == ("koi8-r", ",", 2)
    assert len(rows) == 1


def test_columns_get_names_of_their_own(read: Read) -> None:
    head, _rows = read("Телефон;;Телефон\n1;2;3\n4;5;6\n".encode(), header_row=1)
    assert head["headings"] == ["Телефон", "B", "Телефон (2)"]


def test_a_quote_that_is_never_closed_costs_one_row_only(read: Read) -> None:
    many = "".join(f"Школа {number};x\n" for number in range(700))
    _head, rows = read(('Название;Вид\n"Лицей;y\n' + many).encode())
    assert rows[0] == [2, ['"Лицей', "y"], "open_quote"]
    assert [row[1][0] for row in rows[1:]] == [f"Школа {number}" for number in range(700)]


def test_rows_of_another_encoding_are_told_one_by_one(read: Read) -> None:
    right = "Название;Город\n" + "Школа;Тверь\n" * 5
    _head, rows = read(right.encode() + "Музей;Псков\n".encode("cp1251"))
    assert [row[2:] for row in rows] == [[]] * 5 + [["letters"]]
    _head, rows = read(right.encode("cp1251") * 2 + "Музей;Псков\n".encode())
    assert rows[-1][2] == "letters"


def test_long_cells_and_cells_without_a_heading_are_told_in_their_rows(read: Read) -> None:
    _head, rows = read(f"Название;Вид\n{'я' * 40_000};x\nШкола;a;лишнее\nМузей;b;\n".encode())
    assert [row[2:] for row in rows] == [["long_cell"], ["more_cells"], []]
    assert len(rows[0][1][0]) == limits.CELL


def test_unseen_signs_vanish_and_the_guard_against_formulas_is_taken_off(read: Read) -> None:
    _head, rows = read("Название;Телефон\nШко\x00ла;'+7 495\n".encode())
    assert rows == [[2, ["Школа", "+7 495"]]]


def test_a_workbook_is_read_as_a_person_sees_it(read: Read) -> None:
    head, rows = read(workbook([], Школы=[["Название", "ИНН", "Площадь", "Открыта"], ["Школа", 7718084659, 1.5, True]]))
    assert (head["format"], head["sheet"], head["sheets"]) == ("workbook", "Школы", ["Список", "Школы"])
    assert rows == [[2, ["Школа", "7718084659", "1.5", "да"]]]


def test_another_sheet_can_be_chosen(read: Read) -> None:
    content = workbook([["Название", "Вид"], ["Школа", "x"]], Вторая=[["Имя", "Год"], ["Музей", 1999]])
    assert read(content, sheet="Вторая")[1] == [[2, ["Музей", "1999"]]]
    with pytest.raises(Unreadable, match="no_sheet"):
        read(content, sheet="Третья")


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts, parts.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(950):
            part.write(b"0" * 2**20)
    return out.getvalue()


def other_zip(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr(name, "x")
    return out.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], Fault]] = {
    "0 bytes": (bytes, Fault.EMPTY),
    "only headings": ("Название;Вид\n".encode, Fault.NO_ROWS),
    "blanks": (lambda: b"\n \n;;\n", Fault.NO_ROWS),
    "binary": (lambda: bytes(range(256)) * 40, Fault.NOT_A_TABLE),
    "zeros": (lambda: b"\x00" * 1000, Fault.NOT_A_TABLE),
    "pdf": (lambda: b"%PDF-1.7\n%\xe2\xe3", Fault.PDF),
    "page": (lambda: b"\xef\xbb\xbf <!DOCTYPE html><table>", Fault.WEB_PAGE),
    "xml": (lambda: b"<?xml version='1.0'?><a/>", Fault.XML),
    "json without records": (lambda: b'{"a": {"b": "c"}}', Fault.NO_RECORDS),
    "no features": (lambda: b'{"type": "FeatureCollection", "features": []}', Fault.NO_RECORDS),
    "json cut off": (lambda: b'[{"name": "a"},\n{"name"', Fault.BROKEN_JSON),
    "json with remarks": (lambda: b'[\n{ // name\n"name": "a"}]', Fault.BROKEN_JSON),
    "json of nothing": (lambda: b"[]", Fault.NO_ROWS),
    "deep json": (lambda: b'{"a":[' * 100_000, Fault.TOO_DEEP),
    "a million keys": (
        lambda: b"[{" + b",".join(b'"k%d":1' % number for number in range(1_000_000)) + b"}]",
        Fault.TOO_MANY_COLUMNS,
    ),
    "letter of markup": ("# Заголовок\n\n- раз\n- два\n".encode, Fault.PROSE),
    "settings": (lambda: b"name: a\nkind: b\nlist:\n  - c\n", Fault.PROSE),
    "archive": (lambda: other_zip("list.csv"), Fault.ARCHIVE),
    "letter": (lambda: other_zip("word/document.xml"), Fault.DOCUMENT),
    "broken workbook": (lambda: workbook([["a"], ["b"]])[:900], Fault.BROKEN_WORKBOOK),
    "workbook of junk": (lambda: other_zip("xl/workbook.xml"), Fault.BROKEN_WORKBOOK),
    "password": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 40,
        Fault.PASSWORD,
    ),
    "old and broken": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"junk" * 400, Fault.BROKEN_WORKBOOK),
    "empty workbook": (lambda: workbook([]), Fault.NO_ROWS),
    "a million columns": (lambda: b"a;" * 1_000_000 + b"a\nb\n", Fault.TOO_MANY_COLUMNS),
    "bomb": (bomb, Fault.TOO_LARGE),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_table_gets_its_own_word(read: Read, name: str) -> None:
    make, fault = HOSTILE[name]
    with pytest.raises(Unreadable) as refused:
        read(make())
    assert refused.value.code == fault


def test_too_many_rows_are_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "ROWS", 3)
    with pytest.raises(Unreadable, match="too_many_rows"):
        read("Название\n".encode() + "Школа\n".encode() * 4)


CELLS = st.text(st.sampled_from('абвЁXYZ019 ";,|\n\t.-@«»№'), max_size=12)
ONE_FILE = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@ONE_FILE
@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12),
    delimiter=st.sampled_from(";,\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1251", "utf-16"]),
)
def test_what_a_table_program_writes_is_read_back(
    read: Read, rows: list[tuple[str, str, str]], delimiter: str, encoding: str
) -> None:
    wanted = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    assume(wanted and wanted[0] != ["1", "2", "3"])
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([("Название", "Адрес", "Телефон"), *rows])
    _head, found = read(
        out.getvalue().encode(encoding),
        delimiter=delimiter,
        header_row=1,
        encoding="" if "sig" in encoding or "16" in encoding else encoding,
    )
    assert [row[1] for row in found] == wanted
    assert all(len(row) == 2 for row in found)


@ONE_FILE
@given(
    content=st.binary(max_size=400)
    | st.lists(
        st.sampled_from([b'"', b";", b"\n", b"\xd0", b"\xff\xfe", b"\x00", b"a", b"\r", "я".encode()]), max_size=60
    ).map(b"".join)
)
def test_no_file_ends_in_anything_but_rows_or_words(read: Read, content: bytes) -> None:
    try:
        head, rows = read(content)
    except Unreadable:
        return
    assert all(len(row[1]) == len(head["headings"]) for row in rows)


@pytest.mark.parametrize("name", ["agile.xlsx", "old.xls", "sealed.ods"])
def test_a_workbook_under_a_password_is_said_to_be_one(name: str) -> None:
    with pytest.raises(Unreadable) as fault:
        list(told(Wish(path=str(PROTECTED / name))))
    assert fault.value.code == Fault.PASSWORD


def test_an_ods_that_hides_all_its_parts_is_under_a_password_too(tmp_path: Path) -> None:
    path = tmp_path / "newer.ods"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("encrypted-package", b"\x00" * 64)
        parts.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    with pytest.raises(Unreadable) as fault:
        list(told(Wish(path=str(path))))
    assert fault.value.code == Fault.PASSWORD
