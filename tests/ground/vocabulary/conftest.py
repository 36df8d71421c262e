"""Words put in a test are forgotten with its database."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def forget_words() -> Iterator[None]:
    """Let the next test read the words anew, whatever this one put and rolled back."""
    from vmeste.ground.vocabulary import editions  # noqa: PLC0415  Django must be set up first

    yield
    editions.forget_checked()
