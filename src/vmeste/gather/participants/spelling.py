"""Which of two spellings of a name reads better; pure.

Registers of taxes write names in capitals, people do not. A name **shouts** when it has no small letter and one of
its words stands in the dictionary: «ШКОЛА № 5» shouts, «МБОУ СОШ № 5» is an abbreviation and does not. Of two cards
that become one a name that does not shout is better than one that does; of two alike the one of the card that stays.
"""

import re
from typing import Protocol

from vmeste.gather.participants.identifiers import name_key
from vmeste.ground.text.lemmas import parses

WORD = re.compile(r"[^\W\d_]{4,}")
LONGEST_SHORT = 300


class Named(Protocol):
    """A card as far as its names go."""

    name: str
    short_name: str


def shouts(text: str) -> bool:
    """Tell whether a name is written in capitals alone, abbreviations aside."""
    if not text.isupper():
        return False
    return any(parses(word.lower().replace("ё", "е"))[0].is_known for word in WORD.findall(text))


def better_names(survivor: Named, merged: Named, *, asked: bool = False) -> dict[str, str]:
    """Give the names that the card that stays should take from the other, by column; none when its own read as well.

    `asked`: somebody chose between names that differ in more than their letters, so these are left as they were chosen.

    The full name is taken only where both say the same, for it is the legal one. Where the name people read shouts
    still, the other card's name that is read becomes the short one; what it replaces stays among the other names.
    """
    taken: dict[str, str] = {}
    name = survivor.name
    if shouts(name) and not shouts(merged.name) and name_key(name) == name_key(merged.name):
        taken["name"] = name = merged.name
    read, other = survivor.short_name or name, merged.short_name or merged.name
    if shouts(read) and other and not shouts(other) and len(other) <= LONGEST_SHORT:
        taken["short_name"] = other
    if asked:
        return {column: text for column, text in taken.items() if not differ(survivor, merged, column)}
    return taken


def differ(one: Named, other: Named, column: str) -> bool:
    """Tell whether both cards say a name, and not the same but for capitals."""
    mine, theirs = getattr(one, column), getattr(other, column)
    return bool(mine and theirs) and mine.casefold() != theirs.casefold()
