"""The house as the tests see it: rooms in their order, files, texts."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "vmeste"
PUBLIC = {"models", "queries", "commands", "policies", "facts"}
BESIDE = {  # pure values and maths that upper rooms need to speak with a room
    "ground.vocabulary": {"thesaurus"},
    "gather.exchange": {"terms", "quick_entry"},
    "gather.participants": {"distance"},
}
OPEN_HOUSES = {"ground.kernel", "ground.facts", "ground.text", "ground.ui"}


@dataclass(frozen=True, slots=True)
class Room:
    """One room: its dotted name below `vmeste`, its place in the order from the ground up."""

    name: str
    place: int

    @property
    def folder(self) -> Path:
        return SOURCE / self.name.replace(".", "/")

    @property
    def label(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def module(self) -> str:
        return f"vmeste.{self.name}"

    def files(self, pattern: str) -> list[Path]:
        return sorted(path for path in self.folder.rglob(pattern) if "__pycache__" not in path.parts)

    def __str__(self) -> str:
        return self.name


def rooms() -> list[Room]:
    """Give all rooms, those of the ground first; a room may use those before it."""
    from django.conf import settings  # noqa: PLC0415  collected before Django is set up

    return [Room(name, place) for place, name in enumerate(settings.ROOMS)]


def room_of(module: str) -> Room | None:
    """Give the room a module belongs to; none for `vmeste.config` and floors themselves."""
    found = [room for room in rooms() if module == room.module or module.startswith(f"{room.module}.")]
    return max(found, key=lambda room: len(room.name), default=None)


def python_files() -> Iterator[Path]:
    """Give the product's own Python files, without migrations."""
    for path in sorted(SOURCE.rglob("*.py")):
        if not {"migrations", "__pycache__"} & set(path.parts):
            yield path


def templates() -> list[tuple[Room, Path]]:
    """Give every page and piece with its room."""
    return [(room, path) for room in rooms() for path in room.files("*.html") if "templates" in path.parts]


def kept_files() -> list[Path]:
    """Give every file of the repository; where there is no repository, every file that is not ignored by habit."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607  git is found on the path
        cwd=ROOT,
        check=False,
        capture_output=True,
    )
    if listed.returncode == 0 and listed.stdout:
        return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]
    left_out = {".venv", "var", ".git", "__pycache__", ".mypy_cache", ".ruff_cache"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not left_out & set(path.parts)]


def short(path: Path) -> str:
    """Name a file as a reader of a failure wants it."""
    return str(path.relative_to(ROOT))
