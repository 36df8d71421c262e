"""Pages of participants: who gets what, what a form keeps, what bad input says."""

from collections.abc import Callable
from itertools import count

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.gather.participants.country import a_person, an_organisation
from tests.kit.reading import SameQueries
from vmeste.gather.participants.commands import add_member, entrust_territory, found_network
from vmeste.gather.participants.models import Membership, Network, NetworkMember, Organisation, Role, Territory
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.ids import code

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]
MakePerson = Callable[..., Person]
ClientOf = Callable[..., Client]
LONGEST_FIRST_VIEW = 60_000


def to(name: str, *args: int, **query: str) -> str:
    tail = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"participants:{name}", args=args) + (f"?{tail}" if tail else "")


@pytest.fixture
def admin(make_person: MakePerson) -> Person:
    return make_person("admin@example.org", is_admin=True)


@pytest.fixture
def moc(make_person: MakePerson, region: Territory) -> Person:
    person = make_person("moc@example.org")
    entrust_territory(actor=SYSTEM, territory=region, person=person)
    return person


@pytest.fixture
def head(make_person: MakePerson, school: Organisation) -> Person:
    person = make_person("head@example.org", name="Ольга Петрова")
    add_member(actor=SYSTEM, organisation=school, person=person, role=Role.HEAD)
    return person


def test_the_public_sees_the_directory_the_map_a_card_and_networks(client: Client, school: Organisation) -> None:
    network = found_network(actor=SYSTEM, hub=school, name="Сеть школ")
    pages = [to("organisations"), to("map"), to("organisation", school.id), to("networks"), to("network", network.id)]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        assert "Школа № 1" in answer.content.decode()


def test_the_public_sees_no_names_of_people(client: Client, school: Organisation, head: Person) -> None:
    shown = client.get(to("organisation", school.id)).content.decode()
    assert head.name not in shown
    assert head.email not in shown
    assert "есть представитель" in shown


def test_people_of_the_organisation_see_each_other_but_change_only_as_coordinators(
    client_of: ClientOf, make_person: MakePerson, school: Organisation, head: Person
) -> None:
    teacher = make_person("teacher@example.org")
    add_member(actor=SYSTEM, organisation=school, person=teacher, role=Role.TEACHER)
    client = client_of(teacher)
    assert head.name in client.get(to("organisation", school.id)).content.decode()
    assert client.get(to("people", school.id)).status_code == 403
    assert client.get(to("edit", school.id)).status_code == 403
    assert client_of(head).get(to("people", school.id)).status_code == 200


@pytest.mark.parametrize("page", ["new", "coordinators"])
def test_pages_of_coordinators_are_not_for_everybody(client: Client, page: str) -> None:
    assert client.get(to(page)).status_code == 403


def test_results_come_alone_when_only_they_are_asked_for(client: Client, school: Organisation) -> None:
    for page in ("organisations", "map"):
        answer = client.get(to(page), headers={"HX-Request": "true", "HX-Target": "results"})
        text = answer.content.decode()
        assert str(school) in text
        assert "<html" not in text


def test_a_typing_error_is_told_in_words(client: Client, school: Organisation) -> None:
    del school
    assert "показано по слову «школа»" in client.get(to("organisations", q="шклоа")).content.decode()


def test_nothing_found_shows_a_way_on(client: Client, school: Organisation) -> None:
    del school
    text = client.get(to("organisations", type="museum")).content.decode()
    assert "Ничего не подошло" in text
    assert "Показать все" in text


def test_an_empty_directory_teaches(client: Client, client_of: ClientOf, moc: Person) -> None:
    Organisation.objects.all().delete()
    assert "Организаций пока нет" in client.get(to("organisations")).content.decode()
    assert "/imports/new/organisations/" in client_of(moc).get(to("organisations")).content.decode()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["q", "type", "department", "territory", "after", "window"]),
        st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30),
    )
)
def test_no_address_breaks_the_lists(client: Client, school: Organisation, query: dict[str, str]) -> None:
    del school
    for page in ("organisations", "map"):
        assert client.get(to(page), query).status_code == 200
    assert client.get(to("networks"), query).status_code == 200


@pytest.mark.parametrize("page", ["organisation", "edit", "people", "network"])
def test_what_is_not_there_is_not_found(client: Client, page: str) -> None:
    assert client.get(to(page, 1)).status_code == 404


