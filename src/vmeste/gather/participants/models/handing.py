"""Handing the head's role over: an offer to a colleague, which changes nothing until it is accepted."""

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from vmeste.gather.participants.models.memberships import Role
from vmeste.gather.participants.models.organisations import Organisation
from vmeste.ground.kernel.ids import IdField


class HeadOffer(models.Model):
    """A head offers the role to a colleague; `stays` is what the head becomes afterwards, empty: leaves.

    `by_mail`: to somebody from outside, named by an e-mail address, who may not have an account yet.
    """

    class State(models.TextChoices):
        """How far it has come."""

        OPEN = "open", pgettext_lazy("state of handing the head's role over", "Waits for an answer")
        ACCEPTED = "accepted", pgettext_lazy("state of handing the head's role over", "Accepted")
        DECLINED = "declined", pgettext_lazy("state of handing the head's role over", "Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of handing the head's role over", "Taken back")

    id = IdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="head_offers")
    former = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    heir = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="head_offers")
    stays = models.CharField(max_length=12, choices=Role.choices, blank=True)
    by_mail = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """In the order they were made; one open offer per organisation."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("organisation",), name="participants_head_offer_once", condition=models.Q(state="open")
            ),
        )

    def __str__(self) -> str:
        """Say who is to follow whom where."""
        return f"{self.heir_id} after {self.former_id} in {self.organisation_id}: {self.state}"
