"""A kind of import at hand, a folder for files, somebody who may import; Django is set up late."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from vmeste.ground.accounts.models import Person
    from vmeste.ground.imports.models import Import
    from vmeste.ground.kernel.actors import Actor


@pytest.fixture(autouse=True)
def kind() -> Iterator[str]:
    """Register the kind, and forget it and all runs afterwards."""
    from tests.ground.imports.people_kind import KIND, PEOPLE  # noqa: PLC0415
    from vmeste.ground.imports import passes  # noqa: PLC0415
    from vmeste.ground.kernel import registries  # noqa: PLC0415

    registries.import_kinds.add(KIND, PEOPLE)
    yield KIND
    registries.import_kinds._entries.pop(KIND)
    passes._live.clear()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    """Keep files of imports in a folder of this test."""
    settings.VMESTE = settings.VMESTE.model_copy(update={"data": tmp_path})
    return tmp_path


@pytest.fixture
def person(db: None) -> "Person":
    """Give somebody who may import."""
    from vmeste.ground.accounts.models import Person  # noqa: PLC0415

    return Person.objects.create_user("coordinator@example.org", name="Анна", is_admin=True)


@pytest.fixture
def importer(person: "Person", monkeypatch: pytest.MonkeyPatch) -> "Actor":
    """Give the actor of that person; work in the background finds the same."""
    from vmeste.ground.kernel import registries  # noqa: PLC0415
    from vmeste.ground.kernel.actors import Actor, ActorKind  # noqa: PLC0415

    actor = Actor(ActorKind.PERSON, person_id=person.id, is_admin=True)
    monkeypatch.setitem(registries.actor_makers._entries, "person", lambda *_ids: actor)
    return actor


@pytest.fixture
def upload(importer: "Actor") -> "Callable[..., Import]":
    """Give the way to upload a text or bytes as the importer."""
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    from tests.ground.imports.people_kind import KIND  # noqa: PLC0415
    from vmeste.ground.imports import uploads  # noqa: PLC0415

    def take(content: str | bytes, name: str = "people.csv") -> "Import":
        data = content.encode() if isinstance(content, str) else content
        return uploads.take(importer, KIND, SimpleUploadedFile(name, data))

    return take
