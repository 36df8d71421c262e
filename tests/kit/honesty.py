"""Nothing is skipped silently: what did not run is told at the end, and a skip nobody expected is a failure."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ABSENT = "real data absent"
NO_OFFICE = "LibreOffice absent"


def pytest_configure(config: pytest.Config) -> None:
    """Name the marks in use."""
    config.addinivalue_line("markers", "browser: drives a real browser (set by the fixtures in use)")
    config.addinivalue_line("markers", "real_data: reads public registers that are not part of the repository")
    config.addinivalue_line("markers", "libreoffice: opens and saves tables in LibreOffice itself")
    config.addinivalue_line("markers", "matrix: a further combination of the browser's axes, run by `make test-all`")
    config.addinivalue_line("markers", "reality: starts whole processes; slow")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests of the browser, and put aside those whose data this machine has not."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if names & {"chromium", "page", "open_page", "visit"}:
            item.add_marker("browser")
        if "real_data" in names:
            item.add_marker("real_data")
        if "libreoffice" in names:
            item.add_marker("libreoffice")
            if shutil.which("soffice") is None:
                item.add_marker(pytest.mark.skip(reason=NO_OFFICE))
        if item.get_closest_marker("real_data") and not real_data_folder().is_dir():
            item.add_marker(pytest.mark.skip(reason=ABSENT))
    del config


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Turn a skip into a failure when the run is to be complete, except for absent real data and LibreOffice."""
    report: pytest.TestReport = yield  # type: ignore[assignment]
    del call
    complete = os.environ.get("VMESTE_TESTS_COMPLETE") == "1"
    may_lack = item.get_closest_marker("real_data") or item.get_closest_marker("libreoffice")
    if complete and report.skipped and not hasattr(report, "wasxfail") and not may_lack:
        report.outcome = "failed"
        report.longrepr = f"skipped, though every test must run: {report.longrepr}"
    return report  # type: ignore[return-value]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests wait for real data or a table program, and why the others were skipped."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        longrepr = getattr(report, "longrepr", "")
        reason = str(longrepr[2] if isinstance(longrepr, tuple) else longrepr).removeprefix("Skipped: ")
        reasons[reason] = reasons.get(reason, 0) + 1
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"not run: {reason} ({count} {'test' if count == 1 else 'tests'})")


def real_data_folder() -> Path:
    """Give the folder of public registers: `VMESTE_REAL_DATA`, or `shared/data` beside the repository."""
    return Path(os.environ.get("VMESTE_REAL_DATA") or ROOT.parent / "shared" / "data")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder of public registers; tests that ask for it are told apart when it is absent."""
    return real_data_folder()
