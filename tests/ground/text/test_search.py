"""Searching, the same on both databases."""

import pytest

from tests.kit.reading import SameQueries
from vmeste.ground.text.index import put, put_many
from vmeste.ground.text.models import PUBLIC, Entry
from vmeste.ground.text.search import CANDIDATES, Found, ids_matching, search

pytestmark = pytest.mark.django_db


@pytest.fixture
def offers() -> None:
    put_many(
        "offer",
        [
            (1, "Кружок робототехники для детей"),
            (2, "Кружки рисования"),
            (3, "Дом детского творчества, авиамоделирование"),
            (4, "Школа № 5, 3D-печать, 5а"),
            (5, "Шахматный клуб. Шахматы"),
        ],
    )


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("кружок", {1, 2}),
        ("КРУЖКАМИ робототехники", {1}),
        ("ребёнок", {1}),
        ("школа №5", {4}),
        ("3д печать", {4}),
        ("рисование и кружок", {2}),
    ],
)
@pytest.mark.usefixtures("offers")
def test_every_word_is_found_in_any_of_its_forms(query: str, ids: set[int]) -> None:
    found = search("offer", query)
    assert set(found.ids) == ids
    assert (found.mended, found.relaxed, found.capped) == ({}, False, False)


@pytest.mark.parametrize(
    ("typed", "used", "ids"),
    [
        ("робатотехника", "робототехника", [1]),
        ("робатотехники", "робототехника", [1]),
        ("авиомоделирования", "авиамоделирование", [3]),
        ("шахмаыт", "шахматы", [5]),
        ("крушок", "кружок", [2, 1]),
        ("hj,jnjnt[ybrf", "робототехника", [1]),
        ("hj,jnj[ybrf", "робототехника", [1]),
        ("'irjkf", "школа", [4]),
        ("irjkf", "школа", [4]),
    ],
)
@pytest.mark.usefixtures("offers")
def test_a_word_that_no_text_holds_is_mended_and_that_is_said(typed: str, used: str, ids: list[int]) -> None:
    found = search("offer", typed)
    assert found.mended == {typed: used}
    assert found.ids == ids
    assert not found.relaxed


@pytest.mark.usefixtures("offers")
def test_a_word_is_mended_within_a_query_of_more() -> None:
    assert search("offer", "крушок рисования") == Found([2], ("кружок", "рисования"), {"крушок": "кружок"})


@pytest.mark.usefixtures("offers")
def test_several_words_typed_on_the_other_keyboard_are_read() -> None:
    found = search("offer", "rhe;jr lkz ltntq")
    assert found.ids == [1]
    assert found.mended == {"rhe;jr": "кружок", "ltntq": "детей"}


def test_of_equally_near_words_the_more_frequent_is_meant() -> None:
    put_many("offer", [(1, "балет"), (2, "булат"), (3, "булат")])
    assert search("offer", "балат").mended == {"балат": "булат"}


def test_a_word_that_stands_in_a_text_is_never_mended() -> None:
    put_many("offer", [(1, "балет"), (2, "балет"), (3, "булат")])
    assert search("offer", "булат").ids == [3]


@pytest.mark.usefixtures("offers")
def test_the_word_being_typed_is_found_by_its_beginning() -> None:
    assert search("offer", "роб").ids == [1]
    assert search("offer", "кружок рис").ids == [2]
    assert search("offer", "ро").ids == []


@pytest.mark.usefixtures("offers")
def test_a_finished_word_is_not_taken_for_a_beginning() -> None:
    assert search("offer", "роб ").ids == []
    assert search("offer", "рис кружок").ids == [2, 1]
    assert search("offer", "рис кружок").relaxed


def test_whole_words_come_before_words_that_only_begin_so() -> None:
    put_many("offer", [(1, "робот"), (2, "робототехника"), (3, "робототехника")])
    assert search("offer", "робот").ids[0] == 1
    assert set(search("offer", "робот").ids) == {1, 2, 3}


@pytest.mark.usefixtures("offers")
def test_when_nothing_holds_all_words_some_are_asked_for_and_that_is_said() -> None:
    found = search("offer", "рисование робототехника балалайка ")
    assert found.relaxed
    assert set(found.ids) == {1, 2}


@pytest.mark.usefixtures("offers")
def test_nothing_is_found_for_words_that_are_nowhere() -> None:
    assert search("offer", "балалайка") == Found([], ("балалайка",))
    assert search("need", "кружок") == Found([], ("кружок",))


