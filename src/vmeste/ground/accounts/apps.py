"""Accounts as a Django application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Identity, one-time links, mails."""

    name = "vmeste.ground.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register what the room does later, and its piece of the shell."""
        from vmeste.ground.accounts import looks, pointers, proof, reactions, shell  # noqa: F401, PLC0415  register themselves
