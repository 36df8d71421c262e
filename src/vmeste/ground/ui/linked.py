"""JSON-LD: what a page shows to everybody, once more for search engines; a block of data, never a script."""

import json
from typing import Any

from markupsafe import Markup

Linked = dict[str, Any]
HARMLESS = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def filled(told: Linked) -> Linked:
    """Leave out what says nothing."""
    return {name: value for name, value in told.items() if value not in ("", None, [], {})}


def linked_data(told: Linked) -> Markup:
    """Write a thing so that no letter of it can end the block or begin another."""
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(HARMLESS))  # noqa: S704  what could be markup is written as JSON escapes
