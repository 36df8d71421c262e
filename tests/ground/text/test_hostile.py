"""Queries and texts of people who mean harm, or of cats on keyboards."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vmeste.ground.text.index import put
from vmeste.ground.text.search import ids_matching, search

pytestmark = pytest.mark.django_db

MANY = settings(
    database=None, deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
OPERATORS = "школа шкла irjkf ё AND OR NOT NEAR( ^ : - = @ =offer @public tokens | & ! <-> ; -- /* % %s %% { \" ' * ( )"
PIECES = st.sampled_from([*OPERATORS.split(" "), "\\", "\0", "\ud800", "🎓", " "])


@pytest.fixture(autouse=True)
def school() -> None:
    put("offer", 1, "школа and or not near offer public tokens")


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "\0",
        "школа\0",
        "и",
        "и для от",
        "🎓🎓🎓",
        '"',
        '"школа',
        "школа' OR 1=1 --",
        "NEAR(школа, 5)",
        "школа*",
        "tokens:школа",
        "school" * 2000,
        "школа " * 2000,
        "щ" * 10_000,
        "\ud800\udfff",
        "%s %(a)s %",
        "\\",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
        "漢字 हिन्दी العربية",
        "\U00017000\U00018d00A",  # letters without a name
        "\N{DOUBLE-STRUCK CAPITAL R} ½ ﬁ Ⅷ",
    ],
)
def test_no_query_is_an_error(query: str) -> None:
    assert search("offer", query).ids in ([], [1])
    assert list(ids_matching("offer", query)) in ([], [1])


@pytest.mark.parametrize("query", ["AND", "or", "Not", "NEAR"])
def test_operators_are_words_like_others(query: str) -> None:
    assert search("offer", query).ids in ([], [1])
    assert search("offer", f"{query} балалайка {query}").mended == {}


def test_marks_of_kinds_and_scopes_cannot_be_typed() -> None:
    put("offer", 2, "балет", scope="org:7")
    assert search("offer", "@org:7").ids == []
    assert search("offer", "балет) OR (школа").ids == [1]
    assert search("offer", 'балет" OR "@org:7').ids == []


def test_a_stop_word_on_the_other_keyboard_asks_for_nothing() -> None:
    assert search("offer", "b").ids == search("offer", "lkz b").ids == []
    assert list(ids_matching("offer", "b")) == []


@MANY
@given(st.text(max_size=300))
def test_any_text_is_a_query(query: str) -> None:
    assert search("offer", query).ids in ([], [1])
    assert list(ids_matching("offer", query)) in ([], [1])


@MANY
@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_mixture_of_words_and_operators_is_a_query(query: str) -> None:
    assert search("offer", query, scopes=("public", "org:7")).ids in ([], [1])


@MANY
@given(st.text(max_size=300))
def test_any_text_can_be_put_and_put_again(text: str) -> None:
    put("offer", 5, text)
    put("offer", 5, text + " балет")
    assert search("offer", "балет").ids == [5]


def test_a_huge_text_is_put() -> None:
    put("offer", 2, "слово балет " * 100_000)
    put("offer", 3, " ".join(f"слово{number}" for number in range(20_000)))
    assert search("offer", "слово ").ids == [2]
    assert search("offer", "слово7").ids == [3]
