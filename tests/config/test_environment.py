"""What is set from outside: typed, all faults told at once, secrets never repeated."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from vmeste.config.environment import Environment, told

ROOT = Path(__file__).resolve().parents[2]
MAKE_KEY = "from vmeste.config.environment import Environment; print(Environment().key())"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("VMESTE_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("VMESTE_DATA", str(tmp_path))


def faults(monkeypatch: pytest.MonkeyPatch, **given: str) -> list[str]:
    """Set variables and give the lines that tell what is wrong with them."""
    for name, value in given.items():
        monkeypatch.setenv(f"VMESTE_{name.upper()}", value)
    with pytest.raises(ValidationError) as wrong:
        Environment()
    return told(wrong.value).splitlines()


def test_nothing_need_be_set() -> None:
    environment = Environment()
    assert environment.origin == "http://localhost:8000"
    assert environment.bind == "127.0.0.1"
    assert environment.database_url == ""


def test_the_address_follows_the_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VMESTE_PORT", "8123")
    assert Environment().origin == "http://localhost:8123"


def test_the_host_of_the_address_is_served_without_saying_it_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VMESTE_ORIGIN", "https://vmeste.example/")
    monkeypatch.setenv("VMESTE_PROXIES", "1")
    monkeypatch.setenv("VMESTE_HOSTS", "localhost, other.example")
    environment = Environment()
    assert environment.origin == "https://vmeste.example"
    assert environment.hosts == ["localhost", "other.example", "vmeste.example"]


def test_all_faults_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = faults(
        monkeypatch,
        port="many",
        threads="0",
        time_zone="Mars/Olympus",
        origin="vmeste.example",
        mail_tls="ssl",
        debug="perhaps",
        database_url="mysql://root@localhost/vmeste",
    )
    names = ["database_url", "origin", "debug", "mail_tls", "time_zone", "port", "threads"]
    assert sorted(line.split(":")[0] for line in lines) == sorted(f"VMESTE_{name.upper()}" for name in names)
    assert any("'Mars/Olympus'" in line for line in lines)


@pytest.mark.parametrize(
    "url", ["mysql://u:hunter2@h/n", "postgres://u:hunter2@h:port/n", "postgres://u:hunter2@h", "u:hunter2@h/n"]
)
def test_a_wrong_address_of_a_database_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    lines = faults(monkeypatch, database_url=url)
    assert len(lines) == 1
    assert "postgres://user:password@host:port/name" in lines[0]
    assert "hunter2" not in lines[0]


@pytest.mark.parametrize(
    "url", ["postgres://u:p@h:5432/n", "postgresql://u@/n?host=%2Ftmp%2Fa&port=5", "postgres://h/n?sslmode=require"]
)
def test_right_addresses_of_databases_are_taken(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("VMESTE_DATABASE_URL", url)
    assert Environment().database_url == url


@pytest.mark.parametrize("origin", ["vmeste.example", "ftp://vmeste.example", "https://", "https://a.example/path"])
def test_a_wrong_address_of_the_product_is_told(monkeypatch: pytest.MonkeyPatch, origin: str) -> None:
    assert "https://vmeste.example" in faults(monkeypatch, origin=origin)[0]


def test_who_opens_it_by_https_says_who_stands_in_front(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Environment().proxies == 0
    lines = faults(monkeypatch, origin="https://vmeste.example")
    assert len(lines) == 1
    assert lines[0].startswith("VMESTE_PROXIES: must say how many")
    monkeypatch.setenv("VMESTE_PROXIES", "0")
    assert Environment().proxies == 0
    monkeypatch.setenv("VMESTE_PROXIES", "2")
    assert Environment().proxies == 2


def test_the_key_is_made_once_and_is_for_its_owner_only(tmp_path: Path) -> None:
    key = Environment().key()
    assert Environment().key() == key
    assert len(key) >= 50
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_a_key_that_is_given_is_not_written_down(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VMESTE_SECRET_KEY", "given")
    assert Environment().key() == "given"
    assert list(tmp_path.iterdir()) == []


def test_processes_that_start_together_have_one_key(tmp_path: Path) -> None:
    surroundings = os.environ | {"VMESTE_DATA": str(tmp_path / "new"), "PYTHONPATH": str(ROOT / "src")}
    children = [
        subprocess.Popen([sys.executable, "-c", MAKE_KEY], env=surroundings, stdout=subprocess.PIPE) for _ in range(4)
    ]
    keys = {child.communicate(timeout=60)[0] for child in children}
    assert len(keys) == 1
    assert len(keys.pop()) >= 50
