"""Building the Actor: which person, for which organisation, with which duties."""

from collections.abc import Sequence

from vmeste.gather.participants.models import Membership, NetworkMember, Role, TerritoryCoordinator
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.actors import Actor, ActorKind, Duty

DUTIES: dict[str, frozenset[Duty]] = {
    Role.MEMBER: frozenset({Duty.READ}),
    Role.TEACHER: frozenset({Duty.READ, Duty.WRITE}),
    Role.METHODIST: frozenset({Duty.READ, Duty.WRITE}),
    Role.COORDINATOR: frozenset({Duty.READ, Duty.WRITE, Duty.COORDINATE}),
    Role.HEAD: frozenset({Duty.READ, Duty.WRITE, Duty.COORDINATE, Duty.HEAD}),
}


def actor_of(person: Person, organisation_id: int | None = None) -> Actor:
    """Give the actor for the organisation chosen, else for the first one the person belongs to; three queries."""
    return actor_among(person, memberships_of(person), organisation_id)


def memberships_of(person: Person) -> list[Membership]:
    """Give the running memberships of a person with their organisations."""
    return list(Membership.objects.filter(person=person, until_at=None).select_related("organisation"))


def actor_among(person: Person, memberships: Sequence[Membership], organisation_id: int | None) -> Actor:
    """Give the actor when the memberships are loaded already; two queries."""
    chosen = next((one for one in memberships if one.organisation_id == organisation_id), None)
    acting = chosen or (memberships[0] if memberships else None)
    coordinations = TerritoryCoordinator.objects.filter(person=person, until_at=None)
    return Actor(
        kind=ActorKind.PERSON,
        person_id=person.id,
        organisation_id=acting.organisation_id if acting else None,
        duties=DUTIES[acting.role] if acting else frozenset(),
        network_ids=networks_of(acting.organisation_id) if acting else frozenset(),
        territory_ids=frozenset(coordinations.values_list("territory_id", flat=True)),
        is_admin=person.is_admin,
    )


def networks_of(organisation_id: int) -> frozenset[int]:
    """Give the networks an organisation is a member of."""
    running = NetworkMember.objects.filter(organisation_id=organisation_id, until_at=None)
    return frozenset(running.values_list("network_id", flat=True))
