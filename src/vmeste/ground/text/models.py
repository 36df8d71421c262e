"""Tables of the index: one entry per text, the ledger of how many texts hold a lemma, keys of mended words."""

from django.db import models

from vmeste.ground.kernel.ids import IdField

PUBLIC = "public"
LONGEST_LEMMA = 64


class Entry(models.Model):
    """A text of one subject as lemmas; the database keeps its full text index in step by itself.

    `scope` says in whose searches the entry takes part («public», «org:17», «net:5»). It narrows candidates only:
    who may see a thing is decided by the room of the thing.
    """

    id = IdField()
    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    scope = models.CharField(max_length=40, default=PUBLIC)
    lemmas = models.TextField()

    class Meta:
        """Newest first, which is the order of keys."""

        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("kind", "subject_id"), name="text_entry_once"),)

    def __str__(self) -> str:
        """Say whose text it is."""
        return f"{self.kind} {self.subject_id}"


class Lemma(models.Model):
    """A line of the ledger: so many more (or fewer) texts of a kind hold the lemma; their sum is its frequency.

    Lines are only added, so that writers never wait for one another over a common word; a recurring job adds them up.
    The line of the empty lemma counts all texts of the kind.
    """

    id = IdField()
    kind = models.CharField(max_length=40)
    lemma = models.CharField(max_length=LONGEST_LEMMA)
    beginning = models.CharField(max_length=3)
    df = models.IntegerField()
    public_df = models.IntegerField()

    class Meta:
        """In the order of adding."""

        ordering = ("id",)
        indexes = (
            models.Index(fields=("lemma", "kind"), name="text_lemma_lemma"),
            models.Index(fields=("kind", "beginning"), name="text_lemma_beginning"),
        )

    def __str__(self) -> str:
        """Say the line."""
        return f"{self.kind} {self.lemma} {self.df:+d}"


class Slip(models.Model):
    """A number under which a lemma is found although it was typed with errors (`slips.keys`)."""

    id = IdField()
    key = models.BigIntegerField()
    lemma = models.CharField(max_length=LONGEST_LEMMA)

    class Meta:
        """In the order of adding."""

        ordering = ("id",)
        indexes = (models.Index(fields=("key",), name="text_slip_key"),)

    def __str__(self) -> str:
        """Say what is meant."""
        return f"{self.key} → {self.lemma}"
