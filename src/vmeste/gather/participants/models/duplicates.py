"""Cards that may be one: keys under which they meet, pairs with their scores, merges with all they moved."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vmeste.gather.participants.models.organisations import Organisation
from vmeste.ground.kernel.ids import IdField


class Look(models.Model):
    """How far a card was looked at: its keys are written; `is_compared` when it was compared with others, too.

    No row means that it has to be looked at (anew); `reading` is the edition of dictionary and weights.
    """

    id = IdField()
    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="look")
    reading = models.CharField(max_length=16)
    is_compared = models.BooleanField(default=False)

    class Meta:
        """In the order of looking."""

        ordering = ("id",)
        indexes = (models.Index(fields=("id",), name="participants_look_owed", condition=Q(is_compared=False)),)

    def __str__(self) -> str:
        """Say whose it is."""
        return f"look at {self.organisation_id}"


class LikenessKey(models.Model):
    """A key of a card as a number: cards are compared when they share one that few others have."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="likeness_keys")
    key = models.BigIntegerField()

    class Meta:
        """In the order of writing; a key once for each card."""

        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("key", "organisation"), name="participants_likeness_key_once"),)

    def __str__(self) -> str:
        """Say the key."""
        return f"{self.key:x} of {self.organisation_id}"


class LikelyPair(models.Model):
    """Two cards that may be one; the smaller id first. `parts` is what `likeness.likeness` said.

    What somebody decided is remembered: «distinct» is never proposed again.
    """

    class State(models.TextChoices):
        """What was decided."""

        OPEN = "open", _("To be looked at")
        MERGED = "merged", _("Merged")
        DISTINCT = "distinct", _("Not the same")

    id = IdField()
    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    parts = models.JSONField(default=list)
    obstacles = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """The likeliest first; a pair once."""

        ordering = ("-score", "id")
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="participants_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="participants_pair_order"),
        )
        indexes = (models.Index(fields=("state", "-score", "id"), name="participants_pair_best"),)

    def __str__(self) -> str:
        """Say the pair and its score."""
        return f"{self.first_id} ~ {self.second_id}: {self.score:.2f}"


class Merge(models.Model):
    """A card that became part of another: fields before and after, every row that moved, so that it can be undone."""

    id = IdField()
    merged = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    survivor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField(default=dict)
    moved = models.JSONField(default=list)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        """The newest first; a card is part of one other at a time."""

        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("merged",), name="participants_merge_once", condition=Q(undone_at=None)),
            models.CheckConstraint(condition=~Q(merged=F("survivor")), name="participants_merge_two"),
        )

    def __str__(self) -> str:
        """Say what became part of what."""
        return f"{self.merged_id} in {self.survivor_id}"
