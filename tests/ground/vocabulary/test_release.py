"""The data of the release hold together."""

import csv
import re
from collections import Counter

from vmeste.ground.text.lemmas import lemmas
from vmeste.ground.vocabulary.names import TITLES
from vmeste.ground.vocabulary.spellings import WEAK, words
from vmeste.ground.vocabulary.terms import DATA, release
from vmeste.ground.vocabulary.thesaurus import thesaurus


def test_every_word_is_said_in_both_languages_and_its_code_stands_once() -> None:
    assert Counter((term.vocabulary, term.code) for term in release()).most_common(1)[0][1] == 1
    for term in release():
        assert re.search("[а-яё]", term.ru), term
        assert term.en, term
        assert not re.search("[а-яё]", term.en, re.IGNORECASE), term
        assert re.fullmatch(r"[a-z0-9][a-z0-9_]*", term.code), term


def test_every_vocabulary_has_a_name() -> None:
    assert {term.vocabulary for term in release()} == set(TITLES)


def test_no_spelling_means_two_words_and_all_are_written_plainly() -> None:
    meanings: dict[tuple[str, str], str] = {}
    for term in release():
        for alias in term.aliases:
            plain = alias.removeprefix(WEAK)
            assert plain == " ".join(words(plain)), f"{term.code}: {alias}"
            assert meanings.setdefault((term.vocabulary, plain), term.code) == term.code, alias


def test_every_direction_names_its_focus() -> None:
    focuses = {term.code for term in release() if term.vocabulary == "focus"}
    directions = [term for term in release() if term.vocabulary == "direction"]
    assert len(focuses) == 6
    assert len(directions) >= 50
    assert {term.parent for term in directions} == focuses


def test_roots_of_the_thesaurus_are_the_focuses_and_kinds_of_resource() -> None:
    roots = {concept.code for concept in thesaurus().concepts.values() if not concept.broader}
    assert roots == {term.code for term in release() if term.vocabulary in {"focus", "resource_kind"}}


def test_the_thesaurus_is_rich_enough() -> None:
    concepts = thesaurus().concepts.values()
    assert len(concepts) >= 220
    assert min(len(concept.synonyms) for concept in concepts) >= 3
    assert sum(len(concept.synonyms) for concept in concepts) / len(concepts) >= 7


def test_few_phrases_of_the_thesaurus_stand_for_two_concepts_and_none_is_empty() -> None:
    meanings: dict[tuple[tuple[str, ...], ...], set[str]] = {}
    with (DATA / "thesaurus.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for synonym in row["synonyms"].split("|"):
                read = lemmas(synonym)
                assert read, f"{row['concept']}: «{synonym}» is made of stop words"
                meanings.setdefault(read, set()).add(row["concept"])
    twice = {read: codes for read, codes in meanings.items() if len(codes) > 1}
    assert all(len(read) > 1 for read in twice), f"single words of two meanings: {twice}"
    assert len(twice) <= 12
