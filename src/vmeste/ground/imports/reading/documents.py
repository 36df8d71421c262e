"""Files of JSON: one document, or a record on each line; their records become rows."""

import json
from collections.abc import Callable, Iterator

from vmeste.ground.imports.reading.delimited import RawRow
from vmeste.ground.imports.reading.faults import Fault, Unreadable
from vmeste.ground.imports.reading.found import Head, Wish
from vmeste.ground.imports.reading.geometry import system_of
from vmeste.ground.imports.reading.limits import LINE
from vmeste.ground.imports.reading.records import Record, flat, lists_of_records, plain, refuse_too_many, whole
from vmeste.ground.imports.reading.texts import open_text

Entry = tuple[int, object]  # its number in the list or the line it stands on, and the record
Entries = Callable[[], Iterator[Entry]]
BROKEN_LINE = object()
REPLACED = "\ufffd"
decode = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str).decode  # numbers as they are written


def from_documents(wish: Wish) -> tuple[Head, Iterator[RawRow]]:
    """Give head and rows; a list of lists is a table whose headings are still to be found."""
    if is_one_a_line(wish):
        head, entries, crs = Head("records", encoding=found_encoding(wish)), lines_of(wish), ""
    else:
        document = read_whole(wish)
        if is_table(document):
            return Head("lists"), rows_of_lists(document)
        head, records = choose_list(wish, document)
        crs = system_of(document) if isinstance(document, dict) else ""
        entries = lambda: enumerate(records, start=1)  # noqa: E731  read twice: for the headings, then for the rows
    head.headings = headings_of(entries, crs)
    return head, rows_of(entries, head.headings, crs)


def is_one_a_line(wish: Wish) -> bool:
    """Tell whether the first filled line is a record by itself and others follow."""
    file, text, _encoding = open_text(wish, "replace")
    with file:
        lines = (line for line in iter(lambda: text.readline(LINE), "") if line.strip())
        first, second = next(lines, ""), next(lines, "")
        return bool(second) and isinstance(read_line(first), dict)


def found_encoding(wish: Wish) -> str:
    """Give the name of the file's encoding."""
    file, _text, encoding = open_text(wish, "replace")
    file.close()
    return encoding.name


def lines_of(wish: Wish) -> Entries:
    """Give what reads the records of JSON Lines; a line that is none is told in its place."""

    def entries() -> Iterator[Entry]:
        file, text, _encoding = open_text(wish, "replace")
        with file:
            for number, line in enumerate(iter(lambda: text.readline(LINE), ""), start=1):
                if line.strip():
                    yield number, read_line(line)

    return entries


def read_line(line: str) -> object:
    """Read one line of JSON Lines."""
    try:
        return decode(line.strip())
    except (ValueError, RecursionError):
        return BROKEN_LINE


def read_whole(wish: Wish) -> object:
    """Read a document; raises `Unreadable` with the line of the mistake."""
    file, text, _encoding = open_text(wish, "replace")
    with file:
        content = text.read().lstrip("\ufeff")
    try:
        return decode(content)
    except json.JSONDecodeError as mistake:
        raise Unreadable(Fault.BROKEN_JSON, line=mistake.lineno) from None
    except RecursionError:
        raise Unreadable(Fault.TOO_DEEP) from None


def is_table(document: object) -> bool:
    """Tell whether a document is a list of rows that are lists of cells."""
    return isinstance(document, list) and bool(document) and all(isinstance(row, list) for row in document)


def rows_of_lists(document: object) -> Iterator[RawRow]:
    """Give the rows of such a list."""
    for number, row in enumerate(document if isinstance(document, list) else (), start=1):
        cells = flat({str(place): cell for place, cell in enumerate(row)})
        yield RawRow(number, [cells.get(str(place), "") for place in range(len(row))])


def choose_list(wish: Wish, document: object) -> tuple[Head, list[Record]]:
    """Give the list of records that is wished, else the longest; one feature or nothing else is a list of one."""
    single = isinstance(document, dict) and document.get("type") == "Feature"
    lists = lists_of_records([document] if single else document)
    if document == []:
        raise Unreadable(Fault.NO_ROWS)
    if not lists or (wish.sheet and wish.sheet not in lists):
        raise Unreadable(Fault.NO_RECORDS)
    path = wish.sheet or next(iter(lists))
    return Head("records", encoding=found_encoding(wish), sheet=path, sheets=list(lists)), lists[path]


def headings_of(entries: Entries, crs: str) -> list[str]:
    """Give all headings under which any record has something, in the order in which they are met."""
    found: dict[str, None] = {}
    for _number, record in entries():
        if isinstance(record, dict):
            found.update(dict.fromkeys(flat(record, crs)))
            refuse_too_many(found)
    return list(found)


def rows_of(entries: Entries, headings: list[str], crs: str) -> Iterator[RawRow]:
    """Give a row for each record; what is no record keeps its number and is told."""
    width = len(headings)
    for number, record in entries():
        if not isinstance(record, dict):
            shown = "…" if record is BROKEN_LINE or isinstance(record, list) else plain(record)[:80]
            cells = [whole(shown) or "…", *[""] * (width - 1)]
            yield RawRow(number, cells, "no_record")
            continue
        told = flat(record, crs)
        row = RawRow(number, [told.get(heading, "") for heading in headings])
        if any(REPLACED in cell for cell in row.cells):
            row.fault = "letters"
        yield row
