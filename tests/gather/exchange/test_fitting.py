"""The data of matching speak only of words that the vocabularies and the thesaurus have."""

import csv
from datetime import date

import pytest

from vmeste.gather.exchange import fitting
from vmeste.gather.exchange.sentences import SAY
from vmeste.ground.vocabulary import queries as vocabulary
from vmeste.ground.vocabulary.thesaurus import thesaurus

TODAY = date(2026, 11, 21)
pytestmark = pytest.mark.django_db


def codes(name: str) -> set[str]:
    return {term.code for term in vocabulary.every_term(name)}


def test_weights_add_up_to_one_and_every_part_can_be_said() -> None:
    for day in (date(2020, 1, 1), TODAY, date(2040, 1, 1)):
        weights = fitting.weights(day)
        assert sum(weights.values()) == pytest.approx(1.0)
        assert set(weights) == set(SAY)
        assert all(weight > 0 for weight in weights.values())


def test_kinds_that_serve_each_other_stand_in_the_vocabulary() -> None:
    kinds = codes("resource_kind")
    for (need, offer), fit in fitting.kind_fits().items():
        assert {need, offer} <= kinds
        assert need != offer
        assert 0 < fit < 1


def test_no_pair_of_kinds_is_told_twice() -> None:
    rows = [(row["need_kind"], row["offer_kind"]) for row in fitting.lines("kind_fits.csv")]
    assert len(rows) == len(set(rows))


def test_types_likely_to_help_stand_in_the_vocabulary_under_keys_that_exist() -> None:
    known = {
        "kind": codes("resource_kind"),
        "focus": codes("focus"),
        "concept": set(thesaurus().concepts),
    }
    types = codes("organisation_type")
    keys = [row["key"] for row in fitting.lines("suitable.csv")]
    assert len(keys) == len(set(keys))
    for key, likely in fitting.types_by_key().items():
        room, _, code = key.partition(":")
        assert code in known[room], key
        assert set(likely) <= types, f"{key}: {set(likely) - types}"
        assert len(likely) == len(set(likely)), key


def test_every_kind_and_focus_knows_somebody_to_ask() -> None:
    keys = set(fitting.types_by_key())
    assert {f"kind:{code}" for code in codes("resource_kind")} <= keys
    assert {f"focus:{code}" for code in codes("focus")} <= keys


def test_files_are_written_without_stray_spaces() -> None:
    for name in ("weights.csv", "kind_fits.csv", "suitable.csv"):
        with (fitting.DATA / name).open(encoding="utf-8", newline="") as file:
            assert all(cell == cell.strip() for row in csv.reader(file) for cell in row)


def test_the_kinds_serving_and_served_are_two_views_of_one_table() -> None:
    for need in codes("resource_kind"):
        serving = fitting.kinds_serving(need)
        assert serving[0] == need
        assert len(serving) == len(set(serving))
        for offer in serving:
            assert need in fitting.kinds_served(offer)
            assert fitting.kind_fit(need, offer) > 0
    assert fitting.kind_fit("staff", "premises") == 0


def test_what_a_concept_says_counts_more_than_kind_and_focus() -> None:
    ways = [thesaurus().way("robotics")]
    types = fitting.suitable_types("event", "technical", ways)
    assert max(types, key=lambda name: types[name]) == "technopark"
    assert fitting.suitable_types("miracle", "", []) == {}


def test_common_words_are_lemmas_that_carry_no_topic() -> None:
    words = fitting.common_words()
    assert "ребенок" in words
    assert "робототехника" not in words
    assert not any("ё" in word for word in words)
