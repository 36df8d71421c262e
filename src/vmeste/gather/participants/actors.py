"""Building the Actor: which person, for which organisation, with which duties."""

from collections.abc import Sequence

from django.db.models import Value

from vmeste.gather.participants.models import Membership, NetworkMember, Role, TerritoryCoordinator
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.actors import Actor, ActorKind, Duty

DUTIES: dict[str, frozenset[Duty]] = {
    Role.CLAIMER: frozenset({Duty.CLAIM}),
    Role.MEMBER: frozenset({Duty.READ}),
    Role.TEACHER: frozenset({Duty.READ, Duty.WRITE}),
    Role.METHODIST: frozenset({Duty.READ, Duty.WRITE}),
    Role.COORDINATOR: frozenset({Duty.READ, Duty.WRITE, Duty.COORDINATE}),
    Role.HEAD: frozenset({Duty.READ, Duty.WRITE, Duty.COORDINATE, Duty.HEAD}),
}


def actor_of(person: Person, organisation_id: int | None = None) -> Actor:
    """Give the actor for the organisation chosen, else for the first one the person belongs to; two queries."""
    return actor_among(person, memberships_of(person), organisation_id)


def memberships_of(person: Person) -> list[Membership]:
    """Give the running memberships of a person with their organisations and where these stand."""
    running = Membership.objects.filter(person=person, until_at=None)
    return list(running.select_related("organisation__settlement__region", "organisation__region"))


def actor_among(person: Person, memberships: Sequence[Membership], organisation_id: int | None) -> Actor:
    """Give the actor when the memberships are loaded already; one query."""
    chosen = next((one for one in memberships if one.organisation_id == organisation_id), None)
    acting = (
        chosen or next((one for one in memberships if one.role != Role.CLAIMER), None) or next(iter(memberships), None)
    )
    network_ids, territory_ids = belongings(person, acting)
    return Actor(
        kind=ActorKind.PERSON,
        person_id=person.id,
        organisation_id=acting.organisation_id if acting else None,
        duties=DUTIES[acting.role] if acting else frozenset(),
        network_ids=network_ids,
        territory_ids=territory_ids,
        is_admin=person.is_admin,
    )


def belongings(person: Person, acting: Membership | None) -> tuple[frozenset[int], frozenset[int]]:
    """Give the networks of the organisation acted for and the territories the person coordinates; one query.

    Whoever only claims it is in none of its networks.
    """
    within = acting.organisation_id if acting and acting.role != Role.CLAIMER else 0
    joined = NetworkMember.objects.filter(organisation_id=within, until_at=None)
    trusts = TerritoryCoordinator.objects.filter(person=person, until_at=None)
    network_rows = joined.order_by().annotate(of=Value("network")).values_list("of", "network_id")
    territory_rows = trusts.order_by().annotate(of=Value("territory")).values_list("of", "territory_id")
    found = list(network_rows.union(territory_rows, all=True))
    return (
        frozenset(key for of, key in found if of == "network"),
        frozenset(key for of, key in found if of == "territory"),
    )
