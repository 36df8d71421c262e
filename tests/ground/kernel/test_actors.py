"""An actor serves one organisation, as far as its duties go."""

import pytest

from tests.kit.people import Actors
from vmeste.ground.kernel.actors import ANONYMOUS, SYSTEM, Actor, ActorKind, Duty, Grant


def test_duties_reach_as_far_as_they_go(actors: Actors) -> None:
    coordinator = actors.coordinator(7)
    assert coordinator.serves(7, Duty.WRITE)
    assert coordinator.serves(7, Duty.COORDINATE)
    assert not coordinator.serves(7, Duty.HEAD)


def test_nobody_serves_another_organisation(actors: Actors) -> None:
    assert not any(actors.head(7).serves(8, duty) for duty in Duty)


@pytest.mark.parametrize("duty", Duty)
def test_the_anonymous_serve_nobody_and_the_product_serves_all(duty: Duty) -> None:
    assert not ANONYMOUS.serves(7, duty)
    assert SYSTEM.serves(7, duty)


def test_those_without_an_organisation_see_the_rows_of_none(actors: Actors) -> None:
    assert ANONYMOUS.organisation_ids == ()
    assert actors.member(7).organisation_ids == (7,)


def test_a_link_opens_one_thing_for_one_purpose() -> None:
    holder = Actor(ActorKind.LINK, grant=Grant(link_id=1, purpose="answer", subject_kind="need", subject_id=5))
    assert holder.holds("answer", "need", 5)
    assert not holder.holds("answer", "need", 6)
    assert not holder.holds("read", "need", 5)
    assert not holder.holds("answer", "offer", 5)
    assert holder.link_id == 1
    assert not holder.is_signed_in
