"""Forms of the accounts: allauth's own with our words, and ours."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from vmeste.ground.accounts import turns

PASSWORD_RULE = _("At least 10 signs; not a common word, not your name. A short sentence is easy to remember.")


def reword(field: forms.Field, label: Any, help_text: Any = "", **attributes: str) -> None:
    """Give a field of allauth our words; what is inside a field before it is filled only confuses."""
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


class SignInForm(account.LoginForm):
    """E-mail and password."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Say it in our words."""
        super().__init__(*arguments, **named)
        reword(self.fields["login"], _("E-mail"), autocomplete="username")
        reword(self.fields["password"], _("Password"))
        reword(self.fields["remember"], _("Keep me signed in on this computer"))
        self.fields["shared"] = forms.BooleanField(
            required=False,
            label=_("Several people use this computer: show my name here"),
            help_text=_("Next time you choose your name and write only the password; you are signed out on closing."),
        )

    def clean(self) -> Any:
        """Let nobody stay signed in where others come next."""
        said: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[no-untyped-call]
        if said.get("shared"):
            said["remember"] = False
        return said

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponseBase:
        """Remember through a second step whether the name is to stand on this computer."""
        request.session[turns.SHARED] = bool(self.cleaned_data["shared"])
        response: HttpResponseBase = super().login(request, redirect_url)
        return response


class SignUpForm(account.SignupForm):
    """Name, e-mail and one password: whoever mistypes it sets a new one by mail."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    field_order = ("name", "email", "password1")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Say it in our words."""
        super().__init__(*arguments, **named)
        reword(self.fields["email"], _("E-mail"), _("We send a letter there to make sure it is yours."))
        reword(self.fields["password1"], _("Password"), PASSWORD_RULE)


class ResetForm(account.ResetPasswordForm):
    """Where to send the link for a new password."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Say it in our words."""
        super().__init__(*arguments, **named)
        reword(self.fields["email"], _("E-mail"))


class _OncePassword:
    """A new password is written once: it can be looked at, and set anew by mail."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        fields.pop("password2", None)
        reword(fields["password1"], _("New password"), PASSWORD_RULE)


class NewPasswordForm(_OncePassword, account.ResetPasswordKeyForm):
    """A new password, by the mailed link."""


class FirstPasswordForm(_OncePassword, account.SetPasswordForm):
    """A password where there was none."""


class ChangePasswordForm(_OncePassword, account.ChangePasswordForm):
    """A new password for the old one."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Say it in our words."""
        super().__init__(*arguments, **named)
        reword(self.fields["oldpassword"], _("Present password"))


class ReauthenticateForm(account.ReauthenticateForm):
    """The password once more before something that matters."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Say it in our words."""
        super().__init__(*arguments, **named)
        reword(self.fields["password"], _("Password"))


class _Code:
    """A code from the phone, or a spare one."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        hint = _("Six digits from the app, or one of your spare codes.")
        reword(fields["code"], _("Code"), hint, inputmode="numeric")


class CodeForm(_Code, second_factor.AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(_Code, second_factor.ReauthenticateForm):
    """The code once more before something that matters."""


class KeyForm(keys.AddWebAuthnForm):
    """A passkey, and what its device is called."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Say it in our words."""
        super().__init__(*arguments, **named)
        self.fields["name"] = forms.CharField(
            required=False,
            max_length=60,
            label=_("What to call it"),
            help_text=_("For example «Phone» or «Staff room»."),
        )


class ActivateForm(totp.ActivateTOTPForm):
    """The first code, which shows that the app knows the secret."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Say it in our words."""
        super().__init__(*arguments, **named)
        reword(self.fields["code"], _("Code from the app"), _("Six digits."), inputmode="numeric")


class WelcomeForm(forms.Form):
    """Name and first password of somebody who was invited."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As colleagues know you, for example «Anna Petrova»."),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=PASSWORD_RULE,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


class PersonForm(forms.Form):
    """What a person is called and which language mails speak."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language of pages and mails"), choices=settings.LANGUAGES)
