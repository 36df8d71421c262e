"""Shapes: the small values that components take; a dict with the same names works as well."""

from dataclasses import dataclass
from typing import Literal

from vmeste.ground.kernel.errors import type_text

Kind = Literal["plain", "good", "wait", "bad"]
Hue = Literal["gather", "keep", "work", ""]
Progress = Literal["done", "now", "ahead"]


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    text: type_text
    href: str


@dataclass(frozen=True, slots=True)
class Badge:
    """A state in words."""

    text: type_text
    kind: Kind = "plain"


@dataclass(frozen=True, slots=True)
class Meta:
    """A short fact below a title."""

    text: type_text
    icon: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A thing on the lineage ribbon; without `href` it is only named."""

    text: type_text
    href: str = ""
    hue: Hue = ""
    state: Progress = "done"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a road."""

    text: type_text
    note: type_text = ""
    state: Progress = "ahead"


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence that speaks for something, or (`good=False`) stands in its way."""

    text: type_text
    good: bool = True


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of a page with its own address."""

    text: type_text
    href: str
    current: bool = False
    count: int | str | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """A big figure, which leads to what it counts."""

    number: int | str
    text: type_text
    href: str = ""
    hue: Hue = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `num` puts figures at the end of the line."""

    text: type_text
    num: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened: `at` already in words."""

    text: type_text
    at: type_text = ""
    who: type_text = ""
    href: str = ""
    hue: Hue = ""
    note: type_text = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A further submit button of a form."""

    text: type_text
    name: str
    value: str
    kind: str = "plain"
