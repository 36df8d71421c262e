"""Lists of staff: loaded by those who may, seen by those who may, taken back; no name leaves in a fact."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.kit.dump import dump
from tests.kit.facts import facts, last_fact
from tests.kit.people import Actors
from tests.kit.reading import SameQueries
from vmeste.gather.participants import policies, queries
from vmeste.gather.participants.commands import (
    StaffRun,
    add_member,
    add_staff,
    change_staff,
    load_staff,
    remove_staff,
    unload_staff,
)
from vmeste.gather.participants.models import Organisation, Role, StaffCard
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts.models import Record
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.errors import Invalid, Refused, Stale
from vmeste.ground.kernel.ids import code
from vmeste.ground.kernel.undoing import InTheWay, obstacles

pytestmark = pytest.mark.django_db
ANNA = {"name": "Иванова Анна Петровна", "post": "учитель", "subject": "физика", "teaches": "робототехника"}
BORIS = {"name": "Борисов Борис", "email": "B@Example.org"}


def run_of(actor: Actor, organisation: Organisation | None = None) -> StaffRun:
    return StaffRun(actor, organisation)


def outcomes(run: StaffRun, *rows: dict[str, str]) -> list[str]:
    return [verdict.outcome for verdict in run.write(list(rows))]


def test_a_list_becomes_cards_of_the_organisation_and_the_same_list_again_changes_nothing(
    school: Organisation, actors: Actors
) -> None:
    coordinator = actors.coordinator(school.id)
    assert outcomes(run_of(coordinator, school), ANNA, BORIS) == ["new", "new"]
    card = StaffCard.objects.get(name_key="иванова анна петровна")
    assert (card.post, card.subject, card.teaches) == ("учитель", "физика", "робототехника")
    assert StaffCard.objects.get(name="Борисов Борис").email == "b@example.org"
    now = dump("participants")
    assert outcomes(run_of(coordinator, school), ANNA, BORIS) == ["unchanged", "unchanged"]
    assert dump("participants") == now


def test_a_second_post_in_the_same_list_is_added_and_stays_when_the_list_comes_again(school: Organisation) -> None:
    rows = [ANNA, {**ANNA, "post": "методист"}]
    assert outcomes(run_of(SYSTEM, school), *rows) == ["new", "duplicate"]
    assert StaffCard.objects.get().post == "учитель; методист"
    assert outcomes(run_of(SYSTEM, school), *rows) == ["unchanged", "duplicate"]
    assert StaffCard.objects.get().version == 1


def test_a_newer_list_changes_field_by_field(school: Organisation) -> None:
    run_of(SYSTEM, school).write([ANNA])
    (verdict,) = run_of(SYSTEM, school).write([{**ANNA, "post": "директор", "teaches": ""}])
    assert (verdict.outcome, verdict.changes) == ("changed", {"post": ("учитель", "директор")})
    card = StaffCard.objects.get()
    assert (card.teaches, card.version) == ("робототехника", 2)


def test_the_organisation_is_found_by_its_column(
    make: Callable[..., Organisation], school: Organisation, coordinator: Actor
) -> None:
    museum = make("Музей часов", inn="7718084659")
    rows = [
        {**ANNA, "organisation": "Школа № 1"},
        {**BORIS, "inn": "7718084659"},
        {**ANNA, "organisation": "Нет такой"},
        {**ANNA, "inn": "7718084650"},
        ANNA,
    ]
    verdicts = run_of(coordinator).write(rows)
    assert [one.outcome for one in verdicts] == ["new", "new", "wrong", "wrong", "wrong"]
    assert all(one.reasons for one in verdicts[2:])
    owners = StaffCard.objects.order_by("name").values_list("organisation_id", flat=True)
    assert list(owners) == [museum.id, school.id]


def test_several_organisations_of_one_name_are_not_guessed_among(
    make: Callable[..., Organisation], coordinator: Actor
) -> None:
    make("Музей", address="Мира, 1"), make("Музей", address="Мира, 2")
    (verdict,) = run_of(coordinator).judge([{**ANNA, "organisation": "Музей"}])
    assert verdict.outcome == "wrong"
    assert "ИНН" in verdict.reasons[0]


def test_others_may_not_load_lists_of_an_organisation(
    school: Organisation, make: Callable[..., Organisation], actors: Actors
) -> None:
    other = make("Музей часов")
    (verdict,) = run_of(actors.coordinator(other.id)).judge([{**ANNA, "organisation": school.name}])
    assert verdict.outcome == "wrong"
    for actor in (actors.anonymous(), actors.member(school.id), actors.teacher(school.id)):
        with pytest.raises(Refused):
            load_staff(actor=actor, run=run_of(actor, school), rows=[ANNA])
    assert not StaffCard.objects.exists()


def test_cards_are_seen_by_their_own_and_by_the_territory_only(
    school: Organisation, make: Callable[..., Organisation], actors: Actors, coordinator: Actor
) -> None:
    run_of(SYSTEM, school).write([ANNA])
    other = make("Музей часов")

    def seen(actor: Actor) -> int:
        return StaffCard.objects.filter(policies.staff_visible_to(actor)).count()

    assert [seen(one) for one in (actors.member(school.id), coordinator, actors.admin(), SYSTEM)] == [1, 1, 1, 1]
    assert [seen(one) for one in (actors.anonymous(), actors.head(other.id), actors.person())] == [0, 0, 0]


def test_no_name_and_no_address_stands_in_a_fact(school: Organisation) -> None:
    run_of(SYSTEM, school).write([ANNA, BORIS])
    add_staff(actor=SYSTEM, organisation=school, values={"name": "Вера"})
    remove_staff(actor=SYSTEM, card=StaffCard.objects.select_related("organisation").get(name="Вера"))
    told = json.dumps(list(Record.objects.filter(kind__startswith="participants.staff").values("values")), default=str)
    assert facts("participants.staff") == [
        "participants.staff.imported",
        "participants.staff.added",
        "participants.staff.removed",
    ]
    for name in ("Иванова", "Борис", "xample", "Вера"):
        assert name not in told


def test_a_list_is_taken_back_exactly(school: Organisation) -> None:
    run_of(SYSTEM, school).write([ANNA])
    before = dump("participants")
    run = run_of(SYSTEM, school)
    run.write([{**ANNA, "post": "директор"}, BORIS])
    assert obstacles(run.trace) == []
    unload_staff(actor=SYSTEM, trace=run.trace)
    assert dump("participants") == before
    assert last_fact().values["organisation_ids"] == [school.id]


def test_a_later_list_stands_in_the_way(school: Organisation) -> None:
    first = run_of(SYSTEM, school)
    first.write([ANNA])
    run_of(SYSTEM, school).write([{**ANNA, "post": "директор"}])
    with pytest.raises(InTheWay):
        unload_staff(actor=SYSTEM, trace=first.trace)
    assert StaffCard.objects.get().post == "директор"


def test_one_is_added_once_by_hand_and_taken_out_once(school: Organisation, actors: Actors) -> None:
    coordinator = actors.coordinator(school.id)
    card = add_staff(actor=coordinator, organisation=school, values=ANNA)
    for values in (ANNA, {"name": " "}, {"name": "Вера", "email": "не адрес"}):
        with pytest.raises(Invalid):
            add_staff(actor=coordinator, organisation=school, values=values)
    with pytest.raises(Refused):
        remove_staff(actor=actors.teacher(school.id), card=card)
    remove_staff(actor=coordinator, card=card)
    with pytest.raises(Stale):
        remove_staff(actor=coordinator, card=card)
    assert not StaffCard.objects.exists()


@pytest.fixture
def browser(client_of: Callable[..., Client], school: Organisation, make_person: Callable[..., Person]) -> Client:
    person = make_person("head@example.org")
    add_member(actor=SYSTEM, organisation=school, person=person, role=Role.COORDINATOR)
    return client_of(person)


def test_the_page_lists_adds_and_takes_out(browser: Client, school: Organisation) -> None:
    place = f"/organisations/{code(school.id)}/staff/"
    assert place in browser.get(f"/organisations/{code(school.id)}/").content.decode()
    assert browser.post(place, ANNA).status_code == 303
    assert "робототехника" in browser.get(place).content.decode()
    assert browser.post(place, ANNA).status_code == 422
    card = StaffCard.objects.get()
    assert browser.post(f"{place}{code(card.id)}/removal/").status_code == 303
    assert not StaffCard.objects.exists()


def test_strangers_and_members_without_the_right_do_not_get_there(
    school: Organisation, client_of: Callable[..., Client], make_person: Callable[..., Person]
) -> None:
    place = f"/organisations/{code(school.id)}/staff/"
    reader = make_person("reader@example.org")
    add_member(actor=SYSTEM, organisation=school, person=reader, role=Role.MEMBER)
    card = add_staff(actor=SYSTEM, organisation=school, values=ANNA)
    assert "Иванова" in client_of(reader).get(place).content.decode()
    assert client_of(reader).post(place, BORIS).status_code == 403
    assert client_of(reader).post(f"{place}{code(card.id)}/removal/").status_code == 403
    stranger = client_of(make_person("other@example.org"))
    assert stranger.get(place).status_code == 403
    assert stranger.post(f"{place}{code(card.id)}/removal/").status_code == 404
    assert place not in Client().get(f"/organisations/{code(school.id)}/").content.decode()


def test_the_page_takes_the_same_queries_for_any_number(
    browser: Client, school: Organisation, assert_same_queries: SameQueries
) -> None:
    numbers = iter(range(10))

    def add() -> Any:
        return add_staff(actor=SYSTEM, organisation=school, values={"name": f"Учитель {next(numbers)}"})

    assert_same_queries(lambda: browser.get(f"/organisations/{code(school.id)}/staff/"), add)


def test_a_long_list_is_shown_in_pages(school: Organisation) -> None:
    run_of(SYSTEM, school).write([{"name": f"Учитель {number:03}"} for number in range(120)])
    page, names = queries.staff_page(SYSTEM, school), []
    names += [card.name for card in page.cards]
    while page.next_after:
        page = queries.staff_page(SYSTEM, school, page.next_after)
        names += [card.name for card in page.cards]
    assert names == [f"Учитель {number:03}" for number in range(120)]
    assert page.total == 120


def test_a_card_is_changed_by_hand_and_nothing_is_told_when_nothing_is_different(
    school: Organisation, actors: Actors
) -> None:
    coordinator = actors.coordinator(school.id)
    card = add_staff(actor=coordinator, organisation=school, values=ANNA)
    add_staff(actor=coordinator, organisation=school, values=BORIS)
    change_staff(actor=coordinator, card=card, values=ANNA)
    assert "participants.staff.changed" not in facts("participants.staff")
    change_staff(actor=coordinator, card=card, values=ANNA | {"teaches": "3D-печать"})
    card.refresh_from_db()
    assert (card.teaches, card.post) == ("3D-печать", "учитель")
    assert facts("participants.staff")[-1] == "participants.staff.changed"
    assert "печать" not in json.dumps(Record.objects.last().values, ensure_ascii=False)  # type: ignore[union-attr]
    for values in ({"name": " "}, ANNA | {"name": BORIS["name"]}, ANNA | {"email": "нет такой"}):
        with pytest.raises(Invalid):
            change_staff(actor=coordinator, card=card, values=values)
    for actor in (actors.teacher(school.id), actors.head(-1), actors.anonymous()):
        with pytest.raises(Refused):
            change_staff(actor=actor, card=card, values=BORIS)
    remove_staff(actor=coordinator, card=StaffCard.objects.get(id=card.id))
    with pytest.raises(Stale):
        change_staff(actor=coordinator, card=card, values=ANNA | {"post": "методист"})


def test_the_page_of_a_card_changes_it(browser: Client, school: Organisation) -> None:
    card = add_staff(actor=SYSTEM, organisation=school, values=ANNA)
    path = f"/organisations/{code(school.id)}/staff/{code(card.id)}/"
    assert path in browser.get(f"/organisations/{code(school.id)}/staff/").text
    assert "робототехника" in browser.get(path).text
    assert browser.post(path, ANNA | {"name": ""}).status_code == 422
    assert browser.post(path, ANNA | {"post": "завуч"}).status_code == 303
    card.refresh_from_db()
    assert card.post == "завуч"
    assert Client().get(path).status_code in {302, 403, 404}
