"""On which database the tests run: `--db=sqlite` (a real file) or `--db=postgres` (a cluster of our own)."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from tests.kit.postgres import Cluster

ROOT = Path(__file__).resolve().parent.parent.parent
SETTINGS = "vmeste.config.settings"
_cluster: Cluster | None = None
_data: Path | None = None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the choice of database; without it `VMESTE_DATABASE_URL` decides, and SQLite when that is empty."""
    parser.addoption("--db", choices=("sqlite", "postgres"), default=None, help="database of the tests")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Say to the product where its data are before Django reads its settings."""
    is_worker = hasattr(config, "workerinput")
    if not is_worker:
        _choose_database(config)
        _compile_catalogues()
    _choose_data_folder(getattr(config, "workerinput", {}).get("workerid", ""))
    _read_settings()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop our cluster and remove what we wrote."""
    if not hasattr(config, "workerinput") and _cluster:
        _cluster.stop()
    if _data:
        shutil.rmtree(_data, ignore_errors=True)


def pytest_report_header(config: pytest.Config) -> str:
    """Say at the top on what the tests run."""
    del config
    return f"database: {'PostgreSQL' if os.environ.get('VMESTE_DATABASE_URL') else 'SQLite, a file'}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Keep SQLite's test database in a file, with the product's own backend and options; memory would hide locks."""
    from django.db import connections  # noqa: PLC0415  settings must be chosen first

    settings = connections["default"].settings_dict
    if "sqlite" in settings["ENGINE"]:
        calm = settings["OPTIONS"].get("init_command", "").replace("synchronous=FULL", "synchronous=OFF")
        settings["OPTIONS"]["init_command"] = calm  # a test outlives no power cut
        settings["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


def _choose_database(config: pytest.Config) -> None:
    """Start a cluster if PostgreSQL is asked for; it is never one that runs already."""
    global _cluster  # noqa: PLW0603  one cluster serves the whole session
    wanted = config.getoption("--db")
    if wanted == "sqlite":
        os.environ["VMESTE_DATABASE_URL"] = ""
    elif wanted == "postgres" and not config.getoption("--collect-only"):
        _cluster = Cluster()
        os.environ["VMESTE_DATABASE_URL"] = _cluster.url


def _choose_data_folder(worker: str) -> None:
    """Give each process of the tests its own folder, so that mails and keys do not meet those of `make run`."""
    global _data  # noqa: PLW0603  removed at the end
    _data = Path(tempfile.mkdtemp(prefix=f"vmeste-tests-{worker}-"))
    (_data / "static").mkdir()  # WhiteNoise warns when there is none, and warnings are errors
    os.environ["VMESTE_DATA"] = str(_data)
    os.environ["VMESTE_PAGE_MEMORY"] = "0"  # rows that tests lay down tell no facts


def _read_settings() -> None:
    """Let Django read its settings now; a name left behind would make workers read them before a folder is chosen."""
    from django.conf import settings  # noqa: PLC0415  the surroundings are complete only here

    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    settings.DATABASES  # noqa: B018  reading is what loads them
    del os.environ["DJANGO_SETTINGS_MODULE"]


def _compile_catalogues() -> None:
    """Make `.mo` files from catalogues that have changed, as `make setup` does."""
    sys.path.insert(0, str(ROOT))
    from tools.messages import compile_changed  # noqa: PLC0415  needs the path above

    compile_changed()
