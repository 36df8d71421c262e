"""The seams of allauth: its letters, messages and secrets become ours."""

import base64
import hmac
import io
from typing import Any, cast
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vmeste.ground.accounts import commands, looks, queries, turns
from vmeste.ground.accounts.letters import LETTERS, SECURED
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.actors import ANONYMOUS, Actor, ActorKind
from vmeste.ground.kernel.ids import new_id
from vmeste.ground.ui import pages

WORDS = {
    "account/messages/email_confirmed.txt": (_("Your address is confirmed."), "good"),
    "account/messages/email_confirmation_failed.txt": (_("This address belongs to another account."), "bad"),
    "account/messages/password_changed.txt": (_("The new password is set."), "good"),
    "account/messages/password_set.txt": (_("The new password is set."), "good"),
    "mfa/messages/recovery_codes_generated.txt": (_("New spare codes are made."), "good"),
    "mfa/messages/webauthn_added.txt": (_("The key opens your account from now on."), "good"),
    "mfa/messages/webauthn_removed.txt": (_("The key opens nothing here any more."), "good"),
    "mfa/messages/totp_activated.txt": (_("The second factor is on."), "good"),
    "mfa/messages/totp_deactivated.txt": (_("The second factor is off."), "good"),
}
"""What allauth says after a deed, in our words; of the rest it keeps silent."""


class AccountAdapter(DefaultAccountAdapter):
    """How allauth behaves in this house."""

    error_messages = {  # noqa: RUF012  allauth's own shape
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("E-mail or password is wrong."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("The code is wrong or its time is over."),
        "incorrect_password": _("The password is wrong."),
        "invalid_password_reset": _("This link no longer opens. Ask for a new one."),
        "rate_limited": _("Too many tries. Please wait a little."),
        "too_many_login_attempts": _("Too many tries. Please wait five minutes, or set a new password."),
    }

    def is_ajax(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Answer everybody with pages."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post one of our letters; allauth's own have no words here."""
        person = context.get("user") or queries.person_named(email)
        context = {**context, "signup_url": queries.absolute(reverse("account_signup"))}
        with translation.override(person.language if person else get_language()):
            letter = LETTERS[template_prefix](context)
        key = f"{template_prefix}:{new_id()}"
        commands.post(
            actor=ANONYMOUS, to=email, subject=letter.subject, text=letter.text, key=key, secret=letter.secret
        )

    def send_notification_mail(  # type: ignore[override]
        self, template_prefix: str, user: Person, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the owner, and the record, that the way into an account has changed."""
        if what := SECURED.get(template_prefix):
            actor = Actor(ActorKind.PERSON, person_id=user.pk)
            commands.note_secured(actor=actor, person=user, what=what)
            self.send_mail(template_prefix, email or user.email, {**(context or {}), "user": user})

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell the owner; spend the time a new account would take, so that the answer tells nobody else."""
        make_password(email)
        links = {"password_reset_url": queries.absolute(reverse("account_reset_password"))}
        self.send_mail("account/email/account_already_exists", email, links)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:  # noqa: ARG002
        """Give the address for the mail; never built from what a request calls its host."""
        return queries.absolute(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Give the address for the mail."""
        user, _dash, token = key.partition("-")
        return queries.absolute(reverse("account_reset_password_from_key", args=[user, token]))

    def add_message(  # noqa: PLR0913, PLR0917  allauth's signature
        self,
        request: HttpRequest,
        level: int,  # noqa: ARG002
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002
        extra_tags: str = "",  # noqa: ARG002
        message: str | None = None,
    ) -> None:
        """Say it as a toast, in our words."""
        text, kind = WORDS.get(message_template or "", (message, "wait"))
        if text:
            pages.flash(request, text, kind)

    def save_user(  # type: ignore[override]
        self,
        request: HttpRequest,  # noqa: ARG002
        user: Person,
        form: BaseForm,
        commit: bool = True,  # noqa: ARG002
    ) -> Person:
        """Keep who signs up."""
        user.email = form.cleaned_data["email"]
        user.name = form.cleaned_data.get("name", "")
        user.language = (get_language() or settings.LANGUAGE_CODE)[:2]
        user.set_password(form.cleaned_data["password1"])
        return commands.sign_up(actor=ANONYMOUS, person=user)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **options: Any) -> HttpResponse:
        """Show pages from now on as this person likes them; the name may stand on this computer from now on."""
        response: HttpResponse = super().post_login(request, user, **options)
        turns.joined(request, response, cast("Person", user).id)
        looks.bring(request, response, cast("Person", user))
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        """Give the address tries are counted for: of who stands before the proxies we believe."""
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured:  # came past some of the proxies
            return str(request.META["REMOTE_ADDR"])

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Lead back to the account."""
        return reverse("accounts:account")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002
        """Count tries per account alone: a host that a request makes up must not begin a new count."""
        return str(credentials.get("email", "")).strip().lower()


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: kept sealed, named as people know the product."""

    error_messages = {  # noqa: RUF012
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is wrong or its time is over."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret, so that a copy of the database alone opens nothing."""
        return str(sealer().encrypt(text.encode()).decode())

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return str(sealer().decrypt(encrypted_text.encode()).decode())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Bind keys to our own address, whatever a request calls its host."""
        return {"id": urlsplit(settings.VMESTE.origin).hostname or "localhost", "name": "Вместе"}

    def build_totp_svg(self, url: str) -> str:
        """Draw the picture black on white whatever the page's colours: cameras read no white on black."""
        make: Any = import_string("qrcode.main.make")  # loaded when somebody switches it on
        filled = import_string("qrcode.image.svg.SvgPathFillImage")
        drawn = io.BytesIO()
        make(url, image_factory=filled).save(drawn)
        return drawn.getvalue().decode()


def sealer() -> Any:
    """Give the cipher of second factors; its key comes from the product's own key."""
    from cryptography.fernet import Fernet  # noqa: PLC0415  heavy, and seldom needed

    key = hmac.digest(settings.SECRET_KEY.encode(), b"vmeste.accounts.second-factor", "sha256")
    return Fernet(base64.urlsafe_b64encode(key))
