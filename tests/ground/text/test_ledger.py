"""Frequencies of lemmas."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vmeste.ground.text.index import drop, put, put_many
from vmeste.ground.text.ledger import Frequency, add_up, beginning_with, corpus, frequencies
from vmeste.ground.text.models import Lemma, Slip
from vmeste.ground.text.search import search

pytestmark = pytest.mark.django_db


def test_adding_up_changes_lines_but_no_frequency() -> None:
    for number in range(5):
        put("need", number, f"балет музей хор{number}", scope="public" if number % 2 else "org:1")
    drop("need", 3)
    before = frequencies("need", ["", "балет", "музей", "хор3"])
    while add_up():
        pass
    assert frequencies("need", ["", "балет", "музей", "хор3"]) == before
    assert before["балет"] == Frequency(4, 1)
    assert Lemma.objects.filter(lemma="балет").count() == 1


def test_adding_up_goes_in_batches_until_nothing_is_left() -> None:
    put_many("need", [(1, "балет музей театр")])
    put_many("need", [(2, "балет музей театр")])
    assert [add_up(3), add_up(3)] == [4, 0]
    assert Lemma.objects.count() == 4


def test_adding_up_keeps_writers_waiting_for_its_own_lines_only() -> None:
    put_many("need", [(1, "балет музей театр")])
    put_many("need", [(2, "балет хор")])
    with CaptureQueriesContext(connection) as asked:
        assert add_up(2) == 2
    sums = [str(one["sql"]) for one in asked if "GROUP BY" in str(one["sql"])]
    assert sums
    assert all("IN (" in query for query in sums)
    with CaptureQueriesContext(connection) as asked:
        assert add_up(2) == 0
    assert not [one for one in asked if "SAVEPOINT" in str(one["sql"])]


def test_words_of_erased_texts_are_forgotten() -> None:
    put("need", 1, "Вишневецкая балет")
    put("need", 2, "балет")
    drop("need", 1)
    while add_up():
        pass
    assert not Lemma.objects.filter(lemma__startswith="вишн").exists()
    assert not Slip.objects.filter(lemma__startswith="вишн").exists()
    assert Slip.objects.filter(lemma="балет").exists()


def test_a_word_erased_in_one_kind_is_mended_in_another() -> None:
    put("need", 1, "экскурсия")
    put("offer", 1, "экскурсия")
    drop("need", 1)
    while add_up():
        pass
    assert search("offer", "эксурсия").ids == [1]


def test_a_word_that_comes_back_is_mended_again() -> None:
    put("need", 1, "экскурсия")
    drop("need", 1)
    while add_up():
        pass
    put("need", 2, "экскурсии")
    assert search("need", "эксурсия").ids == [2]


def test_beginnings_give_the_most_frequent_first() -> None:
    put_many("need", [(1, "робот"), (2, "робототехника"), (3, "робототехника"), (4, "роба"), (5, "рота")])
    assert list(beginning_with("need", "роб", 2)) == ["робототехника", "роба"]
    assert list(beginning_with("need", "робот", 9)) == ["робототехника", "робот"]
    assert beginning_with("offer", "роб", 9) == {}


def test_a_corpus_is_read_from_the_ledger() -> None:
    put_many("need", [(1, "балет"), (2, "балет музей"), (3, "хор")])
    known = corpus("need", ["балет", "музей", "новое"])
    assert (known.n, known.df) == (3, {"балет": 2, "музей": 1})
    assert corpus("offer", ["балет"]).n == 0
