"""Territory: region → municipality → settlement; everything spatial hangs on it (domain §1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vmeste.ground.kernel.ids import IdField


class Territory(models.Model):
    """A region, a municipality or a settlement, with its validity; coordinates in degrees of WGS 84."""

    class Level(models.TextChoices):
        """How large a territory is."""

        REGION = "region", _("Region")
        MUNICIPALITY = "municipality", _("Municipality")
        SETTLEMENT = "settlement", _("Settlement")

    id = IdField()
    level = models.CharField(max_length=12, choices=Level.choices)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    full_name = models.CharField(max_length=200)
    aliases = models.TextField(blank=True)
    name_key = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    region = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    population = models.PositiveIntegerField(null=True)
    time_zone = models.CharField(max_length=40, blank=True)
    valid_from_on = models.DateField(null=True)
    valid_to_on = models.DateField(null=True)
    successor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="predecessors")
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        """By name; a code is unique on its level."""

        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("level", "code"), name="participants_territory_code"),)
        indexes = (
            models.Index(fields=("level", "name_key"), name="participants_territory_name"),
            models.Index(fields=("region", "level", "-population"), name="participants_territory_big"),
            models.Index(fields=("level", "lat", "lon"), name="participants_territory_place"),
        )

    def __str__(self) -> str:
        """Say its name with its kind."""
        return self.full_name


class LoadedRelease(models.Model):
    """Which edition of the release's territories stands in the database."""

    id = IdField()
    version = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        """By time."""

        ordering = ("id",)

    def __str__(self) -> str:
        """Say the edition."""
        return self.version