def test_the_text_that_says_more_of_the_rare_word_comes_first() -> None:
    put_many("offer", [(1, "школа балета и пения и вокала"), (2, "балет, школа балета"), (3, "школа")])
    assert search("offer", "школа балета").ids == [2, 1]


def test_of_a_common_word_the_newest_are_taken_and_that_is_said() -> None:
    put_many("offer", [(number, "школа") for number in range(1, CANDIDATES + 50)])
    found = search("offer", "школы")
    assert found.capped
    assert len(found.ids) == CANDIDATES
    assert set(found.ids) == set(range(50, CANDIDATES + 50))
    assert search("offer", "школа", limit=3).ids == found.ids[:3]
    assert search("offer", "школа", limit=0).ids == []


def test_exactly_as_many_texts_as_are_looked_at_are_all() -> None:
    put_many("offer", [(number, "школа") for number in range(CANDIDATES)])
    found = search("offer", "школа")
    assert (len(found.ids), found.capped) == (CANDIDATES, False)


def test_texts_out_of_scope_take_no_places() -> None:
    put("offer", 1, "школа")
    put_many("offer", [(number, "школа") for number in range(2, CANDIDATES + 50)], scope="org:7")
    assert search("offer", "школа").ids == [1]
    own = search("offer", "школа", scopes=(PUBLIC, "org:7"))
    assert own.capped
    assert set(search("offer", "школа", scopes=(PUBLIC, "org:8")).ids) == {1}
    assert search("offer", "школа", scopes=()).ids == []


def test_a_word_of_hidden_texts_looks_like_a_word_that_is_nowhere() -> None:
    put("offer", 1, "экскурсия")
    put("offer", 2, "экспертиза балалаечника", scope="org:7")
    for shown, hidden in (("балалаечник", "мандолинист"), ("балала", "мандоли"), ("балалаечнек", "мандолинест")):
        one, other = search("offer", shown), search("offer", hidden)
        assert (one.ids, one.mended, one.relaxed, one.words) == ([], {}, False, (shown,))
        assert (other.ids, other.mended, other.relaxed) == ([], {}, False)
    assert search("offer", "экскурсия балалаечник").relaxed
    assert search("offer", "эксперсия").mended == {"эксперсия": "экскурсия"}


def test_own_hidden_words_are_found_and_not_mended_away() -> None:
    put("offer", 1, "булат")
    put("offer", 2, "балет", scope="org:7")
    scopes = (PUBLIC, "org:7")
    assert search("offer", "балет", scopes=scopes) == Found([2], ("балет",))
    assert search("offer", "бале", scopes=scopes).ids == [2]
    assert search("offer", "балет").mended == {}
    assert search("offer", "балт", scopes=None).mended == {"балт": "балет"}


@pytest.mark.usefixtures("offers")
def test_a_subquery_gives_all_that_match() -> None:
    assert set(ids_matching("offer", "кружок")) == {1, 2}
    assert set(ids_matching("offer", "крушок")) == {1, 2}
    assert set(ids_matching("offer", "кружок балалайка")) == set()
    assert set(ids_matching("offer", "")) == set(ids_matching("offer", "и для")) == set()
    assert set(ids_matching("offer", "кружок", scopes=("org:7",))) == set()


def test_a_subquery_is_not_capped_and_stays_in_the_database() -> None:
    put_many("offer", [(number, "школа") for number in range(1, CANDIDATES + 50)])
    matching = ids_matching("offer", "школа")
    assert matching.count() == CANDIDATES + 49
    assert matching.filter(subject_id__lte=10).count() == 10


def test_a_search_takes_the_same_queries_whatever_it_finds(assert_same_queries: SameQueries) -> None:
    put_many("offer", [(number, "школа") for number in range(1000, 1050)])
    numbers = iter(range(1, 9))
    assert_same_queries(lambda: search("offer", "школа"), lambda: put("offer", next(numbers), "школа"), at_most=2)
    assert_same_queries(lambda: search("offer", "шкала"), lambda: put("offer", next(numbers), "школа"), at_most=9)


def test_among_some_subjects_a_common_word_leaves_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vmeste.ground.text.search.CANDIDATES", 2)
    put_many("offer", [(number, f"Кружок {number}") for number in range(1, 8)])
    put("card", 1, "Кружок")
    few = Entry.objects.filter(kind="offer", subject_id__lte=2).order_by().values("subject_id")
    assert set(search("offer", "кружок", among=few).ids) == {1, 2}
    assert search("offer", "крушок", among=few).mended == {"крушок": "кружок"}
    assert search("offer", "кружок", among=Entry.objects.none().values("subject_id")).ids == []
