"""The kernel as a Django application."""

from django.apps import AppConfig
from django.urls import register_converter


class KernelConfig(AppConfig):
    """Registers the converter of short codes in addresses."""

    name = "vmeste.ground.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Let every `urls.py` write `<code:offer_id>`."""
        from vmeste.ground.kernel.ids import CodeConverter  # noqa: PLC0415  models load before converters are needed

        register_converter(CodeConverter, "code")
