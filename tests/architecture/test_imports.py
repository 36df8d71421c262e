"""Who imports whom: floors and rooms by import-linter's contracts, public files here."""

import os
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.architecture.house import BESIDE, OPEN_HOUSES, PUBLIC, ROOT, Room, room_of, rooms


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("vmeste", cache_dir=None)


def is_public(room: Room, module: str) -> bool:
    part = module.removeprefix(room.module).removeprefix(".").partition(".")[0]
    return room.name in OPEN_HOUSES or not part or part in PUBLIC | BESIDE.get(room.name, set())


def test_rooms_import_only_public_files_of_other_rooms(graph: grimp.ImportGraph) -> None:
    faults = []
    for importer in sorted(graph.modules):
        own = room_of(importer)
        if own is None or ".migrations" in importer:
            continue
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            other = room_of(imported)
            if other and other != own and not is_public(other, imported):
                faults.append(f"{importer} imports {imported}")
    assert faults == []


def test_rooms_import_only_rooms_before_them(graph: grimp.ImportGraph) -> None:
    faults = []
    for importer in sorted(graph.modules):
        own = room_of(importer)
        for imported in sorted(graph.find_modules_directly_imported_by(importer)) if own else ():
            other = room_of(imported)
            if own and (imported.startswith("vmeste.config") or (other and other.place > own.place)):
                faults.append(f"{importer} imports {imported}")
    assert faults == []


def test_the_contracts_of_floors_and_rooms_are_kept() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_folder_with_an_application_is_a_room_in_the_order() -> None:
    known = {room.name for room in rooms()}
    found = {
        ".".join(path.parent.relative_to(ROOT / "src" / "vmeste").parts)
        for path in (ROOT / "src" / "vmeste").rglob("apps.py")
    }
    assert found == known