def test_a_coordinator_makes_a_card_and_changes_it(
    client_of: ClientOf, moc: Person, region: Territory, town: Territory
) -> None:
    client = client_of(moc)
    assert client.get(to("new")).status_code == 200
    given_values = {"name": "Музей часов", "nature": "legal", "territory": str(region.id), "settlement": "Заречное"}
    answer = client.post(to("new"), given_values)
    made = Organisation.objects.get(name="Музей часов")
    assert (answer.status_code, answer["Location"]) == (303, to("organisation", made.id))
    assert (made.type, made.settlement_id) == ("museum", town.id)
    edited = {"name": "Музей часов", "phone": "5-55", "settlement": "Заречное", "version": "1"}
    client.post(to("edit", made.id), edited)
    made.refresh_from_db()
    assert (made.phone, made.settlement_id) == ("5-55", town.id)
    late = client.post(to("edit", made.id), edited | {"phone": "", "website": "a.ru"})
    assert late.status_code == 422
    assert 'value="a.ru"' in late.content.decode()
    assert 'name="version" value="2"' in late.content.decode()
    made.refresh_from_db()
    assert (made.phone, made.website) == ("5-55", "")


def test_a_form_with_a_fault_keeps_what_was_written_and_says_where(
    client_of: ClientOf, moc: Person, region: Territory
) -> None:
    given_values = {"name": "Музей", "nature": "legal", "territory": str(region.id), "inn": "123", "phone": "5-55"}
    answer = client_of(moc).post(to("new"), given_values)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "id_inn_fault" in text
    assert 'value="5-55"' in text
    assert not Organisation.objects.exists()


def test_a_unit_and_a_group_are_added_from_the_card(client_of: ClientOf, head: Person, school: Organisation) -> None:
    client = client_of(head)
    for query, nature in (("unit_of", "unit"), ("group_of", "informal")):
        page = to("new", **{query: code(school.id)})
        assert client.get(page).status_code == 200
        client.post(page, {"name": f"Новое {nature}"})
        made = Organisation.objects.get(name=f"Новое {nature}")
        assert (made.nature, made.region_id) == (nature, school.region_id)
        assert str(made) in client.get(to("organisation", school.id)).content.decode()


def test_a_card_is_confirmed_by_the_coordinator_only(
    client: Client, client_of: ClientOf, moc: Person, school: Organisation
) -> None:
    Organisation.objects.filter(id=school.id).update(verified_at=None)
    assert client.post(to("verification", school.id)).status_code == 403
    assert client_of(moc).post(to("verification", school.id)).status_code == 303
    school.refresh_from_db()
    assert school.verified_at is not None


def test_people_are_added_by_mail_and_end(client_of: ClientOf, head: Person, school: Organisation) -> None:
    client = client_of(head)
    answer = client.post(to("people", school.id), {"email": "New@Example.org", "role": "teacher"})
    assert answer.status_code == 303
    member = Membership.objects.get(person__email="new@example.org")
    again = client.post(to("people", school.id), {"email": "new@example.org", "role": "teacher"})
    assert again.status_code == 422
    assert client.post(to("person_end", school.id, member.id)).status_code == 303
    member.refresh_from_db()
    assert member.until_at is not None
    assert client.post(to("person_end", school.id, member.id)).status_code == 409


def test_a_membership_is_not_ended_through_another_organisation(
    client_of: ClientOf, make: Make, make_person: MakePerson, head: Person, school: Organisation
) -> None:
    other = make("Музей")
    theirs = add_member(actor=SYSTEM, organisation=other, person=make_person("a@example.org"), role=Role.HEAD)
    assert client_of(head).post(to("person_end", school.id, theirs.id)).status_code == 404
    assert client_of(head).post(to("person_end", other.id, theirs.id)).status_code == 403


def test_a_person_switches_between_own_organisations_only(
    client_of: ClientOf, make: Make, head: Person, school: Organisation
) -> None:
    other, foreign = make("Музей"), make("Чужой музей")
    add_member(actor=SYSTEM, organisation=other, person=head, role=Role.HEAD)
    client = client_of(head)
    assert client.get(to("edit", other.id)).status_code == 403
    answer = client.post("/acting/", {"organisation": code(other.id), "next": "/networks/"})
    assert (answer.status_code, answer["Location"]) == (303, "/networks/")
    assert client.get(to("edit", other.id)).status_code == 200
    assert client.get(to("edit", school.id)).status_code == 403
    for wrong in (code(foreign.id), "", "x", "nonsense"):
        assert client.post("/acting/", {"organisation": wrong}).status_code == 403
    assert client.post("/acting/", {"organisation": code(school.id), "next": "//evil.example"})["Location"] == "/"


