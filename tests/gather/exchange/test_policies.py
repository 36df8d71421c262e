"""Who may what with needs, offers and answers; what a list shows and what one thing lets see agree."""

import dataclasses
from collections.abc import Callable
from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.kit.people import Actors
from vmeste.gather.exchange import commands, policies
from vmeste.gather.exchange.models import Need, Offer, Posting, Response, Visibility
from vmeste.gather.exchange.policies import BY_LINK
from vmeste.gather.exchange.queries import posting_of, postings_of, response_of, responses_of
from vmeste.gather.participants.models import Organisation
from vmeste.ground.kernel.actors import ANONYMOUS, SYSTEM, Actor, ActorKind, Grant
from vmeste.ground.kernel.decisions import Decision

if TYPE_CHECKING:
    from tests.gather.exchange.region import Region
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db
State = Posting.State
Rule = Callable[[Actor, Posting], Decision]


def link_to(response: Response, organisation: Organisation) -> Actor:
    """Give who holds the link by which an organisation answers."""
    grant = Grant(1, BY_LINK, "response", response.id)
    return Actor(ActorKind.LINK, organisation_id=organisation.id, grant=grant)


def who_may(rule: Rule, posting: Posting, actors: dict[str, Actor]) -> set[str]:
    return {name for name, actor in actors.items() if rule(actor, posting)}


def everybody(town: "Town", region: "Region", actors: Actors) -> dict[str, Actor]:
    own = {name: getattr(actors, name)(town.school.id) for name in ("member", "teacher", "coordinator", "head")}
    foreign = {f"foreign {name}": getattr(actors, name)(town.museum.id) for name in ("teacher", "coordinator")}
    others = {"territory": region.actor, "admin": actors.admin(), "anonymous": ANONYMOUS, "system": SYSTEM}
    return own | foreign | others


OPENED: dict[Rule, set[str]] = {
    policies.can_edit: {"coordinator", "head", "system"},
    policies.can_close: {"coordinator", "head", "system"},
    policies.can_ask: {"coordinator", "head", "system"},
    policies.can_respond: {"foreign coordinator"},
    policies.can_see_matches: {"member", "teacher", "coordinator", "head", "system"},
    policies.can_publish: set(),
}
DRAFT: dict[Rule, set[str]] = {
    policies.can_edit: {"teacher", "coordinator", "head", "system"},
    policies.can_close: {"coordinator", "head", "system"},
    policies.can_publish: {"coordinator", "head", "system"},
    policies.can_ask: set(),
    policies.can_respond: set(),
    policies.can_see_matches: {"member", "teacher", "coordinator", "head", "system"},
}


@pytest.mark.parametrize("rule", OPENED, ids=lambda rule: rule.__name__)
def test_who_may_what_with_an_open_need(rule: Rule, town: "Town", region: "Region", actors: Actors) -> None:
    assert who_may(rule, town.need(), everybody(town, region, actors)) == OPENED[rule]


@pytest.mark.parametrize("rule", DRAFT, ids=lambda rule: rule.__name__)
def test_who_may_what_with_a_draft(rule: Rule, town: "Town", region: "Region", actors: Actors) -> None:
    assert who_may(rule, town.need(draft=True), everybody(town, region, actors)) == DRAFT[rule]


@pytest.mark.parametrize("state", [State.FULFILLED, State.EXPIRED, State.WITHDRAWN])
@pytest.mark.parametrize("rule", [policies.can_edit, policies.can_close, policies.can_publish, policies.can_ask])
def test_for_what_is_closed_it_is_too_late_not_forbidden(
    rule: Rule, state: Posting.State, town: "Town", actors: Actors
) -> None:
    need = town.need()
    need.state = state
    assert rule(actors.head(town.school.id), need).late
    assert not rule(actors.head(town.museum.id), need).late


def test_a_coordinator_of_the_territory_keeps_only_what_was_written_on_behalf(
    town: "Town", region: "Region", actors: Actors
) -> None:
    need = region.need(draft=True)
    allowed = {"territory", "admin", "system"}
    for rule in (policies.can_edit, policies.can_close, policies.can_publish, policies.can_see_matches):
        assert who_may(rule, need, everybody(town, region, actors)) == allowed, rule.__name__
    own_words = dataclasses.replace(actors.coordinator(region.guild.id))
    assert policies.can_publish(own_words, need)
    need.on_behalf = False
    assert not policies.can_publish(region.actor, need)


