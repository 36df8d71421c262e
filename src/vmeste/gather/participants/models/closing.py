"""A closing that is still to come: kept aside, so that the card works as before until its day."""

from django.conf import settings
from django.db import models

from vmeste.gather.participants.models.organisations import Organisation
from vmeste.ground.kernel.ids import IdField


class PlannedClosing(models.Model):
    """An organisation is to close on a day; why, who carries on, what is brought there. Taken back by deleting it."""

    id = IdField()
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="planned_closing")
    on = models.DateField(db_index=True)
    reason = models.CharField(max_length=300)
    successor = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    brings_people = models.BooleanField(default=False)
    brings_postings = models.BooleanField(default=False)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """The nearest day first."""

        ordering = ("on", "id")

    def __str__(self) -> str:
        """Say what closes when."""
        return f"{self.organisation_id} on {self.on}"
