"""Whether a page speaks one language: no text of the source stands where the catalogue has another."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tools.messages import read, rooms

if TYPE_CHECKING:
    from playwright.sync_api import Page

HOLE = re.compile(r"%\\\(\w+\\\)s")
LATIN = re.compile(r"[A-Za-z]{3}")
SENTENCE = re.compile(r"(?<![\w@./-])[a-z]{3,} [a-z]{2,}(?![\w@./-])")
CYRILLIC = re.compile(r"[А-Яа-яЁё]")
TEXTS = """() => {
    const seen = [];
    const foreign = element => element.closest('[lang]:not(html), code, pre, script, style, template, blockquote');
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (parent && !foreign(parent)) seen.push(walker.currentNode.textContent);
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
        if (!foreign(element))
            for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
                if (element.getAttribute(name)) seen.push(element.getAttribute(name));
    return seen.map(text => text.replace(/\\s+/g, ' ').trim()).filter(Boolean);
}"""


@cache
def pairs() -> frozenset[tuple[str, str]]:
    """Give every text of the source with its Russian, where the two differ."""
    return frozenset(found for room in rooms() for found in _pairs_of(room))


def _pairs_of(room: Path) -> Iterator[tuple[str, str]]:
    for message in read(room):
        if message.context == "sample":  # the catalogue of components shows invented data
            continue
        sources = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
        targets = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        yield from ((one, other) for one in sources for other in targets if one and other and one != other)


@cache
def _patterns() -> list[re.Pattern[str]]:
    sources = {source for source, _target in pairs() if LATIN.search(source.split("%(")[0])}
    return [re.compile(HOLE.sub(".+?", re.escape(" ".join(source.split())))) for source in sorted(sources)]


def texts_of(page: "Page") -> list[str]:
    """Give the texts of a page and of its labels."""
    found: list[str] = page.evaluate(TEXTS)
    return found


def english_in(page: "Page") -> list[str]:
    """Give texts of a Russian page that are still as the source has them, or read like English."""
    latin = {text for text in texts_of(page) if LATIN.search(text)}
    known = {text for text in latin if any(pattern.fullmatch(text) for pattern in _patterns())}
    return sorted(known | {text for text in latin if SENTENCE.search(text)})


def russian_in(page: "Page") -> list[str]:
    """Give texts of an English page that stand in the catalogue as Russian ones; data may be Russian."""
    targets = {" ".join(target.split()) for _source, target in pairs() if CYRILLIC.search(target)}
    return sorted(set(texts_of(page)) & targets)
