"""Need (запрос) and Offer (возможность): what an organisation looks for and what it can give (domain §2)."""

from typing import ClassVar, Literal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vmeste.gather.participants.models import Network, Organisation, Territory
from vmeste.ground.kernel.ids import IdField

Side = Literal["need", "offer"]
OTHER_SIDE: dict[Side, Side] = {"need": "offer", "offer": "need"}


class Visibility(models.TextChoices):
    """Who sees a need or an offer."""

    PUBLIC = "public", _("Everybody")
    NETWORK = "network", _("Members of the network")
    OWN = "own", _("Only us")


class Posting(models.Model):
    """What needs and offers have in common.

    `kind` (empty in drafts only), `focus`, `direction`, `unit`, `cost` are vocabulary codes; grades 0 (preschool) to
    11; `radius_km` says how far one travels, empty means any distance; `address` is that of a site other than the
    organisation's own; `lat`, `lon` in degrees of WGS 84. `lemmas` and `concepts` are what matching reads of the
    texts, space separated. `is_unconfirmed`: its author claims the card, and nobody has decided about that yet.
    """

    class State(models.TextChoices):
        """Where it stands: draft → open → paused → fulfilled | expired | withdrawn."""

        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        PAUSED = "paused", _("Paused")
        FULFILLED = "fulfilled", _("Fulfilled")
        EXPIRED = "expired", _("Expired")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    side: ClassVar[Side]

    id = IdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="%(class)ss")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    on_behalf = models.BooleanField(default=False)
    is_unconfirmed = models.BooleanField(default=False, db_default=False)
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    kind = models.CharField(max_length=40)
    focus = models.CharField(max_length=40, blank=True)
    direction = models.CharField(max_length=40, blank=True)
    grade_from = models.PositiveSmallIntegerField(null=True)
    grade_to = models.PositiveSmallIntegerField(null=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    unit = models.CharField(max_length=40, blank=True)
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    here = models.BooleanField(default=True)
    there = models.BooleanField(default=False)
    remote = models.BooleanField(default=False)
    radius_km = models.PositiveSmallIntegerField(null=True)
    settlement = models.ForeignKey(Territory, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=500, blank=True, db_default="", default="")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    cost = models.CharField(max_length=40, default="free")
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PUBLIC)
    network = models.ForeignKey(Network, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    lemmas = models.TextField(blank=True)
    concepts = models.TextField(blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first; grades and days in their order; a network only where it is asked for."""

        abstract = True
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(grade_from=None, grade_to=None)
                | models.Q(grade_from__lte=models.F("grade_to"), grade_to__lte=11),
                name="exchange_%(class)s_grades",
            ),
            models.CheckConstraint(
                condition=models.Q(period_from=None)
                | models.Q(period_to=None)
                | models.Q(period_from__lte=models.F("period_to")),
                name="exchange_%(class)s_period",
            ),
            models.CheckConstraint(
                condition=models.Q(visibility="network", network__isnull=False)
                | (~models.Q(visibility="network") & models.Q(network=None)),
                name="exchange_%(class)s_network",
            ),
        )
        indexes = (
            models.Index(fields=("state", "-id"), name="exchange_%(class)s_newest"),
            models.Index(fields=("state", "-opened_at", "-id"), name="exchange_%(class)s_opened"),
            models.Index(fields=("state", "kind", "-id"), name="exchange_%(class)s_kind"),
            models.Index(fields=("organisation", "state", "-id"), name="exchange_%(class)s_owner"),
            models.Index(fields=("state", "confirmed_at"), name="exchange_%(class)s_fresh"),
        )

    def __str__(self) -> str:
        """Say its title."""
        return self.title

    @property
    def mark(self) -> str:
        """What marks it wherever it is shown, in the reader's language; mostly nothing."""
        return gettext("the organisation is not confirmed yet") if self.is_unconfirmed else ""

    @property
    def is_draft(self) -> bool:
        """Whether it was never shown."""
        return self.state == self.State.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether it can be answered now."""
        return self.state == self.State.OPEN


class Need(Posting):
    """What an organisation looks for."""

    side: ClassVar[Side] = "need"


class Offer(Posting):
    """What an organisation can give."""

    side: ClassVar[Side] = "offer"
