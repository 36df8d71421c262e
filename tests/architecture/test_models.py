"""Tables: what Django lets pass and the house does not."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython

from tests.architecture.house import room_of, rooms
from vmeste.ground.kernel.ids import IdField

NAMED_BY_OTHERS = {"last_login", "date_joined"}  # Django's
ENDINGS: dict[type, tuple[str, ...]] = {
    models.DateTimeField: ("_at",),
    models.DateField: ("_on", "_from", "_to"),
}  # a span of days has two ends


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("vmeste.")]


def relations() -> list[tuple[type[models.Model], Any]]:
    return [
        (model, field)
        for model in own_models()
        for field in model._meta.get_fields()
        if isinstance(field, (models.ForeignKey, models.OneToOneField, models.ManyToManyField))
    ]


def test_application_labels_are_the_rooms_names() -> None:
    labels = {config.name: config.label for config in apps.get_app_configs() if config.name.startswith("vmeste.")}
    assert labels == {room.module: room.label for room in rooms()}


def test_relations_never_point_upward() -> None:
    faults = []
    for model, field in relations():
        own, other = room_of(model.__module__), room_of(field.related_model.__module__)
        if own and other and other.place > own.place:
            faults.append(f"{model.__name__}.{field.name} → {field.related_model.__name__}")
    assert faults == []


def test_a_relation_protects_or_takes_its_parts_with_it() -> None:
    allowed = {models.PROTECT, models.CASCADE}
    faults = [
        f"{model.__name__}.{field.name}"
        for model, field in relations()
        if not field.many_to_many and field.remote_field.on_delete not in allowed
    ]
    assert faults == []


def test_relations_between_many_have_a_table_with_a_name() -> None:
    faults = [
        f"{model.__name__}.{field.name}"
        for model, field in relations()
        if field.many_to_many
        and field.remote_field.through._meta.auto_created
        and field.model.__module__.startswith("vmeste.")
    ]
    assert faults == []


def test_every_table_says_its_order() -> None:
    assert [model.__name__ for model in own_models() if not model._meta.ordering] == []


def test_every_table_has_a_key_ordered_by_time() -> None:
    assert [
        model.__name__ for model in own_models() if not isinstance(model._meta.pk, (IdField, models.OneToOneField))
    ] == []


def test_saving_is_left_to_the_database() -> None:
    forbidden = {"save", "delete", "clean", "full_clean"}
    assert [model.__name__ for model in own_models() if forbidden & set(vars(model))] == []


def test_moments_and_days_are_named_so() -> None:
    faults = []
    for model in own_models():
        for field in model._meta.local_fields:
            endings = ENDINGS.get(type(field), ("",))
            if field.name not in NAMED_BY_OTHERS and not f"_{field.name}".endswith(endings):
                faults.append(f"{model.__name__}.{field.name}")
    assert faults == []


def test_money_is_whole_and_never_floats() -> None:
    floating = [
        f"{model.__name__}.{field.name}"
        for model in own_models()
        for field in model._meta.local_fields
        if isinstance(field, (models.FloatField, models.DecimalField))
        and any(word in field.name for word in ("price", "cost", "sum", "money"))
    ]
    assert floating == []


def test_each_application_has_one_line_of_migrations() -> None:
    loader = MigrationLoader(None)
    labels = [room.label for room in rooms() if apps.get_app_config(room.label).models_module]
    heads = {label: loader.graph.leaf_nodes(label) for label in labels}
    assert {label: found for label, found in heads.items() if len(found) > 1} == {}


def test_migrations_can_be_undone_and_do_not_mix_tables_with_data() -> None:
    faults = []
    labels = {room.label for room in rooms()}
    for (label, name), migration in MigrationLoader(None).disk_migrations.items():
        if label not in labels:
            continue
        kinds = [isinstance(operation, RunPython) for operation in migration.operations]
        if any(kinds) and not all(kinds) and not getattr(migration, "engine_specific", False):
            faults.append(f"{label}.{name} mixes tables with data")
        if not all(operation.reversible for operation in migration.operations):
            faults.append(f"{label}.{name} cannot be undone")
    assert faults == []
