"""The only things a command may raise; one middleware turns each into a page, a fragment or problem+json."""

from collections.abc import Mapping

from django.utils.functional import Promise

type_text = str | Promise


class Refused(Exception):  # noqa: N818  words of the domain, not of the language
    """The actor may not do this (403)."""

    def __init__(self, reason: type_text) -> None:
        """Keep the reason in words for the reader."""
        super().__init__(reason)
        self.reason = reason


class Closed(Refused):
    """A one-time link that opens nothing (403): there is nobody to sign in as, only somebody to ask for a new one."""


class Unproven(Refused):
    """It takes a second factor in this sign-in (403): the way on is to give or to set up one."""


class Unrecognised(Refused):
    """A token that opens nothing (401): it is unknown, over or taken back."""


class Stale(Exception):  # noqa: N818
    """Things moved on meanwhile, or it is too late (409)."""

    def __init__(self, reason: type_text) -> None:
        """Keep the reason in words for the reader."""
        super().__init__(reason)
        self.reason = reason


class Invalid(Exception):  # noqa: N818
    """What was given cannot be right (422): field name → text; the empty name means the whole."""

    def __init__(self, faults: Mapping[str, type_text]) -> None:
        """Keep the text of each field's fault."""
        super().__init__(dict(faults))
        self.faults = dict(faults)