def test_a_territorys_coordinator_has_no_word_elsewhere(town: "Town", region: "Region") -> None:
    assert policies.can_write(region.actor, region.guild)
    assert not policies.can_write(region.actor, town.school)
    assert not policies.can_respond(region.actor, town.need())


def test_a_link_lets_write_publish_and_ask_nothing(town: "Town") -> None:
    response = town.response()
    holder = link_to(response, town.museum)
    need = town.need("Другой запрос")
    rules = (policies.can_edit, policies.can_close, policies.can_publish, policies.can_ask, policies.can_respond)
    assert not any(rule(holder, need) for rule in (*rules, policies.can_see_matches))
    assert not policies.can_write(holder, town.museum)


@pytest.fixture
def answered(town: "Town") -> Response:
    """Give a need of the school that the museum has answered."""
    return town.response()


@pytest.fixture
def asked(town: "Town") -> Response:
    """Give a question of the school to the museum."""
    return commands.ask_organisation(actor=town.actor(town.head), need=town.need(), organisation=town.museum)[0]


def who_may_answer(
    rule: Callable[[Actor, Response], Decision], response: Response, actors: dict[str, Actor]
) -> set[str]:
    return {name for name, actor in actors.items() if rule(actor, response)}


def test_the_side_that_did_not_speak_first_decides(
    answered: Response, town: "Town", region: "Region", actors: Actors
) -> None:
    people = everybody(town, region, actors)
    assert who_may_answer(policies.can_decide, answered, people) == {"coordinator", "head", "system"}
    assert who_may_answer(policies.can_withdraw, answered, people) == {"foreign coordinator", "system"}


def test_who_is_asked_decides_by_account_or_by_the_link_of_this_question_only(
    asked: Response, town: "Town", region: "Region", actors: Actors
) -> None:
    people = everybody(town, region, actors) | {"link": link_to(asked, town.museum)}
    other = dataclasses.replace(people["link"], grant=Grant(2, BY_LINK, "response", asked.id + 1))
    purpose = dataclasses.replace(people["link"], grant=Grant(2, "visits.answer", "response", asked.id))
    people |= {"link of another question": other, "link for another purpose": purpose}
    assert who_may_answer(policies.can_decide, asked, people) == {"foreign coordinator", "link", "system"}
    assert who_may_answer(policies.can_withdraw, asked, people) == {"coordinator", "head", "system"}
    assert who_may_answer(policies.can_give_link, asked, people) == {"coordinator", "head", "system"}


def test_no_link_is_given_out_where_nobody_was_asked(answered: Response, town: "Town", actors: Actors) -> None:
    assert not policies.can_give_link(actors.head(town.museum.id), answered)


def test_both_sides_settle_what_was_agreed(answered: Response, town: "Town", region: "Region", actors: Actors) -> None:
    people = everybody(town, region, actors)
    assert who_may_answer(policies.can_settle, answered, people) == set()
    commands.accept_response(actor=town.actor(town.head), response=answered)
    assert who_may_answer(policies.can_settle, answered, people) == {
        "coordinator", "head", "foreign coordinator", "system",
    }  # fmt: skip


def test_both_sides_talk_until_it_is_declined_or_taken_back(
    answered: Response, town: "Town", region: "Region", actors: Actors
) -> None:
    people = everybody(town, region, actors)
    talking = {"teacher", "coordinator", "head", "foreign teacher", "foreign coordinator", "system"}
    for state in Response.State:
        answered.state = state
        over = state in (Response.State.DECLINED, Response.State.WITHDRAWN)
        assert who_may_answer(policies.can_talk, answered, people) == (set() if over else talking), state
    assert policies.can_talk(people["foreign teacher"], answered)
    answered.state = Response.State.DECLINED
    assert policies.can_talk(people["teacher"], answered).late
    assert not policies.can_talk(people["territory"], answered).late


def test_the_coordinator_of_a_territory_speaks_for_the_side_kept_on_behalf(town: "Town", region: "Region") -> None:
    keeper = town.actor(town.keeper)
    of_need = commands.respond(actor=keeper, posting=region.need())
    of_offer = commands.respond(actor=keeper, posting=region.offer())
    for response in (of_need, of_offer):
        assert policies.side_of(region.actor, response) == region.guild.id
        assert policies.side_of(keeper, response) == town.museum.id
        assert policies.can_decide(region.actor, response)
        assert not policies.can_withdraw(region.actor, response)


