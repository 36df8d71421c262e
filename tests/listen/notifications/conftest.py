"""The town whose people are told."""

from tests.kit.town import town  # noqa: F401  a fixture
