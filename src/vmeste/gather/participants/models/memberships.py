"""Who acts for whom: memberships in organisations, coordination of territories (domain §1)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vmeste.gather.participants.models.organisations import Organisation
from vmeste.gather.participants.models.territories import Territory
from vmeste.ground.kernel.ids import IdField


class Role(models.TextChoices):
    """What a person is in an organisation; a claimer only as long as the claim is open."""

    HEAD = "head", _("Head")
    COORDINATOR = "coordinator", _("Coordinator")
    METHODIST = "methodist", _("Methodist")
    TEACHER = "teacher", _("Teacher")
    MEMBER = "member", _("Member")
    CLAIMER = "claimer", _("Claims the card")


class Membership(models.Model):
    """A person in an organisation with one role; ended memberships stay as history."""

    id = IdField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        """In the order people came; one running membership per person and organisation, one running head."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organisation"),
                name="participants_membership_once",
                condition=models.Q(until_at=None),
            ),
            models.UniqueConstraint(
                fields=("organisation",),
                name="participants_membership_one_head",
                condition=models.Q(until_at=None, role="head"),
            ),
        )

    def __str__(self) -> str:
        """Say who is what where."""
        return f"{self.person_id} {self.role} {self.organisation_id}"


class TerritoryCoordinator(models.Model):
    """A person who coordinates a territory (РМЦ, МОЦ)."""

    id = IdField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="coordinations")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="coordinators")
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        """In the order people came."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "territory"), name="participants_coordinator_once", condition=models.Q(until_at=None)
            ),
        )

    def __str__(self) -> str:
        """Say who coordinates what."""
        return f"{self.person_id} for {self.territory_id}"
