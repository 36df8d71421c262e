"""Freezes the description of the API in `docs/api/openapi.json`; refuses what would break a promise made there."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = Path(__file__).resolve().parent.parent / "docs" / "api" / "openapi.json"
Described = dict[str, Any]


def frozen() -> Described:
    """Give the description that was promised last; nothing before the first."""
    told: Described = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {"paths": {}, "components": {}}
    return told


def written(told: Described) -> str:
    """Write a description as the file keeps it."""
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def described() -> Described:
    """Give the description of the code as it is now; Django is set up."""
    from vmeste.api import openapi  # noqa: PLC0415  Django is set up first
    from vmeste.api.root import api  # noqa: PLC0415

    told: Described = json.loads(json.dumps(openapi.description(api)))
    return told


def broken(old: Described, new: Described) -> list[str]:
    """Tell which promises of the old description the new one breaks, in words."""
    return [*broken_paths(old, new), *broken_shapes(old, new)]


def broken_paths(old: Described, new: Described) -> Iterator[str]:
    """Tell operations and parameters that are gone, and what is asked for that was not."""
    for path, operations in old["paths"].items():
        for method, operation in operations.items():
            now = new["paths"].get(path, {}).get(method)
            if now is None:
                yield f"{method.upper()} {path} is gone"
                continue
            yield from (f"{method.upper()} {path}: {fault}" for fault in broken_operation(operation, now))


def broken_operation(old: Described, new: Described) -> Iterator[str]:
    """Tell what of one operation does not hold any more."""
    before, now = ({one["name"]: one for one in told["parameters"]} for told in (old, new))
    yield from (f"the parameter {name} is gone" for name in before if name not in now)
    for name, one in now.items():
        if one["required"] and not before.get(name, {"required": False})["required"]:
            yield f"the parameter {name} must be given"
        if name in before:
            yield from (f"the parameter {name}: {fault}" for fault in narrower(before[name]["schema"], one["schema"]))
    yield from (f"the answer {status} is gone" for status in old["responses"] if status not in new["responses"])
    for status, answer in old["responses"].items():
        if answer.get("content") != new["responses"].get(status, answer).get("content"):
            yield f"the answer {status} is another"


def narrower(old: Described, new: Described) -> Iterator[str]:
    """Tell values that were taken and are not any more."""
    offered = old.get("enum") or ()
    if gone := set(offered) - set(new.get("enum") or offered):
        yield f"values are gone: {sorted(gone)}"
    if old.get("type") != new.get("type") or old.get("pattern") != new.get("pattern"):
        yield "it is written otherwise"
    if new.get("maximum", 0) < old.get("maximum", 0) or new.get("minimum", 0) > old.get("minimum", 0):
        yield "its range is narrower"


def broken_shapes(old: Described, new: Described) -> Iterator[str]:
    """Tell fields that are gone or of another kind."""
    shapes = new["components"].get("schemas", {})
    for name, shape in old["components"].get("schemas", {}).items():
        now = shapes.get(name, {"properties": {}})
        for field, kind in shape.get("properties", {}).items():
            if field not in now["properties"]:
                yield f"{name}.{field} is gone"
            elif meant(kind) != meant(now["properties"][field]):
                yield f"{name}.{field} is another"
        yield from (
            f"{name}.{field} may be missing now"
            for field in shape.get("required", ())
            if field in now["properties"] and field not in now.get("required", ())
        )


def meant(kind: Any) -> Any:
    """Give what of a field binds: not how it is called or explained."""
    if isinstance(kind, dict):
        return {name: meant(value) for name, value in kind.items() if name not in {"title", "description", "examples"}}
    return [meant(value) for value in kind] if isinstance(kind, list) else kind


def main() -> int:
    """Freeze, or tell what stands in the way; return a shell's exit status."""
    import django  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as data:
        os.environ |= {
            "VMESTE_DATA": data,
            "VMESTE_DATABASE_URL": "",
            "VMESTE_ORIGIN": "",
            "DJANGO_SETTINGS_MODULE": "vmeste.config.settings",
        }
        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        old, new = frozen(), described()
    if faults := broken(old, new):
        sys.stderr.write("Programs rely on what was promised; this would break them:\n")
        sys.stderr.write("".join(f"  {fault}\n" for fault in faults))
        return 1
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(written(new), encoding="utf-8")
    sys.stdout.write(f"frozen: {len(new['paths'])} paths\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