def test_what_lists_show_and_what_can_be_opened_agree_for_everybody(
    town: "Town", region: "Region", actors: Actors
) -> None:
    """Walk through every state × visibility × owner; the expected answer is reckoned without the database."""
    network = town.network(town.school, town.organisation("Станция юннатов"))
    rows = [make_need(town, state, visibility, network.id) for state, visibility in product(State, Visibility)]
    kept = region.need(draft=True)
    people = everybody(town, region, actors) | {
        "in the network": dataclasses.replace(actors.member(-5), network_ids=frozenset({network.id}))
    }
    for name, actor in people.items():
        listed = set(postings_of(actor, "need").values_list("id", flat=True))
        expected = {row.id for row in rows if is_shown(name, row)}
        expected |= {kept.id} if name in {"territory", "admin", "system"} else set()
        assert listed == expected, name
        for row in (*rows, kept):
            assert can_open(actor, row.id) == (row.id in expected), (name, row.state, row.visibility)


def make_need(town: "Town", state: Posting.State, visibility: Visibility, network_id: int) -> Need:
    in_network = network_id if visibility == Visibility.NETWORK else None
    need = town.need(draft=True, visibility=visibility, network_id=in_network)
    Need.objects.filter(id=need.id).update(state=state)
    need.refresh_from_db()
    return need


def is_shown(name: str, need: Need) -> bool:
    if name in {"member", "teacher", "coordinator", "head", "system"}:
        return True
    if need.state != State.OPEN:
        return False
    return need.visibility == Visibility.PUBLIC or (need.visibility == Visibility.NETWORK and name == "in the network")


def can_open(actor: Actor, key: int) -> bool:
    from django.http import Http404  # noqa: PLC0415

    try:
        posting_of(actor, "need", key)
    except Http404:
        return False
    return True


def test_an_answer_is_seen_by_its_two_sides_only(
    answered: Response, town: "Town", region: "Region", actors: Actors
) -> None:
    people = everybody(town, region, actors)
    listed = {name for name, actor in people.items() if responses_of(actor)}
    opened = {name for name, actor in people.items() if can_read(actor, answered.id)}
    assert listed == opened == {
        "member", "teacher", "coordinator", "head", "foreign teacher", "foreign coordinator", "system",
    }  # fmt: skip


def can_read(actor: Actor, key: int) -> bool:
    from django.http import Http404  # noqa: PLC0415

    try:
        response_of(actor, key)
    except Http404:
        return False
    return True


def test_an_answer_kept_on_behalf_is_seen_by_the_territory_too(town: "Town", region: "Region", actors: Actors) -> None:
    response = commands.respond(actor=town.actor(town.keeper), posting=region.need())
    assert can_read(region.actor, response.id)
    assert can_read(actors.admin(), response.id)
    elsewhere = actors.person(territory_ids=frozenset({region.territory.id + 1}))
    assert not can_read(elsewhere, response.id)


def test_who_answered_keeps_seeing_what_was_answered_though_it_is_hidden(town: "Town") -> None:
    response = town.response()
    need = Need.objects.get(id=response.need_id)
    commands.pause_posting(actor=town.actor(town.head), posting=need)
    assert can_open(town.actor(town.keeper), need.id)
    assert not can_open(ANONYMOUS, need.id)


def test_a_link_shows_its_own_question_whatever_its_visibility_and_nothing_else(town: "Town") -> None:
    need, other = town.need(visibility=Visibility.OWN), town.need("Другой", visibility=Visibility.OWN)
    asked, _address = commands.ask_organisation(actor=town.actor(town.head), need=need, organisation=town.museum)
    foreign = town.response(town.need("Третий"))
    holder = link_to(asked, town.museum)
    assert can_open(holder, need.id)
    assert not can_open(holder, other.id)
    assert can_read(holder, asked.id)
    assert not can_read(holder, foreign.id)
    assert [one.id for one in responses_of(holder)] == [asked.id]


def test_own_offers_of_the_museum_are_shown_to_whom_they_were_proposed(town: "Town") -> None:
    offer = town.offer(visibility=Visibility.OWN)
    seen = postings_of(town.actor(town.head), "offer")
    assert not seen.filter(id=offer.id).exists()
    commands.respond(actor=town.actor(town.keeper), posting=town.need(), own=offer)
    assert seen.all().filter(id=offer.id).exists()
    assert not postings_of(ANONYMOUS, "offer").filter(id=offer.id).exists()
    assert isinstance(offer, Offer)
