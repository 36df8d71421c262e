"""Pages of imports, from the upload to the rows with faults, as a browser without scripts sees them."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.ground.imports.people_kind import PeopleRun
from tests.kit.reading import SameQueries
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts import outbox
from vmeste.ground.facts.models import Delivery, Pulse
from vmeste.ground.imports import storage
from vmeste.ground.imports.models import Import, State
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.ids import code

pytestmark = pytest.mark.django_db
TABLE = "ФИО;Почта;Разное\nАнна;a@example.org;1\n=Борис;нет;+2\n"


@pytest.fixture
def browser(client_of: Callable[..., Client], person: Person, importer: Actor) -> Client:
    return client_of(person)


def send(browser: Client, content: str | bytes = TABLE, name: str = "люди.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return browser.post("/imports/new/test_people/", {"file": SimpleUploadedFile(name, data)})


def text(response: Any) -> str:
    return unescape(response.content.decode())


def address() -> str:
    return f"/imports/{code(Import.objects.get().pk)}/"


def checked(browser: Client) -> str:
    send(browser)
    place = address()
    browser.post(f"{place}mapping/", {"column-0": "name", "column-1": "email"})
    outbox.run_all()
    return place


def test_a_file_goes_from_upload_to_result(browser: Client) -> None:
    answer = send(browser)
    assert (answer.status_code, answer["Location"]) == (303, address())
    page = text(browser.get(address()))
    for part in ("Разное", "a@example.org", '<option value="email" selected>'):
        assert part in page
    answer = browser.post(f"{address()}mapping/", {"column-0": "name", "column-1": "email", "option-note": "x"})
    assert answer.status_code == 303
    assert "<progress" in text(browser.get(address()))
    outbox.run_all()
    page = text(browser.get(address()))
    assert "a@example.org" in page
    assert "=Борис" not in page
    assert "no e-mail" in text(browser.get(f"{address()}?rows=wrong"))
    assert Person.objects.count() == 1
    assert browser.post(f"{address()}writing/").status_code == 303
    outbox.run_all()
    assert Person.objects.filter(email="a@example.org", name="Анна").exists()
    assert Import.objects.get().state == State.DONE
    assert browser.get(address()).status_code == 200
    assert Import.objects.get().options == {"note": "x"}


def test_what_cannot_be_read_is_told_beside_the_field_and_not_kept(browser: Client, folder: Path) -> None:
    answer = send(browser, b"%PDF-1.4", "list.xlsx")
    assert answer.status_code == 422
    assert "PDF" in text(answer)
    assert not Import.objects.exists()
    assert list((folder / "imports").iterdir()) == []


def test_the_same_file_sent_twice_is_one_import(browser: Client) -> None:
    assert send(browser)["Location"] == send(browser)["Location"]
    assert Import.objects.count() == 1


def test_columns_without_the_required_field_or_chosen_twice_are_refused_with_words(browser: Client) -> None:
    send(browser)
    answer = browser.post(f"{address()}mapping/", {"column-0": "name", "column-1": "name"})
    assert answer.status_code == 422
    assert "E-mail" in text(answer)
    assert 'class="fault"' in text(answer)
    assert Import.objects.get().state == State.UPLOADED


def test_the_choice_is_remembered_for_the_same_headings(browser: Client) -> None:
    send(browser)
    browser.post(f"{address()}mapping/", {"column-1": "email", "column-2": "phone"})
    outbox.run_all()
    Import.objects.all().delete()
    send(browser, TABLE + "Вера;v@example.org;\n")
    assert '<option value="phone" selected>' in text(browser.get(address()))


def test_a_file_is_read_anew_as_a_person_says(browser: Client) -> None:
    send(browser)
    answer = browser.post(
        f"{address()}reading/", {"reading-encoding": "cp1251", "reading-delimiter": ",", "reading-header_row": "1"}
    )
    assert answer.status_code == 303
    assert Import.objects.get().head["encoding"] == "cp1251"
    answer = browser.post(f"{address()}reading/", {"reading-header_row": "99"})
    assert answer.status_code == 422
    assert Import.objects.get().head["encoding"] == "cp1251"
    assert browser.get(address()).status_code == 200


def test_columns_can_be_corrected_after_the_check(browser: Client) -> None:
    place = checked(browser)
    assert '<option value="email" selected>' in text(browser.get(f"{place}?columns"))
    browser.post(f"{place}mapping/", {"column-0": "email"})
    outbox.run_all()
    assert Import.objects.get().counts["wrong"] == 2


def test_progress_is_polled_as_a_fragment_and_leads_on_when_it_is_done(browser: Client) -> None:
    send(browser)
    place = address()
    browser.post(f"{place}mapping/", {"column-1": "email"})
    asked = {"HX-Request": "true", "HX-Target": "progress"}
    answer = browser.get(place, headers=asked)
    assert re.match(r"\s*<div[^>]* id=\"progress\"", text(answer))
    outbox.run_all()
    assert browser.get(place, headers=asked)["HX-Redirect"] == place


def test_the_page_says_when_nobody_works(browser: Client) -> None:
    send(browser)
    browser.post(f"{address()}mapping/", {"column-1": "email"})
    waiting = "фоновую обработку"
    assert waiting in text(browser.get(address()))
    Pulse.objects.create(started_at=clock.now(), seen_at=clock.now())
    assert waiting not in text(browser.get(address()))
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert waiting in text(browser.get(address()))


def test_rows_with_faults_come_back_with_reasons_and_without_formulas(browser: Client) -> None:
    place = checked(browser)
    answer = browser.get(f"{place}wrong.csv")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    head, row = content.splitlines()
    assert head.split(";")[:3] == ["ФИО", "Почта", "Разное"]
    assert row == "'=Борис;нет;'+2;no e-mail"
    assert send(browser, content.replace("нет", "b@example.org"), "again.csv").status_code == 303
    again = Import.objects.exclude(file_name="люди.csv").get()
    assert "'" not in (folder_text(again))


def folder_text(load: Import) -> str:
    return storage.lines_of(load.pk).read_text(encoding="utf-8")


def test_rows_with_faults_come_back_as_a_workbook_too(browser: Client, tmp_path: Path) -> None:
    answer = browser.get(f"{checked(browser)}wrong.xlsx")
    path = tmp_path / "wrong.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows[1] == ["=Борис", "нет", "+2", "no e-mail"]


def test_corrected_rows_are_known_again_and_lead_to_the_first_import(browser: Client) -> None:
    place = checked(browser)
    content = b"".join(browser.get(f"{place}wrong.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    send(browser, content.replace("нет", "b@example.org"), "люди, строки с ошибками.csv")
    again = Import.objects.exclude(file_name="люди.csv").get()
    assert again.corrects == Import.objects.get(file_name="люди.csv")
    page = text(browser.get(f"/imports/{code(again.pk)}/"))
    assert "column-3" not in page, "the column of reasons is nobody's question"
    browser.post(f"/imports/{code(again.pk)}/mapping/", {"column-0": "name", "column-1": "email"})
    outbox.run_all()
    again.refresh_from_db()
    assert again.counts["new"] == 1
    assert place in text(browser.get(f"/imports/{code(again.pk)}/"))
    assert code(again.pk) in text(browser.get(place))


def test_rows_with_faults_come_back_with_the_delimiter_of_the_file(browser: Client) -> None:
    send(browser, TABLE.replace(";", "\t"), "люди.tsv")
    browser.post(f"{address()}mapping/", {"column-0": "name", "column-1": "email"})
    outbox.run_all()
    answer = browser.get(f"{address()}wrong.csv")
    assert ".tsv" in answer["Content-Disposition"]
    head = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[0]  # type: ignore[attr-defined]
    assert head.split("\t")[:3] == ["ФИО", "Почта", "Разное"]


def test_new_rows_show_their_values_and_repeated_ones_the_row_they_repeat(browser: Client) -> None:
    send(browser, "ФИО;Почта\nАнна;a@example.org\nАнна;a@example.org\n")
    browser.post(f"{address()}mapping/", {"column-0": "name", "column-1": "email"})
    outbox.run_all()
    assert "Name: Анна" in text(browser.get(f"{address()}?rows=new"))
    assert "повторяет" in text(browser.get(f"{address()}?rows=duplicate"))


def test_nobody_else_sees_an_import_or_may_begin_one(browser: Client, client_of: Callable[..., Client]) -> None:
    place = checked(browser)
    other = client_of(Person.objects.create_user("other@example.org"))
    for page in ("", "wrong.csv", "wrong.xlsx"):
        assert other.get(place + page).status_code == 404
    for page in ("mapping", "writing", "cancellation", "reading", "values", "undoing"):
        assert other.post(f"{place}{page}/").status_code == 404
    assert other.get("/imports/new/test_people/").status_code == 403
    assert send(other).status_code == 403
    assert "люди.csv" not in text(other.get("/imports/"))
    assert "люди.csv" in text(browser.get("/imports/"))
    assert browser.get("/imports/new/nothing/").status_code == 404


def test_a_second_yes_is_told_that_things_moved_on(browser: Client) -> None:
    place = checked(browser)
    assert browser.post(f"{place}writing/").status_code == 303
    assert browser.post(f"{place}writing/").status_code == 409
    assert browser.post(f"{place}cancellation/").status_code == 409


def test_an_import_can_be_given_up_while_nothing_is_written(browser: Client) -> None:
    place = checked(browser)
    assert browser.post(f"{place}cancellation/").status_code == 303
    assert Import.objects.get().state == State.CANCELLED
    assert browser.get(place).status_code == 200


def test_the_list_takes_the_same_queries_for_any_number(
    browser: Client, importer: Actor, assert_same_queries: SameQueries, upload: Callable[..., Import]
) -> None:
    numbers = iter(range(10))
    assert_same_queries(lambda: browser.get("/imports/"), lambda: upload(f"Почта\n{next(numbers)}@x\n"))


def test_an_answer_the_kind_does_not_understand_is_told_at_its_question(browser: Client) -> None:
    send(browser)
    columns = {"column-0": "name", "column-1": "email", "option-note": "nonsense"}
    answer = browser.post(address() + "mapping/", columns)
    assert answer.status_code == 422
    assert "say something else" in text(answer)
    Import.objects.update(state=State.FAILED, fault="say something else")
    assert "?columns" in text(browser.get(address()))
    assert 'name="option-note"' in text(browser.get(address() + "?columns"))


def test_a_chunk_that_keeps_failing_is_told_of_and_the_loading_can_be_stopped(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = checked(browser)

    def fail(*_args: object, **_more: object) -> None:
        message = "the disk is full"
        raise OSError(message)

    monkeypatch.setattr(PeopleRun, "write", fail)
    browser.post(f"{place}writing/")
    outbox.work("heavy")
    assert "the disk is full" not in text(browser.get(place))
    Delivery.objects.filter(reaction="imports.write").update(attempts=3)
    assert "the disk is full" in text(browser.get(place))
    assert browser.post(f"{place}stopping/").status_code == 303
    load = Import.objects.get()
    assert (load.state, load.done) == (State.FAILED, 0)
    assert load.fault in text(browser.get(place))
    assert browser.post(f"{place}stopping/").status_code == 409
