"""Exchange as a Django application."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Needs, offers, matching, responses."""

    name = "vmeste.gather.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Tell lower rooms of subjects, menu, waiting things and recurring work."""
        from vmeste.gather.exchange import jobs, kinds, personal, pointers, reactions, registered  # noqa: F401, PLC0415  they register themselves
