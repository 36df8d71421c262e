"""Codes on paper by which somebody comes to act for a card nobody acts for."""

from django.conf import settings
from django.db import models

from vmeste.gather.participants.models.claims import CLAIMABLE
from vmeste.gather.participants.models.organisations import Organisation
from vmeste.ground.kernel.ids import IdField


class CardCode(models.Model):
    """A code that was printed for a card; only a keyed hash of it is kept, and it is used once.

    `role` is what whoever types it becomes. A newer code of the card, or somebody who acts for it, revokes it.
    """

    id = IdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="card_codes")
    role = models.CharField(max_length=12, choices=CLAIMABLE)
    code_hash = models.BinaryField(max_length=32, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first; one code of a card can be used at a time."""

        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("organisation",),
                name="participants_cardcode_once",
                condition=models.Q(used_at=None, revoked_at=None),
            ),
        )

    def __str__(self) -> str:
        """Say for which card."""
        return f"code of {self.organisation_id}"
