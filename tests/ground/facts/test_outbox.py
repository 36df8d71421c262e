"""What is owed later is done at least once, and its effect in our database stands once."""

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from tests.ground.facts import happenings
from tests.ground.facts.happenings import FAULT, PIECES, Begun, Made, Posted, Tell, effects_of
from tests.kit.processes import Child
from tests.kit.reading import queries_of
from vmeste.ground.facts import leases, outbox
from vmeste.ground.facts.leases import LEASE
from vmeste.ground.facts.models import Delivery, Party
from vmeste.ground.facts.outbox import GIVE_UP_AFTER, PAUSES, TIRED_AFTER, retry, run_all, work
from vmeste.ground.facts.queries import given_up
from vmeste.ground.kernel import clock

A_MOMENT = timedelta(seconds=1)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Give what left the house, line by line."""
    file = tmp_path / "world"
    file.touch()
    monkeypatch.setenv("TESTS_OUT", str(file))
    return lambda: file.read_text(encoding="ascii").split()


def test_a_reaction_runs_once_and_the_delivery_is_gone(tell: Tell) -> None:
    told = tell(Made(thing_id=1))
    assert work("quick") == 1
    assert effects_of(told[0].id) == 1
    assert not Delivery.objects.exists()
    assert work("quick") == 0


def test_a_reaction_that_fails_is_undone_and_tried_again_after_a_pause(tell: Tell) -> None:
    told = tell(Made(thing_id=1, way="fails"))
    work("quick")
    owed = Delivery.objects.get()
    assert effects_of(told[0].id) == 0
    assert owed.attempts == 1
    assert FAULT in owed.error
    assert work("quick") == 0, "not before the pause is over"
    with clock.at(clock.now() + PAUSES[0] + A_MOMENT):
        assert work("quick") == 1


@pytest.mark.parametrize("way", ["fails", "refused"])
def test_one_that_fails_harms_none_beside_it(tell: Tell, way: str) -> None:
    told = tell(Made(thing_id=1), Made(thing_id=2, way=way), Made(thing_id=3))
    assert work("quick") == 3
    assert [effects_of(one.id) for one in told] == [1, 0, 1]
    assert [owed.record_id for owed in Delivery.objects.all()] == [told[1].id]


def test_pauses_grow_until_it_is_given_up_and_may_be_tried_anew(tell: Tell) -> None:
    tell(Made(thing_id=1, way="fails"))
    moment, pauses = clock.now(), []
    while not (owed := Delivery.objects.get()).given_up:
        pauses.append(max(owed.due_at - moment, timedelta(0)))
        moment = max(owed.due_at, moment) + A_MOMENT
        with clock.at(moment):
            work("quick")
    assert len(pauses) == GIVE_UP_AFTER
    assert pauses == sorted(pauses)
    assert timedelta(days=3) < sum(pauses, timedelta(0)) < timedelta(days=6)
    assert given_up() == 1
    with clock.at(moment + timedelta(days=30)):
        assert work("quick") == 0
        assert retry(owed.id)
        assert not retry(owed.id), "it is tried already"
        assert work("quick") == 1


def test_a_reaction_unknown_to_this_code_waits_for_one_that_knows_it(tell: Tell) -> None:
    tell(Made(thing_id=1))
    Delivery.objects.update(reaction="tests.of_tomorrow")
    work("quick")
    assert "tests.of_tomorrow" in Delivery.objects.get().error


def test_logs_name_no_person(tell: Tell, caplog: pytest.LogCaptureFixture) -> None:
    tell(Made(thing_id=1, way="fails"))
    with caplog.at_level(logging.INFO):
        work("quick")
    assert "tests.count" in caplog.text
    assert "LookupError at happenings.py" in caplog.text
    assert "anna" not in caplog.text


def test_lanes_do_not_wait_for_each_other(tell: Tell) -> None:
    tell(Begun(thing_id=1), Made(thing_id=1))
    assert work("quick") == 1
    assert [owed.lane for owed in Delivery.objects.all()] == ["heavy"]


def test_long_work_goes_piece_by_piece(tell: Tell) -> None:
    told = tell(Begun(thing_id=1))
    for piece in range(1, PIECES + 1):
        assert work("heavy") == 1
        assert effects_of(told[0].id) == piece
    assert work("heavy") == 0
    assert not Delivery.objects.exists()


def test_heavy_work_is_taken_one_at_a_time(tell: Tell) -> None:
    tell(Begun(thing_id=1), Begun(thing_id=2))
    assert work("heavy") == 1


def test_what_leaves_the_house_does_so_outside_any_transaction(
    tell: Tell, world: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks: list[int] = []
    monkeypatch.setattr(happenings, "leave_effect", lambda _told: blocks.append(depth()))
    outside = depth()
    monkeypatch.setattr(Path, "open", watched(Path.open, blocks))
    tell(Made(thing_id=1), Posted(letter_id=5))
    work("quick")
    assert world() == ["5"]
    assert blocks == [outside + 1, outside], "the projection inside one, the letter inside none"


def depth() -> int:
    """Give how many transactions and savepoints we are in."""
    return len(connection.savepoint_ids) + int(connection.in_atomic_block)


def watched(function: Callable[..., object], blocks: list[int]) -> Callable[..., object]:
    """Note the depth when the world is opened."""

    def call(path: Path, mode: str = "r", **more: str) -> object:
        if mode == "a":
            blocks.append(depth())
        return function(path, mode, **more)

    return call


def test_a_reaction_that_keeps_failing_does_not_hold_up_the_others(tell: Tell) -> None:
    told = tell(*(Made(thing_id=number, way="fails") for number in range(20)), Posted(letter_id=1))
    runs: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "run", counting(outbox.run, runs))
        patch.setenv("TESTS_OUT", "/dev/null")
        work("quick")
    assert len(runs) == TIRED_AFTER + 1, "three failures, then the letter"
    waiting = Delivery.objects.filter(record_id__in=[one.id for one in told])
    assert waiting.count() == 20
    assert sorted(waiting.values_list("attempts", flat=True)) == [0] * 17 + [1] * TIRED_AFTER
    assert not waiting.filter(due_at__lte=clock.now()).exists()


def counting(function: Callable[..., object], runs: list[object]) -> Callable[..., object]:
    """Note every call."""

    def call(*given: object) -> object:
        runs.append(given)
        return function(*given)

    return call


def test_asked_to_stop_a_worker_gives_back_what_it_has_not_begun(tell: Tell) -> None:
    tell(*(Made(thing_id=number) for number in range(5)))
    answers = iter([False, False, True])
    assert work("quick", stopping=lambda: next(answers)) == 2
    left = Delivery.objects.all()
    assert {(one.claim, one.attempts) for one in left} == {("", 0)}
    assert work("quick") == 3


def lose_the_lease(way: str) -> None:
    Delivery.objects.update(claim=f"of another{way}")


def test_a_lease_that_went_to_another_undoes_what_was_done_under_it(
    tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tell(Made(thing_id=1))
    monkeypatch.setattr(happenings, "fare", lose_the_lease)
    work("quick")
    assert effects_of(told[0].id) == 0


def test_what_a_dead_worker_held_is_taken_after_its_lease_one_by_one(tell: Tell) -> None:
    tell(*(Made(thing_id=number) for number in range(4)))
    with leases.lease() as token:
        assert len(outbox.claim("quick", token, 200)) == 4
    assert work("quick") == 0
    with clock.at(clock.now() + LEASE + A_MOMENT):
        assert [work("quick") for _ in range(5)] == [1, 1, 1, 1, 0]
    assert Party.objects.filter(organisation_id=happenings.EFFECT).count() == 4


def test_a_lease_that_is_prolonged_stays(tell: Tell) -> None:
    tell(Made(thing_id=1))
    with leases.lease() as token:
        outbox.claim("quick", token, 200)
        with clock.at(clock.now() + LEASE - A_MOMENT):
            leases.prolong_held()
        with clock.at(clock.now() + LEASE + A_MOMENT):
            assert work("quick") == 0


def test_a_delivery_that_kills_its_worker_is_given_up_in_the_end(tell: Tell) -> None:
    tell(Made(thing_id=1))
    moment = clock.now()
    for _ in range(GIVE_UP_AFTER + 2):
        moment += LEASE + A_MOMENT
        with clock.at(moment), leases.lease() as token:
            outbox.claim("quick", token, 200)  # and the worker is gone
    assert Delivery.objects.get().given_up
    assert "died" in Delivery.objects.get().error


def test_looking_for_work_is_one_query_when_there_is_none(db: None) -> None:
    assert len(queries_of(lambda: work("quick"))) == 1


def test_a_batch_is_bounded(tell: Tell) -> None:
    tell(*(Made(thing_id=number) for number in range(7)))
    assert work("quick", batch=5) == 5
    assert Delivery.objects.count() == 2


def test_everything_due_is_done_for_those_who_wait(tell: Tell) -> None:
    tell(Begun(thing_id=1), *(Made(thing_id=number) for number in range(3)))
    assert run_all() == 3 + PIECES


WORKS = """
from tests.ground.facts.happenings import *
from vmeste.ground.facts.outbox import work
say("ready")
wait()
done = 0
while step := work("quick", batch=10) + work("heavy"):
    done += step
