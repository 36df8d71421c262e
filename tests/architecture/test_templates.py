"""Pages: nothing inline, nothing foreign, no name of an upper room, every form made by `ui.form`."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.house import Room, python_files, room_of, rooms, short, templates

INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\s(?:src\s*=|type=\"application/ld\+json\"))", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "an expression of htmx": re.compile(r"\shx-on[:\s=]|\shx-vals\s*=\s*[\"']js:", re.IGNORECASE),
}
LOADED = re.compile(
    r"<(?!a\b)[a-z]+[^>]*\s(?:src|href|srcset|action|data|poster)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE
)
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
POSTED = re.compile(r"<form\b[^>]*\bmethod\s*=\s*[\"']?post", re.IGNORECASE)
ADDRESS_IN_TEMPLATE = re.compile(r"\burl\(\s*[\"']([\w:.-]+)[\"']\s*(~?)")
JOINED = "~"  # the rest of the name is known only when the page is made
ADDRESS_MAKERS = {"reverse", "reverse_lazy", "redirect", "url"}


def text_of(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("what", INLINE)
def test_no_page_holds_anything_inline(what: str) -> None:
    assert [short(path) for _room, path in templates() if INLINE[what].search(text_of(path))] == [], what


def test_no_page_loads_anything_from_a_foreign_host() -> None:
    assert [short(path) for _room, path in templates() if LOADED.search(text_of(path))] == []


def test_no_sheet_or_script_of_ours_asks_a_foreign_host() -> None:
    asks = re.compile(
        r"@import|url\(\s*[\"']?(?:https?:)?//|\b(?:fetch|import|WebSocket|EventSource)\(\s*[\"'`](?:https?:|wss?:)?//"
    )
    own = [
        path for room in rooms() for kind in ("*.css", "*.js") for path in room.files(kind) if ".min." not in path.name
    ]
    assert [short(path) for path in own if asks.search(path.read_text(encoding="utf-8"))] == []


def test_every_posted_form_is_made_by_the_component() -> None:
    """The component carries the token against forgery and the key that makes a second click harmless."""
    posted = [short(path) for room, path in templates() if room.label != "ui" and POSTED.search(text_of(path))]
    assert posted == []


def test_names_of_addresses_exist_and_never_point_upward() -> None:
    owners = _owners()
    faults = []
    for room, where, name in [*_names_in_templates(), *_names_in_code()]:
        meant = [known for known in owners if known == name or (name.endswith(JOINED) and known.startswith(name[:-1]))]
        if not meant:
            faults.append(f"{where}: no address is named {name}")
        above = {owner for known in meant if (owner := owners[known]) and owner.place > room.place}
        faults += [f"{where}: {name} belongs to {owner}" for owner in above]
    assert faults == []


def _names_in_templates() -> list[tuple[Room, str, str]]:
    return [
        (room, short(path), name + joined)
        for room, path in templates()
        for name, joined in ADDRESS_IN_TEMPLATE.findall(text_of(path))
    ]


def _names_in_code() -> list[tuple[Room, str, str]]:
    found = []
    for path in python_files():
        room = room_of(
            "vmeste."
            + ".".join(
                path.relative_to(path.parents[len(path.parts) - path.parts.index("vmeste") - 2]).with_suffix("").parts
            )
        )
        if room is None:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and node.args
                and isinstance(node.func, ast.Name)
                and node.func.id in ADDRESS_MAKERS
            ):
                first = node.args[0]
                if (
                    isinstance(first, ast.Constant)
                    and isinstance(first.value, str)
                    and re.fullmatch(r"[\w:.-]+", first.value)
                ):
                    found.append((room, f"{short(path)}:{node.lineno}", first.value))
    return found


def _owners() -> dict[str, Room | None]:
    """Give the room of each named address; none for those of packages and of the frame."""
    found: dict[str, Room | None] = {}

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
            elif pattern.name:
                module = getattr(pattern.callback, "view_class", pattern.callback).__module__
                found[f"{prefix}{pattern.name}"] = room_of(module)

    walk(get_resolver().url_patterns, "")
    return found
