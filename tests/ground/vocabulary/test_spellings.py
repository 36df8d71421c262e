"""What a text of a register means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmeste.ground.vocabulary.spellings import Spellings
from vmeste.ground.vocabulary.terms import TermView, release


def spellings(vocabulary: str) -> Spellings:
    return Spellings(term for term in release() if term.vocabulary == vocabulary)


ORGANISATIONS = spellings("organisation_type")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Муниципальное бюджетное дошкольное образовательное учреждение детский сад № 5 «Ромашка»", "preschool"),
        ("МБДОУ № 5", "preschool"),
        ("МБОУ СОШ № 12 г. Каменска", "school"),
        ("Гимназия № 1505", "school"),
        ("МБУ ДО «Дом детского творчества»", "supplementary_education"),
        ("МБУ ДО «Радуга»", "supplementary_education"),
        ("ГБОУ ДОД города «Детская музыкальная школа имени С.С. Прокофьева»", "music_school"),
        ("Муниципальное учреждение дополнительного образования «Детская школа искусств № 2»", "art_school"),
        ("МБУ ДО ДЮСШ «Олимп»", "sport_school"),
        ("Детский технопарк «Кванториум»", "technopark"),
        ("Центр образования «Точка роста» Заречной СОШ", "growth_point"),
        ("Станция юных натуралистов", "young_naturalists"),
        ("Муниципальный опорный центр", "support_centre"),
        ("ГБПОУ «Каменский политехнический колледж»", "college"),
        ("Педагогический университет", "university"),
        ("Институт развития образования", "cpd"),
        ("Центральная городская детская библиотека", "library"),
        ("Краеведческий музей", "museum"),
        ("Дом культуры «Железнодорожник»", "culture_house"),
        ("ООО «Ромашка»", "company"),
        ("Автономная некоммерческая организация «Детский сад Сказка»", "preschool"),
        ("Специальная (коррекционная) общеобразовательная школа-интернат", "correctional"),
        ("Редакция газеты «Заречье»", "media"),
        ("Родительский комитет 5 «а»", "parents"),
        ("music_school", "music_school"),
    ],
)
def test_organisations_are_told_apart_by_their_names(text: str, code: str) -> None:
    assert ORGANISATIONS.match(text) == code


def test_what_says_nothing_means_nothing() -> None:
    assert ORGANISATIONS.match("") is None
    assert ORGANISATIONS.match("«Солнышко»") is None


def test_parts_of_words_do_not_count() -> None:
    term = TermView("v", "one", "Первое", "One", ("музей",))
    assert Spellings([term]).match("музейный") is None
    assert Spellings([term]).match("Музей, г. Каменск") == "one"


def test_a_longer_spelling_wins_and_a_weak_one_only_when_alone() -> None:
    terms = [
        TermView("v", "wide", "Широкое", "Wide", ("школа", "?учреждение дополнительного образования детей")),
        TermView("v", "narrow", "Узкое", "Narrow", ("музыкальная школа",)),
    ]
    found = Spellings(terms)
    assert found.match("учреждение дополнительного образования детей музыкальная школа") == "narrow"
    assert found.match("учреждение дополнительного образования детей «Лира»") == "wide"


def test_the_old_and_the_misspelt_names_of_a_focus_are_understood() -> None:
    focuses = spellings("focus")
    assert focuses.match("Социально-педагогическая") == "social_humanitarian"
    assert focuses.match("socialno-pedagogicheskoe") == "social_humanitarian"
    assert focuses.match("turistsko_kraevedcheskoe") == "tourism_local_history"


@given(st.text(max_size=3000))
def test_no_text_breaks_the_search(text: str) -> None:
    code = ORGANISATIONS.match(text)
    assert code is None or code in {term.code for term in release()}
