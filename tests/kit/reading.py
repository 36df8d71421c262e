"""How much reading costs: a list of three rows takes the same queries as a list of one."""

from collections.abc import Callable
from typing import Any, Protocol

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


class SameQueries(Protocol):
    """Compare the queries of `read` with one row and with three; give their number."""

    def __call__(self, read: Callable[[], Any], add_row: Callable[[], Any], *, at_most: int | None = None) -> int:
        """Call `add_row` once, then twice more; `read` must take the same number of queries both times."""


def queries_of(read: Callable[[], Any]) -> list[str]:
    """Give the statements that `read` sends; the age of what is kept in memory makes no difference."""
    from vmeste.ground.vocabulary import editions  # noqa: PLC0415  Django must be set up first

    editions.forget_checked()
    with CaptureQueriesContext(connection) as captured:
        read()
    return [query["sql"] for query in captured.captured_queries]


@pytest.fixture
def assert_same_queries(db: None) -> SameQueries:
    """Check that a list's queries do not grow with its rows."""
    del db

    def compare(read: Callable[[], Any], add_row: Callable[[], Any], *, at_most: int | None = None) -> int:
        add_row()
        read()  # fills what is read once per process
        one = queries_of(read)
        add_row()
        add_row()
        three = queries_of(read)
        assert len(three) == len(one), "more rows take more queries:\n" + "\n".join(three)
        assert at_most is None or len(three) <= at_most, f"{len(three)} queries:\n" + "\n".join(three)
        return len(three)

    return compare
