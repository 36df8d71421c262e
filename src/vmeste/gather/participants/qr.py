"""QR pictures as the path of an SVG: black squares of one unit, rows joined; pure."""

from itertools import groupby
from typing import Any

from django.utils.module_loading import import_string


def squares(text: str) -> tuple[int, str]:
    """Give how many squares wide the picture of a text is, without the quiet zone, and its path."""
    make: Any = import_string("qrcode.main.QRCode")  # loaded when somebody prints
    drawn = make(border=0, error_correction=import_string("qrcode.constants.ERROR_CORRECT_M"))
    drawn.add_data(text)
    drawn.make(fit=True)
    rows = drawn.get_matrix()
    return len(rows), "".join(part for y, row in enumerate(rows) for part in runs(row, y))


def runs(row: list[bool], y: int) -> list[str]:
    """Give the black stretches of a row as pieces of a path."""
    parts, x = [], 0
    for is_black, stretch in groupby(row):
        width = len(list(stretch))
        if is_black:
            parts.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width
    return parts
