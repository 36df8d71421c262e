"""What is refused of a need or an offer, and how its words are kept."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from vmeste.gather.exchange.models import Visibility
from vmeste.gather.exchange.terms import TEXT_LENGTH, TITLE_LENGTH, Terms, faults_of, words_of

GOOD = Terms(title="Экскурсия", kind="event")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "а" * (TITLE_LENGTH + 1)}, "title"),
        ({"text": "а" * (TEXT_LENGTH + 1)}, "text"),
        ({"kind": "miracle"}, "kind"),
        ({"focus": "miracle"}, "focus"),
        ({"cost": "miracle"}, "cost"),
        ({"unit": "miracle"}, "unit"),
        ({"grade_from": 7, "grade_to": 5}, "grade_to"),
        ({"grade_from": 7}, "grade_to"),
        ({"grade_from": 1, "grade_to": 12}, "grade_to"),
        ({"grade_from": -1, "grade_to": 2}, "grade_to"),
        ({"period_from": date(2026, 2, 1), "period_to": date(2026, 1, 1)}, "period_to"),
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"),
        ({"amount": Decimal(10) ** 10}, "amount"),
        ({"radius_km": -1}, "radius_km"),
        ({"radius_km": 40_000}, "radius_km"),
        ({"here": False}, "here"),
        ({"visibility": Visibility.NETWORK}, "network_id"),
        ({"visibility": Visibility.NETWORK, "network_id": 5}, "network_id"),
    ],
    ids=str,
)
def test_what_cannot_be_is_said_beside_its_field(change: dict[str, Any], field: str) -> None:
    faults = faults_of(replace(GOOD, **change), frozenset({4}))
    assert list(faults) == [field]
    assert faults[field].strip()


@pytest.mark.django_db
def test_what_can_be_is_taken() -> None:
    assert faults_of(replace(GOOD, kind=""), frozenset()) == {}, "a draft may leave open what it is"
    assert faults_of(GOOD, frozenset()) == {}
    assert faults_of(replace(GOOD, visibility=Visibility.NETWORK, network_id=4), frozenset({4})) == {}


@pytest.mark.django_db
def test_words_that_stand_in_every_need_tell_nothing() -> None:
    lemmas, concepts = words_of(Terms(title="Нужно провести робототехнику для 25 детей"))
    assert lemmas.split() == ["робототехника"]
    assert "robotics" in concepts.split()


@pytest.mark.django_db
def test_a_direction_of_another_focus_is_refused() -> None:
    terms = Terms(title="Кружок", kind="event", focus="art", direction="robotics")
    assert "direction" in faults_of(terms, frozenset())
    assert not faults_of(replace(terms, focus="technical"), frozenset())
