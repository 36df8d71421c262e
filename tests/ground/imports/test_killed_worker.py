"""A worker is killed in the middle of writing or of undoing: nothing is lost, nothing comes twice."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.ground.imports.people_kind import KIND
from tests.kit import processes
from tests.kit.dump import dump
from tests.kit.facts import facts
from tests.kit.processes import Child
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts import outbox
from vmeste.ground.imports import passes
from vmeste.ground.imports.commands import confirm_import, map_import
from vmeste.ground.imports.models import Import, State
from vmeste.ground.imports.undoing import undo_import
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor

ROOMS = (
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *processes.ROOMS,
    "vmeste.ground.text",
    "vmeste.ground.ui",
    "vmeste.ground.accounts",
    "vmeste.ground.vocabulary",
    "vmeste.ground.imports",
)
SETTINGS = {"AUTH_USER_MODEL": "accounts.Person", "MIDDLEWARE": ["allauth.account.middleware.AccountMiddleware"]}
WORKER = """
from dataclasses import replace
from types import SimpleNamespace
from pathlib import Path
from tests.ground.imports.people_kind import KIND, PEOPLE, PeopleRun
from vmeste.ground.facts import outbox
from vmeste.ground.imports import passes
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import Actor, ActorKind

settings.VMESTE = SimpleNamespace(data=Path({data!r}))
passes.CHUNK = 10
registries.actor_makers.add("person", lambda person, _organisation: Actor(ActorKind.PERSON, person, is_admin=True))
chunks = []

def stops_in_the_third(honest):
    def step(*given):
        result = honest(*given)
        chunks.append(1)
        if len(chunks) == 3:
            say("in the middle")
            wait()
        return result
    return step

{patch}
while outbox.work("heavy"):
    pass
say("all done")
"""
ADD = "registries.import_kinds.add(KIND, {kind})"
WRITING = "PeopleRun.write = stops_in_the_third(PeopleRun.write)\n" + ADD.format(kind="PEOPLE")
UNDOING = ADD.format(kind="replace(PEOPLE, undo=stops_in_the_third(PEOPLE.undo))")
FAR_AHEAD = timedelta(hours=1)


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Callable[[str], Child]]:
    monkeypatch.setattr(processes, "ROOMS", ROOMS)
    started: list[Child] = []

    def start(patch: str) -> Child:
        started.append(Child(WORKER.format(data=str(folder), patch=patch), SETTINGS))
        return started[-1]

    yield start
    for child in started:
        child.close()


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_no_row_and_doubles_none(
    upload: Callable[..., Import], importer: Actor, worker: Callable[[str], Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, "CHUNK", 10)
    rows = [f"{number % 45}@example.org" for number in range(50)]
    load = upload("Почта\n" + "\n".join(rows))
    assert load.kind == KIND
    map_import(actor=importer, load=load, mapping={"email": "Почта"}, options={})
    outbox.run_all()
    load.refresh_from_db()
    confirm_import(actor=importer, load=load)

    child = worker(WRITING)
    child.hear("in the middle")
    child.kill()
    load.refresh_from_db()
    assert (load.state, load.done, load.new) == (State.WRITING, 20, 20)
    assert Person.objects.filter(email__endswith="@example.org").count() == 20 + 1

    with clock.at(clock.now() + FAR_AHEAD):
        outbox.run_all()
    load.refresh_from_db()
    assert load.state == State.DONE
    assert load.counts == {"new": 45, "changed": 0, "unchanged": 0, "duplicate": 5, "wrong": 0}
    assert Person.objects.filter(email__endswith="@example.org").count() == 45 + 1
    assert facts("imports.chunk.written") == ["imports.chunk.written"] * 4
    assert facts("imports.import.written") == ["imports.import.written"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_undoing_undoes_everything_once(
    upload: Callable[..., Import], importer: Actor, worker: Callable[[str], Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, "CHUNK", 10)
    before = dump("accounts")
    load = upload("Почта\n" + "\n".join(f"{number}@example.org" for number in range(50)))
    map_import(actor=importer, load=load, mapping={"email": "Почта"}, options={})
    outbox.run_all()
    load.refresh_from_db()
    confirm_import(actor=importer, load=load)
    outbox.run_all()
    load.refresh_from_db()
    undo_import(actor=importer, load=load)

    child = worker(UNDOING)
    child.hear("in the middle")
    child.kill()
    load.refresh_from_db()
    assert (load.state, load.place, load.traces.count()) == (State.UNDOING, 2, 3)
    assert Person.objects.filter(email__endswith="@example.org").count() == 30 + 1

    with clock.at(clock.now() + FAR_AHEAD):
        outbox.run_all()
    load.refresh_from_db()
    assert (load.state, load.place) == (State.UNDONE, 5)
    assert dump("accounts") == before
    assert facts("imports.chunk.undone") == ["imports.chunk.undone"] * 4
    assert facts("imports.import.undone") == ["imports.import.undone"]
