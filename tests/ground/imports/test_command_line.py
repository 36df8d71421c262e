"""`vmeste import` as scripts and people use it."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.kit.facts import facts
from vmeste.ground.accounts.models import Person
from vmeste.ground.imports.models import Import, State

pytestmark = pytest.mark.django_db
TABLE = "ФИО;Почта\nАнна;a@example.org\nАнна;a@example.org\nБорис;нет\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(TABLE, encoding="cp1251")
    return path


def test_a_dry_run_prints_one_object_and_writes_nothing(table: Path, capsys: Any) -> None:
    call_command("import", "test_people", str(table), "--dry-run", "--json")
    out, err = capsys.readouterr()
    assert json.loads(out) == {
        "read": 3,
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "duplicate": 1,
        "wrong": 1,
        "mapping": {"email": "Почта", "name": "ФИО"},
    }
    assert (err, Person.objects.count(), Import.objects.count()) == ("", 0, 0)


def test_without_it_the_rows_are_written_and_the_import_is_listed(table: Path, capsys: Any) -> None:
    call_command("import", "test_people", str(table))
    out = capsys.readouterr().out
    assert "no e-mail" in out
    assert "4" in out
    assert Person.objects.get().email == "a@example.org"
    assert Import.objects.get().state == State.DONE
    assert facts("imports") == ["imports.import.written"]


def test_columns_can_be_named(table: Path, capsys: Any) -> None:
    call_command("import", "test_people", str(table), "--dry-run", "--json", "--map", "ФИО=email", "--map", "Почта=")
    told = json.loads(capsys.readouterr().out)
    assert (told["mapping"], told["wrong"]) == ({"email": "ФИО"}, 3)


@pytest.mark.parametrize(
    "given",
    [
        ("test_people", "nowhere.csv"),
        ("test_people", "."),
        ("nothing", "{table}"),
        ("test_people", "{table}", "--map", "Нет=email"),
        ("test_people", "{table}", "--map", "ФИО"),
        ("test_people", "{table}", "--map", "Почта="),
        ("test_people", "{table}", "--option", "other=1"),
        ("test_people", "{table}", "--header-row", "20"),
        ("test_people", "{table}", "--encoding", "nonsense"),
        ("test_people", "{table}", "--as", "nobody@example.org"),
        ("test_people", "{empty}"),
    ],
)
def test_what_cannot_be_done_is_said_on_the_error_output_with_status_two(
    table: Path, given: tuple[str, ...], capsys: Any, tmp_path: Path
) -> None:
    (tmp_path / "empty").touch()
    with pytest.raises(SystemExit) as ended:
        call_command("import", *(word.format(table=table, empty=tmp_path / "empty") for word in given), "--json")
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (2, "")
    assert len(err.strip()) > 5
    assert "Traceback" not in err
