"""Imports as a Django application."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Tables of others become things of ours."""

    name = "vmeste.ground.imports"
    label = "imports"

    def ready(self) -> None:
        """Register what this room does later and what waits for its users."""
        from vmeste.ground.imports import pointers, reactions, waiting  # noqa: F401, PLC0415  they register themselves
