from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.test import Client

from tests.kit.facts import facts, last_fact
from tests.kit.people import Actors
from tests.kit.reading import SameQueries
from vmeste.ground.accounts.commands import make_link
from vmeste.ground.accounts.models import Person
from vmeste.ground.accounts.queries import actor_of_link
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.decisions import ALLOW, Decision, deny, too_late
from vmeste.ground.kernel.errors import Invalid, Refused, Stale
from vmeste.ground.kernel.ids import code, new_id
from vmeste.ground.kernel.registries import SubjectView, ThreadRule
from vmeste.ground.threads import queries
from vmeste.ground.threads.commands import post_message
from vmeste.ground.threads.models import Message, Thread

pytestmark = pytest.mark.django_db
SCHOOL, MUSEUM = 11, 22
OPEN, CLOSED = new_id(), new_id()


def can_read(actor: Actor, subject_id: int) -> Decision:
    del subject_id
    known = actor.is_signed_in or actor.holds("talk.answer", "talk", OPEN)
    return ALLOW if known else deny("Not yours.")


def can_write(actor: Actor, subject_id: int) -> Decision:
    del actor
    return ALLOW if subject_id == OPEN else too_late("It is over.")


def show_organisations(actor: Actor, ids: Sequence[int]) -> dict[int, SubjectView]:
    del actor
    names = {SCHOOL: "Школа № 5", MUSEUM: "Музей"}
    return {one: SubjectView("organisation", one, names[one], f"/organisations/{one}/") for one in ids if one in names}


