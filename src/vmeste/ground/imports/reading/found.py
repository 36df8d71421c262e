"""What is to be read and how, as far as a person says it; and what was found out about a file."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Wish:
    """What to read and how, as far as a person corrected it; `header_row` counts from 1, 0 means «no headings».

    `sheet` is a sheet of a workbook, or the path of a list of records; `words` are headings known beforehand.
    """

    path: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int | None = None
    header_lines: int | None = None
    words: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Head:
    """What was found out about a file before its rows; `format` is text, workbook or records."""

    format: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    header_row: int = 0
    header_lines: int = 1
    headings: list[str] = field(default_factory=list)
