"""Response (ответ): a thread between two organisations under a need or an offer, until it is fulfilled (domain §2)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from vmeste.gather.exchange.models.postings import Need, Offer
from vmeste.gather.participants.models import Organisation
from vmeste.ground.kernel.ids import IdField


class Response(models.Model):
    """One word given between the organisation that needs and the one that gives.

    `opened_by` is the side that spoke first; the other one decides. `asked` marks a question sent to an organisation
    that had posted nothing. `answer` is the word given with yes or no, `outcome` one line of what came of it.
    `decided_by_link` says that whoever held the link gave that word: nobody has shown who that was.
    """

    class State(models.TextChoices):
        """Where it stands: waiting → accepted | declined | withdrawn; accepted → fulfilled | failed."""

        WAITING = "waiting", _("Waits for an answer")
        ACCEPTED = "accepted", _("Agreed")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        FULFILLED = "fulfilled", _("Fulfilled")
        FAILED = "failed", _("Did not come about")

    class Opener(models.TextChoices):
        """Which side spoke first."""

        NEEDING = "needing", _("the one who needs")
        GIVING = "giving", _("the one who gives")

    running: ClassVar[tuple[str, ...]] = ("waiting", "accepted")

    id = IdField()
    need = models.ForeignKey(Need, null=True, on_delete=models.PROTECT, related_name="responses")
    offer = models.ForeignKey(Offer, null=True, on_delete=models.PROTECT, related_name="responses")
    needing = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="responses_needing")
    giving = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="responses_giving")
    opened_by = models.CharField(max_length=8, choices=Opener.choices)
    asked = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by_link = models.BooleanField(default=False)
    fulfilled_on = models.DateField(null=True)
    fulfilled_by = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    unit = models.CharField(max_length=40, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        """Newest first; two organisations have one running response under one thing."""

        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(need__isnull=False) | models.Q(offer__isnull=False),
                name="exchange_response_under_something",
            ),
            models.CheckConstraint(condition=~models.Q(needing=models.F("giving")), name="exchange_response_two_sides"),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(reason=""), name="exchange_response_reason"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="fulfilled")
                | models.Q(fulfilled_on__isnull=False, fulfilled_by__isnull=False),
                name="exchange_response_fulfilment",
            ),
            models.UniqueConstraint(
                fields=("need", "giving"),
                name="exchange_response_once_per_need",
                condition=models.Q(state__in=("waiting", "accepted"), need__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("offer", "needing"),
                name="exchange_response_once_per_offer",
                condition=models.Q(state__in=("waiting", "accepted"), need__isnull=True),
            ),
        )
        indexes = (
            models.Index(fields=("needing", "state", "-id"), name="exchange_response_needing"),
            models.Index(fields=("giving", "state", "-id"), name="exchange_response_giving"),
        )

    def __str__(self) -> str:
        """Say what it is under."""
        return str(self.need or self.offer)

    @property
    def decider_id(self) -> int:
        """The organisation whose word is awaited."""
        return int(self.giving_id if self.opened_by == self.Opener.NEEDING else self.needing_id)

    @property
    def rank(self) -> int:
        """Its place in a list: what is agreed first, then what waits, what is done, what came to nothing."""
        order = (self.State.ACCEPTED, self.State.WAITING, self.State.FULFILLED)
        return order.index(self.State(self.state)) if self.state in order else len(order)

    @property
    def decider_side(self) -> str:
        """The side whose word is awaited: the one that did not speak first."""
        return self.Opener.GIVING if self.opened_by == self.Opener.NEEDING else self.Opener.NEEDING

    @property
    def opener_id(self) -> int:
        """The organisation that spoke first."""
        return int(self.needing_id if self.opened_by == self.Opener.NEEDING else self.giving_id)

    def other_than(self, organisation_id: int | None) -> Organisation:
        """Give the other side, seen from one of the two."""
        return self.giving if organisation_id == self.needing_id else self.needing
