"""People as sign-in identities, one-time links for those who have none, and mails on their way."""

from typing import ClassVar

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext

from vmeste.ground.kernel import clock
from vmeste.ground.kernel.ids import IdField


class People(BaseUserManager["Person"]):
    """Finds people by e-mail whatever its case."""

    def get_by_natural_key(self, email: str | None) -> "Person":
        """Find a person by e-mail."""
        return self.get(email=(email or "").strip().lower())

    def create_user(self, email: str, password: str | None = None, **values: object) -> "Person":
        """Make a person; without a password nobody can sign in as them yet."""
        person = self.model(email=email.strip().lower(), **values)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """One sign-in identity; what a person may do comes from memberships (domain §1).

    `sight`: how pages look to them, as `ground.ui.sight` writes it; empty when they never chose.
    """

    id = IdField()
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, default="ru")
    sight = models.CharField(max_length=80, blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_admin = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=clock.now, editable=False)

    objects = People()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        """By e-mail; kept in lower case."""

        ordering = ("email",)
        constraints = (
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="accounts_person_email_lower"),
        )

    def __str__(self) -> str:
        """Say the name people know."""
        return self.name or (self.email if self.is_active else gettext("closed account"))

    @property
    def has_verified_email(self) -> bool:
        """Whether the person has shown that the address is theirs; one query."""
        return EmailAddress.objects.filter(user_id=self.pk, email=self.email, verified=True).exists()

    @property
    def is_settled(self) -> bool:
        """Whether this person can sign in by now: a password of their own behind a verified address."""
        return self.is_active and self.has_usable_password() and self.has_verified_email


class OneTimeLink(models.Model):
    """A key for one thing and one purpose, without an account; only a hash of it is kept (domain §1)."""

    id = IdField()
    token_hash = models.BinaryField(max_length=32, unique=True)
    purpose = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField(null=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="links")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        """By time."""

        ordering = ("id",)
        indexes = (models.Index(fields=("subject_kind", "subject_id"), name="accounts_link_subject"),)

    def __str__(self) -> str:
        """Say what the link is for."""
        return f"{self.purpose} of {self.subject_kind} {self.subject_id}"


class Mail(models.Model):
    """A mail that leaves, or has left, through the outbox; `key` says for what, so that nothing is told twice."""

    id = IdField()
    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(default="")
    secret = models.BooleanField(default=False)
    message_id = models.CharField(max_length=120, unique=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.TextField(default="")

    class Meta:
        """By time."""

        ordering = ("id",)
        indexes = (models.Index(fields=("sent_at",), name="accounts_mail_sent"),)

    def __str__(self) -> str:
        """Say which mail, but not to whom."""
        return f"mail {self.message_id}"
