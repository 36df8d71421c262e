"""Makers of a small country with its people and organisations."""

from typing import Any

from vmeste.gather.participants.commands import add_territory, register_organisation
from vmeste.gather.participants.models import Nature, Organisation, Territory
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.actors import SYSTEM

Level = Territory.Level


def a_person(email: str, **more: Any) -> Person:
    return Person.objects.create_user(email, **more)


def a_territory(level: Level, code: str, name: str, parent: Territory | None = None, **more: Any) -> Territory:
    return add_territory(actor=SYSTEM, level=level, code=code, name=name, parent=parent, **more)


def an_organisation(name: str, territory: Territory | None = None, **values: Any) -> Organisation:
    parent, guarantor = values.pop("parent", None), values.pop("guarantor", None)
    nature = Nature.UNIT if parent else Nature.INFORMAL if guarantor else values.pop("nature", Nature.LEGAL)
    return register_organisation(
        actor=SYSTEM,
        values={"name": name, **{key: str(value) for key, value in values.items()}},
        nature=nature,
        parent=parent,
        guarantor=guarantor,
        territory=territory,
    )
