"""Export: a long table of the directory that is written in the background, for the one who asked."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from vmeste.gather.participants.models.directory import LONGEST_QUERY
from vmeste.ground.kernel.ids import IdField


class Export(models.Model):
    """A table asked for by a person as somebody of an organisation; its file lies in `DATA/exports/<code>`.

    `query` is what stands in the address of the directory; `territory_ids` and `as_admin` are the rights its columns
    were written by. Of `total` rows, as counted when it was asked for, `done` are written.
    """

    class State(models.TextChoices):
        """Where it stands."""

        MAKING = "making", pgettext_lazy("table", "Being written")
        READY = "ready", pgettext_lazy("table", "Ready")
        FAILED = "failed", pgettext_lazy("table", "Not written")
        GONE = "gone", pgettext_lazy("table", "Not kept any more")

    OWED: ClassVar[tuple[State, ...]] = (State.MAKING, State.READY)

    id = IdField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    organisation_id = models.BigIntegerField(null=True)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.MAKING)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    territory_ids = models.JSONField(default=list)
    as_admin = models.BooleanField(default=False)

    class Meta:
        """The newest first."""

        ordering = ("-id",)
        indexes = (
            models.Index(fields=("person", "-id"), name="participants_export_person"),
            models.Index(fields=("state", "expires_at"), name="participants_export_end"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=["making", "ready", "failed", "gone"]), name="participants_export_state"
            ),
        )

    def __str__(self) -> str:
        """Say when it was asked for."""
        return f"{self.asked_at:%Y-%m-%d}"

    @property
    def file_name(self) -> str:
        """Name of the table for the one who takes it."""
        return f"partners-{self.asked_at:%Y-%m-%d}.xlsx"
