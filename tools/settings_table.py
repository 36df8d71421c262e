"""Writes the table of settings in the administrators' guide from the typed environment: the two cannot differ."""

from __future__ import annotations

import sys
import types
import typing
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from vmeste.config.environment import Environment

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "administrators.md"
START, END = "<!-- settings -->\n", "<!-- /settings -->"


def table() -> str:
    """Give the rows: variable, default, meaning."""
    rows = [
        f"| `VMESTE_{name.upper()}` | {_written(field.default)} | {field.description}{_choices(field.annotation)} |"
        for name, field in Environment.model_fields.items()
    ]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows]) + "\n"


def filled(text: str) -> str:
    """Give the guide with the table of now."""
    before, _start, rest = text.partition(START)
    _old, _end, after = rest.partition(END)
    return f"{before}{START}{table()}{END}{after}"


def _written(default: Any) -> str:
    """Write a default as it would be set."""
    plain = default.get_secret_value() if isinstance(default, SecretStr) else default
    if plain is None or plain == "":
        return "–"
    return (
        f"`{','.join(plain) if isinstance(plain, list) else str(plain).lower() if isinstance(plain, bool) else plain}`"
    )


def _choices(annotation: Any) -> str:
    """Tell the values allowed, where they are few."""
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Literal:
        return f" ({', '.join(f'`{argument}`' for argument in arguments)})"
    nested = [_choices(argument) for argument in arguments] if isinstance(annotation, types.UnionType) else []
    return "".join(nested)


def main() -> int:
    """Write the guide; return a shell's exit status."""
    GUIDE.write_text(filled(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
