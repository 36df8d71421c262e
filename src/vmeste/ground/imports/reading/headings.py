"""Where the headings of a table stand, and names for columns that have none."""

import re
from collections.abc import Collection, Sequence

WORD = re.compile(r"[^\W\d_]+")
PREFIX = re.compile(r"^\s*\d{1,3}\s*[_.)]\s*(?=\S*[^\W\d])")
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")  # «FullName»
DATA = re.compile(r"\d{5,}|@|https?://|www\.|^\W*[\d\s.,:/+-]+\W*$")
LONGEST_HEADING = 150
LONGEST_SUBHEADING = 60
LETTERS = "АБВГДЕЖЗ"  # forms of statistics number the first columns so
MOST_PLAIN = 0.5


def normal(heading: str) -> str:
    """Give a heading as it is compared: lower case, ё as е, no numbering («1_Название»), «FullName» as two words."""
    text = HUMP.sub(" ", PREFIX.sub("", heading)).lower().replace("ё", "е")
    return " ".join(re.findall(r"\w+", text.replace("_", " ")))


def find_header(rows: Sequence[Sequence[str]], words: Collection[str]) -> int:
    """Give the position (from 0) of the row that looks like headings, or -1 when data start at once.

    `words` are headings known beforehand, in normal form; a row holding two of them, or one in a narrow table, wins.
    """
    known = [sum(normal(cell) in words for cell in row if cell) for row in rows]
    if known and max(known) >= min(2, max((len(row) for row in rows), default=0)) > 0:
        best = known.index(max(known))
        return best - 1 if best and has_second_line(rows[best - 1], rows[best]) else best
    width = max((_filled(row) for row in rows), default=0)
    for position, row in enumerate(rows):
        if _filled(row) >= max(min(2, width), MOST_PLAIN * width):
            return position if _looks_like_headings(row) else -1
    return -1


def are_known(rows: Sequence[Sequence[str]], words: Collection[str]) -> bool:
    """Tell whether one of these rows holds two headings known beforehand, or one in a narrow table."""
    known = max((sum(normal(cell) in words for cell in row if cell) for row in rows), default=0)
    return known >= min(2, max((len(row) for row in rows), default=0)) > 0


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _looks_like_headings(row: Sequence[str]) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    plain = [cell for cell in cells if WORD.search(cell) and not DATA.search(cell) and len(cell) <= LONGEST_HEADING]
    return len(plain) > MOST_PLAIN * len(cells) and len(set(plain)) == len(plain)


def has_second_line(first: Sequence[str], second: Sequence[str]) -> bool:
    """Tell whether headings go on in the next row: «Адрес» above «юридический» and «фактический».

    Then the second row is filled only where a heading of the first spreads over blanks beside it, and looks like one.
    """
    width = max(len(first), len(second))
    upper, lower = ([*(cell.strip() for cell in row), *[""] * (width - len(row))] for row in (first, second))
    spread = [place for place in range(1, width) if lower[place] and not upper[place]]
    single = [
        place for place in range(width) if upper[place] and not (place + 1 < width and is_open(upper, lower, place))
    ]
    plain = all(
        WORD.search(cell) and not DATA.search(cell) and len(cell) <= LONGEST_SUBHEADING for cell in lower if cell
    )
    return bool(spread) and bool(single) and plain and not any(lower[place] for place in single) and any(upper)


def is_open(upper: Sequence[str], lower: Sequence[str], place: int) -> bool:
    """Tell whether the heading at a place has a blank at its right under which something stands."""
    return not upper[place + 1] and bool(lower[place + 1])


def joined_lines(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Give headings of two lines as one: «Адрес юридический», «Адрес фактический»."""
    over, joined = "", []
    for place in range(max(len(first), len(second))):
        upper = first[place].strip() if place < len(first) else ""
        lower = second[place].strip() if place < len(second) else ""
        over = upper or (over if lower else "")
        joined.append(f"{over} {lower}".strip())
    return joined


def is_numbering(row: Sequence[str]) -> bool:
    """Tell whether a row under the headings only numbers the columns: 1, 2, 3 or (1), (2) or А, Б, 1, 2."""
    cells = [cell.strip(" ().") for cell in row if cell.strip()]
    lettered = next((place for place, cell in enumerate(cells) if cell not in LETTERS[place : place + 1]), len(cells))
    lettered = lettered if lettered < len(cells) else 0
    return len(cells) > 1 and cells[lettered:] == [str(number) for number in range(1, len(cells) - lettered + 1)]


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
