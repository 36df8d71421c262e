"""Addresses of the accounts; allauth's names stay as it knows them, its addresses become short."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from vmeste.ground.accounts.views import coming, mails, own
from vmeste.ground.kernel.requests import whoever_acts

OWN = [
    path("account/", own.account, name="account"),
    path("account/sign-ins/end/", own.end_other_sign_ins, name="other_sign_ins_end"),
    path("account/sign-ins/<code:sign_in_id>/end/", own.end_sign_in, name="sign_in_end"),
    path("account/data/", own.data, name="data"),
    path("account/proof/", own.proof, name="proof"),
    path("account/closing/", own.closing, name="closing"),
    path("sign-in/names/<code:person_id>/end/", coming.forget_name, name="name_end"),
    path("welcome/<str:token>/", coming.welcome, name="welcome"),
    path("mails/", mails.mails, name="mails"),
    path("mails/<code:mail_id>/", mails.mail, name="mail"),
]

urlpatterns = [
    path("sign-in/", coming.sign_in, name="account_login"),
    path("sign-in/code/", coming.second_step, name="mfa_authenticate"),
    path("sign-in/key/", coming.key_sign_in, name="mfa_login_webauthn"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-out/", whoever_acts(coming.sign_out), name="account_logout"),
    path("sign-up/", account.signup, name="account_signup"),
    path("sign-up/letter/", account.email_verification_sent, name="account_email_verification_sent"),
    path("sign-up/confirm/<str:key>/", account.confirm_email, name="account_confirm_email"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/first/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/letter/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("account/again/", account.reauthenticate, name="account_reauthenticate"),
    path("account/again/code/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/email/", RedirectView.as_view(pattern_name="accounts:account"), name="account_email"),
    path("account/second-factor/", second_factor.index, name="mfa_index"),
    path("account/second-factor/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/app/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-factor/keys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("account/second-factor/keys/new/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("account/second-factor/keys/<int:pk>/end/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/again/key/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/second-factor/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second-factor/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("", include((OWN, "accounts"))),
]
