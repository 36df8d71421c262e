"""A worker is killed in the middle of writing: nothing is lost, nothing comes twice."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.ground.imports.people_kind import KIND
from tests.kit import processes
from tests.kit.facts import facts
from tests.kit.processes import Child
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts import outbox
from vmeste.ground.imports import passes
from vmeste.ground.imports.commands import confirm_import, map_import
from vmeste.ground.imports.models import Import, State
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor

ROOMS = (
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *processes.ROOMS,
    "vmeste.ground.text",
    "vmeste.ground.ui",
    "vmeste.ground.accounts",
    "vmeste.ground.vocabulary",
    "vmeste.ground.imports",
)
SETTINGS = {"AUTH_USER_MODEL": "accounts.Person", "MIDDLEWARE": ["allauth.account.middleware.AccountMiddleware"]}
WORKER = """
from types import SimpleNamespace
from pathlib import Path
from tests.ground.imports.people_kind import KIND, PEOPLE, PeopleRun
from vmeste.ground.facts import outbox
from vmeste.ground.imports import passes
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import Actor, ActorKind

settings.VMESTE = SimpleNamespace(data=Path({data!r}))
passes.CHUNK = 10
registries.import_kinds.add(KIND, PEOPLE)
registries.actor_makers.add("person", lambda person, _organisation: Actor(ActorKind.PERSON, person, is_admin=True))
honest, chunks = PeopleRun.write, []

def write(self, rows):
    verdicts = honest(self, rows)
    chunks.append(1)
    if len(chunks) == 3:
        say("in the middle")
        wait()
    return verdicts

PeopleRun.write = write
while outbox.work("heavy"):
    pass
say("all done")
"""
FAR_AHEAD = timedelta(hours=1)


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Callable[[], Child]]:
    monkeypatch.setattr(processes, "ROOMS", ROOMS)
    started: list[Child] = []

    def start() -> Child:
        started.append(Child(WORKER.format(data=str(folder)), SETTINGS))
        return started[-1]

    yield start
    for child in started:
        child.close()


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_no_row_and_doubles_none(
    upload: Callable[..., Import], importer: Actor, worker: Callable[[], Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, "CHUNK", 10)
    rows = [f"{number % 45}@example.org" for number in range(50)]
    load = upload("Почта\n" + "\n".join(rows))
    assert load.kind == KIND
    map_import(actor=importer, load=load, mapping={"email": "Почта"}, options={})
    outbox.run_all()
    load.refresh_from_db()
    confirm_import(actor=importer, load=load)

    child = worker()
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
