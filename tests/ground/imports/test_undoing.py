"""A whole import is taken back exactly, or not at all while something was built on it."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tests.ground.imports.people_kind import KIND
from tests.ground.imports.test_passes import TABLE, checked, written
from tests.kit.dump import Dump, dump
from tests.kit.facts import facts
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts import outbox
from vmeste.ground.imports import passes, policies, undoing
from vmeste.ground.imports.commands import forget_old_imports
from vmeste.ground.imports.models import Import, State, Trace
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM, Actor, ActorKind
from vmeste.ground.kernel.errors import Refused, Stale
from vmeste.ground.kernel.ids import code

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passes, "CHUNK", 3)


@pytest.fixture
def before(person: Person) -> Dump:
    del person
    return dump("accounts")


@pytest.fixture
def load(before: Dump, upload: Callable[..., Import], importer: Actor) -> Import:
    del before
    return written(checked(upload(TABLE), importer), importer)


def undone(load: Import, actor: Actor) -> Import:
    undoing.undo_import(actor=actor, load=load)
    outbox.run_all()
    load.refresh_from_db()
    return load


def test_undoing_puts_everything_back_as_it_was(before: Dump, load: Import, importer: Actor) -> None:
    assert dump("accounts") != before
    assert undone(load, importer).state == State.UNDONE
    assert dump("accounts") == before
    assert not Trace.objects.exists()
    assert facts("imports.import.und") == [
        "imports.import.undo_asked",
        "imports.import.undo_begun",
        "imports.import.undone",
    ]
    assert facts("imports.chunk.undone") == ["imports.chunk.undone"] * (passes_written() - 1)


def passes_written() -> int:
    return len([kind for kind in facts("imports.chunk") if kind.endswith("written")])


def test_after_undoing_the_same_file_can_be_loaded_again(
    load: Import, importer: Actor, upload: Callable[..., Import]
) -> None:
    undone(load, importer)
    again = written(checked(upload(TABLE), importer), importer)
    assert again.counts == load.counts


def test_nothing_is_undone_while_a_thing_was_changed_since(load: Import, importer: Actor) -> None:
    Person.objects.filter(email="coordinator@example.org").update(name="Пётр")
    now = dump("accounts")
    assert undone(load, importer).state == State.DONE
    assert dump("accounts") == now
    assert [why for why, _on, _by in load.obstacles] == ["changed"]
    assert facts("imports.import.undo_refused") == ["imports.import.undo_refused"]
    Person.objects.filter(email="coordinator@example.org").update(name="Иван")
    assert undone(load, importer).state == State.UNDONE


def test_what_was_built_on_a_new_thing_is_named(load: Import, importer: Actor) -> None:
    made = Person.objects.get(email="a@example.org")
    Import.objects.create(
        kind=KIND, person=made, uploaded_at=clock.now(), moved_at=clock.now(), file_name="x", size=1, head={}
    )
    assert undone(load, importer).state == State.DONE
    assert [(why, tuple(on)) for why, on, _by in load.obstacles] == [("built", ("accounts.person", made.pk))]


def test_what_is_gone_already_stands_in_the_way(load: Import, importer: Actor) -> None:
    Person.objects.filter(email="a@example.org").delete()
    assert undone(load, importer).state == State.DONE
    assert [why for why, _on, _by in load.obstacles] == ["gone"]


def test_what_is_built_while_the_undoing_runs_stops_it_with_words(load: Import, importer: Actor) -> None:
    undoing.undo_import(actor=importer, load=load)
    outbox.work("heavy", batch=1)
    load.refresh_from_db()
    assert load.state == State.UNDOING
    Person.objects.filter(email="a@example.org").update(is_active=False)
    outbox.run_all()
    load.refresh_from_db()
    assert load.state == State.DONE
    assert [why for why, _on, _by in load.obstacles] == ["changed"]
    Person.objects.filter(email="a@example.org").update(is_active=True)
    assert undone(load, importer).state == State.UNDONE


def test_a_loading_that_was_stopped_can_be_undone_too(before: Dump, load: Import, importer: Actor) -> None:
    Import.objects.filter(pk=load.pk).update(state=State.FAILED, fault="stopped")
    load.refresh_from_db()
    assert undone(load, importer).state == State.UNDONE
    assert dump("accounts") == before


def test_nobody_else_undoes_an_import_and_nobody_twice(load: Import, importer: Actor) -> None:
    stranger = Actor(importer.kind, person_id=Person.objects.create_user("other@example.org").id, is_admin=False)
    with pytest.raises(Refused):
        undoing.undo_import(actor=stranger, load=load)
    undone(load, importer)
    with pytest.raises(Stale):
        undoing.undo_import(actor=importer, load=load)


def test_traces_are_kept_as_long_as_the_rows_and_no_longer(load: Import, importer: Actor) -> None:
    with clock.at(clock.now() + timedelta(days=31)):
        forget_old_imports(actor=SYSTEM)
        assert not Trace.objects.exists()
        load.refresh_from_db()
        with pytest.raises(Stale):
            undoing.undo_import(actor=importer, load=load)


def test_the_page_offers_to_undo_shows_progress_and_names_what_stands_in_the_way(
    load: Import, client_of: Callable[..., Client], person: Person
) -> None:
    browser, place = client_of(person), f"/imports/{code(load.pk)}/"
    assert f'action="{place}undoing/"' in text(browser.get(place))
    Person.objects.filter(email="a@example.org").update(is_active=False)
    assert browser.post(f"{place}undoing/").status_code == 303
    assert "<progress" in text(browser.get(place))
    outbox.run_all()
    assert "изменено после этой загрузки" in text(browser.get(place))
    Person.objects.filter(email="a@example.org").update(is_active=True)
    browser.post(f"{place}undoing/")
    outbox.run_all()
    page = text(browser.get(place))
    assert "отменена" in page
    assert "undoing" not in page


def text(response: Any) -> str:
    return unescape(response.content.decode())


def test_an_import_of_the_command_line_is_undone_there(tmp_path: Path, db: None) -> None:
    del db
    path = tmp_path / "people.csv"
    path.write_text(TABLE, encoding="utf-8")
    before = dump("accounts")
    call_command("import", KIND, str(path), stdout=io.StringIO())
    load = Import.objects.get()
    assert policies.can_undo(Actor(ActorKind.PERSON, person_id=1, is_admin=True), load)
    assert not policies.can_undo(Actor(ActorKind.PERSON, person_id=1), load)
    assert Person.objects.filter(email="a@example.org").update(is_active=False)
    said, why = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("undo_import", code(load.pk), stdout=said, stderr=why)
    assert (ended.value.code, "изменено после этой загрузки" in why.getvalue()) == (3, True)
    Person.objects.filter(email="a@example.org").update(is_active=True)
    call_command("undo_import", stdout=said)
    assert code(load.pk) in said.getvalue()
    said = io.StringIO()
    call_command("undo_import", code(load.pk), "--json", stdout=said)
    assert json.loads(said.getvalue()) == {"state": "undone", "obstacles": []}
    assert dump("accounts") == before
    outbox.run_all()
    assert Import.objects.get().state == State.UNDONE


def test_an_import_of_the_command_line_that_breaks_off_says_so_and_can_be_undone(
    tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    del db
    path = tmp_path / "people.csv"
    path.write_text(TABLE, encoding="utf-8")
    before, honest, chunks = dump("accounts"), passes.decide, []

    def break_off(*given: Any) -> Any:
        chunks.append(1)
        if len(chunks) == 2:
            raise KeyboardInterrupt
        return honest(*given)

    monkeypatch.setattr(passes, "decide", break_off)
    monkeypatch.setattr(passes, "in_chunks", partial(passes.in_chunks, size=3))
    with pytest.raises(KeyboardInterrupt):
        call_command("import", KIND, str(path), stdout=io.StringIO())
    load = Import.objects.get()
    assert (load.state, load.done, load.new) == (State.FAILED, 3, 3)
    call_command("undo_import", code(load.pk), stdout=io.StringIO())
    assert dump("accounts") == before
