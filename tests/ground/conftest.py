"""Fixtures for tests of the ground that start real processes."""

from collections.abc import Callable, Iterator

import pytest

from tests.kit.processes import Child


@pytest.fixture
def spawn(transactional_db: None) -> Iterator[Callable[..., Child]]:
    """Give a starter of scripts that see what this test has committed; none outlives the test."""
    del transactional_db
    children: list[Child] = []

    def start(code: str, **settings: object) -> Child:
        children.append(Child(code, settings))
        return children[-1]

    yield start
    for child in children:
        child.close()
