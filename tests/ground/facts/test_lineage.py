"""Lineage: every thing shows where it came from and what came of it."""

from collections.abc import Sequence

import pytest

from tests.kit.reading import queries_of
from vmeste.ground.facts.lineage import DEPTH, after, before, link, shown
from vmeste.ground.facts.models import Lineage
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import ANONYMOUS, Actor
from vmeste.ground.kernel.registries import Registry, Subject, SubjectView

pytestmark = pytest.mark.django_db

NEED, OFFER, RESPONSE, EVENT = ("need", 1), ("offer", 2), ("response", 3), ("event", 4)


def test_the_way_back_begins_with_the_origin() -> None:
    link(NEED, "answered by", RESPONSE)
    link(RESPONSE, "became", EVENT)
    assert before(EVENT) == [NEED, RESPONSE]
    assert before(NEED) == []
    assert after(NEED) == [RESPONSE]
    assert after(EVENT) == []


def test_of_several_origins_the_first_is_shown() -> None:
    link(NEED, "answered by", RESPONSE)
    link(OFFER, "answered by", RESPONSE)
    assert before(RESPONSE) == [NEED]


def test_the_same_step_twice_is_one() -> None:
    link(NEED, "answered by", RESPONSE)
    link(NEED, "answered by", RESPONSE)
    assert Lineage.objects.count() == 1
    assert after(NEED) == [RESPONSE]


def test_a_circle_ends_and_leaves_out_where_it_began() -> None:
    link(NEED, "became", EVENT)
    link(EVENT, "became", NEED)
    assert before(NEED) == [EVENT]
    link(OFFER, "became", OFFER)
    assert before(OFFER) == []


def test_a_long_way_is_cut_off_far_back() -> None:
    for number in range(DEPTH + 3):
        link(("thing", number), "became", ("thing", number + 1))
    assert len(before(("thing", DEPTH + 3))) == DEPTH


def test_things_are_shown_in_order_and_only_to_those_who_may_see_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def show(actor: Actor, ids: Sequence[int]) -> dict[int, SubjectView]:
        Lineage.objects.exists()  # stands for one query
        return {key: SubjectView("need", key, f"need {key}", f"/needs/{key}/") for key in ids if key != 2}

    monkeypatch.setattr(registries, "subjects", Registry[Subject]())
    registries.subjects.add("need", Subject("need", show))
    refs = [("need", 3), ("secret", 9), ("need", 2), ("need", 1)]
    assert [view.title for view in shown(ANONYMOUS, refs)] == ["need 3", "need 1"]
    assert len(queries_of(lambda: shown(ANONYMOUS, refs))) == 1