@pytest.fixture(autouse=True)
def talk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be a kind of subject to talk about."""
    rules, subjects = registries.thread_rules._entries, registries.subjects._entries
    monkeypatch.setitem(rules, "talk", ThreadRule(can_read, can_write))
    monkeypatch.setitem(subjects, "organisation", registries.Subject("Organisation", show_organisations))


@pytest.fixture
def olga() -> Person:
    return Person.objects.create_user("olga@museum.test", name="Ольга")


def said(actor: Actor, text: str = "Здравствуйте", subject: int = OPEN) -> Message:
    return post_message(actor=actor, subject_kind="talk", subject_id=subject, text=text)


def test_a_message_stands_under_organisation_and_name(actors: Actors, olga: Person) -> None:
    said(actors.teacher(MUSEUM, person_id=olga.id))
    [seen_there] = queries.messages_of(actors.teacher(SCHOOL), "talk", OPEN)
    assert (seen_there.author, seen_there.note, seen_there.mine) == ("Музей", "Ольга", False)
    assert seen_there.href == f"/organisations/{MUSEUM}/"
    [seen_here] = queries.messages_of(actors.teacher(MUSEUM), "talk", OPEN)
    assert seen_here.mine


def test_who_chose_no_name_is_never_named_by_an_address(actors: Actors) -> None:
    nameless = Person.objects.create_user("secret@school.test")
    said(actors.person(person_id=nameless.id))
    [message] = queries.messages_of(actors.person(), "talk", OPEN)
    assert "secret" not in message.author + message.note
    assert message.author


def test_the_holder_of_a_link_writes_for_the_links_organisation(actors: Actors) -> None:
    link, _token = make_link(
        actor=SYSTEM, purpose="talk.answer", subject_kind="talk", subject_id=OPEN, organisation_id=MUSEUM
    )
    said(actor_of_link(link))
    message = Message.objects.get()
    assert (message.link, message.person, message.organisation_id) == (link, None, MUSEUM)
    [shown] = queries.messages_of(actors.teacher(SCHOOL), "talk", OPEN)
    assert shown.author == "Музей"


def test_the_owner_of_the_subject_decides_who_reads_and_writes(actors: Actors) -> None:
    with pytest.raises(Refused):
        said(actors.anonymous())
    with pytest.raises(Refused):
        queries.messages_of(actors.anonymous(), "talk", OPEN)
    with pytest.raises(Stale):
        said(actors.person(), subject=CLOSED)
    assert not Message.objects.exists()


def test_nobody_talks_about_what_nobody_owns(actors: Actors) -> None:
    with pytest.raises(Refused):
        post_message(actor=actors.admin(), subject_kind="nothing", subject_id=1, text="Эй")


@pytest.mark.parametrize("text", ["", "  \n ", "\u202e\x00", "я" * 5001])
def test_nothing_and_too_much_are_told_in_words(actors: Actors, olga: Person, text: str) -> None:
    with pytest.raises(Invalid):
        said(actors.person(person_id=olga.id), text)
    assert not Message.objects.exists()


def test_five_thousand_signs_are_taken(actors: Actors, olga: Person) -> None:
    assert len(said(actors.person(person_id=olga.id), "я" * 5000).text) == 5000


def test_the_fact_tells_ids_and_no_text(actors: Actors, olga: Person) -> None:
    message = said(actors.teacher(MUSEUM, person_id=olga.id), "Только между нами")
    assert facts("threads") == ["threads.message.posted"]
    assert "между" not in repr(last_fact().values)
    assert last_fact().values["message_id"] == message.id
    assert (last_fact().subject_kind, last_fact().subject_id) == ("talk", OPEN)


def test_one_subject_has_one_thread(actors: Actors, olga: Person) -> None:
    said(actors.person(person_id=olga.id))
    said(actors.person(person_id=olga.id))
    assert Thread.objects.count() == 1


def test_a_long_thread_takes_the_same_queries(actors: Actors, assert_same_queries: SameQueries) -> None:
    numbers = iter(range(100))

    def add() -> None:
        person = Person.objects.create_user(f"p{next(numbers)}@school.test", name="Кто-то")
        said(actors.teacher(SCHOOL, person_id=person.id))

    assert_same_queries(lambda: queries.thread_of(actors.teacher(SCHOOL), "talk", OPEN), add, at_most=3)


def test_one_writes_on_a_page_without_scripts_and_comes_back(client_of: Callable[..., Client], olga: Person) -> None:
    client = client_of(olga)
    place = f"/threads/talk/{code(OPEN)}/"
    assert f'action="{place}messages/"' in client.get(place).text
    answer = client.post(f"{place}messages/", {"text": "Ждём вас", "next": "/needs/"})
    assert (answer.status_code, answer["Location"]) == (303, "/needs/#thread")
    assert "Ждём вас" in client.get(place).text


@pytest.mark.parametrize("elsewhere", ["https://evil.test/", "//evil.test", "/\\evil.test"])
def test_the_way_back_never_leads_to_another_server(
    client_of: Callable[..., Client], olga: Person, elsewhere: str
) -> None:
    place = f"/threads/talk/{code(OPEN)}/"
    answer = client_of(olga).post(f"{place}messages/", {"text": "Да", "next": elsewhere})
    assert answer["Location"] == f"{place}#thread"


def test_what_was_written_is_not_lost_when_it_is_too_much(client_of: Callable[..., Client], olga: Person) -> None:
    answer = client_of(olga).post(f"/threads/talk/{code(OPEN)}/messages/", {"text": "я" * 5001})
    assert answer.status_code == 422
    assert "я" * 5001 in answer.text
    assert "id_text_fault" in answer.text


def test_a_stored_script_never_runs(client_of: Callable[..., Client], olga: Person) -> None:
    client = client_of(olga)
    place = f"/threads/talk/{code(OPEN)}/"
    Person.objects.filter(pk=olga.pk).update(name="<img src=x onerror=alert(1)>")
    for text in (
        "<script>alert(1)</script>",
        'https://a.test/"><script>alert(2)</script>',
        "</textarea><svg onload=a>",
    ):
        client.post(f"{place}messages/", {"text": text})
    shown = client.get(place).text
    assert "<script>alert" not in shown
    assert "<svg onload" not in shown
    assert "<img src=x" not in shown


@pytest.mark.parametrize("kind", ["talk", "nothing"])
def test_strangers_are_refused_in_words(client_of: Callable[..., Client], kind: str) -> None:
    place = f"/threads/{kind}/{code(OPEN)}/"
    assert client_of().get(place).status_code == 403
    assert client_of().post(f"{place}messages/", {"text": "Пустите"}).status_code == 403
    assert not Message.objects.exists()


def test_what_is_over_can_still_be_read(client_of: Callable[..., Client], olga: Person) -> None:
    page: Any = client_of(olga).get(f"/threads/talk/{code(CLOSED)}/")
    assert page.status_code == 200
    assert "It is over." in page.text
    assert "<textarea" not in page.text


def test_earlier_messages_are_a_page_away(client_of: Callable[..., Client], actors: Actors, olga: Person) -> None:
    for number in range(60):
        said(actors.person(person_id=olga.id), f"Слово {number}.")
    client = client_of(olga)
    place = f"/threads/talk/{code(OPEN)}/"
    latest = client.get(place).text
    assert "Слово 59." in latest
    assert "Слово 9." not in latest
    first = Message.objects.order_by("id")[10]
    assert f"{place}?before={code(first.id)}" in latest
    assert "Слово 9." in client.get(place, {"before": code(first.id)}).text
