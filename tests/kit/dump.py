"""What stands in the tables of a room, to be compared before and after."""

from typing import Any

COUNTERS = "participants.CardCount"
MADE_ANEW = {"participants.Look", "participants.LikenessKey", "participants.LikelyPair"}
Dump = dict[str, list[tuple[Any, ...]]]


def dump(*labels: str) -> Dump:
    """Give all rows of all tables of these rooms, in the order of their keys, columns in the order of the model.

    Counters are compared by what they count: their keys are made as they are needed. What a worker makes anew of cards
    is left out.
    """
    from django.apps import apps  # noqa: PLC0415  Django must be set up first

    return {
        model._meta.label: counted(model) if model._meta.label == COUNTERS else rows_of(model)
        for label in labels
        for model in apps.get_app_config(label).get_models()
        if model._meta.label not in MADE_ANEW
    }


def rows_of(model: Any) -> list[tuple[Any, ...]]:
    return list(model._base_manager.order_by("pk").values_list())


def counted(model: Any) -> list[tuple[Any, ...]]:
    return sorted(row[1:] for row in model._base_manager.exclude(number=0).values_list())
