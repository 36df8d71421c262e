"""What stands in the tables of a room, to be compared before and after."""

from typing import Any

Dump = dict[str, list[tuple[Any, ...]]]


def dump(*labels: str) -> Dump:
    """Give all rows of all tables of these rooms, in the order of their keys, columns in the order of the model."""
    from django.apps import apps  # noqa: PLC0415  Django must be set up first

    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for label in labels
        for model in apps.get_app_config(label).get_models()
    }
