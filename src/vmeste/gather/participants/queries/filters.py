"""Filters of the directory: those of this room, and the registry for those that upper rooms bring."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vmeste.ground.kernel.errors import type_text
from vmeste.ground.kernel.registries import Registry

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class DirectoryFilter:
    """A filter an upper room brings: its word, (code, word) pairs in the reader's language, its place among the others.

    The room keeps the values of each organisation with `commands.keep_traits`, under the filter's name.
    """

    label: type_text
    choices: Callable[[], Choices]
    order: int


directory_filters: Registry[DirectoryFilter] = Registry()
"""Filled in `apps.ready()`: `queries.directory_filters.add("offers", DirectoryFilter(_("Offer"), kinds, 10))`."""


def filters_brought() -> list[tuple[str, DirectoryFilter]]:
    """Give the filters of upper rooms in their order."""
    return sorted(directory_filters.items(), key=lambda item: item[1].order)
