"""The words of mails about accounts; each letter is plain text with one thing to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject and text of a mail; `secret` when it holds somebody's key."""

    subject: str
    text: str
    secret: bool = False


def paragraphs(*texts: str) -> str:
    """Join paragraphs and sign."""
    return "\n\n".join((_("Good day!"), *texts, _("«Vmeste», the workplace of partners in education")))


def welcome(about: str, way_in: str, *, settled: bool, days: int) -> Letter:
    """Tell what one was invited to and how to come in."""
    if settled:
        return Letter(_("You are invited to «Vmeste»"), paragraphs(about, _("Sign in as usual:"), way_in))
    lasting = ngettext("The link opens for %(num)s day.", "The link opens for %(num)s days.", days) % {"num": days}
    how = _("Open this link to set your name and password. Nothing happens until you press the button there.")
    return Letter(_("You are invited to «Vmeste»"), paragraphs(about, how, way_in, lasting), secret=True)


def confirm_address(values: Mapping[str, Any]) -> Letter:
    """Ask the owner of an address whether it was them who signed up."""
    return Letter(
        _("Confirm your e-mail address"),
        paragraphs(
            _("Somebody, most likely you, signed up with this address. If it was you, open the link and confirm:"),
            values["activate_url"],
            _("If it was not you, do nothing: without your confirmation nobody can use the account."),
        ),
        secret=True,
    )


def known_already(values: Mapping[str, Any]) -> Letter:
    """Tell the owner of an account that somebody signed up with its address."""
    return Letter(
        _("You already have an account"),
        paragraphs(
            _("Somebody, most likely you, signed up with this address, but it already has an account."),
            _("If you do not remember the password, set a new one:"),
            values["password_reset_url"],
        ),
    )


def unknown(values: Mapping[str, Any]) -> Letter:
    """Tell the owner of an address that no account goes by it."""
    return Letter(
        _("There is no account with this address"),
        paragraphs(
            _("Somebody, most likely you, asked for a new password, but no account goes by this address."),
            _("Perhaps you signed up with another one. A new account is made here:"),
            values["signup_url"],
        ),
    )


def reset(values: Mapping[str, Any]) -> Letter:
    """Give the link for a new password."""
    return Letter(
        _("A new password"),
        paragraphs(
            _("Somebody, most likely you, asked for a new password. Set it here:"),
            values["password_reset_url"],
            _("If it was not you, do nothing: your password stays as it is."),
        ),
        secret=True,
    )


def secured(what: str) -> Letter:
    """Tell the owner that the way into the account has changed."""
    return Letter(
        _("Your account was changed"),
        paragraphs(what, _("If it was not you, set a new password at once and tell your administrator.")),
    )


def password_changed(values: Mapping[str, Any]) -> Letter:
    """Tell that there is a new password."""
    del values
    return secured(_("Your password was changed."))


def second_factor_on(values: Mapping[str, Any]) -> Letter:
    """Tell that a second factor is asked for from now on."""
    del values
    return secured(_("Signing in now takes a code from your phone as well."))


def second_factor_off(values: Mapping[str, Any]) -> Letter:
    """Tell that no second factor is asked for any more."""
    del values
    return secured(_("Signing in no longer takes a code from your phone."))


def key_on(values: Mapping[str, Any]) -> Letter:
    """Tell that a key of a device opens the account."""
    del values
    return secured(_("A key of a device opens your account from now on."))


def key_off(values: Mapping[str, Any]) -> Letter:
    """Tell that a key was taken away."""
    del values
    return secured(_("A key of a device no longer opens your account."))


def new_codes(values: Mapping[str, Any]) -> Letter:
    """Tell that there are new spare codes."""
    del values
    return secured(_("New spare codes were made; the old ones no longer work."))


LETTERS: dict[str, Callable[[Mapping[str, Any]], Letter]] = {
    "account/email/account_already_exists": known_already,
    "account/email/email_confirmation": confirm_address,
    "account/email/email_confirmation_signup": confirm_address,
    "account/email/password_changed": password_changed,
    "account/email/password_reset": password_changed,
    "account/email/password_reset_key": reset,
    "account/email/password_set": password_changed,
    "account/email/unknown_account": unknown,
    "mfa/email/recovery_codes_generated": new_codes,
    "mfa/email/totp_activated": second_factor_on,
    "mfa/email/webauthn_added": key_on,
    "mfa/email/webauthn_removed": key_off,
    "mfa/email/totp_deactivated": second_factor_off,
}
"""What allauth calls its letters, and our words for them."""

SECURED = {
    "account/email/password_changed": "password",
    "account/email/password_reset": "password",
    "account/email/password_set": "password",
    "mfa/email/recovery_codes_generated": "codes",
    "mfa/email/totp_activated": "totp_on",
    "mfa/email/totp_deactivated": "totp_off",
    "mfa/email/webauthn_added": "key_on",
    "mfa/email/webauthn_removed": "key_off",
}
"""Letters that tell of a changed way into the account, and how the record names it."""
