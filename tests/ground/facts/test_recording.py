"""A fact is told once, in the transaction of its change."""

from dataclasses import FrozenInstanceError

import pytest
from django.db import transaction

from tests.ground.facts.happenings import Begun, Made, MadeSince, Posted, Tell, seen_at_once
from tests.kit.people import Actors
from tests.kit.reading import queries_of
from vmeste.ground.facts.fact import Fact, fact, kinds, pack, unpack
from vmeste.ground.facts.models import Delivery, Party, Record
from vmeste.ground.facts.reactions import later_named, later_reaction
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel.actors import Actor, ActorKind, Grant


def test_a_record_says_who_for_whom_what_and_when(tell: Tell, actors: Actors) -> None:
    actor = actors.coordinator(7, person_id=5)
    with transaction.atomic():
        told = record(Made(thing_id=3, tags=("a", "b")), actor=actor)
    kept = Record.objects.get()
    assert (kept.kind, kept.version, kept.audience) == ("tests.thing.made", 1, "public")
    assert (kept.actor_kind, kept.person_id, kept.organisation_id) == ("person", 5, 7)
    assert (kept.subject_kind, kept.subject_id) == ("thing", 3)
    assert (kept.id, kept.at) == (told.id, told.at)
    assert unpack(kept.kind, kept.version, kept.values) == Made(thing_id=3, tags=("a", "b"))


def test_who_came_by_a_link_is_recorded_as_such(tell: Tell) -> None:
    holder = Actor(ActorKind.LINK, organisation_id=7, grant=Grant(9, "answer", "need", 5))
    with transaction.atomic():
        record(Begun(thing_id=1), actor=holder)
    kept = Record.objects.get()
    assert (kept.actor_kind, kept.link_id, kept.person_id, kept.subject_id) == ("link", 9, None, None)


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_a_transaction_is_refused(actors: Actors) -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record(Begun(thing_id=1), actor=actors.system())


def test_a_change_that_is_undone_tells_nothing(tell: Tell) -> None:
    def undo() -> None:
        with transaction.atomic():
            tell(Made(thing_id=1))
            raise LookupError

    with pytest.raises(LookupError):
        undo()
    assert not Record.objects.exists()
    assert not Delivery.objects.exists()


def test_each_party_is_noted_once(tell: Tell) -> None:
    tell(Made(thing_id=3))
    assert list(Party.objects.values_list("organisation_id", flat=True)) == [3]


def test_reactions_at_once_see_all_facts_of_a_command_together(tell: Tell) -> None:
    tell(Made(thing_id=1), Begun(thing_id=9), Made(thing_id=2))
    assert seen_at_once == [[1, 2]]


def test_everybody_who_reacts_later_is_owed_a_delivery(tell: Tell) -> None:
    tell(Made(thing_id=1), Posted(letter_id=2), MadeSince(thing_id=3))
    owed = Delivery.objects.order_by("record_id").values_list("reaction", "lane")
    assert list(owed) == [("tests.count", "quick"), ("tests.send", "quick")]


def test_many_facts_cost_as_many_queries_as_one(tell: Tell) -> None:
    few = queries_of(lambda: tell(Made(thing_id=1)))
    many = queries_of(lambda: tell(*(Made(thing_id=number) for number in range(50))))
    assert len(many) == len(few)


def test_versions_are_read_side_by_side() -> None:
    assert unpack("tests.thing.made", 1, {"thing_id": 1, "way": ""}) == Made(thing_id=1)
    assert unpack("tests.thing.made", 2, {"thing_id": 1, "colour": "blue"}) == MadeSince(thing_id=1, colour="blue")


def test_what_an_old_record_lacks_or_has_too_much_does_not_hinder_reading() -> None:
    assert unpack("tests.thing.made", 2, {"thing_id": 1, "gone": 5}) == MadeSince(thing_id=1)


def test_an_unknown_kind_is_told_as_such() -> None:
    with pytest.raises(KeyError):
        unpack("tests.nobody.knows", 1, {})


def test_a_kind_is_announced_once() -> None:
    with pytest.raises(ValueError, match="announced twice"):

        @fact("tests.thing.made")
        class Again(Fact):
            """Take a name that is taken."""

    assert kinds["tests.thing.made", 1] is Made


def test_the_name_of_a_reaction_is_taken_once() -> None:
    known = later_named("tests.count")
    with pytest.raises(ValueError, match=r"tests\.count"):
        later_reaction(Begun, name="tests.count")(print)
    assert later_named("tests.count") is known


def test_a_fact_is_a_frozen_value() -> None:
    with pytest.raises(FrozenInstanceError):
        Made(thing_id=1).thing_id = 3  # type: ignore[misc]
    assert pack(Made(thing_id=1)) == {"thing_id": 1, "way": "", "tags": ()}
