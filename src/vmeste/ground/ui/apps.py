"""The look as a Django application."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, styles and middleware; no tables."""

    name = "vmeste.ground.ui"
    label = "ui"
