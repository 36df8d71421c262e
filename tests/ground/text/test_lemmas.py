"""Words and their normal forms."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmeste.ground.text.lemmas import LONGEST_TEXT, bag, lemmas, stream


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("кружок", "кружки"),
        ("ребёнок", "детей"),
        ("ёлки", "елка"),
        ("робототехника", "РОБОТОТЕХНИКОЙ"),
        ("мо\u0301лодец", "молодец"),
        ("биб\u00adлиотека", "библиотеки"),
        ("3D-печать", "3д печать"),
        ("школа", "шкoлы"),  # the second with a Latin o
        ("5А", "5a"),  # Cyrillic and Latin
        ("№5", "5"),
        ("10класс", "10 классов"),
        ("йога", "и\u0306ога"),  # й of two characters
    ],
)
def test_two_spellings_share_a_lemma(one: str, other: str) -> None:
    assert bag(one) & bag(other)


def test_a_word_keeps_all_its_normal_forms() -> None:
    assert set(lemmas("кружки")[0]) == {"кружок", "кружка"}


def test_words_come_in_order_each_with_its_forms() -> None:
    assert lemmas("Школа № 5, 3D-моделирование") == (("школа",), ("5",), ("3d",), ("моделирование",))


def test_words_without_meaning_are_left_out() -> None:
    assert lemmas("и для the с от") == ()
    assert bag("клуб и музей") == {"клуб", "музей"}


def test_official_words_of_names_stay() -> None:
    assert {"муниципальный", "бюджетный", "учреждение"} <= bag("Муниципальное бюджетное учреждение")


def test_the_stream_says_every_form_once_per_word() -> None:
    assert stream("Кружки, музей, музеи").split() == [*lemmas("кружки")[0], "музей", "музей"]


def test_a_word_of_digits_and_a_letter_is_one_word() -> None:
    assert lemmas("5а") == (("5а",),)
    assert lemmas("ту154 mp3") == (("ту154",), ("mp3",))


@settings(database=None, deadline=None)
@given(st.text())
def test_lemmas_of_any_text_hold_only_letters_and_digits(text: str) -> None:
    written = stream(text)
    assert written == "" or all(lemma.isalnum() or "-" in lemma for lemma in written.split(" "))


def test_an_endless_text_is_read_up_to_a_limit() -> None:
    assert len(lemmas("слово " * LONGEST_TEXT)) <= LONGEST_TEXT // len("слово ") + 1
    assert all(len(form) <= 64 for word in lemmas("щ" * 10_000) for form in word)
