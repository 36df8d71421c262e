"""Threads as a Django application."""

from django.apps import AppConfig


class ThreadsConfig(AppConfig):
    """Messages about any subject; who may write is decided by the room that owns it."""

    name = "vmeste.ground.threads"
    label = "threads"

    def ready(self) -> None:
        """Say what of this room names organisations and people."""
        from vmeste.ground.threads import personal, pointers  # noqa: F401, PLC0415  they register themselves
