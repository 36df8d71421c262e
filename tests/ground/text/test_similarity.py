"""Likeness of texts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmeste.ground.text.lemmas import bag
from vmeste.ground.text.similarity import Corpus

CORPUS = Corpus({"школа": 900, "кружок": 500, "робототехника": 5, "музей": 40, "учреждение": 1000}, 1000)
BAGS = st.frozensets(st.sampled_from(["школа", "кружок", "робототехника", "музей", "учреждение", "новое"]))


def test_the_same_text_is_wholly_alike() -> None:
    assert CORPUS.score(bag("кружок робототехники"), bag("Кружок робототехники")) == pytest.approx(1)


def test_a_shared_rare_word_says_more_than_a_shared_common_one() -> None:
    need = bag("школа робототехника")
    assert CORPUS.score(need, bag("робототехника музей")) > CORPUS.score(need, bag("школа музей")) > 0


def test_words_that_stand_everywhere_make_nothing_alike() -> None:
    assert CORPUS.score(bag("учреждение"), bag("учреждение")) == 0
    assert CORPUS.shared(bag("учреждение музей"), bag("учреждение музей")) == ["музей"]


def test_texts_without_words_are_alike_to_none() -> None:
    assert CORPUS.score(frozenset(), bag("музей")) == CORPUS.score(frozenset(), frozenset()) == 0
    assert Corpus({}, 0).score(bag("музей"), bag("музей")) == 0


def test_what_is_shared_is_told_rarest_first() -> None:
    one, other = bag("школа музей робототехника"), bag("робототехника школа музей балет")
    assert CORPUS.shared(one, other) == ["робототехника", "музей", "школа"]
    assert CORPUS.shared(one, other, most=1) == ["робототехника"]


def test_counts_that_lag_behind_do_no_harm() -> None:
    assert Corpus({"музей": 12, "балет": -1}, 10).score(bag("музей балет"), bag("балет")) == pytest.approx(1)


@settings(database=None, deadline=None)
@given(BAGS, BAGS)
def test_likeness_is_symmetric_and_between_nothing_and_all(one: frozenset[str], other: frozenset[str]) -> None:
    score = CORPUS.score(one, other)
    assert 0 <= score <= 1
    assert score == pytest.approx(CORPUS.score(other, one))
