"""Registers as Russian offices make them: notes above, merged headings, totals at the foot, codes as numbers."""

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from vmeste.gather.participants.models import Organisation, Territory
from vmeste.ground.imports.direct import Order, Report, import_file
from vmeste.ground.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db
INN, OTHER_INN = "7718084659", "7718095724"
Lines = list[list[Any]]
Load = Callable[..., Report]


@pytest.fixture
def load(tmp_path: Path, region: Territory, town: Territory) -> Load:
    """Load a file as a new user would, nothing corrected."""
    del town

    def loaded(content: bytes, name: str = "Реестр.csv") -> Report:
        path = tmp_path / name
        path.write_bytes(content)
        return import_file(SYSTEM, Order("organisations", path, options={"territory": region.code}))

    return loaded


def book(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd.mm.yyyy"}) as workbook:
        fill(workbook)
    return out.getvalue()


def sheet_of(lines: Lines) -> Callable[[xlsxwriter.Workbook], None]:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)

    return fill


def names() -> list[str]:
    return list(Organisation.objects.order_by("name").values_list("name", flat=True))


def counted(report: Report) -> dict[str, int]:
    return {name: number for name, number in report.counts.items() if number}


def test_merged_headings_in_two_rows_under_a_title_and_notes(load: Load) -> None:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet, form = workbook.add_worksheet(), workbook.add_format()
        sheet.merge_range("A1:F1", "Реестр организаций Заречного района по состоянию на 01.09.2026", form)
        sheet.write("F2", "Приложение № 1 к приказу от 31.08.2026 № 415-од")
        sheet.merge_range("A4:A5", "№ п/п", form)
        sheet.merge_range("B4:B5", "Наименование организации", form)
        sheet.merge_range("C4:D4", "Реквизиты", form)
        sheet.write_row("C5", ["ИНН", "КПП"])
        sheet.merge_range("E4:F4", "Контакты", form)
        sheet.write_row("E5", ["Телефон", "Электронная почта"])
        sheet.write_row("A6", [1, 2, 3, 4, 5, 6])
        sheet.write_row("A7", [1, "Школа № 1", int(INN), 771801001, "8 (495) 111-22-33", "a@example.org"])
        sheet.write_row("A8", [2, "Музей леса", int(OTHER_INN), "", "", ""])

    report = load(book(fill), "реестр.xlsx")
    assert counted(report) == {"new": 2}
    school = Organisation.objects.get(name="Школа № 1")
    assert (school.inn, school.kpp, school.email) == (INN, "771801001", "a@example.org")
    assert school.phone


def test_totals_and_signatures_at_the_foot_are_no_organisations(load: Load) -> None:
    lines: Lines = [
        ["№", "Наименование", "ИНН", "Адрес", "Детей"],
        [1, "Школа № 1", INN, "с. Заречное, ул. Мира, 1", 340],
        [2, "Музей леса", OTHER_INN, "с. Заречное, ул. Лесная, 2", 20],
        ["", "ИТОГО:", "", "", 360],
        ["", "Всего организаций: 2", "", "", ""],
        [],
        ["Исполнитель: Петрова А. А., тел. 2-22-33"],
        ["Начальник отдела", "", "", "Сидоров И. И.", ""],
    ]
    report = load(book(sheet_of(lines)), "итоги.xlsx")
    assert names() == ["Музей леса", "Школа № 1"]
    assert counted(report) == {"new": 2, "wrong": 4}
    assert "итог" in report.first_wrong[0][1][0]


def test_inn_and_kpp_in_one_cell(load: Load) -> None:
    text = f"Наименование;ИНН/КПП;Адрес\nШкола № 1;{INN}/771801001;ул. Мира, 1\nМузей;{OTHER_INN} / 771801001;\n"
    assert counted(load(text.encode("cp1251"))) == {"new": 2}
    assert Organisation.objects.get(name="Школа № 1").kpp == "771801001"


def test_numbers_as_fractions_and_blanks_nobody_sees(load: Load) -> None:
    text = (
        f"Наименование организации;ИНН;КПП;ОГРН\n"
        f"Школа\u00a0№\u00a01\u200b;{INN}.0;771801001,0;1027700132195.00\n"
        f"\u00a0Музей  леса ;{OTHER_INN[:4]}\u00a0{OTHER_INN[4:]};;\n"
    )
    assert counted(load(text.encode())) == {"new": 2}
    school = Organisation.objects.get(name="Школа № 1")
    assert (school.inn, school.kpp, school.ogrn) == (INN, "771801001", "1027700132195")
    assert Organisation.objects.get(name="Музей леса").inn == OTHER_INN


def test_an_old_encoding_of_unix(load: Load) -> None:
    text = f"Наименование;ИНН;Адрес\nШкола № 1;{INN};улица Ленина, дом 1\nМузей леса;;площадь Победы, 2\n" * 1
    assert counted(load(text.replace("№", "N").encode("koi8-r"))) == {"new": 2}
    assert names() == ["Музей леса", "Школа N 1"]


def test_utf_16_with_tabs_as_excel_saves_unicode_text(load: Load) -> None:
    text = f'Наименование\tИНН\tАдрес\r\nШкола «Ёлочка»\t{INN}\t"ул. Мира, 1"\r\nМузей\t\t\r\n'
    assert counted(load(text.encode("utf-16"), "юникод.txt")) == {"new": 2}
    assert names() == ["Музей", "Школа «Ёлочка»"]


