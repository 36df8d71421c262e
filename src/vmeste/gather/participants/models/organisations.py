"""Organisation and its sites; four natures, two marks (domain §1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vmeste.gather.participants.models.territories import Territory
from vmeste.ground.kernel.ids import IdField


class Nature(models.TextChoices):
    """What an organisation is before the law; units and informal ones never sign themselves."""

    LEGAL = "legal", _("Legal entity")
    UNIT = "unit", _("Unit of an organisation")
    INFORMAL = "informal", _("Informal group")
    SOLE = "sole", _("Sole proprietor")


class Organisation(models.Model):
    """A participant, or a card of one to be; `type`, `department`, `legal_form` are codes of vocabularies.

    `name_key` is that of the full name, by which cards are found again; `shown_key` that of the name people read, by
    which lists are ordered: forms, registers and the reactions to facts keep it. `fresh_on`: the day on which
    somebody last said that the card is right. `asked_on`, `reminded_on`: when those who act for it were asked since.
    `closed_on`: from which day it works no more.
    """

    class State(models.TextChoices):
        """Whether it works."""

        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        CLOSED = "closed", _("Closed")
        PROPOSED = "proposed", _("New, not looked at yet")
        DROPPED = "dropped", _("Not taken in")

    outside = (State.PROPOSED, State.DROPPED)
    """Written by somebody from outside and not taken into the directory: seen by them and the territory alone."""

    id = IdField()
    nature = models.CharField(max_length=10, choices=Nature.choices, default=Nature.LEGAL)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="units")
    guarantor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="informal_groups")
    name = models.CharField(max_length=600)
    short_name = models.CharField(max_length=300, blank=True)
    name_key = models.CharField(max_length=600)
    shown_key = models.CharField(max_length=600)
    inn = models.CharField(max_length=12, blank=True)
    kpp = models.CharField(max_length=9, blank=True)
    ogrn = models.CharField(max_length=15, blank=True)
    type = models.CharField(max_length=40, blank=True)
    department = models.CharField(max_length=40, blank=True)
    legal_form = models.CharField(max_length=40, blank=True)
    founder = models.CharField(max_length=300, blank=True)
    region = models.ForeignKey(Territory, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    municipality = models.ForeignKey(Territory, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    settlement = models.ForeignKey(Territory, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    address = models.CharField(max_length=500, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    phone = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    website = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    successor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="predecessors")
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged_cards", db_index=False
    )
    verified_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=200, blank=True)
    true_on = models.DateField(null=True)
    fresh_on = models.DateField(null=True)
    asked_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    closing_reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """By the name that is shown; lists that need another order say so."""

        ordering = ("shown_key", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("inn", "kpp"),
                name="participants_organisation_inn_kpp",
                condition=models.Q(nature=Nature.LEGAL, merged_into=None)
                & ~models.Q(inn="")
                & ~models.Q(kpp="")
                & ~models.Q(state__in=("proposed", "dropped")),
            ),
            models.CheckConstraint(
                condition=~models.Q(nature=Nature.UNIT) | models.Q(parent__isnull=False),
                name="participants_organisation_unit_has_parent",
            ),
            models.CheckConstraint(
                condition=~models.Q(nature=Nature.INFORMAL) | models.Q(guarantor__isnull=False),
                name="participants_organisation_informal_has_guarantor",
            ),
        )
        indexes = (
            models.Index(fields=("inn",), name="participants_org_inn"),
            models.Index(fields=("name_key",), name="participants_org_full_name"),
            models.Index(fields=("shown_key", "id"), name="participants_org_name"),
            models.Index(fields=("type", "shown_key", "id"), name="participants_org_type"),
            models.Index(fields=("department", "shown_key", "id"), name="participants_org_department"),
            models.Index(fields=("region", "type", "shown_key", "id"), name="participants_org_region"),
            models.Index(fields=("region", "shown_key", "id"), name="participants_org_region_name"),
            models.Index(fields=("municipality", "shown_key", "id"), name="participants_org_municip"),
            models.Index(fields=("settlement", "shown_key", "id"), name="participants_org_settlement"),
            models.Index(fields=("fresh_on", "id"), name="participants_org_fresh", condition=models.Q(state="active")),
            models.Index(
                fields=("region", "fresh_on", "id"),
                name="participants_org_region_fresh",
                condition=models.Q(state="active"),
            ),
            models.Index(
                fields=("made_at",),
                name="participants_org_outside",
                condition=models.Q(state__in=("proposed", "dropped")),
            ),
            models.Index(
                fields=("merged_into",),
                name="participants_org_merged",
                condition=models.Q(merged_into__isnull=False),
            ),
        )

    def __str__(self) -> str:
        """Say the name people use."""
        return self.short_name or self.name

    @property
    def is_outside(self) -> bool:
        """Whether it is not taken into the directory."""
        return self.state in self.outside

    @property
    def is_hidden(self) -> bool:
        """Whether strangers do not see it."""
        return self.is_outside or self.state == self.State.SUSPENDED


class Site(models.Model):
    """A place where an organisation works: degrees of WGS 84, and `x`, `y` as `picture.position` gives them."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="sites", db_index=False)
    address = models.CharField(max_length=500)
    address_key = models.CharField(max_length=500)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    x = models.IntegerField(null=True)
    y = models.IntegerField(null=True)

    class Meta:
        """In the order they came; an address once."""

        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("organisation", "address_key"), name="participants_site_once"),)
        indexes = (models.Index(fields=("x", "y", "organisation"), name="participants_site_place"),)

    def __str__(self) -> str:
        """Say the address."""
        return self.address


class OtherCode(models.Model):
    """A code of an organisation that is no valid ИНН, КПП or ОГРН, kept as it was given («прочий код»)."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="other_codes", db_index=False)
    label = models.CharField(max_length=40)
    value = models.CharField(max_length=80)

    class Meta:
        """In the order they came."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("organisation", "label", "value"), name="participants_code_once"),
        )
        indexes = (models.Index(fields=("label", "value"), name="participants_code_value"),)

    def __str__(self) -> str:
        """Say the code."""
        return f"{self.label} {self.value}"


class OtherName(models.Model):
    """A name under which the organisation stands in another register; found by search like the first."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="other_names", db_index=False)
    name = models.CharField(max_length=600)
    name_key = models.CharField(max_length=600)

    class Meta:
        """In the order they came; a name once."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("organisation", "name_key"), name="participants_other_name_once"),
        )
        indexes = (models.Index(fields=("name_key",), name="participants_other_name_key"),)

    def __str__(self) -> str:
        """Say the name."""
        return self.name
