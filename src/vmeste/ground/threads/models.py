"""A thread per subject, and its messages."""

from django.db import models

from vmeste.ground.accounts.models import OneTimeLink, Person
from vmeste.ground.kernel.ids import IdField

LONGEST = 5_000


class Thread(models.Model):
    """Where people talk about one thing; made with its first message."""

    id = IdField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()

    class Meta:
        """By time; one for each subject."""

        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("subject_kind", "subject_id"), name="threads_thread_subject"),)

    def __str__(self) -> str:
        """Say what it is about."""
        return f"{self.subject_kind} {self.subject_id}"


class Message(models.Model):
    """Plain text of somebody: a person, or the holder of a one-time link, mostly for an organisation."""

    id = IdField()
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="messages")
    organisation_id = models.BigIntegerField(null=True)
    link = models.ForeignKey(OneTimeLink, null=True, on_delete=models.PROTECT, related_name="messages")
    text = models.TextField(max_length=LONGEST)
    at = models.DateTimeField()

    class Meta:
        """By time, which is the order of keys; somebody has written each."""

        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(person__isnull=False)
                | models.Q(organisation_id__isnull=False)
                | models.Q(link__isnull=False),
                name="threads_message_author",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="threads_message_text"),
        )
        indexes = (models.Index(fields=("thread", "id"), name="threads_message_page"),)

    def __str__(self) -> str:
        """Say where it stands."""
        return f"message {self.id} of {self.thread_id}"
