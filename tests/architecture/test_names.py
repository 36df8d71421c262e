"""Names and sizes of files, and what each room must have."""

import ast
import re

import pytest

from tests.architecture.house import SOURCE, python_files, rooms, short, templates

DRAWERS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "services",
    "service",
    "managers",
    "manager",
    "signals",
    "misc",
}
LONGEST = 320
TRANSLATORS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
JOINED_IN_TEMPLATE = re.compile(r"\b_\(\s*(?:\"[^\"]*\"|'[^']*')\s*(?:~|\+|\.format|%)")
FLOW_BY_SIGNAL = re.compile(r"\b(?:pre|post)_(?:save|delete|init)\b|\bm2m_changed\b|django\.dispatch")


def test_there_are_no_drawers() -> None:
    assert [short(path) for path in SOURCE.rglob("*") if path.stem in DRAWERS] == []


def test_no_file_is_too_long_to_read() -> None:
    lengths = {short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


@pytest.mark.parametrize("part", ["README.md", "apps.py", "__init__.py"])
def test_every_room_has_what_a_room_has(part: str) -> None:
    assert [str(room) for room in rooms() if not (room.folder / part).is_file()] == []


def test_a_readme_says_something() -> None:
    written = {str(room): path for room in rooms() if (path := room.folder / "README.md").is_file()}
    assert [name for name, path in written.items() if len(path.read_text(encoding="utf-8")) < 200] == []


def test_no_room_is_scaffolded_empty() -> None:
    empty = [
        short(path)
        for path in python_files()
        if path.name != "__init__.py" and len(ast.parse(path.read_text(encoding="utf-8")).body) <= 1
    ]
    assert empty == []


def test_texts_for_readers_are_whole() -> None:
    """An f-string, a sum or a formatted text inside `_()` would never be found in a catalogue."""
    faults = []
    for path in python_files():
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        faults += [
            f"{short(path)}:{call.lineno}" for call in calls if _name(call.func) in TRANSLATORS and not _is_plain(call)
        ]
    faults += [
        short(path) for _room, path in templates() if JOINED_IN_TEMPLATE.search(path.read_text(encoding="utf-8"))
    ]
    assert faults == []


def test_nothing_flows_by_signals() -> None:
    assert [short(path) for path in python_files() if FLOW_BY_SIGNAL.search(path.read_text(encoding="utf-8"))] == []


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _is_plain(call: ast.Call) -> bool:
    """Tell whether the text is written out; a variable is somebody else's text, translated where it was written."""
    return not any(isinstance(argument, (ast.JoinedStr, ast.BinOp, ast.Call)) for argument in call.args[:2])
