"""The table of registers: one line for each file, with counts or with words."""

from pathlib import Path

import pytest

from tools.registers import account_of, files_of, table

SCHOOLS = "Название;ИНН;Адрес\nШкола № 1;7718084659;ул. Мира, 1\nШкола № 2;123;ул. Мира, 2\n;;ул. Мира, 3\n"


@pytest.mark.django_db
def test_each_file_gets_counts_and_reasons_or_words(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(SCHOOLS, encoding="cp1251")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "b.json").write_text('{"a": 1}', encoding="utf-8")
    lines = list(table(account_of(path, tmp_path, "organisations") for path in files_of(tmp_path)))
    assert lines[2].startswith("| a.csv | text cp1251 `;` | 3 | 1 | 0 | 0 | 2 |")
    assert "1 × ИНН … has … digits; there must be … or …." in lines[2]
    assert "1 × The name is missing." in lines[2]
    assert "no list of records" in lines[3]
    assert len(lines) == 4
