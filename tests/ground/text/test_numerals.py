"""Numbers and nouns agree as people write them."""

from decimal import Decimal

import pytest

from vmeste.ground.text.numerals import agreeing


@pytest.mark.parametrize(
    ("amount", "noun", "written"),
    [
        ("1", "часов", "час"),
        ("2", "часов", "часа"),
        ("5", "часов", "часов"),
        ("11", "часов", "часов"),
        ("21", "часов", "час"),
        ("72", "часов", "часа"),
        ("72.00", "часов", "часа"),
        ("3.5", "часов", "часа"),
        ("1", "детей", "ребёнок"),
        ("22", "детей", "ребёнка"),
        ("25", "детей", "детей"),
        ("3", "человек", "человека"),
        ("12", "человек", "человек"),
        ("22", "мест", "места"),
        ("1", "поездок", "поездка"),
        ("3", "штук", "штуки"),
        ("2", "занятий", "занятия"),
    ],
)
def test_a_noun_follows_its_number(amount: str, noun: str, written: str) -> None:
    assert agreeing(noun, Decimal(amount)) == written


@pytest.mark.parametrize("words", ["квадратных метров", "", "pieces", "экз.", "!"])
def test_what_is_no_single_noun_stays_as_it_was_told(words: str) -> None:
    assert agreeing(words, Decimal(3)) == words
