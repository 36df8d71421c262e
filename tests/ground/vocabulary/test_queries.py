"""Words are read in the reader's language and in order."""

from datetime import date

import pytest
from django.utils import translation

from vmeste.ground.vocabulary import queries

pytestmark = pytest.mark.django_db


def test_labels_follow_the_reader() -> None:
    with translation.override("en"):
        assert queries.label("focus", "technical") == "Technical"
    with translation.override("ru"):
        assert queries.label("focus", "technical") == "Техническая"
    assert queries.label("focus", "technical", "en") == "Technical"


def test_an_unknown_code_says_itself_and_an_unknown_vocabulary_is_empty() -> None:
    assert queries.label("focus", "magic") == "magic"
    assert queries.terms("magic") == ()
    assert queries.match("magic", "школа") is None
    assert queries.find("magic", "school") is None


def test_choices_stand_in_order_after_an_empty_one() -> None:
    with translation.override("ru"):
        offered = queries.choices("grade", blank="Любой")
    assert offered[:3] == [("", "Любой"), ("preschool", "Дошкольники"), ("1", "1 класс")]
    assert offered[-1] == ("11", "11 класс")
    assert len(queries.choices("grade", on=date(2026, 9, 1))) == 12


def test_vocabularies_stand_in_the_order_of_the_release() -> None:
    assert queries.vocabularies()[:3] == ("organisation_type", "department", "legal_form")


def test_the_version_of_the_data_is_told() -> None:
    assert len(queries.release_version()) == 12
