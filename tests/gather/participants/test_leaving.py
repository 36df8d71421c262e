"""What leaves the directory: tables by rights, cards for address books; searches that people keep."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.reader.excel import load_workbook

from tests.gather.participants.country import a_person
from tests.kit.facts import facts, last_fact
from tests.kit.people import Actors
from tests.kit.reading import queries_of
from vmeste.gather.participants import leaving, policies
from vmeste.gather.participants.commands import add_member, entrust_territory, forget_search, save_search
from vmeste.gather.participants.models import Organisation, Role, SavedSearch, Territory
from vmeste.gather.participants.vcard import LONGEST_LINE, Contact, folded, vcard
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.errors import Invalid, Refused
from vmeste.ground.kernel.ids import code

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]
ClientOf = Callable[..., Client]
EXPORT = "/organisations/export/"
SEARCHES = "/organisations/searches/"


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


def table(client: Client, query: str = "") -> list[list[str]]:
    answer = client.post(EXPORT, {"form": "csv", "query": query})
    assert answer.status_code == 200, answer.content
    text = answer.getvalue().decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=";"))


def test_people_of_organisations_take_what_everybody_reads_on_cards(
    client_of: ClientOf, make: Make, member: Person
) -> None:
    make("Музей часов", type="museum", phone="+7 495 1", ogrn="1027700132195", kpp="770101001")
    headings, *rows = table(client_of(member), "type=museum")
    assert len(headings) == len(leaving.headings())
    assert [row[0] for row in rows] == ["Музей часов"]
    assert "770101001" not in rows[0]
    assert last_fact().values["type"] == "museum"
    assert facts("participants.directory") == ["participants.directory.exported"]


def test_a_coordinator_gets_more_of_the_cards_of_the_own_territory_only(
    client_of: ClientOf, make: Make, far_region: Territory, moc: Person
) -> None:
    make("Наш музей", kpp="770101001", inn="7707083893")
    make("Чужой музей", kpp="770101002", inn="7728168971", territory=far_region)
    headings, *rows = table(client_of(moc))
    place = headings.index("КПП")
    assert {row[0]: row[place] for row in rows} == {"Наш музей": "770101001", "Чужой музей": ""}


def test_no_cell_is_taken_for_a_formula(client_of: ClientOf, make: Make, member: Person) -> None:
    for name in ("=1+1", "+7 школа", "-школа", "@школа"):
        make(f"{name} музей", type="museum")
    rows = table(client_of(member), "type=museum")[1:]
    assert len(rows) == 4
    assert all(row[0].startswith("'") for row in rows)
    answer = client_of(member).post(EXPORT, {"form": "xlsx", "query": "type=museum"})
    sheet = load_workbook(io.BytesIO(answer.getvalue())).active  # type: ignore[no-untyped-call]
    assert sheet is not None
    assert {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value is not None} == {"s"}
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {
        f"{name} музей" for name in ("=1+1", "+7 школа", "-школа", "@школа")
    }


def test_tables_are_not_for_strangers_nor_for_people_without_an_organisation(
    client: Client, client_of: ClientOf, actors: Actors
) -> None:
    assert client.post(EXPORT, {"form": "csv"}).status_code == 403
    assert client_of(a_person("nobody@example.org")).post(EXPORT, {"form": "csv"}).status_code == 403
    assert {name for name, actor in actors.every_kind(7).items() if not policies.can_export(actor)} == {
        "anonymous",
        "claimer",
        "foreign claimer",
    }


@pytest.mark.parametrize(
    "query", ["%00", "type=" + "x" * 5000, "territory=9" * 40, "near=;;&within=zzz", "q=\0", "&&&=="]
)
def test_no_query_breaks_a_table(client_of: ClientOf, member: Person, query: str) -> None:
    assert client_of(member).post(EXPORT, {"form": "csv", "query": query}).status_code == 200


def test_a_table_takes_the_same_queries_for_many_rows(client_of: ClientOf, make: Make, member: Person) -> None:
    client = client_of(member)
    make("Музей 0", type="museum")
    table(client)
    one = len(queries_of(lambda: table(client, "type=museum")))
    for number in range(1, 4):
        make(f"Музей {number}", type="museum")
    assert len(queries_of(lambda: table(client, "type=museum"))) == one


def test_a_search_is_kept_found_again_and_forgotten(client_of: ClientOf, member: Person, make: Make) -> None:
    make("Музей часов", type="museum")
    client = client_of(member)
    kept = client.post(SEARCHES, {"name": "Наши  музеи", "query": "type=museum&junk=1&after=x"})
    assert (kept.status_code, kept["Location"]) == (303, "/organisations/?type=museum")
    page = client.get("/organisations/").content.decode()
    assert "Наши музеи" in page
    assert "/organisations/?type=museum" in page
    search = SavedSearch.objects.get()
    assert client.post(f"{SEARCHES}{code(search.id)}/end/").status_code == 303
    assert "Наши музеи" not in client.get("/organisations/").content.decode()
    assert facts("participants.search") == ["participants.search.saved", "participants.search.forgotten"]


def test_searches_are_nobody_elses(client_of: ClientOf, client: Client, member: Person, actors: Actors) -> None:
    mine = save_search(actor=actors.person(person_id=member.id), name="Музеи", query="type=museum")
    other = a_person("other@example.org")
    assert "Музеи" not in client_of(other).get("/organisations/").content.decode().split("<main")[1].split("<aside")[-1]
    assert client_of(other).post(f"{SEARCHES}{code(mine.id)}/end/").status_code == 404
    assert client.post(SEARCHES, {"name": "a", "query": "type=museum"}).status_code == 403
    with pytest.raises(Refused):
        forget_search(actor=actors.person(person_id=other.id), search=mine)
    assert SavedSearch.objects.count() == 1


def test_a_name_keeps_the_latest_search_and_an_empty_one_is_refused(actors: Actors, member: Person) -> None:
    actor = actors.person(person_id=member.id)
    for query in ("type=museum", "type=school"):
        save_search(actor=actor, name="Наши", query=query)
    assert SavedSearch.objects.get().query == "type=school"
    for name, query in (("  ", "type=museum"), ("Пусто", "")):
        with pytest.raises(Invalid):
            save_search(actor=actor, name=name, query=query)


def test_no_more_searches_are_kept_than_a_page_shows(
    actors: Actors, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vmeste.gather.participants.commands.searches.MOST_SAVED", 2)
    actor = actors.person(person_id=member.id)
    for name in "аб":
        save_search(actor=actor, name=name, query="q=1")
    save_search(actor=actor, name="а", query="q=2")
    with pytest.raises(Invalid):
        save_search(actor=actor, name="в", query="q=1")


def test_a_card_goes_into_an_address_book(client: Client, make: Make) -> None:
    made = make(
        "Музей «Часы»; отдел, 2", short_name="Часы", phone="+7 495 1", email="a@example.org", lat="55.5", lon="37.5"
    )
    answer = client.get(reverse("participants:contact", args=[made.id]))
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    lines = answer.content.decode().replace("\r\n ", "").split("\r\n")
    assert lines[:3] == ["BEGIN:VCARD", "VERSION:4.0", "KIND:org"]
    assert "ORG:Музей «Часы»\\; отдел\\, 2" in lines
    assert "FN:Часы" in lines
    assert "GEO:geo:55.500000,37.500000" in lines
    assert lines[-2:] == ["END:VCARD", ""]


def test_a_hidden_card_is_not_given(client: Client, school: Organisation) -> None:
    Organisation.objects.filter(id=school.id).update(state=Organisation.State.SUSPENDED)
    assert client.get(reverse("participants:contact", args=[school.id])).status_code == 404


@given(st.text(max_size=200))
def test_no_text_breaks_the_lines_of_a_card(text: str) -> None:
    lines = vcard(Contact("u", text or "x", note=text, phone=text)).encode().split(b"\r\n")
    assert all(len(line) <= LONGEST_LINE for line in lines)
    names = [line.decode().split(":")[0] for line in lines if line and not line.startswith(b" ")]
    assert set(names) <= {"BEGIN", "VERSION", "KIND", "UID", "FN", "ORG", "TEL", "NOTE", "END"}
    assert folded(text).replace("\r\n ", "") == text


@pytest.mark.parametrize("q", ["музей", "музй"])
def test_what_words_find_takes_twelve_queries_for_who_is_signed_in(
    client_of: ClientOf, make: Make, member: Person, q: str
) -> None:
    client = client_of(member)
    for number in range(25):
        make(f"Музей {number}", type="museum")
    client.get(f"/organisations/?q={q}")
    assert len(queries_of(lambda: client.get(f"/organisations/?q={q}"))) <= 12
