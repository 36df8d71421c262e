"""Writers take turns: threads and processes, in and outside transactions, on either database."""

import fcntl
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from tests.kit.processes import Child
from vmeste.ground.facts.models import Tie

ON = date(2026, 11, 20)
PATIENCE = 20.0


@pytest.fixture
def counter(transactional_db: None) -> Tie:
    return Tie.objects.create(org_a=1, org_b=2, kind="counter", last_on=ON)


def add_one() -> None:
    Tie.objects.filter(kind="counter").update(count=F("count") + 1)


def add_in_transaction() -> None:
    with transaction.atomic():
        seen = Tie.objects.get(kind="counter").count
        with transaction.atomic():
            add_one()
        assert Tie.objects.get(kind="counter").count > seen


def in_threads(*deeds: Callable[[], None]) -> list[BaseException]:
    """Run each deed in a thread of its own; give what they raised."""
    faults: list[BaseException] = []

    def run(deed: Callable[[], None]) -> None:
        try:
            deed()
        except BaseException as fault:  # noqa: BLE001  told by the test
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return faults


def count_of(counter: Tie) -> int:
    counter.refresh_from_db()
    return counter.count


def test_every_writer_of_many_gets_its_turn(counter: Tie) -> None:
    def work() -> None:
        for _ in range(25):
            add_in_transaction()
            add_one()

    assert in_threads(*[work] * 4) == []
    assert count_of(counter) == 200


def test_a_write_outside_a_transaction_waits_for_one_inside(counter: Tie) -> None:
    inside, waits = threading.Event(), threading.Event()
    order: list[str] = []

    def long() -> None:
        with transaction.atomic():
            add_one()
            inside.set()
            waits.wait(PATIENCE)
            order.append("long")

    def short() -> None:
        inside.wait(PATIENCE)
        threading.Timer(0.3, waits.set).start()
        add_one()
        order.append("short")

    assert in_threads(long, short) == []
    assert order == ["long", "short"]
    assert count_of(counter) == 2


def test_readers_do_not_wait_for_a_writer(counter: Tie) -> None:
    seen: list[int] = []
    with transaction.atomic():
        add_one()
        assert in_threads(lambda: seen.append(Tie.objects.get(kind="counter").count)) == []
    assert seen == [0]


def test_who_rolls_back_lets_the_next_in(counter: Tie) -> None:
    def fail() -> None:
        with transaction.atomic():
            add_one()
            raise LookupError

    for _ in range(2):
        with pytest.raises(LookupError):
            fail()
        assert in_threads(add_in_transaction) == []
    assert count_of(counter) == 2


def test_a_wrong_statement_lets_the_next_in(counter: Tie) -> None:
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("UPDATE nothing_of_the_kind SET a = 1")
    assert in_threads(add_one) == []
    assert count_of(counter) == 1


def test_who_closes_in_the_middle_lets_the_next_in(counter: Tie) -> None:
    def vanish() -> None:
        with transaction.atomic():
            add_one()
            connection.close()

    in_threads(vanish)
    assert in_threads(add_one) == []
    assert count_of(counter) == 1


WRITER = """
from django.db import connection, transaction
from django.db.models import F
from vmeste.ground.facts.models import Tie
import os
def add_one():
    Tie.objects.filter(kind="counter").update(count=F("count") + 1)
"""
HOLDS = """
with transaction.atomic():
    add_one()
    say("inside")
    wait()
"""
FORKS = """
ear, mouth = os.pipe()
with transaction.atomic():
    add_one()
    child = os.fork()
    if not child:
        {in_child}
        os._exit(0)
    {in_parent}
    say("inside")
    wait()
say("out")
wait()
"""


def test_a_writer_killed_in_the_middle_lets_the_next_in(counter: Tie, spawn: Callable[..., Child]) -> None:
    holder = spawn(WRITER + HOLDS)
    holder.hear("inside")
    holder.kill()
    assert in_threads(add_one) == []
    assert count_of(counter) == 1


def test_processes_wait_for_each_other(counter: Tie, spawn: Callable[..., Child]) -> None:
    holder, other = spawn(WRITER + HOLDS), spawn(WRITER + "wait()\nsay('begins')\nadd_one()\nsay('wrote')")
    holder.hear("inside")
    other.tell()
    other.hear("begins")
    assert other.is_silent(0.3)
    holder.tell()
    other.hear("wrote")
    assert count_of(counter) == 2


def test_a_forked_child_that_lives_on_does_not_keep_the_turn(counter: Tie, spawn: Callable[..., Child]) -> None:
    until_the_parent_ends = "os.close(mouth); os.read(ear, 1)"
    holder = spawn(WRITER + FORKS.format(in_child=until_the_parent_ends, in_parent="pass"))
    holder.hear("inside")
    holder.tell()
    holder.hear("out")
    assert in_threads(add_one) == []


def test_a_forked_child_that_closes_does_not_give_up_its_parents_turn(spawn: Callable[..., Child]) -> None:
    if connection.vendor != "sqlite":
        return  # the turn is PostgreSQL's own there, and a forked child must never touch its parent's connection
    Tie.objects.create(org_a=1, org_b=2, kind="counter", last_on=ON)
    holder = spawn(WRITER + FORKS.format(in_child="connection._leave()", in_parent="os.waitpid(child, 0)"))
    holder.hear("inside")
    with Path(f"{connection.settings_dict['NAME']}-queue").open() as queue, pytest.raises(BlockingIOError):
        fcntl.flock(queue, fcntl.LOCK_EX | fcntl.LOCK_NB)
    holder.tell()
    holder.hear("out")
    assert in_threads(add_one) == []


def test_the_queue_stands_beside_the_database_and_is_closed_to_strangers(counter: Tie) -> None:
    add_one()
    if connection.vendor == "sqlite":
        queue = Path(f"{connection.settings_dict['NAME']}-queue")
        assert queue.stat().st_mode & 0o077 == 0
