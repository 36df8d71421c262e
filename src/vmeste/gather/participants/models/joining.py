"""Asking to be added to an organisation: how a newcomer without an invitation finds the way in."""

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from vmeste.gather.participants.models.organisations import Organisation
from vmeste.ground.kernel.ids import IdField


class JoiningRequest(models.Model):
    """A person asks to be added; `words` say who they are and are blanked as soon as somebody has answered."""

    class State(models.TextChoices):
        """How far it has come."""

        OPEN = "open", pgettext_lazy("state of a request to be added", "Waits for an answer")
        GRANTED = "granted", pgettext_lazy("state of a request to be added", "Added")
        REFUSED = "refused", pgettext_lazy("state of a request to be added", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of a request to be added", "Taken back")

    id = IdField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="joining_requests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="joining_requests")
    words = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """In the order people asked; one open request per person and organisation."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organisation"),
                name="participants_joining_once",
                condition=models.Q(state="open"),
            ),
        )

    def __str__(self) -> str:
        """Say who asked where."""
        return f"{self.person_id} asks {self.organisation_id}: {self.state}"
