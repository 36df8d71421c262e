"""The commands of the house: what they say, what they refuse, what they leave alone."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import check, doctor, install, locks, run_tests, start

ROOT = Path(__file__).resolve().parents[2]


def test_the_doctor_names_one_line_for_all_that_lacks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lacking = [doctor.Need("x", "make test", False, "postgresql"), doctor.Need("y", "make test", False, "chromium")]
    monkeypatch.setattr(doctor, "needs", lambda: lacking)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert doctor.main([]) == 1
    line = next(line for line in capsys.readouterr().out.splitlines() if "apt-get install" in line)
    assert line.strip() == (
        "sudo apt-get update && sudo apt-get install --yes --no-install-recommends postgresql chromium"
    )


def test_nothing_is_installed_where_nothing_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "needs", list)
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_more: pytest.fail("must not install"))
    assert doctor.main(["--install"]) == 0


def test_a_plain_user_is_stopped_with_the_line_to_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "needs", lambda: [doctor.Need("x", "make test", False, "chromium")])
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert doctor.main(["--install"]) == 1
    assert "chromium" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "many"], "PORT must be a number from 1 to 65535, not 'many'"),
        (["--port", "0"], "PORT must be a number"),
        (["--demo", "yes"], "DEMO must be 0 or 1, not 'yes'"),
    ],
)
def test_a_wrong_choice_is_refused_in_words(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        start.main(arguments)
    assert words in capsys.readouterr().err


def test_a_port_in_use_is_told_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "_is_taken", lambda _port: True)
    assert start.main(["--port", "8000"]) == 1
    assert "make run PORT=8001" in capsys.readouterr().err


def test_an_old_python_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(install, "OLDEST", (99, 0))
    assert install.main(["runtime"]) == 1
    assert "Python 3.11 or newer" in capsys.readouterr().err


def test_a_system_without_venv_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(install, "PYTHON", tmp_path / "bin" / "python")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(SystemExit, match="apt install python3-venv"):
        install.main(["runtime"])


def test_setting_up_again_does_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With stamps in place only stamps are read."""
    for name, value in {"VENV": tmp_path, "PYTHON": Path(sys.executable)}.items():
        monkeypatch.setattr(install, name, value)
    (tmp_path / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    monkeypatch.setattr(install, "_catalogues_are_old", lambda: False)
    monkeypatch.setattr(install, "_run", lambda *_command: None)
    install.main(["runtime"])
    monkeypatch.setattr(install, "_run", lambda *command: pytest.fail(f"ran {command}"))
    assert install.main(["runtime"]) == 0
    assert (tmp_path / "bin" / "vmeste").stat().st_mode & 0o111


def test_another_lock_is_installed_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = install._fingerprint("runtime")
    monkeypatch.setattr(install, "ROOT", tmp_path)
    (tmp_path / "requirements").mkdir()
    for name in ("installer.lock", "runtime.lock"):
        (tmp_path / "requirements" / name).write_text("other")
    assert install._fingerprint("runtime") != before


def test_the_summary_ends_with_pytests_own_words_per_axis() -> None:
    outcomes = [run_tests.Outcome(run_tests.SQLITE), run_tests.Outcome(run_tests.BROWSER, status=1)]
    for line in ("x", "not run: real data absent (3 tests)", "===== 12 passed, 3 skipped in 4.56s ====="):
        run_tests.note(outcomes[0], line)
    run_tests.note(outcomes[1], "======= 1 failed, 2 passed in 61.20s (0:01:01) =======")
    assert run_tests.summary(outcomes, 66).splitlines()[2:] == [
        "SQLite:",
        "not run: real data absent (3 tests)",
        "===== 12 passed, 3 skipped in 4.56s =====",
        "browser:",
        "======= 1 failed, 2 passed in 61.20s (0:01:01) =======",
    ]


def test_the_tests_do_not_see_settings_of_a_running_product(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VMESTE_DATABASE_URL", "postgres://somebody/else")
    monkeypatch.setenv("VMESTE_REAL_DATA", "/somewhere")
    given = run_tests.surroundings()
    assert "VMESTE_DATABASE_URL" not in given
    assert given["VMESTE_REAL_DATA"] == "/somewhere"


@pytest.mark.parametrize("tool", [run_tests.main, install.main])
def test_an_unknown_word_is_refused(tool: Callable[[list[str]], int]) -> None:
    assert tool(["everything"]) != 0


def test_a_check_that_finds_faults_says_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fault: list[str | Path] = [sys.executable, "-c", "print('here is the fault'); raise SystemExit(1)"]
    monkeypatch.setattr(check, "CHECKS", {"good": [sys.executable, "-c", ""], "bad": fault})
    assert check.main() == 1
    said = capsys.readouterr().out
    assert "here is the fault" in said
    assert "FAULTS bad" in said
    assert "well   good" in said


def test_addresses_in_a_lock_are_noticed() -> None:
    assert locks.ADDRESS.search("--index-url https" + "://mirror.example/simple")
    assert not locks.ADDRESS.search("django==5.2.19 \\\n    --hash=sha256:00ff\n    # via -r requirements/runtime.in")


def test_the_list_of_commands_is_printed() -> None:
    done = subprocess.run(["make", "--silent", "help"], cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S607
    assert {"setup", "run", "test", "quick", "check", "bench", "doctor"} <= {
        line.split()[0] for line in done.stdout.splitlines()
    }
