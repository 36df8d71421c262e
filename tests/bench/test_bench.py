"""Whether every measure runs and says what others rely on; how good the figures are is asked by `make bench` alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.result import Bar, Result

ROOT = Path(__file__).resolve().parents[2]
PROMISED = {
    "pages": {"public_list_ratio", "public_list_cold_ratio", "public_detail_ratio", "signed_in_ratio"},
    "matching": {"one_ratio"},
    "import": {"ratio", "peak_mb"},
    "search": {"rare_ratio", "common_ratio", "typo_ratio", "facets_ratio"},
    "start": {"ratio"},
    "memory": {"web_mb"},
}
TRUTH = {"precision", "recall"}
OF_REAL_DATA = {"seconds"} | {
    f"{start}{name}" for start in ("", "held_", "loaded_", "loaded_held_") for name in TRUTH
}  # fmt: skip


@pytest.fixture(scope="module")
def said() -> str:
    """Run all measures at a size that only shows whether they run; give what they print."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("VMESTE_", "KEEP"))}
    command = [sys.executable, "-W", "ignore", "-m", "bench", "--size", "tiny"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_last_line_holds_every_figure_that_is_promised(said: str) -> None:
    figures = json.loads(said.rstrip().splitlines()[-1])

    truth = figures.pop("dedupe")
    assert set(truth) == OF_REAL_DATA or (not truth and "not run: real data absent" in said)
    assert {name: set(found) for name, found in figures.items()} == PROMISED
    assert all(value > 0 for found in figures.values() for value in found.values())


def test_a_person_reads_each_bar_and_whether_it_is_met(said: str) -> None:
    assert "≥ 1/20" in said
    assert "met" in said.lower()


def test_of_several_pages_of_a_kind_the_worst_counts() -> None:
    result = Result()
    for ours in (3.0, 1.0, 2.0):
        result.compare("page", ours=ours, baseline=10, unit="", bar=Bar("≥ 1/4", least=0.25), figure="more_is_better")
        result.compare("time", ours=ours, baseline=10, unit="", bar=Bar("≤ 2", most=2), figure="less_is_better")

    assert result.figures() == {"more_is_better": 0.1, "less_is_better": 0.3}


def test_a_bar_that_is_not_met_is_said_to_be_so() -> None:
    result = Result()
    result.compare("page", ours=1, baseline=10, unit="pages/s", bar=Bar("≥ 1/4", least=0.25), figure="ratio")
    result.state("plain", 7, unit="MB")

    page, plain = result.table("pages").splitlines()[-2:]
    assert page.endswith("NOT MET")
    assert "MET" not in plain.upper()
