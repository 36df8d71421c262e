"""Whatever names an organisation is told of, so that it follows when two cards turn out to be one."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from vmeste.gather.participants.models import Organisation
from vmeste.ground.kernel.registries import pointers

NUMBERS_OF_OTHER_THINGS = {
    "facts.Record.person_id",
    "facts.Record.link_id",
    "facts.Seal.number",
    "imports.Import.size",
    "imports.Import.place",
    "notifications.Notice.record_id",
    "participants.CardCount.place",
    "participants.CountedCard.municipality",
    "participants.CountedCard.region",
    "participants.CountedCard.settlement",
    "participants.LikenessKey.key",
    "text.Slip.key",
    "vocabulary.Edition.mark",
    "vocabulary.Term.changed_by",
}


def own_columns() -> Iterator[tuple[str, "models.Field"]]:  # type: ignore[type-arg]
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("vmeste."):
            for column in model._meta.concrete_fields:
                yield f"{model._meta.label}.{column.attname}", column


def may_name_an_organisation(column: "models.Field") -> bool:  # type: ignore[type-arg]
    if column.is_relation:
        return bool(column.related_model is Organisation)
    return isinstance(column, models.BigIntegerField) and not column.primary_key


def told_of() -> set[str]:
    return {f"{pointer.model}.{column}" for pointer in pointers.values() for column in pointer.columns}


def test_every_column_that_may_name_an_organisation_is_told_of() -> None:
    found = {name for name, column in own_columns() if may_name_an_organisation(column)}
    assert found - told_of() - NUMBERS_OF_OTHER_THINGS == set()
    assert told_of() - found == set(), "told of, but there is no such column"
    assert not told_of() & NUMBERS_OF_OTHER_THINGS


def test_a_column_beside_a_kind_is_moved_for_organisations_alone() -> None:
    kinds = {name for name, column in own_columns() if column.attname.endswith("kind")}
    for pointer in pointers.values():
        beside = {f"{pointer.model}.{column.removesuffix('id')}kind" for column in pointer.columns} & kinds
        assert pointer.stays or beside == ({f"{pointer.model}.{pointer.kind_column}"} if pointer.kind_column else set())


def test_what_stays_says_why() -> None:
    assert all(pointer.stays or pointer.columns or pointer.settle for pointer in pointers.values())
