"""The shape of a write: keywords only, actor first, whole or not at all."""

import pytest
from django.db import IntegrityError, transaction

from tests.kit.people import Actors
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Refused
from vmeste.ground.kernel.models import Once

NO = "not today"
pytestmark = pytest.mark.django_db


@command
def write_key(*, actor: Actor, key: bytes, refuse: bool = False) -> Once:
    """Write a row, then refuse if asked to."""
    row = Once.objects.create(key=key, at=clock.now())
    if refuse:
        raise Refused(NO)
    return row


@command
def write_two(*, actor: Actor, first: bytes, second: bytes) -> None:
    """Write two rows by two commands; the second is refused."""
    write_key(actor=actor, key=first)
    write_key(actor=actor, key=second, refuse=True)


def keys() -> list[bytes]:
    return [bytes(row.key) for row in Once.objects.all()]


def test_a_command_that_refuses_leaves_nothing(actors: Actors) -> None:
    with pytest.raises(Refused):
        write_key(actor=actors.system(), key=b"1", refuse=True)
    assert keys() == []


def test_a_command_made_of_commands_is_undone_whole(actors: Actors) -> None:
    with pytest.raises(Refused):
        write_two(actor=actors.system(), first=b"1", second=b"2")
    assert keys() == []


def test_after_a_refusal_the_page_can_still_be_read_and_what_was_done_before_stands(actors: Actors) -> None:
    with transaction.atomic():
        write_key(actor=actors.system(), key=b"1")
        with pytest.raises(Refused):
            write_key(actor=actors.system(), key=b"2", refuse=True)
        assert keys() == [b"1"]
    assert keys() == [b"1"]


def test_a_broken_rule_of_the_database_leaves_the_page_readable(actors: Actors) -> None:
    with transaction.atomic():
        write_key(actor=actors.system(), key=b"1")
        with pytest.raises(IntegrityError):
            write_key(actor=actors.system(), key=b"1")
        assert keys() == [b"1"]


def test_a_command_without_an_actor_is_refused_when_it_is_written() -> None:
    with pytest.raises(TypeError, match="actor first"):

        @command
        def forget(*, key: bytes) -> None:
            """Lack an actor."""


def test_a_command_with_places_is_refused_when_it_is_written() -> None:
    with pytest.raises(TypeError, match="keywords only"):

        @command
        def misplace(actor: Actor) -> None:
            """Take its actor by place."""
