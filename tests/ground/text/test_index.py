"""Writing the index."""

import pytest
from django.db import transaction

from tests.kit.reading import queries_of
from vmeste.ground.text.index import drop, drop_many, put, put_many
from vmeste.ground.text.ledger import Frequency, frequencies
from vmeste.ground.text.models import Entry, Lemma
from vmeste.ground.text.search import search

pytestmark = pytest.mark.django_db


def df(lemma: str, kind: str = "need") -> int:
    return frequencies(kind, [lemma]).get(lemma, Frequency(0, 0)).df


def test_a_text_put_is_found_and_counted() -> None:
    put("need", 1, "Нужен кружок робототехники, кружок!")
    assert search("need", "кружки").ids == [1]
    assert df("кружок") == df("") == 1


def test_a_changed_text_is_found_by_its_new_words_only() -> None:
    put("need", 1, "кружок робототехники")
    put("need", 1, "кружок балета")
    assert search("need", "балет").ids == [1]
    assert search("need", "робототехника").ids == []
    assert (df("кружок"), df("балет"), df("робототехника"), df("")) == (1, 1, 0, 1)


def test_a_changed_text_keeps_its_place_among_the_newest() -> None:
    put_many("need", [(1, "балет"), (2, "балет")])
    put("need", 1, "балета")
    put("need", 1, "балет и")
    assert search("need", "балет").ids == [2, 1]


def test_a_dropped_text_is_found_no_more_and_counts_no_more() -> None:
    put_many("need", [(1, "балет"), (2, "балет и музей")])
    drop("need", 2)
    assert search("need", "балет").ids == [1]
    assert search("need", "музей").ids == []
    assert (df("балет"), df("музей"), df("")) == (1, 0, 1)


def test_dropping_what_was_never_put_does_nothing() -> None:
    drop("need", 77)
    drop_many("need", [1, 2, 3])
    assert not Lemma.objects.exists()


def test_kinds_do_not_meet() -> None:
    put("need", 1, "балет")
    put("offer", 1, "музей")
    assert search("need", "музей").ids == search("offer", "балет").ids == []
    drop("need", 1)
    assert search("offer", "музей").ids == [1]


def test_the_later_of_two_texts_of_one_subject_counts() -> None:
    put_many("need", [(1, "балет"), (1, "музей")])
    put_many("need", [(1, "театр")] + [(number, "хор") for number in range(2, 700)] + [(1, "парк")])
    assert search("need", "парк").ids == [1]
    assert search("need", "театр").ids == []
    assert (df("театр"), df("парк"), df("хор"), df("")) == (0, 1, 698, 699)


def test_a_text_that_did_not_change_is_not_written() -> None:
    put_many("need", [(1, "балет"), (2, "музей")])
    statements = queries_of(lambda: put_many("need", [(1, "Балеты"), (2, "музей")]))
    assert [sql for sql in statements if not sql.startswith("SELECT")] == []


def test_many_texts_take_no_more_statements_than_three() -> None:
    put_many("need", [(1, "хор")])
    one = queries_of(lambda: put_many("need", [(2, "балет музей")]))
    three = queries_of(lambda: put_many("need", [(3, "танец театр"), (4, "парк"), (5, "школа")]))
    assert len(one) == len(three) <= 6


def test_a_change_of_scope_alone_moves_the_text() -> None:
    put("need", 1, "балет", scope="org:7")
    assert search("need", "балет").ids == []
    put("need", 1, "балет")
    assert search("need", "балет").ids == [1]
    assert frequencies("need", ["балет"]) == {"балет": Frequency(1, 1)}
    put("need", 1, "балет", scope="org:7")
    assert frequencies("need", ["балет"]) == {"балет": Frequency(1, 0)}


def test_what_the_transaction_takes_back_was_never_there() -> None:
    def put_and_fail() -> None:
        with transaction.atomic():
            put("need", 1, "музей")
            put("need", 2, "театр")
            raise LookupError

    put("need", 1, "балет")
    with pytest.raises(LookupError):
        put_and_fail()
    assert search("need", "балет").ids == [1]
    assert search("need", "театр").ids == []
    assert (df("балет"), df("музей"), df("театр"), df("")) == (1, 0, 0, 1)


def test_a_text_without_words_is_kept_and_not_found() -> None:
    put_many("need", [(1, ""), (2, "и для"), (3, "!!!")])
    assert df("") == 3
    assert search("need", "и").ids == []
    put("need", 1, "балет")
    assert search("need", "балет").ids == [1]


def test_rows_removed_behind_our_back_leave_the_full_text_too() -> None:
    put_many("need", [(1, "балет"), (2, "балет")])
    Entry.objects.filter(subject_id=1).delete()
    Entry.objects.filter(subject_id=2).update(lemmas="музей")
    assert search("need", "балет").ids == []
    assert search("need", "музей", scopes=None).ids == []  # the ledger does not know it
    put("need", 3, "музей")
    assert search("need", "музей").ids == [3, 2]


@pytest.mark.parametrize("name", ["", "Need", "a b", "n" * 41, "x') --", "потребность"])
def test_odd_names_of_kinds_and_scopes_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no name of a kind or a scope"):
        put(name, 1, "балет")
    with pytest.raises(ValueError, match="no name of a kind or a scope"):
        put("need", 1, "балет", scope=name)
