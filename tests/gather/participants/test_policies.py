"""Who sees and changes what."""

from collections.abc import Callable

import pytest

from tests.kit.people import Actors
from vmeste.gather.participants import policies
from vmeste.gather.participants.actors import actor_of
from vmeste.gather.participants.commands import add_member, end_membership, found_network
from vmeste.gather.participants.models import Network, Organisation, Role, Territory
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.actors import SYSTEM, Actor, Duty

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]


def allowed(policy: Callable[..., object], actors: Actors, thing: Organisation) -> set[str]:
    return {name for name, actor in actors.every_kind(thing.id).items() if policy(actor, thing)}


def test_a_card_is_changed_by_its_coordinators_and_administrators(actors: Actors, school: Organisation) -> None:
    assert allowed(policies.can_edit, actors, school) == {"coordinator", "head", "admin", "system"}


def test_people_are_managed_by_coordinators_and_seen_by_all_of_the_house(actors: Actors, school: Organisation) -> None:
    assert allowed(policies.can_manage_people, actors, school) == {"coordinator", "head", "admin", "system"}
    own = {"member", "teacher", "coordinator", "head", "admin", "system"}
    assert allowed(policies.can_see_people, actors, school) == own


def test_a_network_is_founded_by_coordinators_of_its_hub(actors: Actors, school: Organisation) -> None:
    assert allowed(policies.can_found_network, actors, school) == {"coordinator", "head", "admin", "system"}


def test_units_are_added_by_coordinators_of_their_parent(actors: Actors, school: Organisation) -> None:
    assert allowed(policies.can_register_under, actors, school) == {"coordinator", "head", "admin", "system"}


def test_only_administrators_entrust_territories(actors: Actors) -> None:
    kinds = actors.every_kind(1)
    assert {name for name, actor in kinds.items() if policies.can_entrust(actor)} == {"admin", "system"}


def test_a_coordinator_keeps_the_cards_of_the_territory_and_no_others(
    coordinator: Actor, school: Organisation, make: Make, far_region: Territory
) -> None:
    far = make("Далёкая школа", territory=far_region)
    assert policies.can_register(coordinator)
    for policy in (policies.can_edit, policies.can_verify, policies.can_manage_people, policies.can_found_network):
        assert policy(coordinator, school)
        assert not policy(coordinator, far)


def test_a_claimed_card_is_left_to_its_own_people(
    coordinator: Actor, school: Organisation, make_person: Callable[..., Person]
) -> None:
    member = add_member(actor=SYSTEM, organisation=school, person=make_person("a@example.org"), role=Role.HEAD)
    school.refresh_from_db()
    assert not policies.can_edit(coordinator, school)
    assert policies.can_manage_people(coordinator, school)
    end_membership(actor=SYSTEM, membership=member)
    school.refresh_from_db()
    assert policies.can_edit(coordinator, school)


def test_a_suspended_card_is_seen_by_its_own_people_and_coordinators_only(
    actors: Actors, coordinator: Actor, school: Organisation
) -> None:
    Organisation.objects.filter(id=school.id).update(state=Organisation.State.SUSPENDED)

    def seen(actor: Actor) -> bool:
        return Organisation.objects.filter(policies.visible_to(actor), id=school.id).exists()

    everybody = {**actors.every_kind(school.id), "of the territory": coordinator}
    hidden = {name for name, actor in everybody.items() if not seen(actor)}
    foreign = {"foreign member", "foreign teacher", "foreign coordinator", "foreign head", "foreign claimer"}
    assert hidden == {"anonymous", *foreign}


def test_an_actor_acts_for_one_organisation_with_the_duties_of_the_role_there(
    school: Organisation, make: Make, make_person: Callable[..., Person]
) -> None:
    other, person = make("Музей"), make_person("a@example.org")
    add_member(actor=SYSTEM, organisation=school, person=person, role=Role.TEACHER)
    add_member(actor=SYSTEM, organisation=other, person=person, role=Role.HEAD)
    network = found_network(actor=SYSTEM, hub=other, name="Сеть")

    first, second = actor_of(person), actor_of(person, other.id)
    assert (first.organisation_id, first.duties) == (school.id, frozenset({Duty.READ, Duty.WRITE}))
    assert second.duties == frozenset(Duty) - {Duty.CLAIM}
    assert (first.network_ids, second.network_ids) == (frozenset(), frozenset({network.id}))
    assert Network.objects.get().hub == other
    assert actor_of(person, 12345).organisation_id == school.id
