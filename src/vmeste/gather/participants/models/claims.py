"""Claims: somebody says that they may act for a card nobody acts for."""

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from vmeste.gather.participants.models.memberships import Role
from vmeste.gather.participants.models.organisations import Organisation
from vmeste.ground.kernel.ids import IdField

CLAIMABLE = ((Role.HEAD.value, Role.HEAD.label), (Role.COORDINATOR.value, Role.COORDINATOR.label))
"""Roles that can be claimed."""


class Claim(models.Model):
    """A person asks to act for an organisation; what speaks for it stands here until it is decided.

    `post`, `proof` (where that can be checked) and `words` are what the claimer wrote; `is_from_mailbox`: they sign in
    by the very e-mail that stands on the card, or `confirmed_at` somebody in that mailbox said that it is them.
    `reason` is a code of the vocabulary `claim_refusal`.
    """

    class State(models.TextChoices):
        """How far it has come."""

        OPEN = "open", pgettext_lazy("state of a claim", "Is looked at")
        GRANTED = "granted", pgettext_lazy("state of a claim", "Granted")
        REFUSED = "refused", pgettext_lazy("state of a claim", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of a claim", "Taken back")

    id = IdField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="claims")
    role = models.CharField(max_length=12, choices=CLAIMABLE)
    post = models.CharField(max_length=200, blank=True)
    proof = models.CharField(max_length=300, blank=True)
    words = models.CharField(max_length=500, blank=True)
    is_from_mailbox = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40, blank=True)
    line = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """In the order people claimed; one open claim per person and organisation."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organisation"),
                name="participants_claim_once",
                condition=models.Q(state="open"),
            ),
        )
        indexes = (models.Index(fields=("state", "id"), name="participants_claim_state"),)

    def __str__(self) -> str:
        """Say who claims what."""
        return f"{self.person_id} claims {self.organisation_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.state == self.State.OPEN
