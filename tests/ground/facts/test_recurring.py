"""Recurring work: each piece once per turn, whatever the others do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError

from tests.kit.processes import Child
from vmeste.ground.facts import recurring as module
from vmeste.ground.facts.leases import LEASE
from vmeste.ground.facts.models import DueWork, Seal
from vmeste.ground.facts.recurring import recurring, run_due
from vmeste.ground.kernel import clock

HOUR = timedelta(hours=1)
FAULT = "of no use to anna@school.test"


@pytest.fixture
def ran(db: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the names of what ran, with nothing registered but what the test registers."""
    del db
    monkeypatch.setattr(module, "_work", {})
    return []


def test_a_new_piece_runs_at_once_and_then_after_its_pause(ran: list[str]) -> None:
    recurring("tests.hourly", every=HOUR)(lambda: ran.append("hourly"))
    now = clock.now()
    assert run_due() == 1
    assert run_due() == 0
    with clock.at(now + HOUR + timedelta(seconds=5)):
        assert run_due() == 1
    assert ran == ["hourly"] * 2
    assert DueWork.objects.get().done_at is not None


def test_the_pause_counts_from_start_to_start(ran: list[str]) -> None:
    recurring("tests.hourly", every=HOUR)(lambda: ran.append("hourly"))
    with clock.at(clock.now()):
        started = clock.now()
        run_due()
    assert DueWork.objects.get().due_at == started + HOUR


def test_a_piece_that_fails_is_told_and_harms_no_other(ran: list[str]) -> None:
    def fail() -> None:
        raise LookupError(FAULT)

    recurring("tests.1.fails", every=HOUR)(fail)
    recurring("tests.3.works", every=HOUR)(lambda: ran.append("works"))
    assert run_due() == 2
    assert ran == ["works"]
    assert FAULT in DueWork.objects.get(name="tests.1.fails").error
    assert run_due() == 0, "its next turn comes as usual"


@pytest.mark.django_db(transaction=True)
def test_a_piece_that_breaks_a_rule_of_the_database_leaves_the_connection_usable(ran: list[str]) -> None:
    def double() -> None:
        for _ in range(2):
            Seal.objects.create(number=1, root=b"", count=1, at=clock.now())

    recurring("tests.doubles", every=HOUR)(double)
    recurring("tests.works", every=HOUR)(lambda: ran.append("works"))
    assert run_due() == 2
    assert ran == ["works"]
    assert IntegrityError.__name__ in DueWork.objects.get(name="tests.doubles").error


def test_a_later_success_clears_the_fault(ran: list[str]) -> None:
    faults = iter([LookupError(FAULT), None])

    def change_its_mind() -> None:
        if fault := next(faults):
            raise fault

    recurring("tests.moody", every=HOUR)(change_its_mind)
    run_due()
    with clock.at(clock.now() + HOUR + timedelta(seconds=5)):
        run_due()
    assert DueWork.objects.get().error == ""


def test_a_piece_belongs_to_its_lane(ran: list[str]) -> None:
    recurring("tests.light", every=HOUR)(lambda: ran.append("light"))
    recurring("tests.matching", every=HOUR, lane="heavy")(lambda: ran.append("matching"))
    assert run_due("quick") == 1
    assert ran == ["light"]
    assert run_due() == 1


def test_asked_to_stop_nothing_more_is_begun(ran: list[str]) -> None:
    recurring("tests.hourly", every=HOUR)(lambda: ran.append("hourly"))
    assert run_due(stopping=lambda: True) == 0
    assert ran == []


def test_a_run_that_was_cut_off_is_repeated_after_its_lease(ran: list[str]) -> None:
    class KilledError(BaseException):
        """Stand for the end of the process."""

    def die() -> None:
        ran.append("run")
        if len(ran) == 1:
            raise KilledError

    recurring("tests.daily", every=timedelta(days=1))(die)
    with pytest.raises(KilledError):
        run_due()
    assert run_due() == 0
    with clock.at(clock.now() + LEASE + timedelta(seconds=1)):
        assert run_due() == 1
    assert len(ran) == 2


def test_a_name_is_taken_once(ran: list[str]) -> None:
    recurring("tests.hourly", every=HOUR)(ran.clear)
    with pytest.raises(ValueError, match=r"tests\.hourly"):
        recurring("tests.hourly", every=HOUR)(ran.copy)


SHARES = """
from datetime import timedelta
from vmeste.ground.facts import recurring
recurring._work.clear()
for number in range(20):
    recurring.recurring(f"tests.{number}", every=timedelta(hours=1))(lambda number=number: say("ran", number))
say("ready")
wait()
recurring.run_due()
"""


def test_two_workers_run_each_piece_once(spawn: Callable[..., Child]) -> None:
    workers = [spawn(SHARES) for _ in range(2)]
    for worker in workers:
        worker.hear("ready")
    for worker in workers:
        worker.tell()
    ran = [line for worker in workers for line in worker.end() if line.startswith("ran")]
    assert len(ran) == len(set(ran)) == 20
