"""Baseline of starting: the framework with the same packages imported, gunicorn, one empty view, nothing of ours."""

import contextlib
import importlib
import json
import sys
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path
from gunicorn.app.base import BaseApplication

APPS = ("contenttypes", "sessions", "messages", "staticfiles", "auth")
MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
)


class Server(BaseApplication):
    """gunicorn as the product runs it."""

    def load_config(self) -> None:
        """Set it up alike."""
        values = {"bind": f"127.0.0.1:{sys.argv[1]}", "worker_class": "gthread", "preload_app": True}
        for name, value in (values | {"control_socket_disable": True, "loglevel": "error"}).items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Set the framework up, then import what the product imports."""
        application = get_wsgi_application()
        for name in json.load(sys.stdin):
            with contextlib.suppress(Exception):  # parts that want more settings than there are
                importlib.import_module(name)
        return application


def empty(_request: HttpRequest) -> HttpResponse:
    """Answer."""
    return HttpResponse("ok")


if __name__ == "__main__":
    settings.configure(
        SECRET_KEY="baseline",
        ROOT_URLCONF=SimpleNamespace(urlpatterns=[path("", empty)]),
        ALLOWED_HOSTS=["*"],
        INSTALLED_APPS=[
            *(f"django.contrib.{name}" for name in APPS),
            "allauth",
            "allauth.account",
            "allauth.mfa",
            "allauth.usersessions",
        ],
        MIDDLEWARE=MIDDLEWARE,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    )
    Server().run()
