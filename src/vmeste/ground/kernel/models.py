"""What the kernel keeps: keys of answered forms."""

from django.db import models

from vmeste.ground.kernel.ids import IdField


class Once(models.Model):
    """The answer given to one key; written in the same transaction as the change."""

    id = IdField()
    key = models.BinaryField(max_length=32, unique=True)
    at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    cookies = models.JSONField(default=list)
    content = models.BinaryField(default=b"")

    class Meta:
        """Ordered by time."""

        ordering = ("id",)

    def __str__(self) -> str:
        """Say the answer's status."""
        return f"{self.at}: {self.status}"
