"""Ties count joint work, once per deed, whoever tells it at the same moment."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from tests.ground.facts.happenings import Made, Met, Tell
from tests.kit.processes import Child
from tests.kit.reading import SameQueries, queries_of
from vmeste.ground.facts.models import Tie
from vmeste.ground.facts.ties import Joint, joint_work
from vmeste.ground.kernel import clock

MONDAY, TUESDAY = datetime(2026, 11, 16, 12, tzinfo=UTC), datetime(2026, 11, 17, 12, tzinfo=UTC)


def met(*organisations: int) -> Met:
    return Met(organisation_ids=organisations)


def test_a_joint_deed_ties_both(tell: Tell) -> None:
    with clock.at(MONDAY):
        tell(met(5, 3))
    assert joint_work(3) == {5: Joint(1, date(2026, 11, 16))}
    assert joint_work(5) == {3: Joint(1, date(2026, 11, 16))}
    assert joint_work(4) == {}


def test_deeds_add_up_and_the_last_day_stays(tell: Tell) -> None:
    with clock.at(TUESDAY):
        tell(met(3, 5), met(5, 3))
    with clock.at(MONDAY):
        tell(met(3, 5))
    assert joint_work(3) == {5: Joint(3, date(2026, 11, 17))}


def test_three_parties_make_three_ties(tell: Tell) -> None:
    tell(met(3, 5, 7), met(3, 7))
    assert {other: joint.count for other, joint in joint_work(7).items()} == {3: 2, 5: 1}
    assert {other: joint.count for other, joint in joint_work(5).items()} == {3: 1, 7: 1}


def test_one_party_named_twice_is_tied_to_nobody(tell: Tell) -> None:
    tell(met(3, 3), met(3), Made(thing_id=3))
    assert not Tie.objects.exists()


def test_many_deeds_cost_as_many_queries_as_one(tell: Tell) -> None:
    few = queries_of(lambda: tell(met(1, 2)))
    many = queries_of(lambda: tell(*(met(number, number + 1) for number in range(10, 60))))
    assert len(many) == len(few)


def test_reading_ties_is_one_query(tell: Tell, assert_same_queries: SameQueries) -> None:
    others = iter(range(10, 20))
    assert_same_queries(lambda: joint_work(1), lambda: tell(met(1, next(others))), at_most=1)


TIES = """
from django.db import transaction
from tests.ground.facts.happenings import *
from vmeste.ground.facts.recording import record_many
from vmeste.ground.kernel.actors import SYSTEM
say("ready")
wait()
for number in range(20):
    with transaction.atomic():
        record_many([Met(organisation_ids=(1, 2, number + 3))], actor=SYSTEM)
"""


def test_deeds_told_at_the_same_moment_all_count(spawn: Callable[..., Child]) -> None:
    tellers = [spawn(TIES) for _ in range(2)]
    for teller in tellers:
        teller.hear("ready")
    for teller in tellers:
        teller.tell()
    for teller in tellers:
        teller.end()
    assert joint_work(1)[2].count == 40
    assert {joint_work(1)[number + 3].count for number in range(20)} == {2}
