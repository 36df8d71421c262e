"""A person closes their account: what they did for organisations ends with it."""

from collections.abc import Callable

import pytest

from tests.kit.facts import facts
from vmeste.gather.participants import commands
from vmeste.gather.participants.actors import actor_of
from vmeste.gather.participants.models import Claim, JoiningRequest, Membership, Organisation, Role, Territory
from vmeste.ground.accounts.commands import close_person
from vmeste.ground.accounts.models import Person
from vmeste.ground.accounts.queries import kept_about, stays_of
from vmeste.ground.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]
MakePerson = Callable[..., Person]
GROUNDS = commands.Grounds(role="head", post="Директор", proof="Приказ № 12", words="Звоните")


@pytest.fixture
def vera(make_person: MakePerson) -> Person:
    return make_person("vera@example.org", name="Вера Новикова")


def test_roles_territories_claims_and_requests_end(vera: Person, make: Make, region: Territory) -> None:
    school, museum, library = make("Школа № 1"), make("Музей"), make("Библиотека")
    asked = commands.ask_to_join(actor=actor_of(vera), organisation=library, words="Вера из школы")
    claim = commands.open_claim(actor=actor_of(vera), organisation=museum, grounds=GROUNDS)
    commands.save_search(actor=actor_of(vera), name="Музеи", query="q=музей")
    commands.add_member(actor=SYSTEM, organisation=school, person=vera, role=Role.HEAD)
    commands.entrust_territory(actor=SYSTEM, territory=region, person=vera)
    close_person(actor=actor_of(vera), person=vera)
    claim.refresh_from_db()
    asked.refresh_from_db()
    school.refresh_from_db()
    assert not Membership.objects.filter(person=vera, until_at=None).exists()
    assert not vera.coordinations.filter(until_at=None).exists()
    assert (claim.state, claim.post, claim.proof, claim.words) == (Claim.State.WITHDRAWN, "", "", "")
    assert (asked.state, asked.words) == (JoiningRequest.State.WITHDRAWN, "")
    assert school.claimed_at is None, "nobody acts for the card any more, and it can be claimed again"
    told = facts("participants.")
    assert {"participants.member.left", "participants.territory.released"} <= set(told)


def test_one_is_told_before_that_nobody_will_act_for_the_organisation(
    vera: Person, make: Make, make_person: MakePerson
) -> None:
    school, museum = make("Школа № 1"), make("Музей")
    for place in (school, museum):
        commands.add_member(actor=SYSTEM, organisation=place, person=vera, role=Role.COORDINATOR)
    other = make_person("oleg@example.org", name="Олег")
    commands.add_member(actor=SYSTEM, organisation=museum, person=other, role=Role.HEAD)
    assert ["Школа № 1" in text for text in stays_of(vera)] == [True]


def test_roles_stand_in_what_is_taken(vera: Person, make: Make) -> None:
    commands.add_member(actor=SYSTEM, organisation=make("Школа № 1"), person=vera, role=Role.TEACHER)
    kept = kept_about(vera)["participants"]
    assert [one["role"] for one in kept["memberships"]] == ["teacher"]
