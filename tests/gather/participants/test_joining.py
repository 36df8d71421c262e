"""Asking to be added: who may ask, who sees it, who answers, what is told."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.kit.facts import facts
from tests.kit.people import Actors
from vmeste.gather.participants import commands, policies, queries
from vmeste.gather.participants.actors import actor_of
from vmeste.gather.participants.models import JoiningRequest, Membership, Organisation, Role, Territory
from vmeste.ground.accounts.models import Mail, Person
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.errors import Invalid, Refused, Stale

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]
MakePerson = Callable[..., Person]
ClientOf = Callable[..., Client]
WORDS = "Учитель физики, веду кружок робототехники"


@pytest.fixture
def newcomer(make_person: MakePerson) -> Person:
    return make_person("new@example.org", name="Вера Новикова")


@pytest.fixture
def asked(newcomer: Person, school: Organisation) -> JoiningRequest:
    return commands.ask_to_join(actor=actor_of(newcomer), organisation=school, words=WORDS)


@pytest.fixture
def moc(make_person: MakePerson, region: Territory) -> Person:
    person = make_person("moc@example.org")
    commands.entrust_territory(actor=SYSTEM, territory=region, person=person)
    return person


@pytest.fixture
def head(make_person: MakePerson, school: Organisation) -> Person:
    person = make_person("head@example.org", name="Ольга Петрова")
    commands.add_member(actor=SYSTEM, organisation=school, person=person, role=Role.HEAD)
    return person


def to(name: str, *args: int) -> str:
    return reverse(f"participants:{name}", args=args)


def waiting(person: Person) -> list[str]:
    give = registries.waiting.get("participants.joining")
    return [one.title for one in give(actor_of(person), 20)]


def test_a_newcomer_asks_once_and_it_is_told_without_their_words(
    asked: JoiningRequest, newcomer: Person, school: Organisation
) -> None:
    assert (asked.words, asked.state) == (WORDS, "open")
    assert facts("participants.joining") == ["participants.joining.asked"]
    with pytest.raises(Invalid, match=r"ждёт ответа|waits for an answer"):
        commands.ask_to_join(actor=actor_of(newcomer), organisation=school, words="Ещё раз")
    assert JoiningRequest.objects.count() == 1


def test_a_request_says_who_one_is(newcomer: Person, school: Organisation) -> None:
    with pytest.raises(Invalid) as told:
        commands.ask_to_join(actor=actor_of(newcomer), organisation=school, words="  \n ")
    assert set(told.value.faults) == {"words"}


def test_few_requests_wait_at_a_time(newcomer: Person, make: Make) -> None:
    schools = [make(f"Школа № {number}") for number in range(10, 16)]
    for school in schools[:5]:
        commands.ask_to_join(actor=actor_of(newcomer), organisation=school, words=WORDS)
    with pytest.raises(Invalid):
        commands.ask_to_join(actor=actor_of(newcomer), organisation=schools[5], words=WORDS)
    assert JoiningRequest.objects.count() == 5


def test_who_belongs_somewhere_or_is_not_signed_in_does_not_ask(
    head: Person, moc: Person, actors: Actors, make: Make
) -> None:
    other = make("Школа № 2")
    for actor in (actor_of(head), actor_of(moc), actors.anonymous(), actors.admin()):
        with pytest.raises(Refused):
            commands.ask_to_join(actor=actor, organisation=other, words=WORDS)
    assert not JoiningRequest.objects.exists()


def test_an_organisation_that_does_not_work_is_not_asked(newcomer: Person, make: Make) -> None:
    closed = make("Закрытая школа")
    Organisation.objects.filter(id=closed.id).update(state=Organisation.State.CLOSED)
    closed.refresh_from_db()
    with pytest.raises(Refused):
        commands.ask_to_join(actor=actor_of(newcomer), organisation=closed, words=WORDS)


def test_where_nobody_acts_the_territory_answers_and_later_the_organisation_itself(
    asked: JoiningRequest, moc: Person, make_person: MakePerson, school: Organisation
) -> None:
    assert waiting(moc) == ["Вера Новикова"]
    keeper = make_person("keeper@example.org")
    commands.add_member(actor=SYSTEM, organisation=school, person=keeper, role=Role.COORDINATOR)
    assert (waiting(keeper), waiting(moc)) == (["Вера Новикова"], [])
    asked.organisation.refresh_from_db()
    with pytest.raises(Refused):
        commands.grant_joining(actor=actor_of(moc), asked=asked, role=Role.TEACHER)


def test_the_list_and_the_single_request_follow_one_rule(
    asked: JoiningRequest, actors: Actors, coordinator: Actor, far_region: Territory, school: Organisation
) -> None:
    far = actors.person(person_id=77, territory_ids=frozenset({far_region.id}))
    everybody = [*actors.every_kind(school.id).values(), coordinator, far]
    for claimed_at in (None, asked.made_at):
        Organisation.objects.filter(id=school.id).update(claimed_at=claimed_at)
        school.refresh_from_db()
        for actor in everybody:
            listed = JoiningRequest.objects.filter(policies.joinings_to_answer(actor)).exists()
            assert listed == bool(policies.can_answer_joining(actor, school)), actor


def test_nobody_else_learns_who_asked(
    asked: JoiningRequest, school: Organisation, make_person: MakePerson, client_of: ClientOf, head: Person
) -> None:
    teacher, stranger = make_person("teacher@example.org"), make_person("stranger@example.org")
    commands.add_member(actor=SYSTEM, organisation=school, person=teacher, role=Role.TEACHER)
    for person in (teacher, stranger, None):
        client = client_of(person)
        text = client.get(to("organisation", school.id)).text
        assert "Вера" not in text
        assert WORDS not in text
        for name in ("joining_end", "joining_answer"):
            answer = client.post(to(name, school.id, asked.id), {"answer": "no"})
            assert answer.status_code in {302, 404}
        if person:
            assert not queries.joinings_waiting(actor_of(person)).exists()
    asked.refresh_from_db()
    assert asked.state == "open"
    assert "Вера Новикова" in client_of(head).get(to("people", school.id)).text


def test_who_asked_is_added_with_a_role_and_told_by_mail(
    asked: JoiningRequest, head: Person, newcomer: Person, client_of: ClientOf, school: Organisation
) -> None:
    answer = client_of(head).post(to("joining_answer", school.id, asked.id), {"role": "teacher"})
    assert answer.status_code == 303
    membership = Membership.objects.get(person=newcomer, until_at=None)
    assert (membership.organisation_id, membership.role) == (school.id, Role.TEACHER)
    asked.refresh_from_db()
    assert (asked.state, asked.words) == ("granted", "")
    assert Mail.objects.filter(to=newcomer.email).exists()
    assert facts("participants.joining") == ["participants.joining.asked", "participants.joining.granted"]
    assert waiting(head) == []


def test_a_coordinator_makes_nobody_head_by_a_request(
    asked: JoiningRequest, head: Person, make_person: MakePerson, school: Organisation
) -> None:
    keeper = make_person("keeper@example.org")
    commands.add_member(actor=SYSTEM, organisation=school, person=keeper, role=Role.COORDINATOR)
    with pytest.raises(Refused):
        commands.grant_joining(actor=actor_of(keeper), asked=asked, role=Role.HEAD)
    asked = JoiningRequest.objects.get()
    assert (asked.state, asked.words) == ("open", WORDS)


@pytest.mark.parametrize("role", ["", "king", "head\0"])
def test_a_role_that_does_not_exist_is_told(
    asked: JoiningRequest, head: Person, client_of: ClientOf, school: Organisation, role: str
) -> None:
    answer = client_of(head).post(to("joining_answer", school.id, asked.id), {"role": role})
    assert answer.status_code == 422
    assert not Membership.objects.filter(person=asked.person_id).exists()


def test_who_was_refused_may_ask_again_and_the_other_tab_is_told(
    asked: JoiningRequest, head: Person, newcomer: Person, school: Organisation
) -> None:
    other_tab = JoiningRequest.objects.select_related("organisation", "person").get()
    commands.refuse_joining(actor=actor_of(head), asked=asked)
    with pytest.raises(Stale):
        commands.grant_joining(actor=actor_of(head), asked=other_tab, role=Role.TEACHER)
    assert not Membership.objects.filter(person=newcomer).exists()
    again = commands.ask_to_join(actor=actor_of(newcomer), organisation=school, words=WORDS)
    commands.withdraw_joining(actor=actor_of(newcomer), asked=again)
    assert not queries.joinings_asked(actor_of(newcomer)).exists()


def test_being_added_by_mail_settles_the_request(asked: JoiningRequest, head: Person, newcomer: Person) -> None:
    commands.add_member(actor=actor_of(head), organisation=asked.organisation, person=newcomer, role=Role.MEMBER)
    assert waiting(head) == []
    assert JoiningRequest.objects.get().words == ""


def test_a_card_lets_a_newcomer_ask_and_says_that_it_waits(
    newcomer: Person, head: Person, school: Organisation, client_of: ClientOf
) -> None:
    client, card = client_of(newcomer), to("organisation", school.id)
    assert "Попросить добавить меня" in client.get(card).text
    assert "Попросить добавить меня" not in client_of(head).get(card).text
    assert client.post(to("joining", school.id), {"words": ""}).status_code == 422
    assert client.post(to("joining", school.id), {"words": WORDS}).status_code == 303
    assert "Отозвать просьбу" in client.get(card).text
    assert school.short_name in client.get("/").text
    asked = JoiningRequest.objects.get()
    assert client.post(to("joining_end", school.id, asked.id)).status_code == 303
    assert "Попросить добавить меня" in client.get(card).text
