"""The documentation points at what exists and says what is so."""

import re

import pytest

from tests.architecture.house import ROOT, kept_files, short
from tools import settings_table

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
TARGET = re.compile(r"`make ([a-z-]+)")


def pages() -> list[str]:
    return [short(path) for path in kept_files() if path.suffix == ".md"]


def test_links_lead_somewhere() -> None:
    faults = [
        f"{name} → {link}"
        for name in pages()
        for link in LINK.findall((ROOT / name).read_text(encoding="utf-8"))
        if not ((ROOT / name).parent / link).exists()
    ]
    assert faults == []


def test_commands_that_are_told_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    told = {target for name in pages() for target in TARGET.findall((ROOT / name).read_text(encoding="utf-8"))}
    assert told - targets == set()


def test_the_table_of_settings_is_that_of_the_code() -> None:
    text = settings_table.GUIDE.read_text(encoding="utf-8")
    assert settings_table.filled(text) == text, "run `python -m tools.settings_table`"


@pytest.mark.parametrize("lock", ["runtime.in", "tests.in"])
def test_every_dependency_says_why_it_is_there(lock: str) -> None:
    lines = (ROOT / "requirements" / lock).read_text(encoding="utf-8").splitlines()
    names = [re.split(r"[\[<>=;\s]", line)[0] for line in lines if line and not line.startswith(("-", "#"))]
    told = (ROOT / "docs" / "adr" / "0001-dependencies.md").read_text(encoding="utf-8").lower()
    assert [name for name in names if name.lower() not in told] == []