say("done", done)
"""


def test_two_workers_share_the_work_and_double_none(
    spawn: Callable[..., Child], tell: Tell, world: Callable[[], list[str]]
) -> None:
    told = tell(*(Made(thing_id=number) for number in range(60)), *(Posted(letter_id=number) for number in range(60)))
    begun = tell(*(Begun(thing_id=number) for number in range(4)))
    workers = [spawn(WORKS) for _ in range(2)]
    for worker in workers:
        worker.hear("ready")
    for worker in workers:
        worker.tell()
    for worker in workers:
        worker.hear("done")
    assert run_all() == 0, "nothing is left"
    assert {effects_of(one.id) for one in told[:60]} == {1}
    assert {effects_of(one.id) for one in begun} == {PIECES}
    assert sorted(map(int, world())) == list(range(60))


DIES = """
import os
from tests.ground.facts import happenings
from vmeste.ground.facts import outbox
before = {before!r}
count = 0
def dying(name):
    function = getattr(outbox, name)
    def call(*given, **named):
        global count
        count += 1
        if count == {after} and before:
            os.kill(os.getpid(), 9)
        done = function(*given, **named)
        if count == {after}:
            os.kill(os.getpid(), 9)
        return done
    setattr(outbox, name, call)
dying({point!r})
outbox.work("quick")
"""
RECOVERS = """
from datetime import timedelta
from tests.ground.facts.happenings import *
from vmeste.ground.facts.leases import LEASE
from vmeste.ground.facts.outbox import run_all
from vmeste.ground.kernel import clock
with clock.at(clock.now() + LEASE + timedelta(seconds=1)):
    say("done", run_all())
