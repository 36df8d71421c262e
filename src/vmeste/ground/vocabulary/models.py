"""What administrators put over the words of the release, and the mark that tells processes to read it anew."""

from django.db import models
from django.db.models import F, Q

from vmeste.ground.kernel import clock
from vmeste.ground.kernel.ids import IdField, new_id
from vmeste.ground.vocabulary.terms import TermView, split

LONGEST_CODE = 50
LONGEST_LABEL = 200


class Term(models.Model):
    """One word of the overlay; it wins over the release's word of the same code, wholly."""

    id = IdField()
    vocabulary = models.CharField(max_length=LONGEST_CODE)
    code = models.CharField(max_length=LONGEST_CODE)
    ru = models.CharField(max_length=LONGEST_LABEL)
    en = models.CharField(max_length=LONGEST_LABEL)
    aliases = models.TextField(blank=True, default="")  # divided by bars, as in the release
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    order = models.IntegerField(default=0)
    parent = models.CharField(max_length=LONGEST_CODE, blank=True, default="")
    changed_by = models.BigIntegerField(null=True, blank=True)  # a person's id; empty: the product itself
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        """By vocabulary, in the order of lists."""

        ordering = ("vocabulary", "order", "code")
        constraints = (
            models.UniqueConstraint(fields=["vocabulary", "code"], name="vocabulary_term_once"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="vocabulary_term_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~(Q(code="") | Q(ru="") | Q(en="")), name="vocabulary_term_is_said_in_both_languages"
            ),
        )

    def __str__(self) -> str:
        """Say which word of which vocabulary."""
        return f"{self.vocabulary}.{self.code}"

    @property
    def view(self) -> TermView:
        """The term as readers see it."""
        return TermView(
            vocabulary=self.vocabulary,
            code=self.code,
            ru=self.ru,
            en=self.en,
            aliases=split(self.aliases),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            order=self.order,
            parent=self.parent,
            own=True,
        )


class Edition(models.Model):
    """The one row whose mark changes with every change of the overlay."""

    id = IdField()
    name = models.CharField(max_length=20, unique=True)
    mark = models.BigIntegerField(default=new_id)

    class Meta:
        """There is one."""

        ordering = ("name",)

    def __str__(self) -> str:
        """Say the mark."""
        return f"{self.name} {self.mark}"
