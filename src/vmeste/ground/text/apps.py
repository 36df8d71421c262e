"""Text as a Django application."""

from django.apps import AppConfig


class TextConfig(AppConfig):
    """Finds texts by their words."""

    name = "vmeste.ground.text"
    label = "text"

    def ready(self) -> None:
        """Register this room's recurring work."""
        from vmeste.ground.text import recurring_work  # noqa: F401, PLC0415  registers itself