def test_a_form_never_goes_out_under_the_name_of_another_organisation(
    client_of: ClientOf, make: Make, head: Person, school: Organisation
) -> None:
    other = make("Музей")
    add_member(actor=SYSTEM, organisation=other, person=head, role=Role.HEAD)
    client = client_of(head)
    opened = client.get(to("network_new")).content.decode()
    assert f'name="_acting" value="{code(school.id)}"' in opened
    client.post("/acting/", {"organisation": code(other.id), "_acting": code(school.id)})
    network = {"name": "Сеть чтения", "purpose": "Читать вместе", "kind": "interest"}
    refused = client.post(to("network_new"), network | {"_acting": code(school.id)})
    assert refused.status_code == 409
    words = refused.content.decode()
    assert "В другой вкладке вы перешли к другой организации" in words
    assert "«Музей»" in words
    assert not Network.objects.exists()
    assert client.post(to("network_new"), network | {"_acting": ""}).status_code == 409
    assert client.post(to("network_new"), network | {"_acting": code(other.id)}).status_code != 409


def test_the_pages_of_strangers_name_no_organisation_acted_for(client_of: ClientOf, school: Organisation) -> None:
    for path in ("/", "/preferences/", to("organisations"), "/sign-in/"):
        assert "_acting" not in client_of().get(path).content.decode()


def test_the_shell_says_for_whom_one_acts(client_of: ClientOf, head: Person, school: Organisation) -> None:
    text = client_of(head).get(to("networks")).content.decode()
    assert "от имени" in text
    assert str(school) in text


def test_a_network_is_founded_and_filled(
    client_of: ClientOf, client: Client, make: Make, head: Person, school: Organisation
) -> None:
    other, own = make("Музей астрономии"), client_of(head)
    assert client.get(to("network_new", hub=code(school.id))).status_code == 403
    own.post(to("network_new", hub=code(school.id)), {"name": "Сеть астрономов", "goal": "Звёзды рядом"})
    network = Network.objects.get()
    found = own.get(to("network", network.id, q="астрономия")).content.decode()
    assert str(other) in found
    assert str(other) not in client.get(to("network", network.id, q="астрономия")).content.decode()
    assert client.post(to("network_members", network.id), {"organisation": code(other.id)}).status_code == 403
    assert own.post(to("network_members", network.id), {"organisation": code(other.id)}).status_code == 303
    assert own.post(to("network_members", network.id), {"organisation": code(other.id)}).status_code == 422
    member = NetworkMember.objects.get(organisation=other)
    assert own.post(to("network_member_end", network.id, member.id)).status_code == 303
    assert own.post(to("network_members", network.id), {"organisation": "x"}).status_code == 404


def test_an_administrator_entrusts_a_district_by_its_name(
    client_of: ClientOf, admin: Person, region: Territory, district: Territory
) -> None:
    client = client_of(admin)
    given_values = {"email": "moc@example.org", "territory": str(region.id), "municipality": "Нет такого"}
    assert client.post(to("coordinators"), given_values).status_code == 422
    assert client.post(to("coordinators"), given_values | {"municipality": "заречный район"}).status_code == 303
    trust = district.coordinators.get()
    assert "moc@example.org" in client.get(to("coordinators")).content.decode()
    assert client.post(to("coordinator_end", trust.id)).status_code == 303
    assert client.post(to("coordinator_end", trust.id)).status_code == 404


def test_what_people_write_is_text_and_never_markup(client_of: ClientOf, head: Person, school: Organisation) -> None:
    evil = "<script>alert(1)</script>"
    values = {"name": evil, "description": evil, "website": f"javascript:alert(1) ok.ru/{evil}", "address": evil}
    values["version"] = "1"
    client_of(head).post(to("edit", school.id), values)
    shown = client_of().get(to("organisation", school.id)).content.decode()
    assert evil not in shown
    assert "javascript:" not in shown.lower().split("<main")[1].replace("javascript:alert(1) ok", "")


def test_a_card_costs_the_same_for_many_sites_units_and_people(
    client_of: ClientOf, head: Person, school: Organisation, assert_same_queries: SameQueries
) -> None:
    numbers = count()

    def add() -> None:
        number = next(numbers)
        an_organisation(f"Кружок {number}", parent=school)
        add_member(actor=SYSTEM, organisation=school, person=a_person(f"{number}@example.org"), role=Role.TEACHER)
        school.sites.create(address=f"Мира, {number}", address_key=f"мира {number}")
        found_network(actor=SYSTEM, hub=school, name=f"Сеть {number}")

    client = client_of(head)
    for page in (to("organisation", school.id), to("people", school.id), to("networks")):
        assert_same_queries(lambda page=page: client.get(page), add)  # type: ignore[misc]


def test_pages_are_light(client: Client, make: Make) -> None:
    for number in range(31):
        make(
            f"Государственное бюджетное учреждение школа {number}", lat="56", lon=str(37 + number), address=str(number)
        )
    for page in ("organisations", "map"):
        assert len(client.get(to(page)).content) < LONGEST_FIRST_VIEW
