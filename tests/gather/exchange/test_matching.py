"""Matching invents nothing, punishes no silence and never ranks lower what fits better."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from math import isclose, prod
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from vmeste.gather.exchange.matching import (
    Known,
    Match,
    Part,
    Posted,
    ages,
    amount,
    complement,
    cost,
    distance_km,
    focus,
    joint_work,
    meaning,
    period,
    place,
    rank,
    reciprocity,
)

NEED = 1
WEIGHTS = {
    "meaning": 0.5,
    "focus": 0.08,
    "ages": 0.1,
    "place": 0.12,
    "period": 0.06,
    "amount": 0.04,
    "cost": 0.03,
    "complement": 0.03,
    "joint_work": 0.03,
    "reciprocity": 0.01,
}
BOTH_SIDED = {"place", "focus", "ages", "period", "amount", "cost", "complement"}
WORDS = ("робот", "музей", "река", "танец", "шахматы")
CONCEPTS = ("robotics", "museum_work", "dance")
DAY = date(2026, 9, 1)
TOLERANCE = 1e-9

maybe = st.none
some_words = st.frozensets(st.sampled_from(WORDS))
some_concepts = st.frozensets(st.sampled_from(CONCEPTS))
points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
spans = st.tuples(st.integers(0, 11), st.integers(0, 11)).map(lambda pair: (min(pair), max(pair)))
days = st.tuples(st.integers(0, 300), st.integers(0, 300)).map(
    lambda pair: (DAY + timedelta(min(pair)), DAY + timedelta(max(pair)))
)
costs = st.sampled_from(("free", "paid", "exchange", "negotiable"))


@st.composite
def postings(draw: st.DrawFn, key: int = 2) -> Posted:
    """Draw a need or an offer; anything may be left unsaid."""
    return Posted(
        id=key,
        organisation_id=key * 10,
        kind="event",
        focus=draw(st.sampled_from(("", "sport", "art"))),
        grades=draw(st.one_of(maybe(), spans)),
        amount=draw(st.one_of(maybe(), st.integers(1, 500).map(Decimal))),
        unit=draw(st.sampled_from(("children", "hours"))),
        period=draw(st.one_of(st.just((None, None)), days, st.just((DAY, None)), st.just((None, DAY)))),
        here=draw(st.booleans()),
        there=draw(st.booleans()),
        remote=draw(st.booleans()),
        radius_km=draw(st.one_of(maybe(), st.integers(0, 500))),
        point=draw(st.one_of(maybe(), points, st.tuples(st.floats(55, 57), st.floats(37, 39)))),
        cost=draw(costs),
        department=draw(st.sampled_from(("", "education", "culture"))),
        type=draw(st.sampled_from(("", "school", "museum"))),
        lemmas=draw(some_words),
        concepts=draw(some_concepts),
    )


def what_is_known(joint: Mapping[int, int] | None = None, received: Mapping[int, int] | None = None) -> Known:
    return Known(
        weights=WEIGHTS,
        rarity=lambda lemma: 0.5 + WORDS.index(lemma),
        relatedness=lambda one, other: 1.0 if one == other else 0.4 if "dance" not in (one, other) else 0.0,
        weight_of_concept=lambda concept: 0.35 if concept == "dance" else 1.0,
        joint=joint or {},
        received=received or {},
        kind_fit=lambda need, offer: 1.0 if need == offer else 0.6,
    )


@given(postings(NEED), postings(), st.booleans())
def test_what_is_shown_adds_up_to_the_score(need: Posted, offer: Posted, is_other_kind: bool) -> None:
    offer = replace(offer, kind="programme" if is_other_kind else "event")
    for found in rank(need, [offer], what_is_known(), asking_is_need=True):
        possible = sum(part.weight for part in found.parts)
        reached = sum(part.value * part.weight for part in found.parts)
        held = prod(factor.value for factor in found.factors)
        assert isclose(found.score, reached / possible * held)
        assert all(factor.value < 1 for factor in found.factors)
        assert ("kind" in {factor.name for factor in found.factors}) is is_other_kind


def test_places_are_taken_by_children_but_hours_are_not() -> None:
    need = a_posting(NEED, amount=Decimal(27), unit="children")
    measure = {"children": "heads", "places": "heads"}.get
    told = amount(need, a_posting(amount=Decimal(12), unit="places"), WEIGHTS, lambda unit: measure(unit, unit))
    assert told is not None
    assert isclose(told.value, 12 / 27)
    assert amount(need, a_posting(amount=Decimal(12), unit="hours"), WEIGHTS, lambda unit: measure(unit, unit)) is None


def score_of(need: Posted, offer: Posted, known: Known | None = None) -> float | None:
    found = rank(need, [offer], known or what_is_known(), asking_is_need=True)
    return found[0].score if found else None


def a_posting(key: int = 2, **values: Any) -> Posted:
    return Posted(**{"id": key, "organisation_id": key * 10, "kind": "event", "there": True, **values})


def parts_of(match: Match) -> dict[str, Part]:
    return {part.name: part for part in match.parts}


@given(postings(NEED), st.lists(postings(), max_size=4), st.booleans(), st.integers(0, 9))
def test_scores_and_parts_lie_between_nothing_and_everything(
    asking: Posted, others: list[Posted], is_need: bool, deeds: int
) -> None:
    known = what_is_known({20: deeds}, {20: deeds})
    for found in rank(asking, others, known, asking_is_need=is_need):
        assert -TOLERANCE <= found.score <= 1 + TOLERANCE
        for part in found.parts:
            assert -TOLERANCE <= part.value <= 1 + TOLERANCE
            assert 0 <= part.weight <= WEIGHTS[part.name]


@given(postings(NEED), postings())
def test_no_part_speaks_of_what_one_side_left_unsaid(need: Posted, offer: Posted) -> None:
    for found in rank(need, [offer], what_is_known(), asking_is_need=True):
        said = parts_of(found)
        assert ("focus" in said) == bool(need.focus and offer.focus)
        assert ("ages" in said) == (need.grades is not None and offer.grades is not None)
        assert ("period" in said) == (
            None not in (need.period, offer.period) and (None, None) not in (need.period, offer.period)
        )
        assert ("amount" in said) == (None not in (need.amount, offer.amount) and need.unit == offer.unit)
        known = bool(need.department and offer.department)
        brings = need.type != offer.type or (known and need.department != offer.department)
        assert ("complement" in said) == bool(need.type and offer.type and brings)
        assert ("meaning" in said) == bool(need.lemmas or need.concepts)
        assert "joint_work" not in said
        assert "reciprocity" not in said


@given(postings(NEED), postings())
def test_what_is_named_in_a_reason_stands_on_both_sides(need: Posted, offer: Posted) -> None:
    for found in rank(need, [offer], what_is_known(), asking_is_need=True):
        about = parts_of(found)["meaning"].about if "meaning" in parts_of(found) else {}
        assert set(about.get("words", ())) <= need.lemmas & offer.lemmas  # type: ignore[call-overload]
        assert set(about.get("concepts", ())) <= need.concepts & offer.concepts  # type: ignore[call-overload]
        assert set(about.get("near", ())) <= offer.concepts  # type: ignore[call-overload]


@given(postings(NEED), postings())
def test_facts_are_the_same_seen_from_both_sides(need: Posted, offer: Posted) -> None:
    from_need = rank(need, [offer], what_is_known(), asking_is_need=True)
    from_offer = rank(offer, [need], what_is_known(), asking_is_need=False)
    assert len(from_need) == len(from_offer)
    for one, other in zip(from_need, from_offer, strict=True):
        ours, theirs = (
            {name: part for name, part in parts_of(found).items() if name in BOTH_SIDED} for found in (one, other)
        )
        assert ours == theirs
        assert one.distance_km == other.distance_km


@given(points, points)
def test_distances_are_distances(one: tuple[float, float], other: tuple[float, float]) -> None:
    there, back = distance_km(one, other), distance_km(other, one)
    assert there is not None
    assert back is not None
    assert 0 <= there <= 20_016
    assert isclose(there, back, abs_tol=1e-6)


def test_distances_are_those_of_an_atlas() -> None:
    assert distance_km((55.7558, 37.6173), (59.9391, 30.3159)) == pytest.approx(634, abs=2)
    assert distance_km((0.0, 0.0), (0.0, 180.0)) == pytest.approx(20_015, abs=1)
    assert distance_km(None, (1.0, 1.0)) is None


@given(postings(NEED), postings(), st.floats(0, 200), st.floats(0, 200))
def test_a_closer_one_never_ranks_lower(need: Posted, offer: Posted, one: float, other: float) -> None:
    need = replace(need, point=(56.0, 38.0))
    near, far = (replace(offer, point=(56.0 + km / 111.2, 38.0)) for km in sorted((one, other)))
    of_far, of_near = score_of(need, far), score_of(need, near)
    assert of_far is None or (of_near is not None and of_near >= of_far - TOLERANCE)


@given(postings(NEED), postings())
def test_a_free_one_never_ranks_lower(need: Posted, offer: Posted) -> None:
    free, asked = score_of(need, replace(offer, cost="free")), score_of(need, offer)
    assert free is None or (asked is not None and free >= asked - TOLERANCE)


@given(postings(NEED), postings())
def test_a_paid_one_ranks_highest_for_nobody_who_did_not_ask_to_pay(need: Posted, offer: Posted) -> None:
    paid, asked = score_of(need, replace(offer, cost="paid")), score_of(need, offer)
    assert paid is None or (asked is not None and paid <= asked + TOLERANCE)


@given(postings(NEED), postings(), st.frozensets(st.sampled_from(WORDS)), some_concepts)
def test_one_that_speaks_more_of_the_same_never_ranks_lower(
    need: Posted, offer: Posted, words: frozenset[str], concepts: frozenset[str]
) -> None:
    richer = replace(offer, lemmas=offer.lemmas | words, concepts=offer.concepts | concepts)
    poor, rich = score_of(need, offer), score_of(need, richer)
    assert poor is None or (rich is not None and rich >= poor - TOLERANCE)


@given(postings(NEED), postings(), spans)
def test_one_that_serves_more_of_the_grades_never_ranks_lower(
    need: Posted, offer: Posted, more: tuple[int, int]
) -> None:
    assume(offer.grades is not None)
    assert offer.grades is not None
    wider = replace(offer, grades=(min(offer.grades[0], more[0]), max(offer.grades[1], more[1])))
    narrow, wide = score_of(need, offer), score_of(need, wider)
    assert narrow is None or (wide is not None and wide >= narrow - TOLERANCE)


@given(postings(NEED), postings(), st.integers(1, 500))
def test_one_that_has_more_never_ranks_lower(need: Posted, offer: Posted, more: int) -> None:
    assume(offer.amount is not None)
    assert offer.amount is not None
    less, much = score_of(need, offer), score_of(need, replace(offer, amount=offer.amount + more))
    assert less is None or (much is not None and much >= less - TOLERANCE)


@given(postings(NEED), postings(), days, st.integers(0, 60))
def test_one_with_more_of_the_days_never_ranks_lower(
    need: Posted, offer: Posted, span: tuple[date, date], longer: int
) -> None:
    shorter = replace(offer, period=span)
    wider = replace(offer, period=(span[0] - timedelta(longer), span[1] + timedelta(longer)))
    less, more = score_of(need, shorter), score_of(need, wider)
    assert less is None or (more is not None and more >= less - TOLERANCE)


@given(postings(NEED), postings(), st.integers(0, 9), st.integers(0, 9))
def test_joint_work_and_help_never_take_from_a_score(need: Posted, offer: Posted, deeds: int, more: int) -> None:
    fewer = score_of(need, offer, what_is_known({20: deeds}))
    worked = score_of(need, offer, what_is_known({20: deeds + more}))
    helped = score_of(need, offer, what_is_known({20: deeds}, {20: 1}))
    assert fewer is None or (worked is not None and worked >= fewer - TOLERANCE)
    assert fewer is None or (helped is not None and helped >= fewer - TOLERANCE)


@given(postings(NEED), postings())
def test_silence_costs_no_more_than_saying_that_all_is_not_so(need: Posted, offer: Posted) -> None:
    assume(need.focus == "sport")
    silent, different = score_of(need, replace(offer, focus="")), score_of(need, replace(offer, focus="art"))
    assert silent is None or (different is not None and silent >= different - TOLERANCE)


@given(postings(NEED), postings())
def test_a_need_that_says_little_loses_nothing_by_it(need: Posted, offer: Posted) -> None:
    short = replace(need, focus="", grades=None, amount=None, period=(None, None), type="")
    for found in rank(short, [offer], what_is_known(), asking_is_need=True):
        assert set(parts_of(found)) <= {"meaning", "place", "cost"}


@given(postings(NEED), st.lists(postings(), min_size=2, max_size=6), st.randoms())
def test_the_order_does_not_hang_on_the_order_of_reading(need: Posted, offers: list[Posted], random: Any) -> None:
    numbered = [replace(offer, id=100 + number) for number, offer in enumerate(offers)]
    shuffled = random.sample(numbered, len(numbered))
    first, second = (rank(need, read, what_is_known(), asking_is_need=True) for read in (numbered, shuffled))
    assert [found.id for found in first] == [found.id for found in second]


@settings(max_examples=20)
@given(st.integers(1, 5))
def test_no_more_are_given_than_asked_for(most: int) -> None:
    offers = [a_posting(key) for key in range(10, 18)]
    assert len(rank(a_posting(NEED), offers, what_is_known(), asking_is_need=True, most=most)) == most


def test_of_equals_the_newest_comes_first() -> None:
    found = rank(a_posting(NEED), [a_posting(3), a_posting(5), a_posting(4)], what_is_known(), asking_is_need=True)
    assert [one.id for one in found] == [5, 4, 3]


def test_who_is_about_something_else_is_held_back_however_near_and_free() -> None:
    need = a_posting(NEED, lemmas=frozenset({"робот"}), concepts=frozenset({"robotics"}))
    other = a_posting(2, lemmas=frozenset({"танец"}), concepts=frozenset({"dance"}))
    same = a_posting(3, lemmas=frozenset({"робот"}), concepts=frozenset({"robotics"}), cost="paid")
    found = rank(need, [other, same], what_is_known(), asking_is_need=True)
    assert [one.id for one in found] == [3, 2]
    assert found[1].score < 0.25 < found[0].score


def test_a_kind_that_serves_less_counts_less() -> None:
    need, same, other = a_posting(NEED), a_posting(2), a_posting(3, kind="staff")
    found = {one.id: one.score for one in rank(need, [same, other], what_is_known(), asking_is_need=True)}
    assert found[3] == pytest.approx(0.6 * found[2])


@pytest.mark.parametrize(
    ("need", "offer", "km", "way"),
    [
        ({"remote": True}, {"remote": True}, 900, "remote"),
        ({"here": True}, {"there": True}, 10, "they_come"),
        ({"here": True}, {"there": True, "radius_km": 9}, 10, None),
        ({"there": True}, {"here": True}, 10, "you_go"),
        ({"there": True, "radius_km": 9}, {"here": True}, 10, None),
        ({"here": True}, {"here": True}, 0.5, "same_place"),
        ({"here": True}, {"here": True}, 2, None),
        ({"here": True}, {"here": True}, None, None),
        ({"here": True}, {"there": True, "radius_km": 9}, None, "they_come"),
        ({"here": True, "remote": True}, {"there": True, "remote": True}, 200, "remote"),
        ({"here": True, "remote": True}, {"there": True, "remote": True}, 1, "they_come"),
    ],
)
def test_the_best_way_to_meet_is_found(
    need: dict[str, Any], offer: dict[str, Any], km: float | None, way: str | None
) -> None:
    nowhere = {"here": False, "there": False, "remote": False}
    found = place(a_posting(1, **{**nowhere, **need}), a_posting(2, **{**nowhere, **offer}), km, WEIGHTS)
    assert (found.about["way"] if found else None) == way


def test_who_cannot_be_reached_is_no_match() -> None:
    assert (
        rank(a_posting(1, here=True, there=False), [a_posting(2, there=False)], what_is_known(), asking_is_need=True)
        == []
    )


@pytest.mark.parametrize(
    ("asked", "served", "share"),
    [((5, 7), (1, 11), 1.0), ((5, 7), (7, 9), 1 / 3), ((5, 7), (8, 9), 0.0), ((0, 0), (0, 3), 1.0)],
)
def test_ages_tell_the_share_of_grades_served(asked: tuple[int, int], served: tuple[int, int], share: float) -> None:
    part = ages(a_posting(1, grades=asked), a_posting(2, grades=served), WEIGHTS)
    assert part is not None
    assert part.value == pytest.approx(share)


def test_amounts_are_compared_in_one_unit_only() -> None:
    need = a_posting(1, amount=Decimal(30), unit="children")
    half = amount(need, a_posting(2, amount=Decimal(15), unit="children"), WEIGHTS)
    assert half is not None
    assert half.value == 0.5
    assert amount(need, a_posting(2, amount=Decimal(15), unit="hours"), WEIGHTS) is None


@pytest.mark.parametrize(
    ("asked", "there", "value"),
    [
        ("free", "free", 1),
        ("free", "negotiable", 0.5),
        ("free", "paid", 0),
        ("paid", "paid", 1),
        ("paid", "exchange", 1),
        ("exchange", "exchange", 1),
    ],
)
def test_terms_are_compared(asked: str, there: str, value: float) -> None:
    assert cost(a_posting(1, cost=asked), a_posting(2, cost=there), WEIGHTS).value == value  # type: ignore[union-attr]


def test_days_tell_the_share_of_the_period_asked_for() -> None:
    need = a_posting(1, period=(date(2026, 9, 1), date(2026, 9, 10)))
    whole = period(need, a_posting(2, period=(date(2026, 8, 1), date(2026, 10, 1))), WEIGHTS)
    half = period(need, a_posting(2, period=(date(2026, 9, 6), None)), WEIGHTS)
    assert whole is not None
    assert half is not None
    assert (whole.value, whole.about["whole"]) == (1.0, True)
    assert half.value == pytest.approx(0.7)
    assert not half.about["whole"]
    assert half.about["common"] == (date(2026, 9, 6), date(2026, 9, 10))


def test_another_department_brings_what_one_does_not_have() -> None:
    school = a_posting(1, type="school", department="education")
    values = [
        complement(school, a_posting(2, type=kind, department=department), WEIGHTS)
        for kind, department in (("museum", "culture"), ("college", "education"), ("school", "education"))
    ]
    assert [part and part.value for part in values] == [1.0, 0.6, None]


def test_the_same_focus_is_told_and_another_is_no_reason() -> None:
    sport = a_posting(1, focus="sport")
    assert focus(sport, a_posting(2, focus="sport"), WEIGHTS).value == 1.0  # type: ignore[union-attr]
    assert focus(sport, a_posting(2, focus="art"), WEIGHTS).value == 0.0  # type: ignore[union-attr]
    assert focus(sport, a_posting(2), WEIGHTS) is None


def test_within_a_focus_the_same_direction_is_better_than_another_one() -> None:
    robots = a_posting(1, focus="technical", direction="robotics")
    assert focus(robots, a_posting(2, focus="technical", direction="robotics"), WEIGHTS).value == 1.0  # type: ignore[union-attr]
    assert focus(robots, a_posting(2, focus="technical"), WEIGHTS).value == 1.0  # type: ignore[union-attr]
    assert focus(robots, a_posting(2, focus="technical", direction="drones"), WEIGHTS).value == 0.6  # type: ignore[union-attr]


def test_two_deeds_weigh_nearly_as_much_as_ten() -> None:
    one, two, ten = (joint_work(a_posting(2), what_is_known({20: count})) for count in (1, 2, 10))
    assert one is not None
    assert two is not None
    assert ten is not None
    assert one.weight < two.weight < ten.weight < two.weight * 1.2
    assert joint_work(a_posting(3), what_is_known({20: 5})) is None


def test_help_received_is_remembered() -> None:
    assert reciprocity(a_posting(2), what_is_known(received={20: 1})).value == 1.0  # type: ignore[union-attr]
    assert reciprocity(a_posting(3), what_is_known(received={20: 1})) is None


def test_the_same_words_and_concepts_mean_the_same() -> None:
    one = a_posting(1, lemmas=frozenset({"робот"}), concepts=frozenset({"robotics"}))
    known = what_is_known()
    same = meaning(one, one, {"робот": 1.0}, {"robotics": 1.0}, known)
    other = meaning(one, a_posting(2), {"робот": 1.0}, {"robotics": 1.0}, known)
    assert same is not None
    assert other is not None
    assert (same.value, other.value) == (1.0, 0.0)
    assert meaning(a_posting(1), one, {}, {}, known) is None
