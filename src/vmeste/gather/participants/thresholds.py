"""After how many days a card counts as old: data of the release with days of validity; a setting may say otherwise."""

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings

from vmeste.ground.kernel import clock

DATA = Path(__file__).resolve().parent / "data"


def old_since() -> date:
    """Give the day before which what nobody has confirmed is old."""
    return clock.today() - timedelta(days=settings.VMESTE.card_fresh_days or of_release(clock.today())["card_fresh"])


def asked_since() -> date:
    """Give the day before which who was asked is reminded."""
    return clock.today() - timedelta(days=settings.VMESTE.card_grace_days or of_release(clock.today())["card_grace"])


@cache
def of_release(on: date) -> dict[str, int]:
    """Give numbers of days by their names, as they are valid on a day."""
    with (DATA / "thresholds.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: int(row["days"]) for row in csv.DictReader(file) if is_valid(row, on.isoformat())}


def is_valid(row: dict[str, str], on: str) -> bool:
    """Tell whether a line holds on a day; both ends are inside, empty ones are open."""
    return (row["valid_from"] or "0") <= on <= (row["valid_to"] or "9")
