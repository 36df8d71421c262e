"""Facts as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FactsConfig(AppConfig):
    """What happened, who reacts, what is tied to what."""

    name = "vmeste.ground.facts"
    label = "facts"

    def ready(self) -> None:
        """Let each process read every room's facts back; register this room's recurring work and search for faults."""
        autodiscover_modules("facts")
        from vmeste.ground.facts import checks, pointers, recurring_work  # noqa: F401, PLC0415  they register themselves
