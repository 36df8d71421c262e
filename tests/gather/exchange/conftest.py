"""The town that needs and gives."""

from tests.kit.town import town  # noqa: F401  a fixture
