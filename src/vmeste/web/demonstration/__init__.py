"""The demonstration: invented organisations and people whose needs find partners, all made by commands."""

from vmeste.web.demonstration.cast import accounts

__all__ = ["accounts"]
