"""The worker: it works, says that it lives, ends politely when asked, and leaves nothing locked when it is killed."""

import random
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError

from tests.ground.facts.happenings import Begun, Made, Posted, Tell, effects_of
from tests.kit.processes import Child
from vmeste.ground.facts import leases, worker
from vmeste.ground.facts.models import Delivery, DueWork, Pulse
from vmeste.ground.facts.outbox import claim
from vmeste.ground.facts.queries import SILENCE, worker_runs, worker_seen
from vmeste.ground.facts.worker import Worker
from vmeste.ground.kernel import clock

WORKS = """
import sys
from tests.ground.facts import happenings
from vmeste.ground.facts import recurring, worker
worker.IDLE, worker.BEAT = 0.02, 0.1
{before}
sys.exit(worker.Worker().run())
"""
SAYS_WHEN_DONE = """
def fare(way):
    say("did", way)
happenings.fare = fare
say("begins")
"""
WAITS_IN_THE_MIDDLE = """
def fare(way):
    say("inside")
    wait()
happenings.fare = fare
"""


def test_a_worker_does_what_it_finds_and_what_comes(spawn: Callable[..., Child], tell: Tell) -> None:
    tell(Made(thing_id=1, way="found"))
    running = spawn(WORKS.format(before=SAYS_WHEN_DONE))
    running.hear("did found")
    tell(Made(thing_id=2, way="come"))
    running.hear("did come")
    assert worker_runs()
    running.send_signal(signal.SIGTERM)
    running.end()
    assert not worker_runs()
    assert worker_seen() is None
    assert not Delivery.objects.exists()


def test_a_worker_does_what_recurs(spawn: Callable[..., Child], tell: Tell) -> None:
    tell(Begun(thing_id=1))
    running = spawn(
        WORKS.format(before="recurring._work['facts.seal'].run.__globals__['seal_batch'] = lambda: say('seals')")
    )
    running.hear("seals")
    running.send_signal(signal.SIGINT)
    running.end()
    assert set(DueWork.objects.values_list("claim", flat=True)) == {""}


def test_asked_to_stop_it_finishes_what_is_in_hand_and_gives_the_rest_back(
    spawn: Callable[..., Child], tell: Tell
) -> None:
    told = tell(*(Made(thing_id=number) for number in range(5)))
    running = spawn(WORKS.format(before=WAITS_IN_THE_MIDDLE))
    running.hear("inside")
    running.send_signal(signal.SIGTERM)
    assert running.is_silent(0.3)
    running.tell()
    running.end()
    assert [effects_of(one.id) for one in told] == [1, 0, 0, 0, 0]
    assert set(Delivery.objects.values_list("claim", "attempts")) == {("", 0)}
    assert Delivery.objects.filter(due_at__lte=clock.now()).count() == 4


def test_two_kinds_of_wish_to_stop_are_one_wish(spawn: Callable[..., Child], tell: Tell) -> None:
    told = tell(Made(thing_id=1))
    running = spawn(WORKS.format(before=WAITS_IN_THE_MIDDLE))
    running.hear("inside")
    running.send_signal(signal.SIGINT)
    running.send_signal(signal.SIGTERM)
    assert running.is_silent(0.3)
    running.tell()
    running.end()
    assert effects_of(told[0].id) == 1


def test_asked_twice_it_ends_at_once_and_undoes_what_is_in_hand(spawn: Callable[..., Child], tell: Tell) -> None:
    told = tell(Made(thing_id=1))
    running = spawn(WORKS.format(before=WAITS_IN_THE_MIDDLE))
    running.hear("inside")
    while running.is_running():  # two signals that arrive together count as one, so insist
        running.send_signal(signal.SIGTERM)
        running.is_silent(0.1)
    running.end(status=1)
    assert effects_of(told[0].id) == 0
    assert Delivery.objects.count() == 1


def test_what_a_killed_worker_held_goes_to_the_next_as_soon_as_its_silence_is_noticed(
    spawn: Callable[..., Child], tell: Tell
) -> None:
    told = tell(*(Made(thing_id=number, way=str(number)) for number in range(3)))
    killed = spawn(WORKS.format(before=WAITS_IN_THE_MIDDLE))
    killed.hear("inside")
    killed.kill()
    Pulse.objects.update(seen_at=clock.now() - SILENCE - timedelta(seconds=1))
    assert not worker_runs()
    following = spawn(WORKS.format(before=SAYS_WHEN_DONE))
    for number in range(3):
        following.hear(f"did {number}")
    following.send_signal(signal.SIGTERM)
    following.end()
    assert {effects_of(one.id) for one in told} == {1}
    assert not Pulse.objects.exists()


def test_workers_killed_again_and_again_under_load_lose_nothing_and_double_nothing(
    spawn: Callable[..., Child], tell: Tell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = tmp_path / "world"
    world.touch()
    monkeypatch.setenv("TESTS_OUT", str(world))
    told, letters, kills = [], 0, 6
    for _ in range(kills):
        running = spawn(WORKS.format(before="say('begins')"))
        told += tell(*(Made(thing_id=number) for number in range(40)))
        tell(*(Posted(letter_id=letters + number) for number in range(40)))
        letters += 40
        running.hear("begins")
        time.sleep(random.uniform(0.0, 0.2))  # noqa: S311  any moment will do
        running.kill()
        Pulse.objects.update(seen_at=clock.now() - SILENCE - timedelta(seconds=1))
    last = spawn(WORKS.format(before=""))
    while Delivery.objects.exists() or not worker_runs():  # one that has not begun knows no signal yet
        assert last.is_silent(0.1), last.lines
    last.send_signal(signal.SIGTERM)
    last.end()
    assert {effects_of(one.id) for one in told} == {1}
    sent = list(map(int, world.read_text(encoding="ascii").split()))
    assert set(sent) == set(range(letters))
    assert len(sent) - letters <= kills, "at most the one in hand leaves again, under the same id"


def test_a_lane_that_breaks_ends_the_worker_with_a_fault(spawn: Callable[..., Child]) -> None:
    running = spawn(WORKS.format(before="def broken(*a, **b): raise MemoryError\nworker.work = broken"))
    assert "MemoryError" in "\n".join(running.end(status=1))


def test_a_database_that_fails_for_a_while_is_waited_for(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object, **named: object) -> int:
        del given, named
        raise OperationalError

    monkeypatch.setattr(worker, "work", fail)
    assert Worker().turn("quick") == worker.PAUSE_AFTER_FAULT


def test_it_rests_when_idle_and_not_when_busy(tell: Tell) -> None:
    one = Worker()
    one.turn("quick")  # what recurs is due at first
    assert one.turn("quick") == worker.IDLE
    tell(Made(thing_id=1))
    assert one.turn("quick") == 0


def test_a_worker_that_works_long_keeps_what_it_holds(tell: Tell) -> None:
    tell(Made(thing_id=1))
    one = Worker()
    with leases.lease(one.name) as token:
        claim("quick", token, 10)
        with clock.at(clock.now() + timedelta(minutes=9)):
            one.beat()
        assert Delivery.objects.get().due_at > clock.now() + timedelta(minutes=18)


def test_one_who_comes_back_after_a_long_silence_is_seen_again(db: None) -> None:
    one, other = Worker(), Worker()
    one.beat()
    with clock.at(clock.now() + timedelta(hours=1)):
        other.beat()
        assert Pulse.objects.get().id == other.key
        one.beat()
        assert Pulse.objects.count() == 2


def test_where_no_worker_ever_ran_none_is_seen(db: None) -> None:
    assert worker_seen() is None
    assert not worker_runs()
