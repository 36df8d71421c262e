"""The command line as somebody types it: every test runs the command in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90.0


def vmeste(*words: str, data: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command on an empty place."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("VMESTE_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "vmeste.config.command_line", *words],
        env=surroundings | {"VMESTE_DATA": str(data), "PYTHONPATH": str(ROOT / "src")} | settings,
        cwd=ROOT,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize("words", [(), ("help",), ("--help",), ("-h",)])
def test_help_lists_the_products_commands_and_needs_no_settings(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = vmeste(*words, data=tmp_path, VMESTE_PORT="wrong")
    assert done.returncode == 0
    for word in ("serve", "worker", "migrate", "demo load", "import", "check", "admin create"):
        assert f"vmeste {word}" in done.stdout
    assert "makemigrations" not in done.stdout


def test_a_mistyped_command_is_told_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    done = vmeste("migarte", data=tmp_path)
    assert done.returncode == 2
    assert "«migrate»" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("word", ["serve", "worker", "migrate", "check", "django"])
def test_every_wrong_setting_is_told_at_once_and_ends_the_command(tmp_path: Path, word: str) -> None:
    done = vmeste(word, data=tmp_path, VMESTE_PORT="many", VMESTE_TIME_ZONE="Mars")
    assert done.returncode == 2
    assert done.stderr.count("VMESTE_") == 2
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = vmeste("worker", data=tmp_path / "file" / "data")
    assert done.returncode == 2
    assert "VMESTE_DATA" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_mistyped_setting_is_told_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    done = vmeste("check", data=tmp_path, VMESTE_DATABSE_URL="postgres://u:hunter2@h/n", VMESTE_PORT="many")
    assert done.returncode == 2
    told = done.stderr.splitlines()
    assert len(told) == 2
    assert "VMESTE_DATABSE_URL: there is no such setting. Did you mean VMESTE_DATABASE_URL?" in told
    assert "hunter2" not in done.stderr
    alone = vmeste("check", data=tmp_path, VMESTE_WEATHER="fine")
    assert (alone.returncode, alone.stderr) == (2, "VMESTE_WEATHER: there is no such setting.\n")
    assert vmeste("help", data=tmp_path, VMESTE_WEATHER="fine").returncode == 0


@pytest.mark.parametrize("words", [("help",), ("import", "--help"), ("django", "help")])
def test_a_reader_who_has_enough_ends_the_command_quietly(tmp_path: Path, words: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "vmeste.config.command_line", *words],
        env={"PATH": os.environ["PATH"], "VMESTE_DATA": str(tmp_path), "PYTHONPATH": str(ROOT / "src")},
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


def test_wrong_use_is_told_as_usage(tmp_path: Path) -> None:
    for words in (("serve", "--port", "0"), ("worker", "--lane", "slow"), ("check", "everything")):
        done = vmeste(*words, data=tmp_path)
        assert done.returncode == 2, words
        assert done.stderr.startswith(f"usage: vmeste {words[0]}"), done.stderr
        assert "--settings" not in done.stderr


def test_a_database_that_does_not_answer_is_told_in_words(tmp_path: Path) -> None:
    done = vmeste("migrate", data=tmp_path, VMESTE_DATABASE_URL=f"postgres://nobody@/none?host={tmp_path}")
    assert done.returncode == 1
    assert "The database does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_place_is_made_ready_once_and_checked(tmp_path: Path) -> None:
    before = vmeste("check", data=tmp_path)
    assert before.returncode == 1
    assert "run «vmeste migrate»" in before.stderr
    first, second = vmeste("migrate", data=tmp_path), vmeste("migrate", data=tmp_path)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "migrations applied" in first.stdout
    assert second.stdout == "Everything is up to date.\n"
    after = vmeste("check", "all", data=tmp_path)
    assert (after.returncode, after.stderr) == (0, "")
    assert "All is well." in after.stdout


def test_the_frameworks_own_commands_stand_apart(tmp_path: Path) -> None:
    done = vmeste("django", "check", data=tmp_path)
    assert done.returncode == 0, done.stderr
