"""Plain text as people write it: cleaned when it comes in, with its addresses made links when it is shown."""

import re
import unicodedata

from markupsafe import Markup, escape

ADDRESS = re.compile(r"https?://[^\s<>\"'«»]+", re.IGNORECASE)
AFTER = ".,;:!?…"
PAIRS = {")": "(", "]": "[", "}": "{"}
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
BLANK_LINES = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """Give the text with plain line breaks, without signs of control and without signs that turn the direction."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in lines if sign in "\n\t" or not is_hidden(sign))
    return BLANK_LINES.sub("\n\n", kept).strip()


def is_hidden(sign: str) -> bool:
    """Tell whether a sign only works on others, unseen: it could show a text otherwise than it was written."""
    return sign in TURNING or unicodedata.category(sign) in {"Cc", "Cs"}


def linked(text: str) -> Markup:
    """Give the text escaped, with line breaks kept and http(s) addresses as links that carry no trust."""
    pieces, position = [], 0
    for found in ADDRESS.finditer(text):
        address = bare(found[0])
        pieces += [broken(text[position : found.start()]), anchor(address)]
        position = found.start() + len(address)
    pieces.append(broken(text[position:]))
    return Markup("").join(pieces)


def bare(address: str) -> str:
    """Leave the signs that end the sentence, and a bracket that was opened before it, out of an address."""
    while address:
        last = address[-1]
        opened = PAIRS.get(last)
        is_stray = opened is not None and address.count(last) > address.count(opened)
        if last not in AFTER and not is_stray:
            break
        address = address[:-1]
    return address


def anchor(address: str) -> Markup:
    """Write a link; search engines do not follow it, the other site learns nothing of ours."""
    return Markup('<a href="{0}" rel="nofollow ugc noopener noreferrer">{0}</a>').format(address)


def broken(text: str) -> Markup:
    """Escape a text and keep its line breaks."""
    return Markup("<br>").join(escape(line) for line in text.split("\n"))
