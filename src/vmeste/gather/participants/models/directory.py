"""What the directory keeps beside cards: what upper rooms say of them, how many there are of each kind, searches."""

from django.conf import settings
from django.db import models

from vmeste.gather.participants.models.organisations import Organisation
from vmeste.ground.kernel.ids import IdField

LONGEST_QUERY = 1000


class Trait(models.Model):
    """Something public that an upper room says of an organisation, by which the directory can be narrowed.

    `name` is the name of a filter («offers»), `code` one of its values («event»); what they mean is not known here.
    """

    id = IdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="traits", db_index=False)
    name = models.CharField(max_length=20)
    code = models.CharField(max_length=40)

    class Meta:
        """In the order they were said; each once."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("organisation", "name", "code"), name="participants_trait_once"),
        )
        indexes = (models.Index(fields=("name", "code", "organisation"), name="participants_trait_value"),)

    def __str__(self) -> str:
        """Say it."""
        return f"{self.name} {self.code}"


class CountedCard(models.Model):
    """As what a public card was counted last, so that a change takes it out of the right counters.

    Territories are plain numbers here: they are those that the card named at that time.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True, related_name="+")
    type = models.CharField(max_length=40, blank=True)
    department = models.CharField(max_length=40, blank=True)
    region = models.BigIntegerField(null=True)
    municipality = models.BigIntegerField(null=True)
    settlement = models.BigIntegerField(null=True)

    class Meta:
        """In the order of cards."""

        ordering = ("organisation",)

    def __str__(self) -> str:
        """Say of which card."""
        return f"card {self.organisation_id}"


class CardCount(models.Model):
    """How many public cards of a type and department stand at a place (0: anywhere), all or those with a trait."""

    id = IdField()
    place = models.BigIntegerField()
    name = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=40, blank=True)
    type = models.CharField(max_length=40, blank=True)
    department = models.CharField(max_length=40, blank=True)
    number = models.IntegerField()

    class Meta:
        """In the order of counting; one line for each."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("place", "name", "code", "type", "department"), name="participants_count_once"
            ),
        )

    def __str__(self) -> str:
        """Say what is counted."""
        return f"{self.place} {self.name} {self.code} {self.type} {self.department}: {self.number}"


class SavedSearch(models.Model):
    """A search of the directory that a person keeps under a name; `query` is what stands in its address."""

    id = IdField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=LONGEST_QUERY)
    made_at = models.DateTimeField()

    class Meta:
        """By name; a name once per person."""

        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("person", "name"), name="participants_saved_search_once"),)

    def __str__(self) -> str:
        """Say its name."""
        return self.name
