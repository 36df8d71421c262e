"""Accounts as a Django application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Identity and one-time links."""

    name = "vmeste.ground.accounts"
    label = "accounts"
