"""Access for programs: who gives it, what it opens and for how long, where it ends."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.kit.facts import facts
from tests.kit.people import Actors
from tests.kit.reading import SameQueries
from vmeste.gather.participants import queries
from vmeste.gather.participants.commands import (
    add_member,
    issue_token,
    merge_organisations,
    note_use,
    part_organisations,
    revoke_token,
)
from vmeste.gather.participants.models import Merge, Organisation, Role, Token
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts.models import Record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM, Actor, ActorKind, Duty
from vmeste.ground.kernel.errors import Invalid, Refused, Stale, Unrecognised
from vmeste.ground.kernel.ids import code

pytestmark = pytest.mark.django_db
SCOPES = ["needs:read", "organisations:read"]


def made(organisation: Organisation, name: str = "Сайт", *, actor: Actor = SYSTEM, **more: Any) -> tuple[Token, str]:
    values: dict[str, Any] = {"scopes": SCOPES, "days": 365, **more}
    return issue_token(actor=actor, organisation=organisation, name=name, **values)


def test_a_token_acts_for_its_organisation_within_its_scopes(school: Organisation) -> None:
    token, secret = made(school)
    actor = queries.actor_of_token(queries.token_of(secret))
    assert (actor.kind, actor.organisation_id, actor.duties) == (ActorKind.TOKEN, school.id, frozenset({Duty.READ}))
    assert actor.may_ask("needs:read")
    assert not actor.may_ask("offers:read")
    assert actor.person_id is None
    assert facts("participants.token") == ["participants.token.issued"]
    assert token.scopes == "needs:read organisations:read"


def test_only_a_hash_is_kept_and_nothing_of_the_secret_is_told(school: Organisation) -> None:
    token, secret = made(school)
    kept = {name: value for name, value in Token.objects.values().get().items() if name != "secret_hash"}
    assert secret not in json.dumps(kept, default=str)
    assert secret.startswith(token.beginning)
    assert len(secret) > len(token.beginning) + 35
    told = json.dumps(list(Record.objects.filter(kind="participants.token.issued").values()), default=str)
    assert token.beginning not in told
    assert token.name not in told


def test_only_the_organisations_own_coordinators_give_access(school: Organisation, actors: Actors) -> None:
    allowed = {"coordinator", "head", "system"}
    for name, actor in actors.every_kind(school.id).items():
        if name in allowed:
            made(school, name, actor=actor if name == "system" else actors.person(school.id, "head", person_id=None))
        else:
            with pytest.raises(Refused):
                made(school, name, actor=actor)
    assert Token.objects.count() == len(allowed)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " \0 "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["people:read"]}, "scopes"),
        ({"days": 0}, "days"),
        ({"days": 4000}, "days"),
    ],
)
def test_what_cannot_be_is_told_by_field(school: Organisation, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as told:
        made(school, **wrong)
    assert field in told.value.faults
    assert not Token.objects.exists()


def test_a_name_is_free_again_when_its_token_was_taken_back(school: Organisation) -> None:
    first, _secret = made(school)
    with pytest.raises(Invalid):
        made(school)
    revoke_token(actor=SYSTEM, token=first)
    made(school)
    assert Token.objects.filter(name="Сайт").count() == 2


def test_there_are_not_more_than_somebody_can_oversee(school: Organisation) -> None:
    for number in range(20):
        made(school, f"Программа {number}")
    with pytest.raises(Invalid):
        made(school, "Ещё одна")


@pytest.mark.parametrize("secret", ["", "vmeste_", "vmeste_" + "a" * 43, "\0", "я" * 5000, "\ud800"])
def test_what_is_no_token_opens_nothing(school: Organisation, secret: str) -> None:
    made(school)
    with pytest.raises(Unrecognised):
        queries.token_of(secret)


def test_a_token_ends_by_its_day_by_hand_and_with_its_organisation(school: Organisation) -> None:
    token, secret = made(school, days=30)
    with clock.at(token.expires_at - timedelta(seconds=1)):
        assert queries.token_of(secret) == token
    with clock.at(token.expires_at), pytest.raises(Unrecognised):
        queries.token_of(secret)
    for state in (Organisation.State.CLOSED, Organisation.State.SUSPENDED):
        Organisation.objects.filter(id=school.id).update(state=state)
        with pytest.raises(Unrecognised):
            queries.token_of(secret)
    Organisation.objects.filter(id=school.id).update(state=Organisation.State.ACTIVE)
    revoke_token(actor=SYSTEM, token=token)
    with pytest.raises(Unrecognised):
        queries.token_of(secret)
    with pytest.raises(Stale):
        revoke_token(actor=SYSTEM, token=token)


def test_a_closed_organisation_gets_no_new_token(school: Organisation) -> None:
    school.state = Organisation.State.CLOSED
    with pytest.raises(Stale):
        made(school)


def test_others_cannot_take_a_token_back_but_an_administrator_can(school: Organisation, actors: Actors) -> None:
    token, _secret = made(school)
    refused = {"member", "teacher", "anonymous", "foreign head", "foreign coordinator"}
    for name, actor in actors.every_kind(school.id).items():
        if name in refused:
            with pytest.raises(Refused):
                revoke_token(actor=actor, token=token)
    revoke_token(actor=actors.admin(person_id=None), token=token)


def test_merging_ends_the_tokens_of_the_card_that_goes_and_parting_brings_them_back(
    school: Organisation, make: Callable[..., Organisation]
) -> None:
    other = make("Школа № 1, корпус 2")
    _token, stays = made(school)
    _other, goes = made(other)
    merge_organisations(actor=SYSTEM, survivor=school, merged=other)
    assert queries.token_of(stays).organisation_id == school.id
    with pytest.raises(Unrecognised):
        queries.token_of(goes)
    part_organisations(actor=SYSTEM, merge=Merge.objects.get())
    assert queries.token_of(goes).organisation_id == other.id


def test_the_day_of_use_is_kept_with_one_write_a_day(
    school: Organisation, django_assert_num_queries: Callable[..., Any]
) -> None:
    token, _secret = made(school)
    actor = queries.actor_of_token(token)
    note_use(actor=actor, token=token)
    assert Token.objects.get().used_on == clock.today()
    with django_assert_num_queries(2):  # the transaction alone
        note_use(actor=actor, token=token)
    with pytest.raises(Refused):
        note_use(actor=SYSTEM, token=token)


@pytest.fixture
def coordinator_here(
    client_of: Callable[..., Client], school: Organisation, make_person: Callable[..., Person]
) -> Client:
    person = make_person("head@example.org")
    add_member(actor=SYSTEM, organisation=school, person=person, role=Role.COORDINATOR)
    return client_of(person)


def test_the_page_makes_a_token_shows_it_once_and_takes_it_back(coordinator_here: Client, school: Organisation) -> None:
    place = f"/organisations/{code(school.id)}/tokens/"
    assert place in coordinator_here.get(f"/organisations/{code(school.id)}/").content.decode()
    answer = coordinator_here.post(place, {"name": "Сайт", "scopes": SCOPES, "days": "365"})
    assert answer.status_code == 303
    shown = coordinator_here.get(place).content.decode()
    token = Token.objects.get()
    secret = shown.split(f'value="{token.beginning}')[1].split('"')[0]
    assert queries.token_of(token.beginning + secret) == token
    again = coordinator_here.get(place)
    assert secret not in again.content.decode()
    assert "no-store" in again["Cache-Control"]
    assert coordinator_here.post(place, {"name": "Сайт", "scopes": SCOPES, "days": "365"}).status_code == 422
    assert coordinator_here.post(f"{place}{code(token.id)}/revocation/").status_code == 303
    assert coordinator_here.post(f"{place}{code(token.id)}/revocation/").status_code == 409


def test_strangers_and_colleagues_without_the_duty_do_not_get_there(
    school: Organisation, client_of: Callable[..., Client], make_person: Callable[..., Person]
) -> None:
    place = f"/organisations/{code(school.id)}/tokens/"
    token, _secret = made(school)
    teacher = make_person("teacher@example.org")
    add_member(actor=SYSTEM, organisation=school, person=teacher, role=Role.TEACHER)
    for client in (client_of(), client_of(teacher), client_of(make_person("other@example.org"))):
        assert client.get(place).status_code == 403
        assert client.post(place, {"name": "Сайт", "scopes": SCOPES, "days": "365"}).status_code == 403
        assert client.post(f"{place}{code(token.id)}/revocation/").status_code == 404
        assert place not in client.get(f"/organisations/{code(school.id)}/").content.decode()
    admin = make_person("admin@example.org", is_admin=True)
    assert client_of(admin).get(place).status_code == 200
    assert Token.objects.filter(revoked_at=None).count() == 1


def test_the_page_takes_the_same_queries_for_any_number(
    coordinator_here: Client, school: Organisation, assert_same_queries: SameQueries
) -> None:
    numbers = iter(range(10))
    place = f"/organisations/{code(school.id)}/tokens/"
    assert_same_queries(lambda: coordinator_here.get(place), lambda: made(school, f"Сайт {next(numbers)}"), at_most=12)
