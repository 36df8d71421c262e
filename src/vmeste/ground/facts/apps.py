"""Facts as a Django application."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    """What happened, who reacts, what is tied to what."""

    name = "vmeste.ground.facts"
    label = "facts"

    def ready(self) -> None:
        """Register this room's recurring work and its search for faults."""
        from vmeste.ground.facts import checks, recurring_work  # noqa: F401, PLC0415  they register themselves
