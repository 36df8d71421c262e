"""The editor of vocabularies."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.kit.facts import facts
from vmeste.ground.vocabulary import queries

if TYPE_CHECKING:
    from django.test import Client

    from vmeste.ground.accounts.models import Person

pytestmark = pytest.mark.django_db

PLANETARIUM = {"code": "planetarium", "ru": "Планетарий", "en": "Planetarium", "aliases": "звёздный зал\nдом звёзд"}


@pytest.fixture
def admin() -> "Person":
    from vmeste.ground.accounts.models import Person  # noqa: PLC0415

    return Person.objects.create_user("admin@house.test", "x", name="Вера", is_admin=True)


@pytest.fixture
def editor(client_of: "Callable[..., Client]", admin: "Person") -> "Client":
    return client_of(admin)


def test_an_administrator_walks_from_the_vocabularies_to_a_word(editor: "Client") -> None:
    assert "Типы организаций" in editor.get("/vocabularies/").content.decode()
    page = editor.get("/vocabularies/organisation_type/").content.decode()
    assert "Детский сад" in page
    assert "/vocabularies/organisation_type/preschool/" in page
    assert "детский сад" in editor.get("/vocabularies/organisation_type/preschool/").content.decode()
    assert editor.get("/vocabularies/direction/robotics/").status_code == 200


def test_a_word_is_added_altered_and_retired(editor: "Client") -> None:
    added = editor.post("/vocabularies/organisation_type/", PLANETARIUM)
    assert (added.status_code, added["Location"]) == (303, "/vocabularies/organisation_type/")
    assert queries.match("organisation_type", "Дом звёзд") == "planetarium"
    altered = editor.post(
        "/vocabularies/organisation_type/planetarium/", {"ru": "Планетарий и обсерватория", "en": "Planetarium"}
    )
    assert altered.status_code == 303
    assert queries.label("organisation_type", "planetarium", "ru") == "Планетарий и обсерватория"
    retired = editor.post("/vocabularies/organisation_type/planetarium/retirement")
    assert retired.status_code == 303
    assert "planetarium" not in [term.code for term in queries.terms("organisation_type")]
    assert "Не предлагается" in editor.get("/vocabularies/organisation_type/").content.decode()
    kinds = ["vocabulary.term.put", "vocabulary.term.put", "vocabulary.term.retired"]
    assert facts("vocabulary") == kinds


def test_a_direction_keeps_its_focus_through_the_form(editor: "Client") -> None:
    given = {"ru": "Робототехника", "en": "Robotics", "parent": "technical", "order": "1"}
    assert editor.post("/vocabularies/direction/robotics/", given).status_code == 303
    term = queries.find("direction", "robotics")
    assert term
    assert (term.parent, term.order) == ("technical", 1)


@pytest.mark.parametrize(
    "change",
    [
        {"code": "Планета"},
        {"code": "school"},
        {"ru": ""},
        {"aliases": "музей"},
        {"order": "много"},
        {"valid_from": "2030-02-01", "valid_to": "2030-01-01"},
        {"valid_from": "31 февраля"},
        {"ru": "x\x00y"},
    ],
)
def test_bad_input_gets_words_and_keeps_the_rest(editor: "Client", change: dict[str, str]) -> None:
    answer = editor.post("/vocabularies/organisation_type/", PLANETARIUM | change)
    assert answer.status_code == 422
    assert "Planetarium" in answer.content.decode()
    assert queries.find("organisation_type", "planetarium") is None


def test_a_word_retired_twice_has_moved_on(editor: "Client") -> None:
    assert editor.post("/vocabularies/unit/hours/retirement").status_code == 303
    assert editor.post("/vocabularies/unit/hours/retirement").status_code == 409


def test_what_does_not_exist_is_not_found(editor: "Client") -> None:
    assert editor.get("/vocabularies/parrots/").status_code == 404
    assert editor.get("/vocabularies/unit/parrots/").status_code == 404
    assert editor.post("/vocabularies/unit/parrots/retirement").status_code == 404


def test_others_are_refused(client_of: "Callable[..., Client]") -> None:
    from vmeste.ground.accounts.models import Person  # noqa: PLC0415

    teacher = Person.objects.create_user("teacher@school.test", "x", name="Олег")
    for client in (client_of(), client_of(teacher)):
        for path in ("/vocabularies/", "/vocabularies/unit/", "/vocabularies/unit/hours/", "/vocabularies/parrots/"):
            assert client.get(path).status_code == 403
        assert client.post("/vocabularies/unit/hours/retirement").status_code == 403
        assert client.post("/vocabularies/organisation_type/", PLANETARIUM).status_code == 403
    assert queries.find("organisation_type", "planetarium") is None


def test_the_editor_takes_the_same_queries_for_one_word_and_for_three(
    editor: "Client", assert_same_queries: Callable[..., int]
) -> None:
    numbers = iter(range(10))

    def add() -> None:
        number = next(numbers)
        editor.post("/vocabularies/unit/", {"code": f"unit{number}", "ru": f"мера {number}", "en": f"unit {number}"})
        editor.get("/vocabularies/unit/")  # reads the words anew and shows what was said of the change

    assert_same_queries(lambda: editor.get("/vocabularies/unit/"), add, at_most=8)
    assert_same_queries(lambda: editor.get("/vocabularies/"), add, at_most=8)