def test_semicolons_and_line_breaks_inside_quotes(load: Load) -> None:
    text = f'Наименование;Адрес;ИНН\n"Школа ""Заря""; корпус 2";"ул. Мира;\nд. 1";{INN}\nМузей;;\n'
    assert counted(load(text.encode("utf-8-sig"))) == {"new": 2}
    assert 'Школа "Заря"; корпус 2' in names()


def test_a_thousand_empty_rows_and_columns_at_the_end(load: Load) -> None:
    text = "Наименование;ИНН;;;;;\n" + f"Школа № 1;{INN};;;;;\n" + ";;;;;;\n" * 1000
    assert counted(load(text.encode("cp1251"))) == {"new": 1}


def test_a_sheet_per_municipality_after_a_title_page_and_hidden_ones(load: Load) -> None:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        hidden = workbook.add_worksheet("Справочник")
        hidden.write_column(0, 0, ["школа", "музей"])
        title = workbook.add_worksheet("Титул")
        title.write(3, 2, "РЕЕСТР")
        title.write(5, 2, "организаций дополнительного образования")
        for town, name in (("Заречное", "Школа № 1"), ("Каменка", "Школа № 2")):
            sheet = workbook.add_worksheet(town)
            sheet.write_row(0, 0, ["Наименование", "ИНН", "Адрес"])
            sheet.write_row(1, 0, [name, INN if town == "Заречное" else OTHER_INN, "ул. Мира, 1"])
        title.activate()
        hidden.hide()

    report = load(book(fill), "листы.xlsx")
    assert report.reading.head.sheet == "Заречное"
    assert report.reading.head.sheets == ["Титул", "Заречное", "Каменка"]
    assert names() == ["Школа № 1"]


def test_days_as_texts_and_as_numbers_stay_what_they_are(load: Load) -> None:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet, form = workbook.add_worksheet(), workbook.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, ["Наименование", "ИНН", "Дата регистрации", "Телефон"])
        sheet.write_row(1, 0, ["Школа № 1", int(INN)])
        sheet.write_datetime(1, 2, datetime(2001, 5, 7), form)  # noqa: DTZ001  a workbook knows no zones
        sheet.write_number(1, 3, 84951112233)
        sheet.write_row(2, 0, ["Музей леса", "", "07.05.2001 г.", "2-22-33, 2-22-34 доб. 5"])

    assert counted(load(book(fill), "даты.xlsx")) == {"new": 2}
    assert Organisation.objects.get(inn=INN).phone == "84951112233"


def test_names_that_go_on_over_merged_cells_of_a_group(load: Load) -> None:
    lines: Lines = [
        ["Муниципалитет", "Наименование", "ИНН"],
        ["Заречный район", "", ""],
        ["", "Школа № 1", INN],
        ["", "Музей леса", OTHER_INN],
    ]
    report = load(book(sheet_of(lines)), "группы.xlsx")
    assert names() == ["Музей леса", "Школа № 1"]
    assert counted(report)["new"] == 2


def test_headings_in_capitals_with_breaks_and_numbers(load: Load) -> None:
    lines: Lines = [
        ["№\nп/п", "НАИМЕНОВАНИЕ\nУЧРЕЖДЕНИЯ\n(полное, по уставу)", "ИНН\n(10 знаков)", "ФИО\nруководителя", "ТЕЛ."],
        [1, "ШКОЛА № 1", INN, "Иванова А. А.", "+7 (495) 111-22-33"],
        [2, "МУЗЕЙ ЛЕСА", "", "Петров П. П.", "-"],
    ]
    report = load(book(sheet_of(lines)), "прописные.xlsx")
    assert report.mapping["name"].startswith("НАИМЕНОВАНИЕ")
    assert counted(report) == {"new": 2}


def test_a_list_of_phones_and_nothing_else(load: Load) -> None:
    lines: Lines = [
        ["Учреждение", "тел."],
        ["Школа № 1", "2-22-33"],
        ["Музей леса", "2-22-34"],
        ["Дом культуры", "2-22-35"],
    ]
    assert counted(load(book(sheet_of(lines)), "телефоны.xlsx")) == {"new": 3}


def test_yo_and_ye_are_one_letter_and_quotes_of_all_kinds_one_name(load: Load) -> None:
    text = 'Наименование;Адрес\nШкола «Ёлочка»;ул. Мира, 1\nШкола "Елочка";ул. Мира, 1\nШКОЛА “ЁЛОЧКА”;ул Мира, 1\n'
    assert counted(load(text.replace('"', "''").encode())) == {"new": 1, "duplicate": 2}


def test_rows_in_two_encodings_are_told_one_by_one(load: Load) -> None:
    rows = "Наименование;ИНН\n".encode("cp1251") + f"Школа № 1;{INN}\n".encode("cp1251")
    more = "".join(f"Школа № {number};\n" for number in range(2, 30)).encode("cp1251")
    report = load(rows + more + "Музей русского леса;\n".encode())
    assert counted(report) == {"new": 29, "wrong": 1}


def test_a_workbook_that_calls_itself_csv_and_the_other_way_round(load: Load) -> None:
    lines: Lines = [["Наименование", "ИНН"], ["Школа № 1", INN]]
    assert counted(load(book(sheet_of(lines)), "книга.csv")) == {"new": 1}
    assert counted(load(f"Наименование;ИНН\nМузей;{OTHER_INN}\n".encode(), "текст.xlsx")) == {"new": 1}
