"""Records of JSON as rows of a table: nested values get headings «a.b», lists become one cell.

Read are lists of objects, objects that hold such lists, JSON Lines and GeoJSON. A geometry becomes the columns `x`,
`y`, `type` and `crs` under its name, an outline its middle. Lists of texts in several languages
(`{"lang": "ru", "value": …}`) get a column for each language.
"""

import re
from collections.abc import Collection, Iterator
from typing import Any

from vmeste.ground.imports.reading.faults import Fault, Unreadable
from vmeste.ground.imports.reading.geometry import is_geometry, place_of
from vmeste.ground.imports.reading.limits import CELL, COLUMNS, DEPTH

Record = dict[str, Any]
Cells = dict[str, str]
JOIN = "; "
LANGUAGES = ("lang", "iso639", "language")
TEXTS = ("value", "label", "text", "name")
SHOWN_BY = "ror_display"
LANGUAGE_LETTERS = 3
HALVES = re.compile("[\ud800-\udfff]")


def lists_of_records(document: object, path: str = "", depth: int = DEPTH) -> dict[str, list[Record]]:
    """Give every list of objects that is no part of a record, by its path («data.list»), the longest first."""
    found: dict[str, list[Record]] = {}
    if isinstance(document, list) and any(isinstance(one, dict) for one in document):
        found[path] = document
    elif isinstance(document, dict) and depth:
        for name, value in document.items():
            found |= lists_of_records(value, joined(path, name), depth - 1)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def joined(path: str, name: str) -> str:
    """Give the heading of a value inside another."""
    return f"{path}.{name}" if path else name


def flat(record: Record, crs: str = "") -> Cells:
    """Give the filled cells of a record by their headings; what stands twice under one heading is joined."""
    cells: dict[str, list[str]] = {}
    for heading, text in values(named(record), "", DEPTH, crs):
        if text and text not in (told := cells.setdefault(heading, [])):
            told.append(text)
            refuse_too_many(cells)
    return {whole(heading): whole(JOIN.join(told)[: CELL + 1]) for heading, told in cells.items()}


def named(record: Record) -> Record:
    """Give a record its name where it only lists names by language, as ROR does since its second schema.

    It is the Russian one, else the one it is to be shown by, else the first.
    """
    listed = record.get("names")
    if "name" in record or not isinstance(listed, list):
        return record
    entries = [one for one in listed if isinstance(one, dict) and text_of(one)]
    texts = dict(filter(None, map(language_of, reversed(entries))))
    entries.sort(key=lambda one: SHOWN_BY not in (one.get("types") or ()))
    name = texts.get("ru") or (text_of(entries[0]) if entries else "")
    return record | {"name": name} if name else record


def text_of(value: Record) -> str:
    """Give the text of an entry in one language."""
    return next((value[name] for name in TEXTS if isinstance(value.get(name), str)), "")


def whole(text: str) -> str:
    """Put a mark in the place of halves of letters, which JSON can hold and no file can."""
    return HALVES.sub("\ufffd", text)


def refuse_too_many(headings: Collection[str]) -> None:
    """Raise `Unreadable` when there are more headings than a table may have."""
    if len(headings) > COLUMNS:
        raise Unreadable(Fault.TOO_MANY_COLUMNS, most=COLUMNS)


def values(value: object, path: str, depth: int, crs: str) -> Iterator[tuple[str, str]]:
    """Give (heading, text) of everything inside a value."""
    if not depth:
        yield path, plain(value) if not isinstance(value, (dict, list)) else "…"
    elif isinstance(value, dict):
        yield from values_of_object(value, path, depth, crs)
    elif isinstance(value, list) and not any(isinstance(one, (dict, list)) for one in value):
        yield path, JOIN.join(filter(None, map(plain, value)))
    elif isinstance(value, list):
        for one in value:
            language = language_of(one)
            yield from [(joined(path, language[0]), language[1])] if language else values(one, path, depth - 1, crs)
    else:
        yield path, plain(value)


def values_of_object(value: Record, path: str, depth: int, crs: str) -> Iterator[tuple[str, str]]:
    """Give (heading, text) of what an object holds; a feature of GeoJSON is its properties and its place."""
    if is_geometry(value):
        yield from zip((joined(path, name) for name in ("x", "y", "type")), place_of(value), strict=True)
        yield joined(path, "crs"), crs
        return
    is_feature = not path and value.get("type") == "Feature" and "properties" in value
    for name, inner in value.items():
        if is_feature and name == "properties" and isinstance(inner, dict):
            yield from values_of_object(inner, path, depth - 1, crs)
        elif not (is_feature and name == "type"):
            yield from values(inner, joined(path, name), depth - 1, crs)


def language_of(value: object) -> tuple[str, str] | None:
    """Give language and text of `{"lang": "ru", "value": "Школа"}`, whatever its two members are called."""
    if not isinstance(value, dict):
        return None
    language = next((value[name] for name in LANGUAGES if isinstance(value.get(name), str)), "")
    text = text_of(value)
    return (language, text) if text and 1 < len(language) <= LANGUAGE_LETTERS and language.isalpha() else None


def plain(value: object) -> str:
    """Write a value as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    return str(value)
