"""Bare networks: a name, a goal, a hub, members (domain §1)."""

from django.db import models

from vmeste.gather.participants.models.organisations import Organisation
from vmeste.gather.participants.models.territories import Territory
from vmeste.ground.kernel.ids import IdField


class Network(models.Model):
    """A named union of organisations with a goal of its own."""

    id = IdField()
    name = models.CharField(max_length=200)
    goal = models.TextField(blank=True)
    hub = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="hub_of")
    territory = models.ForeignKey(Territory, null=True, on_delete=models.PROTECT, related_name="networks")
    made_at = models.DateTimeField()

    class Meta:
        """By name."""

        ordering = ("name", "id")

    def __str__(self) -> str:
        """Say its name."""
        return self.name


class NetworkMember(models.Model):
    """An organisation in a network; ended memberships stay as history."""

    id = IdField()
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="network_memberships")
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        """In the order they joined."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("network", "organisation"), name="participants_member_once", condition=models.Q(until_at=None)
            ),
        )

    def __str__(self) -> str:
        """Say who is in which network."""
        return f"{self.organisation_id} in {self.network_id}"
