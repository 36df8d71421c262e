"""Django's settings, computed from the typed environment; nothing here is set by hand on a server."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError

from vmeste.config.databases import database
from vmeste.config.environment import Environment, told, unknown

strange = unknown(os.environ)
try:
    ENV = Environment()
    if strange:
        sys.stderr.write("\n".join([*strange, ""]))
        raise SystemExit(2)
    SECRET_KEY = ENV.key()
except ValidationError as faults:
    sys.stderr.write("\n".join([told(faults), *strange, ""]))
    raise SystemExit(2) from None
except OSError as fault:
    sys.stderr.write(f"VMESTE_DATA: the folder {ENV.data} cannot be used: {fault.strerror}\n")
    raise SystemExit(2) from None

SOURCE = Path(__file__).resolve().parent.parent

# Rooms from the ground up; a room may use those before it.
ROOMS = [
    "ground.kernel",
    "ground.facts",
    "ground.text",
    "ground.ui",
    "ground.accounts",
    "ground.vocabulary",
    "ground.threads",
    "ground.imports",
    "gather.participants",
    "gather.exchange",
    "listen.notifications",
    "api",
    "web",
]
ROOMS = [room for room in ROOMS if (SOURCE / room.replace(".", "/") / "apps.py").exists()]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.auth",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *(f"vmeste.{room}" for room in ROOMS),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads with random bytes against BREACH; tokens are masked anew each time
    "csp.middleware.CSPMiddleware",
    "vmeste.api.middleware.ApiMiddleware",  # before all that read cookies
    "django.contrib.sessions.middleware.SessionMiddleware",
    "vmeste.ground.ui.middleware.PreferencesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "vmeste.ground.accounts.middleware.LinkPagesMiddleware",
    "vmeste.gather.participants.middleware.ActorMiddleware",
    "vmeste.ground.ui.intake.IntakeMiddleware",  # before the first that reads what was sent
    "vmeste.gather.participants.middleware.ActingMiddleware",
    "vmeste.ground.ui.middleware.WordsMiddleware",
    "vmeste.ground.kernel.idempotency.OnceMiddleware",
]

DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.hosts
ROOT_URLCONF = "vmeste.config.urls"
WSGI_APPLICATION = "vmeste.config.wsgi.application"
DATABASES = {"default": database(ENV.database_url, ENV.data.resolve())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},  # a flood of made-up names must not push out counts of tries
    }
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [SOURCE / room.replace(".", "/") / "templates" for room in ROOMS],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "vmeste.ground.ui.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

FORM_RENDERER = "vmeste.ground.ui.forms.Renderer"

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский"), ("en", "English")]
LOCALE_PATHS: list[str] = []
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENV.time_zone

STATIC_URL = "/static/"
STATIC_ROOT = ENV.data.resolve() / "static"
WHITENOISE_USE_FINDERS = DEBUG
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "vmeste.ground.ui.bundle.Finder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "vmeste.ground.ui.assets.Storage"},
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
PROOF_URL = "/account/proof/"

# --- accounts: how allauth behaves; its words, letters and addresses are in ground/accounts ---
ACCOUNT_ADAPTER = "vmeste.ground.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # an address decides about memberships
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 7
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up only
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxies or 0
ACCOUNT_RATE_LIMITS = {  # a school is one address: the narrow limits are per account
    "login": "300/m/ip",
    "login_failed": "5/5m/key,60/m/ip",
    "signup": "60/m/ip",
    "reset_password": "60/m/ip,3/10m/key",
    "reset_password_from_key": "60/m/ip",
    "confirm_email": "1/m/key",
    "card_code": "100/h/ip",
    "card_code_person": "20/h/user",
}
ACCOUNT_FORMS = {
    "login": "vmeste.ground.accounts.forms.SignInForm",
    "signup": "vmeste.ground.accounts.forms.SignUpForm",
    "reset_password": "vmeste.ground.accounts.forms.ResetForm",
    "reset_password_from_key": "vmeste.ground.accounts.forms.NewPasswordForm",
    "set_password": "vmeste.ground.accounts.forms.FirstPasswordForm",
    "change_password": "vmeste.ground.accounts.forms.ChangePasswordForm",
    "reauthenticate": "vmeste.ground.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "vmeste.ground.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}  # nothing can be guessed; a school is one address
MFA_TOTP_ISSUER = "Вместе"
MFA_TOTP_TOLERANCE = 1  # clocks of phones are half a minute off
MFA_FORMS = {
    "authenticate": "vmeste.ground.accounts.forms.CodeForm",
    "reauthenticate": "vmeste.ground.accounts.forms.CodeAgainForm",
    "add_webauthn": "vmeste.ground.accounts.forms.KeyForm",
    "activate_totp": "vmeste.ground.accounts.forms.ActivateForm",
}
# --- end of accounts ---

DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
CSRF_FAILURE_VIEW = "vmeste.ground.ui.views.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.origin.startswith("https://")
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.proxies else None
CSRF_TRUSTED_ORIGINS = [ENV.origin]  # also where nobody tells us that people came by HTTPS
X_FRAME_OPTIONS = "DENY"
TILES_FROM = ["{0.scheme}://{0.netloc}".format(urlsplit(ENV.map_tiles))] if ENV.map_tiles else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", *TILES_FROM],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

EMAIL_HOST = ENV.mail_host
EMAIL_PORT = ENV.mail_port
EMAIL_HOST_USER = ENV.mail_user
EMAIL_HOST_PASSWORD = ENV.mail_password.get_secret_value()
EMAIL_USE_TLS = ENV.mail_tls == "starttls"
EMAIL_USE_SSL = ENV.mail_tls == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = ENV.mail_from

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "vmeste.ground.kernel.logs.Line"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "vmeste": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # what was refused to one reader is no news
    },
}

VMESTE = ENV
