"""Notice: what one person is told; it keeps ids only, its words are made when it is shown."""

from django.conf import settings
from django.db import models

from vmeste.gather.participants.models import Organisation
from vmeste.ground.kernel.ids import IdField


class Notice(models.Model):
    """One person told of one fact (`record_id`), as somebody of `organisation`; `by` is the organisation that did it.

    `subject` is where it leads, `about` what it names, both as «kind + id»: the room of the thing says whether and how
    the reader may see it, each time anew. `made_at` is the moment of the fact.
    """

    id = IdField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    by = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    record_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    about_kind = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first; a person is told of a fact once."""

        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("person", "record_id"), name="notifications_notice_once"),)
        indexes = (
            models.Index(fields=("person", "-id"), name="notifications_newest"),
            models.Index(
                fields=("person", "organisation"), name="notifications_unread", condition=models.Q(read_at=None)
            ),
            models.Index(fields=("made_at",), name="notifications_made"),
        )

    def __str__(self) -> str:
        """Say what happened to what."""
        return f"{self.kind} {self.subject_kind} {self.subject_id}"
