"""Why a file cannot be read, as a code; `vmeste.ground.imports.reader` has the words."""

from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with a file as a whole."""

    EMPTY = "empty"
    NO_ROWS = "no_rows"
    NOT_A_TABLE = "not_a_table"
    PDF = "pdf"
    DOCUMENT = "document"
    PROSE = "prose"
    ARCHIVE = "archive"
    WEB_PAGE = "web_page"
    XML = "xml"
    BROKEN_JSON = "broken_json"
    NO_RECORDS = "no_records"
    TOO_DEEP = "too_deep"
    PASSWORD = "password"  # noqa: S105  a word for a fault
    BROKEN_WORKBOOK = "broken_workbook"
    NO_SHEET = "no_sheet"
    NO_SUCH_HEADER = "no_such_header"
    UNKNOWN_ENCODING = "unknown_encoding"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_BYTES = "too_many_bytes"


class Unreadable(Exception):  # noqa: N818  words of the domain, not of the language
    """The file as a whole cannot be read."""

    def __init__(self, code: Fault, **details: str | int) -> None:
        """Keep a code and what the words need."""
        super().__init__(code)
        self.code = code
        self.details = details
