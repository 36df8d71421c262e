"""Freezes a sample of every kind of fact that has none yet, so that later code must still read it; old ones stay."""

from __future__ import annotations

import dataclasses
import enum
import json
import os
import sys
import tempfile
import types
import typing
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vmeste.ground.facts.fact import Fact

FILE = Path(__file__).resolve().parent.parent / "tests" / "architecture" / "facts.json"
SAMPLES: dict[type, Any] = {int: 1, str: "code", bool: True, float: 0.5}


def frozen() -> dict[tuple[str, int], dict[str, Any]]:
    """Give the frozen values by kind and version."""
    if not FILE.exists():
        return {}
    return {(one["kind"], one["version"]): one["values"] for one in json.loads(FILE.read_text(encoding="utf-8"))}


def freeze() -> list[str]:
    """Add what is missing; give the names of what was added."""
    from vmeste.ground.facts.fact import kinds  # noqa: PLC0415  Django is set up first

    known = frozen()
    added = {
        key: sample(cls) for key, cls in kinds.items() if key not in known and cls.__module__.startswith("vmeste.")
    }
    lines = [
        json.dumps({"kind": kind, "version": version, "values": values}, ensure_ascii=False)
        for (kind, version), values in sorted((known | added).items())
    ]
    if added:
        FILE.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
    return [f"{kind} v{version}" for kind, version in sorted(added)]


def sample(cls: type[Fact]) -> dict[str, Any]:
    """Make up values of the right types for the fields of one fact."""
    hints = typing.get_type_hints(cls)
    return {field.name: value_of(hints[field.name]) for field in dataclasses.fields(cls)}


def value_of(hint: Any) -> Any:
    """Make up a value as JSON keeps it; raises `TypeError` for a type that facts must not carry."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in {typing.Union, types.UnionType}:
        return value_of(next(part for part in arguments if part is not type(None)))
    if origin is typing.Literal:
        return arguments[0]
    if origin is tuple:
        return [value_of(arguments[0])]
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return next(iter(hint)).value
    if hint in SAMPLES:
        return SAMPLES[hint]
    message = f"a fact carries ids, codes and numbers, not {hint!r}"
    raise TypeError(message)


def main() -> int:
    """Freeze and tell; return a shell's exit status."""
    import django  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as data:
        os.environ |= {
            "VMESTE_DATA": data,
            "VMESTE_DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "vmeste.config.settings",
        }
        django.setup()
        added = freeze()
    sys.stdout.write("".join(f"frozen: {name}\n" for name in added) or "nothing new\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
