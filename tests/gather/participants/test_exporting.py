"""Long tables of the directory: written in the background, for the one who asked, for a day."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from openpyxl.reader.excel import load_workbook

from tests.gather.participants.country import a_person
from tests.kit.facts import facts
from tests.kit.people import Actors
from tests.kit.reading import queries_of
from vmeste.gather.participants import exporting, policies
from vmeste.gather.participants.commands import (
    add_member,
    ask_export,
    end_membership,
    entrust_territory,
    release_territory,
)
from vmeste.gather.participants.commands.exports import KEPT, file_of, forget_exports
from vmeste.gather.participants.models import Export, Membership, Organisation, Role, Territory, TerritoryCoordinator
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts import outbox
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.ids import code
from vmeste.ground.ui import sheets

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]
ClientOf = Callable[..., Client]
State = Export.State


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Tables of more than two rows are long, and lie in a folder of this test."""
    monkeypatch.setattr("vmeste.gather.participants.commands.exports.folder", lambda: tmp_path)
    monkeypatch.setattr("vmeste.gather.participants.views.leaving.MOST_XLSX", 2)
    monkeypatch.setattr(exporting, "CHUNK", 2)
    return tmp_path


@pytest.fixture
def member(school: Organisation) -> Person:
    person = a_person("member@example.org")
    add_member(actor=SYSTEM, organisation=school, person=person, role=Role.MEMBER)
    return person


@pytest.fixture
def moc(region: Territory) -> Person:
    person = a_person("moc2@example.org")
    entrust_territory(actor=SYSTEM, territory=region, person=person)
    return person


@pytest.fixture
def museums(make: Make) -> None:
    for number in range(5):
        make(f"=Музей {number}", type="museum", kpp="770101001", inn="7707083893" if number == 0 else "")


def asked(client: Client, query: str = "type=museum") -> str:
    answer = client.post("/organisations/export/", {"form": "xlsx", "query": query})
    assert answer.status_code == 303, answer.content
    return str(answer["Location"])


def rows_of(client: Client, page: str) -> list[tuple[object, ...]]:
    answer = client.get(f"{page}table.xlsx")
    assert answer.status_code == 200, answer.content
    sheet = load_workbook(io.BytesIO(answer.getvalue())).active  # type: ignore[no-untyped-call]
    assert sheet is not None
    assert {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value is not None} == {"s"}
    return list(sheet.iter_rows(values_only=True))


@pytest.mark.usefixtures("museums")
def test_a_long_table_is_written_by_a_worker_and_taken_by_who_asked(client_of: ClientOf, member: Person) -> None:
    client = client_of(member)
    page = asked(client)
    waiting = client.get(page)
    assert waiting.status_code == 200
    assert b"table.xlsx" not in waiting.content
    assert client.get(f"{page}table.xlsx").status_code == 409
    outbox.run_all()
    ready = client.get(page).content.decode()
    assert f"{page}table.xlsx" in ready
    headings, *rows = rows_of(client, page)
    assert [row[0] for row in rows] == [f"=Музей {number}" for number in range(5)]
    assert "КПП" not in headings
    assert facts("participants.export") == ["participants.export.asked", "participants.export.made"]
    assert facts("participants.directory") == ["participants.directory.exported"]


@pytest.mark.usefixtures("museums")
def test_the_page_that_waits_is_led_on_by_its_fragment(client_of: ClientOf, member: Person) -> None:
    client = client_of(member)
    page = asked(client)
    headers = {"HX-Request": "true", "HX-Target": "progress"}
    assert client.get(page, headers=headers).status_code == 200
    outbox.run_all()
    assert client.get(page, headers=headers).headers.get("HX-Redirect") or client.get(page, headers=headers)["Location"]


@pytest.mark.usefixtures("museums")
def test_nobody_else_gets_it_not_even_an_administrator(client_of: ClientOf, client: Client, member: Person) -> None:
    page = asked(client_of(member))
    outbox.run_all()
    for other in (client, client_of(a_person("root@example.org", is_admin=True)), client_of(a_person("x@example.org"))):
        for address in (page, f"{page}table.xlsx"):
            assert other.get(address).status_code == 404


