"""The API as a Django application."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Reading by programs."""

    name = "vmeste.api"
    label = "api"

    def ready(self) -> None:
        """Hang the way to the API on the foot of pages and on the page of tokens."""
        from vmeste.api import shell  # noqa: F401, PLC0415  it registers itself
