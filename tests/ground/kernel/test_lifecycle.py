"""A lifecycle moves once: who comes second is told that things moved on."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from tests.kit.processes import Child
from vmeste.ground.kernel.errors import Stale
from vmeste.ground.kernel.lifecycle import advance


class State(models.TextChoices):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


@pytest.fixture
def thing(transactional_db: None) -> Iterator[models.Model]:
    """Give a row of a table that only this test has."""
    with isolate_apps("django.contrib.contenttypes"):

        class Thing(models.Model):
            state = models.CharField(max_length=8, default=State.DRAFT)
            note = models.CharField(max_length=20, default="")

            class Meta:
                app_label = "contenttypes"
                db_table = "thing_of_a_test"

            def __str__(self) -> str:
                return self.state

        with connection.schema_editor() as editor:
            editor.create_model(Thing)
        try:
            yield Thing._default_manager.create()
        finally:
            with connection.schema_editor() as editor:
                editor.delete_model(Thing)


def fresh(thing: models.Model) -> models.Model:
    return type(thing)._default_manager.get(pk=thing.pk)


def test_a_thing_moves_with_its_changes(thing: models.Model) -> None:
    advance(thing, at=State.DRAFT, to=State.OPEN, note="said")
    for seen in (thing, fresh(thing)):
        assert (seen.state, seen.note) == (State.OPEN, "said")  # type: ignore[attr-defined]


def test_who_comes_second_is_told_and_changes_nothing(thing: models.Model) -> None:
    other_tab = fresh(thing)
    advance(thing, at=State.DRAFT, to=State.OPEN, note="first")
    with pytest.raises(Stale):
        advance(other_tab, at=State.DRAFT, to=State.CLOSED, note="second")
    assert other_tab.state == State.DRAFT  # type: ignore[attr-defined]
    assert fresh(thing).note == "first"  # type: ignore[attr-defined]


def test_a_thing_may_move_from_several_states(thing: models.Model) -> None:
    advance(thing, at=(State.OPEN, State.DRAFT), to=State.CLOSED)
    with pytest.raises(Stale):
        advance(thing, at=(State.OPEN, State.DRAFT), to=State.CLOSED)


MOVER = """
from django.db import connection, models
from vmeste.ground.kernel.lifecycle import advance
from vmeste.ground.kernel.errors import Stale
class State(models.TextChoices):
    DRAFT = "draft"
    OPEN = "open"
class Thing(models.Model):
    state = models.CharField(max_length=8)
    note = models.CharField(max_length=20)
    class Meta:
        app_label = "kernel"
        db_table = "thing_of_a_test"
things = list(Thing.objects.order_by("pk"))
say("ready")
wait()
for thing in things:
    try:
        advance(thing, at=State.DRAFT, to=State.OPEN)
        say("moved", thing.pk)
    except Stale:
        pass
"""


def test_of_two_processes_one_moves_each_thing(thing: models.Model, spawn: Callable[..., Child]) -> None:
    type(thing)._default_manager.bulk_create(type(thing)() for _ in range(40))
    movers = [spawn(MOVER), spawn(MOVER)]
    for mover in movers:
        mover.hear("ready")
    for mover in movers:
        mover.tell()
    moved = [line for mover in movers for line in mover.end() if line.startswith("moved")]
    assert len(moved) == len(set(moved)) == 41
