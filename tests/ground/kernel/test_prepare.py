"""`vmeste migrate` may be repeated, and takes turns with itself."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command

from tests.kit.processes import Child
from vmeste.ground.kernel.management.commands import prepare
from vmeste.ground.kernel.models import Once
from vmeste.ground.kernel.registries import Registry
from vmeste.ground.kernel.turns import turn

Loader = Callable[[], str]


@pytest.fixture(autouse=True)
def release_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> Registry[Loader]:
    """Give a registry of loaders that holds none of the product's."""
    own: Registry[Loader] = Registry()
    monkeypatch.setattr(prepare, "release_data", own)
    monkeypatch.setattr(prepare, "collect_static", lambda: None)
    settings.STATIC_ROOT = tmp_path
    return own


@pytest.mark.django_db
def test_release_data_are_loaded_and_told(capsys: pytest.CaptureFixture[str], release_data: Registry[Loader]) -> None:
    answers = iter(["7 places loaded.", ""])
    release_data.add("tests.places", lambda: next(answers))
    call_command("prepare")
    assert capsys.readouterr().out == "7 places loaded.\n"
    call_command("prepare")
    assert capsys.readouterr().out == "Everything is up to date.\n"


@pytest.mark.django_db(transaction=True)
def test_a_loader_that_fails_leaves_nothing_half_done(release_data: Registry[Loader]) -> None:
    def load() -> str:
        Once.objects.create(key=b"1", at="2026-11-20T00:00Z")
        raise LookupError

    release_data.add("tests.places", load)
    with pytest.raises(LookupError):
        call_command("prepare")
    assert not Once.objects.exists()


HOLDS = """
from types import SimpleNamespace
settings.VMESTE = SimpleNamespace(data={data!r})
from vmeste.ground.kernel.turns import turn
say("begins")
with turn("tests"):
    say("inside")
    wait()
say("out")
"""


def test_of_two_processes_one_waits(spawn: Callable[..., Child], tmp_path: Path, settings: Any) -> None:
    settings.VMESTE = SimpleNamespace(data=tmp_path)
    holder = spawn(HOLDS.format(data=str(tmp_path)))
    holder.hear("inside")
    other = spawn(HOLDS.format(data=str(tmp_path)))
    other.hear("begins")
    assert other.is_silent(0.3)
    with turn("another"):
        pass  # turns of other names are free
    holder.tell()
    other.hear("inside")
    other.kill()
    with turn("tests"):
        pass  # a process that is killed holds nothing
