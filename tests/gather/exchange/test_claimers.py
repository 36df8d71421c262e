"""Needs of somebody whose claim of a card is not decided: marked, few, theirs alone; what becomes of them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from vmeste.gather.exchange import commands, policies
from vmeste.gather.exchange.models import Need, Offer, Response, Visibility
from vmeste.gather.exchange.queries import postings_of
from vmeste.gather.exchange.terms import Terms
from vmeste.gather.participants import commands as participants
from vmeste.gather.participants.actors import actor_of
from vmeste.gather.participants.models import Claim, Organisation
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import ANONYMOUS, SYSTEM, Actor
from vmeste.ground.kernel.errors import Invalid, Refused
from vmeste.ground.kernel.ids import code

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db
MARK = "организация ещё не подтверждена"
TERMS = Terms(title="Кружок робототехники для сельской школы", kind="staff")


@pytest.fixture
def office(town: "Town") -> Organisation:
    return town.organisation("Сельская школа")


@pytest.fixture
def claimer(town: "Town") -> Person:
    return town.person("village@mail.test", "Вера")


@pytest.fixture
def claim(claimer: Person, office: Organisation) -> Claim:
    grounds = participants.Grounds(role="head", post="Директор")
    return participants.open_claim(actor=actor_of(claimer), organisation=office, grounds=grounds)


@pytest.fixture
def actor(claim: Claim, claimer: Person) -> Actor:
    del claim
    return actor_of(claimer)


@pytest.fixture
def need(actor: Actor, office: Organisation) -> Need:
    written = commands.write_need(actor=actor, organisation=office, terms=TERMS)
    commands.publish_posting(actor=actor, posting=written)
    return written


def decided(claim: Claim) -> Claim:
    return Claim.objects.select_related("organisation", "person").get(id=claim.id)


def test_a_claimer_writes_and_shows_a_need_at_once_with_a_mark(need: Need, client_of: Callable[..., Client]) -> None:
    need.refresh_from_db()
    assert (need.is_open, need.is_unconfirmed, need.on_behalf) == (True, True, False)
    anybody = client_of(None)
    pages = ("/", "/needs/", f"/needs/{code(need.id)}/", f"/organisations/{code(need.organisation_id)}/")
    for page in pages:
        assert MARK in anybody.get(page).text, page
    shown = registries.subjects.get("need").show(ANONYMOUS, [need.id])
    assert MARK in shown[need.id].title


def test_a_claimer_changes_hides_and_closes_what_is_theirs_and_nothing_else(
    need: Need, actor: Actor, office: Organisation, town: "Town"
) -> None:
    commands.change_posting(actor=actor, posting=need, terms=TERMS, version=need.version)
    commands.pause_posting(actor=actor, posting=need)
    commands.publish_posting(actor=actor, posting=need)
    foreign = commands.write_need(actor=SYSTEM, organisation=office, terms=TERMS)
    assert not postings_of(actor, "need").filter(id=foreign.id).exists()
    for can in (policies.can_edit, policies.can_publish, policies.can_close, policies.can_ask, policies.keeps):
        assert not can(actor, foreign), can
    assert not policies.can_ask(actor, need)
    offer = commands.write_offer(actor=SYSTEM, organisation=town.school, terms=TERMS)
    commands.publish_posting(actor=SYSTEM, posting=offer)
    assert not policies.can_respond(actor, offer)
    assert not policies.can_load(actor)
    with pytest.raises(Refused):
        commands.write_offer(actor=actor, organisation=office, terms=TERMS)
    with pytest.raises(Refused):
        commands.write_need(actor=actor, organisation=town.school, terms=TERMS)


def test_a_claimer_sees_no_more_than_anybody_and_their_own_needs(
    need: Need, actor: Actor, office: Organisation, town: "Town"
) -> None:
    hidden = Terms(title="Только для своих", kind="staff", visibility=Visibility.OWN)
    for write in (commands.write_need, commands.write_offer):
        written = write(actor=SYSTEM, organisation=office, terms=hidden)
        commands.publish_posting(actor=SYSTEM, posting=written)
    commands.write_need(actor=SYSTEM, organisation=office, terms=TERMS)
    draft = commands.write_need(actor=actor, organisation=office, terms=TERMS)
    for model in (Need, Offer):
        anybody = set(model.objects.filter(policies.visible_to(ANONYMOUS)).values_list("id", flat=True))
        theirs = set(model.objects.filter(policies.visible_to(actor)).values_list("id", flat=True))
        assert theirs - anybody == ({draft.id} if model is Need else set())
    helper = town.actor(town.head)
    response = commands.respond(actor=helper, posting=need)
    assert not Response.objects.filter(policies.responses_visible_to(actor)).exists()
    assert not policies.can_decide(actor, response)
    assert not policies.can_talk(actor, response)


def test_only_a_few_are_shown_at_a_time_and_to_everybody(need: Need, actor: Actor, office: Organisation) -> None:
    with pytest.raises(Invalid):
        commands.write_need(
            actor=actor, organisation=office, terms=Terms(title="Для своих", kind="staff", visibility=Visibility.OWN)
        )
    more = [commands.write_need(actor=actor, organisation=office, terms=TERMS) for _ in range(3)]
    for one in more[:2]:
        commands.publish_posting(actor=actor, posting=one)
    with pytest.raises(Invalid):
        commands.publish_posting(actor=actor, posting=more[2])
    assert Need.objects.filter(state=Need.State.OPEN).count() == 3
    commands.withdraw_posting(actor=actor, posting=need)
    commands.publish_posting(actor=actor, posting=Need.objects.get(id=more[2].id))


def test_the_mark_goes_when_the_claim_is_granted(
    need: Need, claim: Claim, claimer: Person, client_of: Callable[..., Client]
) -> None:
    participants.grant_claim(actor=SYSTEM, claim=decided(claim), role="head")
    need.refresh_from_db()
    assert (need.is_open, need.is_unconfirmed) == (True, False)
    assert MARK not in client_of(None).get(f"/needs/{code(need.id)}/").text
    assert policies.can_ask(actor_of(claimer), need)


@pytest.mark.parametrize("how", ["refused", "withdrawn"])
def test_needs_go_with_a_claim_that_comes_to_nothing(need: Need, claim: Claim, actor: Actor, how: str) -> None:
    draft = commands.write_need(actor=actor, organisation=claim.organisation, terms=TERMS)
    if how == "refused":
        participants.refuse_claim(actor=SYSTEM, claim=decided(claim), reason="no_proof")
    else:
        participants.withdraw_claim(actor=actor, claim=decided(claim))
    for one in (need, draft):
        one.refresh_from_db()
        assert one.state == Need.State.WITHDRAWN


def test_pages_offer_a_claimer_only_what_they_may(
    need: Need, claimer: Person, client_of: Callable[..., Client]
) -> None:
    client = client_of(claimer)
    assert "Написать возможность" not in client.get("/").text
    assert "/needs/new/" in client.get("/").text
    assert "/offers/new/" not in client.get("/offers/").text
    assert need.title in client.get("/needs/?own=1").text
    own = client.get(f"/needs/{code(need.id)}/")
    assert "Ответы сохраняются" in own.text
    assert client.get(f"/needs/{code(need.id)}/matches/").status_code == 200
    assert client.get("/needs/new/").status_code == 200
    assert client.get("/offers/new/").status_code == 403
