"""The town that the pages show."""

from tests.kit.town import town  # noqa: F401  a fixture
