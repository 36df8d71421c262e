"""Tables of facts: the record, the outbox, seals, ties, lineage, recurring work."""

from django.db import models

from vmeste.ground.kernel.ids import IdField


class Seal(models.Model):
    """One link of the chain: the Merkle root of a batch of facts, bound to the root before it."""

    id = IdField()
    number = models.PositiveBigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    count = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        """In the order of the chain."""

        ordering = ("number",)

    def __str__(self) -> str:
        """Say the seal's number."""
        return f"seal {self.number} of {self.count}"


class Record(models.Model):
    """A fact as it was told: who, for whom, what, when. Never changed but for the seal that covers it."""

    id = IdField()
    kind = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    person_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    link_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=40, default="")
    subject_id = models.BigIntegerField(null=True)
    audience = models.CharField(max_length=16)
    values = models.JSONField()
    seal = models.ForeignKey(Seal, null=True, on_delete=models.PROTECT, related_name="records")

    class Meta:
        """By time, which is the order of keys."""

        ordering = ("id",)
        indexes = (
            models.Index(fields=("subject_kind", "subject_id", "id"), name="facts_record_subject"),
            models.Index(fields=("kind", "id"), name="facts_record_kind"),
            models.Index(fields=("id",), name="facts_record_unsealed", condition=models.Q(seal=None)),
        )

    def __str__(self) -> str:
        """Say what happened."""
        return f"{self.kind} at {self.at}"


class Party(models.Model):
    """An organisation concerned by a fact."""

    id = IdField()
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="parties")
    organisation_id = models.BigIntegerField()

    class Meta:
        """Newest first is read from the index."""

        ordering = ("id",)
        indexes = (models.Index(fields=("organisation_id", "record"), name="facts_party_organisation"),)

    def __str__(self) -> str:
        """Say who is concerned."""
        return f"{self.organisation_id} in {self.record_id}"


class Delivery(models.Model):
    """One reaction owed to one fact: the outbox. The row goes when the reaction is done."""

    id = IdField()
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="deliveries")
    reaction = models.CharField(max_length=80)
    lane = models.CharField(max_length=8)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=32, default="")
    error = models.TextField(default="")
    given_up = models.BooleanField(default=False)

    class Meta:
        """The one due first comes first."""

        ordering = ("due_at", "id")
        constraints = (models.UniqueConstraint(fields=("record", "reaction"), name="facts_delivery_once"),)
        indexes = (
            models.Index(
                fields=("lane", "due_at", "id"), name="facts_delivery_due", condition=models.Q(given_up=False)
            ),
            models.Index(fields=("claim",), name="facts_delivery_claim"),
        )

    def __str__(self) -> str:
        """Say what is owed."""
        return f"{self.reaction} of {self.record_id}"


class Tie(models.Model):
    """How often two organisations did a kind of thing together; the smaller id stands first."""

    id = IdField()
    org_a = models.BigIntegerField()
    org_b = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    count = models.PositiveIntegerField(default=0)
    last_on = models.DateField()

    class Meta:
        """By pair."""

        ordering = ("org_a", "org_b", "kind")
        constraints = (
            models.UniqueConstraint(fields=("org_a", "org_b", "kind"), name="facts_tie_once"),
            models.CheckConstraint(condition=models.Q(org_a__lt=models.F("org_b")), name="facts_tie_order"),
        )
        indexes = (models.Index(fields=("org_b",), name="facts_tie_second"),)

    def __str__(self) -> str:
        """Say who is tied."""
        return f"{self.org_a}–{self.org_b} {self.kind}: {self.count}"


class Lineage(models.Model):
    """A typed step from one subject to what came of it."""

    id = IdField()
    from_kind = models.CharField(max_length=40)
    from_id = models.BigIntegerField()
    relation = models.CharField(max_length=40)
    to_kind = models.CharField(max_length=40)
    to_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        """By time."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("from_kind", "from_id", "relation", "to_kind", "to_id"), name="facts_lineage_once"
            ),
        )
        indexes = (models.Index(fields=("to_kind", "to_id"), name="facts_lineage_back"),)

    def __str__(self) -> str:
        """Say the step."""
        return f"{self.from_kind} {self.from_id} → {self.to_kind} {self.to_id}"


class DueWork(models.Model):
    """Recurring work and when it is due next; kept by the worker."""

    id = IdField()
    name = models.CharField(max_length=80, unique=True)
    due_at = models.DateTimeField()
    claim = models.CharField(max_length=32, default="")
    done_at = models.DateTimeField(null=True)
    error = models.TextField(default="")

    class Meta:
        """The one due first comes first."""

        ordering = ("due_at", "id")

    def __str__(self) -> str:
        """Say what is due when."""
        return f"{self.name} at {self.due_at}"


class Pulse(models.Model):
    """A worker that runs, as long as it says so."""

    id = IdField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        """By time of start."""

        ordering = ("id",)

    def __str__(self) -> str:
        """Say when it was seen last."""
        return f"worker since {self.started_at}, seen {self.seen_at}"
