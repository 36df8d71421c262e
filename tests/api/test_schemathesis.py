"""Everything the description allows and forbids is tried against the running product: no finding of schemathesis."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.product import Product, Stock

FREELY = {"VMESTE_API_RATE": "1000000", "VMESTE_API_TOKEN_RATE": "1000000"}
EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES", "8")


@pytest.fixture
def running(demonstration: Stock, tmp_path: Path) -> Iterator[Product]:
    product = Product(*demonstration.copy(tmp_path / "var"), worker=False, settings=FREELY)
    yield product
    product.stop()


def test_nothing_is_found(running: Product, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("schemathesis")),
            *("run", f"{running.url}/api/v1/openapi.json", "--checks", "all", "--seed", "1", "--no-color"),
            *("--max-examples", EXAMPLES, "--continue-on-failure"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:] + running.said()
    assert "7 selected / 7 total" in done.stdout