@pytest.mark.usefixtures("museums")
def test_rights_are_looked_at_again_when_it_is_taken(client_of: ClientOf, moc: Person, member: Person) -> None:
    client = client_of(moc)
    page = asked(client)
    outbox.run_all()
    headings, first, *_rest = rows_of(client, page)
    assert first[headings.index("КПП")] == "770101001"
    release_territory(actor=SYSTEM, trust=TerritoryCoordinator.objects.get(person=moc))
    assert client.get(f"{page}table.xlsx").status_code == 403
    assert b"table.xlsx" not in client.get(page).content
    theirs = client_of(member)
    other = asked(theirs)
    outbox.run_all()
    end_membership(actor=SYSTEM, membership=Membership.objects.get(person=member))
    assert theirs.get(f"{other}table.xlsx").status_code == 403


@pytest.mark.usefixtures("museums")
def test_who_lost_the_right_before_the_worker_came_gets_nothing(client_of: ClientOf, member: Person) -> None:
    page = asked(client_of(member))
    end_membership(actor=SYSTEM, membership=Membership.objects.get(person=member))
    outbox.run_all()
    export = Export.objects.get()
    assert export.state == State.FAILED
    assert not file_of(export).exists()
    assert client_of(member).get(page).status_code == 200


@pytest.mark.usefixtures("museums")
def test_the_file_goes_after_its_day(client_of: ClientOf, member: Person, folder: Path) -> None:
    client = client_of(member)
    page = asked(client)
    outbox.run_all()
    export = Export.objects.get()
    assert file_of(export).exists()
    Export.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert client.get(f"{page}table.xlsx").status_code == 409, "also before somebody tidies up"
    assert forget_exports() == 1
    assert list(folder.iterdir()) == []
    assert Export.objects.get().state == State.GONE
    assert client.get(page).status_code == 200
    Export.objects.update(asked_at=clock.now() - timedelta(days=40))
    forget_exports()
    assert not Export.objects.exists()


@pytest.mark.usefixtures("museums")
def test_a_worker_killed_in_the_middle_leaves_no_half_table_and_another_writes_it(
    client_of: ClientOf, member: Person, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = asked(client_of(member))
    honest = sheets.write_xlsx

    def killed(*_given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sheets, "write_xlsx", killed)
    with pytest.raises(KeyboardInterrupt):
        exporting.write(Export.objects.get(), exporting.owner_of(Export.objects.get()))
    assert list(folder.iterdir()) == []
    monkeypatch.setattr(sheets, "write_xlsx", honest)
    outbox.run_all()
    assert len(rows_of(client_of(member), page)) == 6


@pytest.mark.usefixtures("museums")
def test_the_same_table_asked_for_twice_is_one_and_there_is_an_end(client_of: ClientOf, member: Person) -> None:
    client = client_of(member)
    assert asked(client) == asked(client)
    asked(client, "q=Музей")
    asked(client, "q=Музей&type=museum")
    answer = client.post("/organisations/export/", {"form": "xlsx", "query": ""})
    assert answer.status_code == 422
    assert Export.objects.count() == 3


def test_a_table_beyond_all_sheets_is_refused(actors: Actors, school: Organisation, member: Person) -> None:
    actor = exporting.owner_of(Export(person=member, organisation_id=school.id))
    with pytest.raises(Invalid):
        ask_export(actor=actor, query="", total=1_000_001)
    with pytest.raises(Invalid):
        ask_export(actor=actor, query="q=" + "x" * 2000, total=1)
    assert not policies.can_export(actors.anonymous())


@pytest.mark.usefixtures("museums")
def test_writing_takes_the_same_queries_for_many_rows_but_those_of_progress(
    client_of: ClientOf, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "CHUNK", 1000)
    asked(client_of(member))
    export = Export.objects.get()
    owner = exporting.owner_of(export)
    assert len(queries_of(lambda: exporting.write(export, owner))) <= 4
    assert file_of(export).name == code(export.id)
    assert export.expires_at - export.asked_at == KEPT
