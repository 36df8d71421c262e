"""Which encoding a text is in: byte order marks, zero bytes of UTF-16, validity of UTF-8, letters of Russian."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from vmeste.ground.imports.reading.faults import Fault, Unreadable

KNOWN = ("utf-8", "cp1251", "koi8-r", "cp866", "utf-16-le", "utf-16-be")
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
CYRILLIC_PAGES = frozenset((0x00, 0x04, 0x20, 0x21))  # high bytes of Latin, Cyrillic, dashes, «№»
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
MOST_CONTROL = 0.01
FEW_CONTROL = 4
MOST_OF_PAGES = 0.9
CUT = "unexpected end of data"  # in Python's words

# Shares of letters in Russian texts, in thousandths (ё among е); from the frequency list of the National Corpus.
COMMON = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъ"
THOUSANDTHS = "110 85 80 74 67 63 55 47 45 43 35 32 30 28 26 20 19 17 17 16 16 14 12 10 9 7 6 5 4 3 3 1"
SHARES = dict(zip(COMMON, map(int, THOUSANDTHS.split()), strict=True))
STRANGE = math.log(0.0002)
USUAL_SIGNS = frozenset("«»№–—“”„…·’\u2018\u00a0ё")


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding, how many bytes of mark stand before the text, whether lines of another one are mixed in."""

    name: str
    skip: int = 0
    mixed: bool = False


def find_encoding(sample: bytes, lines: Iterable[bytes]) -> Encoding:
    """Guess from the first bytes and, for UTF-8, from every line of the file.

    Raises `Unreadable` for what is no text.
    """
    for mark, name in MARKS:
        if sample.startswith(mark):
            return Encoding(name, skip=len(mark), mixed=name == "utf-8" and _count_utf8(lines)[1] > 0)
    if name := _wide(sample):
        return Encoding(name)
    if len(CONTROL.findall(sample)) > max(FEW_CONTROL, MOST_CONTROL * len(sample)):
        raise Unreadable(Fault.NOT_A_TABLE)
    right, wrong, foreign = _count_utf8(lines)
    if right >= wrong:
        return Encoding("utf-8", mixed=wrong > 0)
    return Encoding(_best_of_single_byte(foreign), mixed=right > 0)


def _wide(sample: bytes) -> str:
    """Tell UTF-16 without a mark by its high bytes, of which Russian and Latin have only a few kinds."""
    even, odd = (_share_of_pages(sample[start::2]) for start in (0, 1))
    if b"\x00" not in sample or max(even, odd) < MOST_OF_PAGES or min(even, odd) >= MOST_OF_PAGES:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _share_of_pages(high: bytes) -> float:
    return sum(byte in CYRILLIC_PAGES for byte in high) / len(high) if high else 0.0


def _count_utf8(lines: Iterable[bytes]) -> tuple[int, int, bytes]:
    """Count lines with other letters than ASCII that are UTF-8 and that are not; give some bytes of the latter."""
    right = wrong = 0
    foreign = bytearray()
    rest = b""  # of a letter that the end of a piece cut through: very long lines come in pieces
    for piece in lines:
        line, rest = rest + piece, b""
        if line.isascii():
            continue
        try:
            line.decode()
            right += 1
        except UnicodeDecodeError as broken:
            if broken.reason == CUT and not line.endswith(b"\n"):
                right += not line[: broken.start].isascii()
                rest = line[broken.start :]
                continue
            wrong += 1
            if len(foreign) < 1 << 16:
                foreign += line
    return right, wrong + bool(rest), bytes(foreign[: 1 << 17] + rest)


def _best_of_single_byte(sample: bytes) -> str:
    return max(("cp1251", "koi8-r", "cp866"), key=lambda name: likeness(sample.decode(name, "replace")))


def likeness(text: str) -> float:
    """Tell how Russian a text looks: mean log share of its letters; capitals after small letters count as strange."""
    score, count, previous = 0.0, 0, ""
    for sign in text:
        if sign > "\x7f" and sign not in USUAL_SIGNS:
            small = sign.lower()
            strange = small not in SHARES or (sign != small and previous in SHARES)
            score += STRANGE if strange else math.log(SHARES[small] / 1000)
            count += 1
        previous = sign
    return score / count if count else 0.0