"""


DEATHS = {
    "after the claim": ("claim", False, 1, 0),
    "before a reaction": ("run", True, 5, 0),
    "after a reaction": ("run", False, 5, 0),
    "after it was struck off, before the end of the transaction": ("finish", False, 5, 0),
    "before a letter was sent": ("run", True, 15, 0),
    "after a letter was sent": ("run", False, 15, 1),
    "after the letter was struck off": ("finish", False, 15, 0),
}


@pytest.mark.parametrize("death", DEATHS)
def test_a_worker_killed_at_any_point_loses_nothing_and_doubles_no_effect(
    spawn: Callable[..., Child], tell: Tell, world: Callable[[], list[str]], death: str
) -> None:
    point, before, after, twice = DEATHS[death]
    told = tell(*(Made(thing_id=number) for number in range(10)), *(Posted(letter_id=number) for number in range(10)))
    spawn(DIES.format(point=point, before=before, after=after)).end(status=-9)
    spawn(RECOVERS).hear("done")
    assert not Delivery.objects.exists()
    assert {effects_of(one.id) for one in told[:10]} == {1}
    sent = list(map(int, world()))
    assert set(sent) == set(range(10)), "each outgoing id"
    assert len(sent) - len(set(sent)) == twice, "again, under the same id, only what was cut off after its sending"
