"""Where the headings of a table stand, and names for columns that have none."""

import re
from collections.abc import Collection, Sequence

WORD = re.compile(r"[^\W\d_]+")
PREFIX = re.compile(r"^\s*\d{1,3}\s*[_.)]\s*(?=\S*[^\W\d])")
DATA = re.compile(r"\d{5,}|@|https?://|www\.|^\W*[\d\s.,:/+-]+\W*$")
LONGEST_HEADING = 150
MOST_PLAIN = 0.5


def normal(heading: str) -> str:
    """Give a heading as it is compared: lower case, ё as е, without numbering («1_Название»), signs as spaces."""
    text = PREFIX.sub("", heading).lower().replace("ё", "е")
    return " ".join(re.findall(r"\w+", text.replace("_", " ")))


def find_header(rows: Sequence[Sequence[str]], words: Collection[str]) -> int:
    """Give the position (from 0) of the row that looks like headings, or -1 when data start at once.

    `words` are headings known beforehand, in normal form; a row holding two of them, or one in a narrow table, wins.
    """
    known = [sum(normal(cell) in words for cell in row if cell) for row in rows]
    if known and max(known) >= min(2, max((len(row) for row in rows), default=0)) > 0:
        return known.index(max(known))
    width = max((_filled(row) for row in rows), default=0)
    for position, row in enumerate(rows):
        if _filled(row) >= max(1, MOST_PLAIN * width):
            return position if _looks_like_headings(row) else -1
    return -1


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _looks_like_headings(row: Sequence[str]) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    plain = [cell for cell in cells if WORD.search(cell) and not DATA.search(cell) and len(cell) <= LONGEST_HEADING]
    return len(plain) > MOST_PLAIN * len(cells) and len(set(plain)) == len(plain)


def is_numbering(row: Sequence[str]) -> bool:
    """Tell whether a row under the headings only numbers the columns, as 1, 2, 3."""
    cells = [cell.strip() for cell in row if cell.strip()]
    return len(cells) > 1 and cells == [str(number) for number in range(1, len(cells) + 1)]


def name_columns(row: Sequence[str], width: int) -> list[str]:
    """Give each column a name of its own: its heading, numbered when repeated, or its letter as in a table program."""
    taken: set[str] = set()
    names = []
    for position in range(width):
        heading = " ".join(row[position].split())[:LONGEST_HEADING] if position < len(row) else ""
        name = heading or column_letter(position)
        number = 1
        while name in taken:
            number += 1
            name = f"{heading or column_letter(position)} ({number})"
        taken.add(name)
        names.append(name)
    return names


def column_letter(position: int) -> str:
    """Give A, B … Z, AA … for positions from 0."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
