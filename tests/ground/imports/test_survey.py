"""What the rows of a file answer by themselves: chosen on the page, kept for both passes, told at the end."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from tests.ground.imports.people_kind import KIND, PEOPLE
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts import outbox
from vmeste.ground.imports.models import Import, State
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.ids import code

pytestmark = pytest.mark.django_db
PAGE = (
    '{"data": {"list": [{"email": "a@example.org", "name": "Анна"}, {"email": "b@example.org"}]}, "more": [{"x": 1}]}'
)
seen_by_survey: list[int] = []


def survey(_actor: Actor, _answers: Mapping[str, str], rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Tell the tone of a file by the first names in it."""
    names = [row.get("name") or "" for row in rows]
    seen_by_survey.append(len(names))
    if "никто" in names:
        raise Invalid({"": "nobody is here"})
    return {"tone": "loud"} if "Анна" in names else {}


def options(_actor: Actor) -> dict[str, Any]:
    choices = [("", "find it"), ("loud", "Loud as a song"), ("low", "Low as a brook")]
    return {"tone": forms.ChoiceField(choices=choices, required=False, label="Tone", help_text="Of the file.")}


@pytest.fixture(autouse=True)
def with_survey(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen_by_survey.clear()
    monkeypatch.setitem(registries.import_kinds._entries, kind, replace(PEOPLE, survey=survey, options=options))


@pytest.fixture
def browser(client_of: Callable[..., Client], person: Person, importer: Actor) -> Client:
    return client_of(person)


def send(browser: Client, content: str = PAGE) -> str:
    answer = browser.post(f"/imports/new/{KIND}/", {"file": SimpleUploadedFile("page.json", content.encode())})
    assert answer.status_code == 303, unescape(answer.content.decode())
    return f"/imports/{code(Import.objects.get().pk)}/"


def text(response: Any) -> str:
    return unescape(response.content.decode())


COLUMNS = {"column-0": "email", "column-1": "name"}


def test_an_answer_found_in_the_rows_is_chosen_and_said_to_be_found(browser: Client) -> None:
    page = text(browser.get(send(browser)))
    assert '<option value="loud" selected>' in page
    assert "Определено по строкам файла. Of the file." in page
    assert "data.list" in page


def test_an_answer_left_open_is_found_again_in_all_rows_and_told_at_the_end(browser: Client) -> None:
    place = send(browser)
    browser.post(f"{place}mapping/", {**COLUMNS, "option-tone": ""})
    outbox.run_all()
    load = Import.objects.get()
    assert (load.state, load.options) == (State.CHECKED, {"tone": "loud"})
    assert "Loud as a song" in text(browser.get(place))
    assert seen_by_survey[-1] == 2


def test_what_a_person_answers_counts_more_than_what_the_rows_say(browser: Client) -> None:
    place = send(browser)
    browser.post(f"{place}mapping/", {**COLUMNS, "option-tone": "low"})
    outbox.run_all()
    assert Import.objects.get().options == {"tone": "low"}


def test_rows_that_are_plainly_something_else_stop_the_import_with_words(browser: Client) -> None:
    place = send(browser, PAGE.replace("Анна", "никто"))
    assert browser.get(place).status_code == 200
    browser.post(f"{place}mapping/", COLUMNS)
    outbox.run_all()
    load = Import.objects.get()
    assert (load.state, load.fault, load.is_correctable) == (State.FAILED, "nobody is here", True)


def test_another_list_of_the_document_can_be_chosen(browser: Client) -> None:
    place = send(browser)
    browser.post(f"{place}reading/", {"reading-sheet": "more"})
    assert Import.objects.get().head["headings"] == ["x"]


def test_headings_said_to_stand_in_two_rows_are_joined(browser: Client) -> None:
    place = send(browser, "Кто;Как писать\nФИО;Почта\nАнна;a@example.org\n")
    browser.post(f"{place}reading/", {"reading-header_row": "1", "reading-header_lines": "2"})
    load = Import.objects.get()
    assert load.head["headings"] == ["Кто ФИО", "Как писать Почта"]
    assert "1–2" in text(browser.get(place))


def test_the_command_line_finds_the_answer_and_tells_it(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "page.json"
    path.write_text(PAGE, encoding="utf-8")
    call_command("import", KIND, str(path), "--dry-run")
    assert "Tone: Loud as a song" in capsys.readouterr().out


def test_the_command_line_tells_what_is_plainly_something_else(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "page.json"
    path.write_text(PAGE.replace("Анна", "никто"), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("import", KIND, str(path), "--json")
    assert ended.value.code == 2
    assert "nobody is here" in capsys.readouterr().err
    assert not Person.objects.filter(email="b@example.org").exists()
