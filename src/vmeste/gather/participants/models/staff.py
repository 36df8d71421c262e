"""Staff cards: who works in an organisation and what they could teach colleagues, without a sign-in (domain §1)."""

from django.db import models

from vmeste.gather.participants.models.organisations import Organisation
from vmeste.ground.kernel.ids import IdField


class StaffCard(models.Model):
    """A worker as a list of the organisation tells: personal data of an adult, see `policies.staff_visible_to`."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="staff", db_index=False)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    post = models.CharField(max_length=300, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    teaches = models.TextField(blank=True)
    email = models.CharField(max_length=254, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """By name; a name once in an organisation."""

        ordering = ("name_key", "id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "name_key"), name="participants_staff_card_once"),
        )

    def __str__(self) -> str:
        """Say who it is."""
        return self.name
