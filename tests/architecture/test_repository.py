"""What the repository must not hold: addresses of registries, paths of a machine, secrets, catalogues with gaps."""

import re
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, kept_files, rooms, short
from tools import messages

TEXT = {
    ".py",
    ".md",
    ".html",
    ".txt",
    ".toml",
    ".lock",
    ".in",
    ".json",
    ".css",
    ".js",
    ".sh",
    ".cfg",
    ".ini",
    ".yml",
    ".yaml",
    ".po",
    "",
}
REGISTRIES = re.compile(  # spelled so that this file does not hold them
    "|".join(
        [
            "py" + r"pi\.org",
            "pythonhosted" + r"\.org",
            "npmj" + r"s\.(?:org|com)",
            "yarnpk" + r"g\.com",
            "crate" + r"s\.io",
        ]
    ),
    re.IGNORECASE,
)
MACHINE = re.compile(r"(?<![\w.}/])/(?:" + "|".join(["wor" + "k", "roo" + "t", "hom" + "e", "opt"]) + r")/[\w.-]+")
SECRET = re.compile("-----BEGIN (?:[A-Z]+ )?PRIVATE" + " KEY-----")


def texts() -> list[tuple[Path, str]]:
    return [(path, path.read_text(encoding="utf-8", errors="replace")) for path in kept_files() if path.suffix in TEXT]


@pytest.mark.parametrize(
    ("what", "pattern"), [("a registry", REGISTRIES), ("a path of a machine", MACHINE), ("a private key", SECRET)]
)
def test_nothing_names(what: str, pattern: re.Pattern[str]) -> None:
    found = {short(path): match.group() for path, text in texts() if (match := pattern.search(text))}
    assert found == {}, what


def test_every_locked_package_has_hashes_and_no_address() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.lock")):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text, lock.name
        packages = re.split(r"\n(?=[a-z0-9])", text.strip())
        assert [package.splitlines()[0] for package in packages if "--hash=sha256:" not in package] == [], lock.name


def test_what_runs_is_locked_the_same_for_the_tests() -> None:
    def versions(name: str) -> set[str]:
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        return set(re.findall(r"^([a-z0-9][\w.-]*(?:\[[\w,-]+\])?==\S+)", text, re.MULTILINE))

    assert versions("runtime.lock") - versions("tests.lock") == set()


def test_nothing_made_by_a_machine_is_kept() -> None:
    made = {".pyc", ".mo", ".sqlite3", ".key", ".log"}
    assert [short(path) for path in kept_files() if path.suffix in made] == []


def test_every_catalogue_is_complete() -> None:
    assert {str(room): found for room in rooms() if (found := messages.faults(room.folder))} == {}


def test_catalogues_hold_no_places_and_are_sorted() -> None:
    for room in rooms():
        path = room.folder / messages.CATALOGUE
        if path.exists():
            text = path.read_text(encoding="utf-8")
            assert "\n#: " not in text, short(path)
            assert "\n#~ " not in text, short(path)
            keys = [message.id for message in messages.read(room.folder) if message.id]
            assert keys == sorted(keys, key=lambda key: key if isinstance(key, str) else key[0]), short(path)
