"""The town that needs and gives, and a region whose coordinator writes for others."""

from typing import TYPE_CHECKING

import pytest

from tests.kit.town import Town, town  # noqa: F401  a fixture

if TYPE_CHECKING:
    from tests.gather.exchange.region import Region


@pytest.fixture
def region(town: Town) -> "Region":  # noqa: F811  the fixture above
    """Give the region."""
    from tests.gather.exchange.region import settle  # noqa: PLC0415  Django must be set up first

    return settle(town)
