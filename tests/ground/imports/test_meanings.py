"""Words that no vocabulary knows are asked about once, with a proposal, and the answer is remembered."""

import json
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tests.ground.imports.people_kind import KIND
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts import outbox
from vmeste.ground.imports.commands import give_meanings, map_import
from vmeste.ground.imports.meanings import proposal
from vmeste.ground.imports.models import Import, Meaning, State
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.ids import code

pytestmark = pytest.mark.django_db
TABLE = "Почта;ФИО;Вид\na@x;А;техничка\nb@x;Б;техничка\nc@x;В;пение\nd@x;Г;technical\n"
MAPPING = {"email": "Почта", "name": "ФИО", "sort": "Вид"}


@pytest.fixture
def load(upload: Callable[..., Import], importer: Actor) -> Import:
    return checked(upload(TABLE), importer)


def checked(load: Import, actor: Actor) -> Import:
    map_import(actor=actor, load=load, mapping=MAPPING, options={})
    outbox.run_all()
    load.refresh_from_db()
    return load


def test_unknown_words_are_collected_with_their_number(load: Import) -> None:
    assert load.unknown == {"sort": {"техничка": 2, "пение": 1}}


def test_an_answer_is_applied_by_checking_anew_and_remembered_for_the_next_file(
    load: Import, importer: Actor, upload: Callable[..., Import]
) -> None:
    give_meanings(actor=importer, load=load, chosen={"sort": {"техничка": "technical", "пение": ""}})
    assert load.state == State.CHECKING
    outbox.run_all()
    load.refresh_from_db()
    assert (load.state, load.unknown) == (State.CHECKED, {})
    assert load.new == 4
    assert checked(upload(TABLE + "e@x;Д;Пение\n"), importer).unknown == {}


def test_answers_of_one_owner_do_not_bind_another(load: Import, importer: Actor, upload: Callable[..., Import]) -> None:
    give_meanings(actor=importer, load=load, chosen={"sort": {"техничка": "technical"}})
    Meaning.objects.update(owner=1)
    outbox.run_all()
    assert checked(upload(TABLE + "e@x;Д;\n"), importer).unknown["sort"]["техничка"] == 2


def test_a_code_that_no_vocabulary_has_is_refused(load: Import, importer: Actor) -> None:
    for chosen in ({"sort": {"техничка": "nonsense"}}, {"name": {"А": "technical"}}):
        with pytest.raises(Invalid):
            give_meanings(actor=importer, load=load, chosen=chosen)
    load.refresh_from_db()
    assert load.state == State.CHECKED


@pytest.mark.parametrize(
    ("vocabulary", "text", "found"),
    [
        ("focus", "техническое", "technical"),
        ("focus", "Художественое", "art"),
        ("organisation_type", "библиотечное дело", "library"),
        ("focus", "щщщ", ""),
    ],
)
def test_the_nearest_word_is_proposed(vocabulary: str, text: str, found: str) -> None:
    assert proposal(vocabulary, text) == found


def test_the_page_asks_beside_each_word_and_takes_the_answers_without_scripts(
    load: Import, client_of: Callable[..., Client], person: Person
) -> None:
    browser, place = client_of(person), f"/imports/{code(load.pk)}/"
    assert f"{place}values/" in text(browser.get(place))
    page = text(browser.get(f"{place}values/"))
    assert page.index("«техничка»") < page.index("«пение»")
    names = names_of(page)
    assert len(names) == 2
    assert browser.post(f"{place}values/", {names[0]: "nonsense"}).status_code == 422
    assert browser.post(f"{place}values/", {names[0]: "technical", names[1]: "-"}).status_code == 303
    outbox.run_all()
    load.refresh_from_db()
    assert (load.meanings, load.unknown) == ({"sort": {"техничка": "technical", "пение": ""}}, {})
    assert f"{place}values/" not in text(browser.get(place))


def text(response: Any) -> str:
    return unescape(response.content.decode())


def names_of(page: str) -> list[str]:
    return [part.partition('"')[0] for part in page.split('<select name="')[1:] if part.startswith("value-")]


def test_the_command_takes_meanings_one_by_one_or_from_a_file(tmp_path: Path, capsys: Any) -> None:
    table, answers = tmp_path / "people.csv", tmp_path / "answers.json"
    table.write_text(TABLE, encoding="utf-8")
    call_command("import", KIND, str(table), "--dry-run")
    assert "--value sort:«техничка»=" in capsys.readouterr().out
    answers.write_text(json.dumps({"sort": {"пение": ""}}), encoding="utf-8")
    call_command("import", KIND, str(table), "--value", "sort:«техничка»=technical", "--values", str(answers))
    assert "--value" not in capsys.readouterr().out
    assert Import.objects.get().unknown == {}
    call_command("import", KIND, str(table), "--dry-run")
    assert "--value" not in capsys.readouterr().out


@pytest.mark.parametrize("given", ["sort:техничка=nonsense", "technical", "sort=technical", "name:А=technical"])
def test_meanings_that_cannot_be_are_refused_with_words(tmp_path: Path, given: str, capsys: Any) -> None:
    table = tmp_path / "people.csv"
    table.write_text(TABLE, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("import", KIND, str(table), "--value", given)
    assert ended.value.code == 2
    assert len(capsys.readouterr().err.strip()) > 5
    assert not Person.objects.exists()
