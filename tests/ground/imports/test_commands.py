"""Who may do what with an import, and what is kept for how long."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.kit.people import Actors
from vmeste.ground.facts import outbox
from vmeste.ground.imports import storage
from vmeste.ground.imports.commands import cancel_import, confirm_import, forget_import, forget_old_imports, map_import
from vmeste.ground.imports.models import Import, State
from vmeste.ground.imports.policies import can_see
from vmeste.ground.imports.queries import imports_of
from vmeste.ground.imports.waiting import waiting
from vmeste.ground.kernel import clock, registries
from vmeste.ground.kernel.actors import SYSTEM, Actor, ActorKind
from vmeste.ground.kernel.errors import Invalid, Refused, Stale


def test_an_import_is_seen_by_its_person_and_by_coordinators_of_the_same_organisation(
    upload: Callable[..., Import], actors: Actors
) -> None:
    load = upload("Почта\na@x\n")
    Import.objects.update(organisation_id=7)
    for actor, sees in [
        (actors.coordinator(7, person_id=5), True),
        (actors.teacher(7, person_id=5), False),
        (actors.coordinator(8, person_id=5), False),
        (actors.person(person_id=load.person_id), True),
        (actors.anonymous(), False),
        (actors.system(), True),
    ]:
        assert can_see(actor, load) is sees
        assert imports_of(actor).exists() is sees


def test_who_sees_an_import_but_may_not_import_cannot_move_it(upload: Callable[..., Import], actors: Actors) -> None:
    load = upload("Почта\na@x\n")
    Import.objects.update(organisation_id=7)
    with pytest.raises(Refused):
        map_import(actor=actors.coordinator(7, person_id=5), load=load, mapping={"email": "Почта"}, options={})


def test_columns_that_are_not_there_are_refused(upload: Callable[..., Import], importer: Actor) -> None:
    load = upload("Почта;ФИО\na@x;b\n")
    for mapping in ({"email": "Нет"}, {"nothing": "Почта"}, {"name": "ФИО"}, {"email": "Почта", "name": "Почта"}):
        with pytest.raises(Invalid):
            map_import(actor=importer, load=load, mapping=mapping, options={})
    assert Import.objects.get().state == State.UPLOADED


def test_nothing_is_written_before_the_check_is_done(upload: Callable[..., Import], importer: Actor) -> None:
    load = upload("Почта\na@x\n")
    with pytest.raises(Stale):
        confirm_import(actor=importer, load=load)


def test_a_cancelled_import_is_left_alone_by_the_background(upload: Callable[..., Import], importer: Actor) -> None:
    load = upload("Почта\na@x\n")
    map_import(actor=importer, load=load, mapping={"email": "Почта"}, options={})
    cancel_import(actor=importer, load=load)
    outbox.run_all()
    load.refresh_from_db()
    assert (load.state, load.rows.count()) == (State.CANCELLED, 0)


def test_who_loses_the_right_meanwhile_is_told_so(
    upload: Callable[..., Import], importer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = upload("Почта\na@x\n")
    map_import(actor=importer, load=load, mapping={"email": "Почта"}, options={})
    nobody = Actor(ActorKind.PERSON, person_id=importer.person_id)
    monkeypatch.setitem(registries.actor_makers._entries, "person", lambda *_ids: nobody)
    outbox.run_all()
    load.refresh_from_db()
    assert (load.state, load.fault) == (State.FAILED, "not you")


def test_a_lost_file_ends_the_import_with_words(upload: Callable[..., Import], importer: Actor) -> None:
    load = upload("Почта\na@x\n")
    storage.forget(load.pk)
    map_import(actor=importer, load=load, mapping={"email": "Почта"}, options={})
    outbox.run_all()
    load.refresh_from_db()
    assert load.state == State.FAILED
    assert load.fault


def test_a_wrong_answer_to_a_question_of_the_kind_is_refused_at_once(
    upload: Callable[..., Import], importer: Actor
) -> None:
    load = upload("Почта\na@x\n")
    with pytest.raises(Invalid) as caught:
        map_import(actor=importer, load=load, mapping={"email": "Почта"}, options={"note": "nonsense"})
    assert set(caught.value.faults) == {"note"}
    assert Import.objects.get().state == State.UPLOADED


def test_what_failed_before_anything_was_written_begins_again_at_its_columns(
    upload: Callable[..., Import], importer: Actor
) -> None:
    load = upload("Почта\na@x\n")
    map_import(actor=importer, load=load, mapping={"email": "Почта"}, options={})
    Import.objects.update(options={"note": "nonsense"})
    outbox.run_all()
    load.refresh_from_db()
    assert load.state == State.FAILED
    map_import(actor=importer, load=load, mapping={"email": "Почта"}, options={})
    outbox.run_all()
    load.refresh_from_db()
    assert (load.state, load.new, load.fault) == (State.CHECKED, 1, "")


def test_what_failed_after_rows_were_written_does_not_begin_again(
    upload: Callable[..., Import], importer: Actor
) -> None:
    load = upload("Почта\na@x\n")
    Import.objects.update(state=State.FAILED, done=1, total=2)
    load.refresh_from_db()
    with pytest.raises(Stale):
        map_import(actor=importer, load=load, mapping={"email": "Почта"}, options={})


def test_an_import_that_moves_on_while_old_ones_are_forgotten_keeps_its_file(
    upload: Callable[..., Import], importer: Actor
) -> None:
    load = upload("Почта\na@x\n")
    seen = Import.objects.get()
    map_import(actor=importer, load=load, mapping={"email": "Почта"}, options={})
    assert not forget_import(actor=SYSTEM, load=seen)
    assert storage.file_of(load.pk).exists()
    assert Import.objects.get().state == State.CHECKING


@pytest.mark.django_db(transaction=True)
def test_files_and_rows_are_forgotten_after_a_month_and_figures_stay(
    upload: Callable[..., Import], importer: Actor
) -> None:
    load = upload("Почта\na@x\n")
    map_import(actor=importer, load=load, mapping={"email": "Почта"}, options={})
    outbox.run_all()
    assert forget_old_imports(actor=SYSTEM) == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert forget_old_imports(actor=SYSTEM) == 1
        assert forget_old_imports(actor=SYSTEM) == 0
    load.refresh_from_db()
    assert (load.new, load.rows.count(), load.state) == (1, 0, State.CANCELLED)
    assert list(storage.folder().iterdir()) == []


def test_what_is_unfinished_waits_for_its_person(upload: Callable[..., Import], importer: Actor) -> None:
    upload("Почта\na@x\n", "one.csv")
    upload("Почта\nb@x\n", "two.csv")
    assert [("one.csv" in one.title, "two.csv" in one.title) for one in waiting(importer, 10)] == [
        (True, False),
        (False, True),
    ]
    assert len(waiting(importer, 1)) == 1
    assert waiting(SYSTEM, 10) == []
