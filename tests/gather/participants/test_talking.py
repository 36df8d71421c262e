"""Asking back on a claim: who reads and writes, whose turn it is."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.kit.people import Actors
from vmeste.gather.participants import commands, policies, queries
from vmeste.gather.participants.actors import actor_of
from vmeste.gather.participants.models import Claim, Organisation, Role, Territory
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.errors import Refused, Stale
from vmeste.ground.threads.commands import post_message
from vmeste.ground.threads.queries import messages_of

pytestmark = pytest.mark.django_db
MakePerson = Callable[..., Person]
ClientOf = Callable[..., Client]
GROUNDS = commands.Grounds(role="head", post="Директор")
QUESTION = "Пришлите номер приказа, пожалуйста"


@pytest.fixture
def newcomer(make_person: MakePerson) -> Person:
    return make_person("new@example.org", name="Вера Новикова")


@pytest.fixture
def moc(make_person: MakePerson, region: Territory) -> Person:
    person = make_person("keeper@example.org", name="Ольга Петрова")
    commands.entrust_territory(actor=SYSTEM, territory=region, person=person)
    return person


@pytest.fixture
def claim(newcomer: Person, school: Organisation) -> Claim:
    return commands.open_claim(actor=actor_of(newcomer), organisation=school, grounds=GROUNDS)


def say(person: Person, claim: Claim, text: str = QUESTION) -> None:
    post_message(actor=actor_of(person), subject_kind="claim", subject_id=claim.id, text=text)


def waiting(name: str, person: Person) -> list[str]:
    return [one.about for one in registries.waiting.get(name)(actor_of(person), 20)]


def test_both_sides_talk_and_nobody_else_reads(  # noqa: PLR0913, PLR0917  everybody who might
    claim: Claim,
    newcomer: Person,
    moc: Person,
    make_person: MakePerson,
    actors: Actors,
    far_region: Territory,
    client_of: ClientOf,
) -> None:
    rival, colleague, far = (make_person(f"{name}@example.org") for name in ("rival", "member", "far"))
    commands.open_claim(actor=actor_of(rival), organisation=claim.organisation, grounds=GROUNDS)
    commands.add_member(actor=SYSTEM, organisation=claim.organisation, person=colleague, role=Role.TEACHER)
    commands.entrust_territory(actor=SYSTEM, territory=far_region, person=far)
    say(moc, claim)
    say(newcomer, claim, "Приказ № 12")
    for person in (newcomer, moc):
        assert len(messages_of(actor_of(person), "claim", claim.id)) == 2
    others: list[Actor] = [*(actor_of(one) for one in (rival, colleague, far)), actors.anonymous()]
    for actor in others:
        for attempt in (
            lambda actor=actor: messages_of(actor, "claim", claim.id),
            lambda actor=actor: post_message(actor=actor, subject_kind="claim", subject_id=claim.id, text="Я"),
        ):
            with pytest.raises(Refused):
                attempt()
    page = reverse("threads:thread", args=["claim", claim.id])
    for one in (rival, colleague, far, None):
        answer = client_of(one).get(page)
        assert (answer.status_code, QUESTION in answer.text) == (403, False)


def test_what_is_decided_can_only_be_read_and_what_is_taken_back_by_nobody(
    claim: Claim, newcomer: Person, moc: Person
) -> None:
    say(moc, claim)
    commands.refuse_claim(actor=actor_of(moc), claim=queries.claim_seen(actor_of(moc), claim.id), reason="no_proof")
    assert len(messages_of(actor_of(newcomer), "claim", claim.id)) == 1
    with pytest.raises(Stale):
        say(newcomer, claim)
    again = commands.open_claim(actor=actor_of(newcomer), organisation=claim.organisation, grounds=GROUNDS)
    say(moc, again)
    commands.withdraw_claim(actor=actor_of(newcomer), claim=again)
    for person in (newcomer, moc):
        with pytest.raises(Stale):
            messages_of(actor_of(person), "claim", again.id)


def test_what_waits_says_on_whose_side_the_ball_is(claim: Claim, newcomer: Person, moc: Person) -> None:
    decide, answer = "participants.claims", "participants.claim_questions"
    assert "ждём ответа" not in waiting(decide, moc)[0]
    assert waiting(answer, newcomer) == []
    say(moc, claim)
    assert "ждём ответа" in waiting(decide, moc)[0]
    assert len(waiting(answer, newcomer)) == 1
    say(newcomer, claim, "Приказ № 12")
    assert "написал" in waiting(decide, moc)[0]
    assert waiting(answer, newcomer) == []
    assert waiting(answer, moc) == []


def test_on_the_page_of_the_claim(claim: Claim, newcomer: Person, moc: Person, client_of: ClientOf) -> None:
    page = reverse("participants:claim", args=[claim.id])
    post = reverse("threads:messages", args=["claim", claim.id])
    answer = client_of(moc).post(post, {"text": QUESTION, "next": page})
    assert answer["Location"].startswith(page)
    assert QUESTION in client_of(newcomer).get(page).text
    assert "ждём ответа" in client_of(moc).get(reverse("participants:claims")).text


def test_who_decides_about_claims_never_talks_with_themselves(
    claim: Claim, newcomer: Person, region: Territory
) -> None:
    commands.entrust_territory(actor=SYSTEM, territory=region, person=newcomer)
    claim = queries.claim_seen(actor_of(newcomer), claim.id)
    assert policies.can_talk(actor_of(newcomer), claim)
    assert not policies.can_decide_claim(actor_of(newcomer), claim)
