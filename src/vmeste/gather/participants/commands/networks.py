"""Founding bare networks and naming their members."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vmeste.gather.participants import policies
from vmeste.gather.participants.facts import NetworkFounded, NetworkJoined, NetworkLeft
from vmeste.gather.participants.models import Network, NetworkMember, Organisation, Territory
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid, Stale


@command
def found_network(
    *, actor: Actor, hub: Organisation, name: str, goal: str = "", territory: Territory | None = None
) -> Network:
    """Found a network; its hub is its first member."""
    policies.can_found_network(actor, hub).enforce()
    if not name.strip():
        raise Invalid({"name": _("The network needs a name.")})
    network = Network.objects.create(
        name=name.strip()[:200], goal=goal.strip(), hub=hub, territory=territory, made_at=clock.now()
    )
    NetworkMember.objects.create(network=network, organisation=hub, since_at=clock.now())
    record(NetworkFounded(network_id=network.id, organisation_id=hub.id), actor=actor)
    return network


@command
def add_network_member(*, actor: Actor, network: Network, organisation: Organisation) -> NetworkMember:
    """Name an organisation a member of a network."""
    policies.can_keep_network(actor, network).enforce()
    try:
        with transaction.atomic():
            member = NetworkMember.objects.create(network=network, organisation=organisation, since_at=clock.now())
    except IntegrityError:
        raise Invalid({"organisation": _("It is a member already.")}) from None
    record(NetworkJoined(network_id=network.id, organisation_id=organisation.id), actor=actor)
    return member


@command
def end_network_membership(*, actor: Actor, member: NetworkMember) -> None:
    """End an organisation's membership; the hub stays."""
    policies.can_keep_network(actor, member.network).enforce()
    if member.organisation_id == member.network.hub_id:
        raise Invalid({"": _("The hub cannot leave its own network.")})
    if not NetworkMember.objects.filter(id=member.id, until_at=None).update(until_at=clock.now()):
        raise Stale(_("It has left already."))
    record(NetworkLeft(network_id=member.network_id, organisation_id=member.organisation_id), actor=actor)
