"""Administrators change the words; the release stays as it is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from tests.kit.facts import facts
from tests.kit.people import Actors
from tests.kit.reading import queries_of
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.errors import Invalid, Refused, Stale
from vmeste.ground.vocabulary import queries
from vmeste.ground.vocabulary.commands import put_term, retire_term
from vmeste.ground.vocabulary.models import Edition, Term
from vmeste.ground.vocabulary.terms import TermView

pytestmark = pytest.mark.django_db

PLANETARIUM = TermView("organisation_type", "planetarium", "Планетарий", "Planetarium", ("Звёздный зал", "?дом звёзд"))


@pytest.fixture
def admin(actors: Actors) -> Actor:
    return actors.admin()


def codes(vocabulary: str, on: date | None = None) -> list[str]:
    return [term.code for term in queries.terms(vocabulary, on)]


def test_a_new_word_stands_last_is_offered_and_understood(admin: Actor) -> None:
    put_term(actor=admin, term=PLANETARIUM)
    assert codes("organisation_type")[-1] == "planetarium"
    assert queries.label("organisation_type", "planetarium", "ru") == "Планетарий"
    assert queries.match("organisation_type", "МБУ «Звездный зал»") == "planetarium"
    assert facts("vocabulary") == ["vocabulary.term.put"]


def test_a_word_of_the_release_is_altered_in_the_overlay_only(admin: Actor) -> None:
    school = queries.find("organisation_type", "school")
    assert school
    before = codes("organisation_type")
    put_term(actor=admin, term=replace(school, ru="Общеобразовательная школа", order=0))
    assert queries.label("organisation_type", "school", "ru") == "Общеобразовательная школа"
    assert codes("organisation_type") == before
    assert Term.objects.count() == 1


def test_a_retired_word_keeps_its_label_and_is_offered_no_more(admin: Actor) -> None:
    retire_term(actor=admin, vocabulary="unit", code="kilograms")
    assert "kilograms" not in codes("unit")
    assert "kilograms" in codes("unit", on=clock.today() - timedelta(days=1))
    assert queries.label("unit", "kilograms", "en") == "kilograms"
    assert queries.match("unit", "5 кг") is None
    assert facts("vocabulary") == ["vocabulary.term.retired"]


def test_a_word_is_retired_once(admin: Actor) -> None:
    retire_term(actor=admin, vocabulary="unit", code="kilograms")
    with pytest.raises(Stale):
        retire_term(actor=admin, vocabulary="unit", code="kilograms")


def test_a_word_is_offered_between_its_days(admin: Actor) -> None:
    term = replace(PLANETARIUM, valid_from=date(2030, 1, 1), valid_to=date(2030, 12, 31))
    put_term(actor=admin, term=term)
    assert "planetarium" not in codes("organisation_type")
    with clock.at(datetime(2030, 12, 31, 12, tzinfo=UTC)):
        assert "planetarium" in codes("organisation_type")
    with clock.at(datetime(2031, 1, 2, tzinfo=UTC)):
        assert "planetarium" not in codes("organisation_type")


def test_a_word_not_yet_offered_can_be_retired(admin: Actor) -> None:
    put_term(actor=admin, term=replace(PLANETARIUM, valid_from=date(2090, 1, 1)))
    retire_term(actor=admin, vocabulary="organisation_type", code="planetarium")
    assert "planetarium" not in codes("organisation_type", on=date(2090, 2, 1))


def test_only_administrators_change_words(actors: Actors) -> None:
    for name, actor in actors.every_kind(1).items():
        if actor.is_admin:
            continue
        with pytest.raises(Refused):
            put_term(actor=actor, term=PLANETARIUM)
        with pytest.raises(Refused):
            retire_term(actor=actor, vocabulary="unit", code="hours")
        assert not Term.objects.exists(), name


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "Планетарий"}, "code"),
        ({"code": ""}, "code"),
        ({"code": "x" * 51}, "code"),
        ({"ru": "  "}, "ru"),
        ({"en": "x" * 201}, "en"),
        ({"valid_from": date(2030, 1, 2), "valid_to": date(2030, 1, 1)}, "valid_to"),
        ({"parent": "technical"}, "parent"),
        ({"vocabulary": "nowhere"}, "vocabulary"),
        ({"aliases": ("МУЗЕЙ",)}, "aliases"),
        ({"aliases": tuple(f"слово {number}" for number in range(3000))}, "aliases"),
    ],
)
def test_what_cannot_be_right_is_told_beside_its_field(admin: Actor, change: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as told:
        put_term(actor=admin, term=replace(PLANETARIUM, **change))  # type: ignore[arg-type]
    assert field in told.value.faults
    assert not Term.objects.exists()


def test_an_unknown_word_cannot_be_retired(admin: Actor) -> None:
    with pytest.raises(Invalid):
        retire_term(actor=admin, vocabulary="unit", code="parrots")


def test_a_direction_names_a_focus(admin: Actor) -> None:
    put_term(actor=admin, term=TermView("direction", "kites", "Воздушные змеи", "Kites", parent="technical"))
    term = queries.find("direction", "kites")
    assert term
    assert term.parent == "technical"


def test_a_change_that_is_rolled_back_is_not_seen(admin: Actor) -> None:
    with transaction.atomic():
        put_term(actor=admin, term=PLANETARIUM)
        assert queries.find("organisation_type", "planetarium")
        transaction.set_rollback(True)
    assert queries.find("organisation_type", "planetarium") is None


def test_reading_many_words_takes_one_query(admin: Actor) -> None:
    from vmeste.ground.vocabulary import editions  # noqa: PLC0415

    put_term(actor=admin, term=PLANETARIUM)
    queries.terms("unit")

    def read() -> None:
        editions.forget_checked()
        for vocabulary in queries.vocabularies():
            for term in queries.terms(vocabulary):
                queries.label(vocabulary, term.code)
                queries.match(vocabulary, term.ru)

    assert len(queries_of(read)) == 1


def test_another_process_sees_a_change(admin: Actor) -> None:
    from vmeste.ground.vocabulary import editions  # noqa: PLC0415

    assert queries.find("organisation_type", "planetarium") is None
    put_term(actor=admin, term=PLANETARIUM)
    Term.objects.filter(code="planetarium").update(ru="Звёздный дом")  # as another process would, with its own mark
    Edition.objects.update(mark=1)
    editions.forget_checked()
    assert queries.label("organisation_type", "planetarium", "ru") == "Звёздный дом"
