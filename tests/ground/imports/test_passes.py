"""The whole way of a file through the background, and what survives a worker's end."""

from collections.abc import Callable

import pytest

from tests.kit.facts import facts
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts import outbox
from vmeste.ground.imports import passes
from vmeste.ground.imports.commands import confirm_import, map_import
from vmeste.ground.imports.models import Import, State
from vmeste.ground.kernel.actors import Actor

MAPPING = {"email": "Почта", "name": "ФИО"}
TABLE = """ФИО;Почта
Анна;a@example.org
Борис;b@example.org
;c@example.org
Борис;b@example.org
Плохо;нет
Иван;coordinator@example.org
Анна;a\x00
"""


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passes, "CHUNK", 3)


def checked(load: Import, actor: Actor) -> Import:
    map_import(actor=actor, load=load, mapping=MAPPING, options={})
    outbox.run_all()
    load.refresh_from_db()
    return load


def written(load: Import, actor: Actor) -> Import:
    confirm_import(actor=actor, load=load)
    outbox.run_all()
    load.refresh_from_db()
    return load


@pytest.mark.usefixtures("small_chunks")
def test_a_file_is_checked_in_chunks_and_nothing_is_written(upload: Callable[..., Import], importer: Actor) -> None:
    load = checked(upload(TABLE), importer)
    assert load.state == State.CHECKED
    assert load.counts == {"new": 3, "changed": 1, "unchanged": 0, "duplicate": 1, "wrong": 2}
    assert (load.done, load.total, load.warned) == (7, 7, 1)
    assert Person.objects.count() == 1
    assert list(load.rows.values_list("number", "outcome")) == [
        (2, "new"), (3, "new"), (4, "new"), (5, "duplicate"), (6, "wrong"), (7, "changed"), (8, "wrong"),
    ]  # fmt: skip
    assert load.rows.get(number=7).changes == {"name": ["Анна", "Иван"]}
    assert facts("imports") == [
        "imports.import.uploaded",
        "imports.import.mapped",
        "imports.chunk.checked",
        "imports.chunk.checked",
        "imports.import.checked",
    ]


@pytest.mark.usefixtures("small_chunks")
def test_after_a_yes_all_right_rows_are_written_once(upload: Callable[..., Import], importer: Actor) -> None:
    load = written(checked(upload(TABLE), importer), importer)
    assert load.state == State.DONE
    assert load.counts == {"new": 3, "changed": 1, "unchanged": 0, "duplicate": 1, "wrong": 2}
    assert set(Person.objects.values_list("email", "name")) == {
        ("coordinator@example.org", "Иван"),
        ("a@example.org", "Анна"),
        ("b@example.org", "Борис"),
        ("c@example.org", ""),
    }
    assert load.rows.get(number=2).target_id == Person.objects.get(email="a@example.org").id


@pytest.mark.usefixtures("small_chunks")
def test_the_same_file_again_changes_nothing(upload: Callable[..., Import], importer: Actor) -> None:
    written(checked(upload(TABLE), importer), importer)
    load = checked(upload(TABLE), importer)
    assert load.counts == {"new": 0, "changed": 0, "unchanged": 4, "duplicate": 1, "wrong": 2}


@pytest.mark.usefixtures("small_chunks")
def test_a_new_process_goes_on_with_what_the_old_one_knew_of_this_file(
    upload: Callable[..., Import], importer: Actor
) -> None:
    load = upload("Почта\na@x\nb@x\nc@x\na@x\nb@x\nd@x\n")
    map_import(actor=importer, load=load, mapping={"email": "Почта"}, options={})
    while outbox.work("heavy", batch=1):
        passes._live.clear()
    load.refresh_from_db()
    assert load.counts == {"new": 4, "changed": 0, "unchanged": 0, "duplicate": 2, "wrong": 0}
