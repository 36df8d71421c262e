"""Typing errors."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmeste.ground.text.slips import distance, keys, nearest, other_layout, tolerance

WORDS = st.text(alphabet="абвгд", min_size=3, max_size=14)


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("шахматы", "шахматы", 0),
        ("шахмоты", "шахматы", 1),
        ("шахмтаы", "шахматы", 1),
        ("шахмаы", "шахматы", 1),
        ("шаххматы", "шахматы", 1),
        ("шохмоты", "шахматы", 2),
        ("музей", "театр", 3),
        ("а", "абвгд", 3),
    ],
)
def test_edits_are_counted_up_to_the_limit(one: str, other: str, edits: int) -> None:
    assert distance(one, other, 2) == edits
    assert distance(other, one, 2) == edits


def test_short_words_and_numbers_are_never_guessed() -> None:
    assert [tolerance(word) for word in ("кот", "клуб", "кружок", "шахматы", "12345", "ту154")] == [0, 1, 1, 2, 0, 0]


@settings(database=None, deadline=None, max_examples=400)
@given(WORDS, WORDS)
def test_words_within_the_tolerance_always_share_a_key(typed: str, word: str) -> None:
    if tolerance(typed) and distance(typed, word, tolerance(typed)) <= tolerance(typed):
        assert keys(typed) & keys(word)


@settings(database=None, deadline=None, max_examples=400)
@given(st.data())
def test_a_word_is_found_again_after_any_two_errors(data: st.DataObject) -> None:
    word = data.draw(st.text(alphabet="абвгдежз", min_size=7, max_size=12))
    typed = word
    for _ in range(data.draw(st.integers(0, 2))):
        place = data.draw(st.integers(0, len(typed) - 1))
        letter = data.draw(st.sampled_from("абюя"))
        instead = data.draw(st.sampled_from(["", letter, letter + typed[place]]))
        typed = typed[:place] + instead + typed[place + 1 :]
    if tolerance(typed) == 2:
        assert distance(typed, word, 2) <= 2
        assert keys(typed) & keys(word)


def test_the_nearest_word_wins_then_the_most_frequent_then_the_alphabet() -> None:
    assert nearest(["шахмоты"], {"шахматы": 1, "шахмат": 100}, 2) == "шахматы"
    assert nearest(["балат"], {"балет": 3, "булат": 7}, 1) == "булат"
    assert nearest(["балат"], {"балет": 3, "булат": 3}, 1) == "балет"
    assert nearest(["музей"], {"театр": 9}, 1) is None
    assert nearest(["музей"], {}, 1) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("hj,jnjnt[ybrf", "робототехника"), ("irjkf", "школа"), (";ehyfk", "журнал"), ("ыцшае", "swift"), ("12", "12")],
)
def test_a_text_is_read_on_the_other_keyboard(typed: str, meant: str) -> None:
    assert other_layout(typed) == meant
