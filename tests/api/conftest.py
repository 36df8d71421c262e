"""A small town for the API's tests."""

from tests.kit.town import town

__all__ = ["town"]
