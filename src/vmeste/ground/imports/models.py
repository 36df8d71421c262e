"""Tables of imports: the file and how it is read, its rows while they wait, what people chose for its columns."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from vmeste.ground.kernel.ids import IdField

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Outcome(models.TextChoices):
    """What becomes of a row; the words of `Verdict`."""

    NEW = "new", pgettext_lazy("rows", "New")
    CHANGED = "changed", pgettext_lazy("rows", "Changed")
    UNCHANGED = "unchanged", pgettext_lazy("rows", "Without changes")
    DUPLICATE = "duplicate", pgettext_lazy("rows", "Repeated")
    WRONG = "wrong", pgettext_lazy("rows", "With faults")


class State(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", pgettext_lazy("import", "Choose the columns")
    CHECKING = "checking", pgettext_lazy("import", "Being checked")
    CHECKED = "checked", pgettext_lazy("import", "Checked, not loaded yet")
    WRITING = "writing", pgettext_lazy("import", "Being loaded")
    DONE = "done", pgettext_lazy("import", "Loaded")
    FAILED = "failed", pgettext_lazy("import", "Stopped by a fault")
    CANCELLED = "cancelled", pgettext_lazy("import", "Cancelled")
    EXAMINING = "examining", pgettext_lazy("import", "Being examined before it is undone")
    UNDOING = "undoing", pgettext_lazy("import", "Being undone")
    UNDONE = "undone", pgettext_lazy("import", "Undone")


class Import(models.Model):
    """One file on its way in. `done` rows of `total` are behind the present pass; counters are of that pass.

    `place` is where the pass stands: a byte of the lines while checking, the last row's number while writing, the
    chunks taken back while undoing. `meanings` are codes chosen for words (field → text → code), `unknown` the words no
    vocabulary knows with their number (field → text → count); `obstacles` stood in the way of undoing.
    """

    RUNNING: ClassVar[tuple[State, ...]] = (State.CHECKING, State.WRITING, State.EXAMINING, State.UNDOING)
    OPEN: ClassVar[tuple[State, ...]] = (State.UPLOADED, State.CHECKING, State.CHECKED)

    if TYPE_CHECKING:
        person_id: int | None
        corrects_id: int | None
        undone_by_id: int | None
        rows: RelatedManager["Row"]
        traces: RelatedManager["Trace"]

    id = IdField()
    kind = models.CharField(max_length=40)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="imports", db_index=False
    )
    organisation_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.UPLOADED)
    uploaded_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)

    file_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    head = models.JSONField()
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    meanings = models.JSONField(default=dict)
    unknown = models.JSONField(default=dict)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    obstacles = models.JSONField(default=list)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    place = models.PositiveBigIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    duplicate = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    warned = models.PositiveIntegerField(default=0)
    fault = models.TextField(default="", blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-id",)
        indexes = (
            models.Index(fields=("person", "-id"), name="imports_import_person"),
            models.Index(fields=("organisation_id", "-id"), name="imports_import_organisation"),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(done__lte=models.F("total")), name="imports_import_done"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="imports_import_state"),
        )

    def __str__(self) -> str:
        """Say the file's name."""
        return self.file_name

    @property
    def headings(self) -> list[str]:
        """Names of the columns, in their order."""
        return list(self.head["headings"])

    @property
    def is_running(self) -> bool:
        """Whether a worker has something to do here."""
        return self.state in self.RUNNING

    @property
    def is_correctable(self) -> bool:
        """Whether columns can be chosen anew: nothing is written, and nothing runs."""
        failed_early = self.state == State.FAILED and not self.done
        return self.state in (State.UPLOADED, State.CHECKED) or failed_early

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each outcome."""
        return {outcome.value: getattr(self, outcome.value) for outcome in Outcome}


class Row(models.Model):
    """A row of the file with what was decided about it; kept until the import is forgotten."""

    id = IdField()
    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    fault = models.CharField(max_length=20, default="", blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    target_id = models.BigIntegerField(null=True)
    changes = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    warned = models.BooleanField(default=False)

    class Meta:
        """In the order of the file."""

        ordering = ("source", "number")
        constraints = (
            models.UniqueConstraint(fields=("source", "number"), name="imports_row_once"),
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="imports_row_known"),
        )
        indexes = (
            models.Index(fields=("source", "outcome", "number"), name="imports_row_outcome"),
            models.Index(fields=("source", "number"), name="imports_row_warned", condition=models.Q(warned=True)),
        )

    def __str__(self) -> str:
        """Say number and outcome."""
        return f"{self.number}: {self.outcome}"


class Memory(models.Model):
    """Which columns somebody of an organisation chose for a set of headings (`owner` 0: the product itself)."""

    id = IdField()
    kind = models.CharField(max_length=40)
    owner = models.BigIntegerField()
    headings_hash = models.CharField(max_length=64)
    mapping = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        """By time."""

        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("kind", "owner", "headings_hash"), name="imports_memory_once"),)

    def __str__(self) -> str:
        """Say what is remembered of which kind."""
        return f"{self.kind}: {len(self.mapping)}"


class Meaning(models.Model):
    """What a word of registers means to an owner: a code, or nothing for «leave empty» (`owner` as in `Memory`)."""

    id = IdField()
    kind = models.CharField(max_length=40)
    owner = models.BigIntegerField()
    field = models.CharField(max_length=40)
    text = models.CharField(max_length=200)
    code = models.CharField(max_length=50, blank=True)
    at = models.DateTimeField()

    class Meta:
        """By time; each word once."""

        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("kind", "owner", "field", "text"), name="imports_meaning_once"),)

    def __str__(self) -> str:
        """Say what means what."""
        return f"{self.field}: {self.text} = {self.code}"


class Trace(models.Model):
    """What one written chunk made and changed (`kernel.undoing.Trace`), kept until it is undone or forgotten."""

    id = IdField()
    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="traces", db_index=False)
    made = models.JSONField()
    as_made = models.JSONField()
    changed = models.JSONField()

    class Meta:
        """In the order they were written; ids grow with time."""

        ordering = ("source", "id")
        indexes = (models.Index(fields=("source", "-id"), name="imports_trace_newest"),)

    def __str__(self) -> str:
        """Say of which import."""
        return f"trace of {self.source_id}"
