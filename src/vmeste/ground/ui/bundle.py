"""One style sheet for the whole product: the look's own files in their order, then each room's, without a build step.

`Finder` offers `ui/vmeste.css` to Django's staticfiles: the development server joins it anew after a change,
`collectstatic` copies it.
"""

import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

NAME = "ui/vmeste.css"
LAYERS = ("reset", "tokens", "base", "layout", "components", "rooms", "utilities")
HERE = Path(__file__).parent / "static"
OWN = {
    "reset": ("reset.css",),
    "tokens": ("tokens.css", "sight.css"),
    "base": ("fonts.css", "base.css"),
    "layout": ("layout.css",),
    "utilities": ("utilities.css",),
}
PARTS = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|/\*.*?\*/""", re.DOTALL)
ADDRESS = re.compile(r"""url\(\s*["']?(?!data:|/|#)([^"')]+)["']?\s*\)""")


def sources() -> Iterator[tuple[str, Path, str]]:
    """Give layer, file and static name of each style sheet, in order."""
    own = {layer: [f"ui/css/{name}" for name in names] for layer, names in OWN.items()}
    components = sorted((HERE / "ui/css/components").glob("*.css"))
    own["components"] = [f"ui/css/components/{file.name}" for file in components]
    for layer in LAYERS:
        yield from ((layer, HERE / name, name) for name in own.get(layer, []))
        if layer == "rooms":
            yield from ((layer, file, name) for file, name in rooms())


def rooms() -> Iterator[tuple[Path, str]]:
    """Give the style sheet of each room that ships one, `static/<room>/<room>.css`."""
    for config in apps.get_app_configs():
        name = f"{config.label}/{config.label}.css"
        file = Path(config.path) / "static" / name
        if config.name.startswith("vmeste.") and file.exists():
            yield file, name


def joined() -> str:
    """Join all style sheets, each in its cascade layer."""
    sheets = (f"@layer {layer}{{{readdressed(file.read_text('utf-8'), name)}}}" for layer, file, name in sources())
    return minified(f"@layer {', '.join(LAYERS)};\n" + "\n".join(sheets))


def readdressed(text: str, name: str) -> str:
    """Make relative addresses of a sheet right for the place of the joined one."""
    here = posixpath.dirname(name)

    def moved(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(here, found[1]))
        return f'url("{posixpath.relpath(target, posixpath.dirname(NAME))}")'

    return ADDRESS.sub(moved, text)


def minified(text: str) -> str:
    """Drop comments and needless space; strings stay as they are."""
    pieces = PARTS.split(text)
    return "".join(piece or "" if index % 2 else tightened(piece) for index, piece in enumerate(pieces)).strip()


def tightened(text: str) -> str:
    """Drop needless space outside strings; space before a colon may separate selectors and stays."""
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,]) ?", r"\1", text)
    return re.sub(r": ", ":", text).replace(";}", "}")


def write(folder: Path) -> Path:
    """Write the joined sheet below a folder unless it stands there already; give its path."""
    target, content = folder / NAME, joined()
    if not target.exists() or target.read_text("utf-8") != content:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_suffix(f".{os.getpid()}")
        fresh.write_text(content, "utf-8")
        fresh.replace(target)
    return target


class Finder(BaseFinder):
    """Offers the joined sheet to staticfiles."""

    def __init__(self, *_: Any, **__: Any) -> None:
        """Keep the place of the joined sheet."""
        self.folder = Path(settings.STATIC_ROOT).parent / "joined"

    def check(self, **_: Any) -> list[Any]:
        """Nothing to configure."""
        return []

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        """Give the file of the joined sheet when it is asked for."""
        if path != NAME:
            return []
        found = str(write(self.folder))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:  # noqa: ARG002
        """Give the joined sheet for `collectstatic`."""
        write(self.folder)
        yield NAME, FileSystemStorage(location=str(self.folder))
