"""Token: how a program of an organisation is known when it reads by the API."""

from django.conf import settings
from django.db import models

from vmeste.gather.participants.models.organisations import Organisation
from vmeste.ground.kernel.ids import IdField


class Token(models.Model):
    """Access of one program; only a hash of the secret is kept, `beginning` is what tokens are told apart by.

    `scopes` are names from `queries.token_scopes`, space separated; `used_on` is the last day on which it was used.
    """

    id = IdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    scopes = models.CharField(max_length=400)
    secret_hash = models.BinaryField(max_length=32, unique=True)
    beginning = models.CharField(max_length=16)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        """Say which program's."""
        return self.name
