"""Duplicates of one real register: what the finder says of labelled pairs of rows, beside what a reader said.

Labels: `labels/dedupe.csv` (row numbers only, the register itself is not ours to give away); the rule of labelling
stands in `README.md`. Without the register nothing is measured, and that is said.
"""

import csv
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.place import ROOT, Place
from bench.result import Bar, Result

LABELS = Path(__file__).with_name("labels") / "dedupe.csv"
REGISTER = Path("2_organisations") / "moscow_2014" / "derived_orgs.csv"
COLUMNS = {"site": "website", "lat": "lat", "lon": "lon", "district": "municipality"}
PRECISION, RECALL = Bar("≥ 0.98", least=0.98), Bar("≥ 0.9", least=0.9)
CHUNK = 2000
Told = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Label:
    """Two rows, whether a reader took them for one organisation, whether rules were tuned on them."""

    row: int
    other: int
    same: bool
    held: bool


@dataclass(slots=True)
class Tally:
    """How often what was told was right."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of what was told that is true."""
        return self.right / (self.right + self.wrong) if self.right else 0.0

    @property
    def recall(self) -> float:
        """The share of what is true that was told."""
        return self.right / (self.right + self.missed) if self.right else 0.0


def measure(place: Place) -> Result:
    """Make a card of every row and ask the finder; then load the register as people do and ask once more."""
    result = Result()
    register = Path(os.environ.get("VMESTE_REAL_DATA") or ROOT.parent / "shared" / "data") / REGISTER
    if not register.exists():
        result.absent = "real data absent"
        return result
    place.django()
    rows = read(register)
    told, seconds = apart(rows)
    tell(result, "every row a card", told, "")
    result.state(f"seconds for {len(rows):,} cards", seconds, unit="s", figure="seconds")
    tell(result, "as loaded", loaded(rows), "loaded_")
    return result


def tell(result: Result, name: str, told: Told, prefix: str) -> None:
    """Count on all labels, and on those that no rule was tuned on."""
    for part, held in (("", False), ("held_", True)):
        tally = count(told, held=held)
        words = f"{name}, {'pairs not tuned on' if held else 'all pairs'}"
        result.state(f"precision, {words}", tally.precision, unit="", bar=PRECISION, figure=f"{prefix}{part}precision")
        result.state(f"recall, {words}", tally.recall, unit="", bar=RECALL, figure=f"{prefix}{part}recall")


def count(told: Told, *, held: bool) -> Tally:
    """Compare what is told with the labels."""
    tally = Tally()
    for label in labels():
        if held and not label.held:
            continue
        yes = told(label.row, label.other)
        tally.right += yes and label.same
        tally.wrong += yes and not label.same
        tally.missed += label.same and not yes
    return tally


def labels() -> list[Label]:
    """Read the labelled pairs."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Label(int(row["row"]), int(row["other"]), row["same"] == "1", row["part"] == "held") for row in rows
    ]  # fmt: skip


def read(register: Path) -> list[dict[str, str]]:
    """Read the register under the names of the fields of a card; row 1 is the first after the headings."""
    with register.open(encoding="utf-8", newline="") as file:
        return [{COLUMNS.get(name, name): value for name, value in row.items()} for row in csv.DictReader(file)]


def apart(rows: list[dict[str, str]]) -> tuple[Told, float]:
    """Make a card of every row that has no namesake by ИНН and КПП; give what the finder tells, and its seconds."""
    from vmeste.gather.participants.cards import Card  # noqa: PLC0415  Django is set up by now
    from vmeste.gather.participants.known import Known  # noqa: PLC0415
    from vmeste.gather.participants.register import Register  # noqa: PLC0415

    class Apart(Register):
        """A register whose rows meet cards by codes alone."""

        def find(self, card: Card, place: Any) -> Known | None:
            """Give the card of the same codes."""
            del place
            alike = self.by_inn.get(card.inn, []) if card.inn else []
            return next((known for known in alike if known.values["kpp"] == card.kpp), None)

    cards = write(rows, Apart)
    began = time.perf_counter()
    pairs = found()
    return judge(cards, pairs), time.perf_counter() - began


def loaded(rows: list[dict[str, str]]) -> Told:
    """Load the register into a directory without cards, as people do; give what the finder tells."""
    from vmeste.gather.participants.models import LikelyPair, Organisation, Site  # noqa: PLC0415
    from vmeste.gather.participants.register import Register  # noqa: PLC0415

    for model in (LikelyPair, Site, Organisation):
        model.objects.all().delete()
    return judge(write(rows, Register), found())


def write(rows: list[dict[str, str]], kind: Any) -> dict[int, int | None]:
    """Write rows through the command of imports; give the card of each row by its number."""
    from vmeste.gather.participants.commands import register_organisations  # noqa: PLC0415
    from vmeste.ground.kernel.actors import SYSTEM  # noqa: PLC0415

    register = kind(SYSTEM, None, "bench", date(2014, 1, 1))
    verdicts = []
    for start in range(0, len(rows), CHUNK):
        chunk, _trace = register_organisations(actor=SYSTEM, register=register, rows=rows[start : start + CHUNK])
        verdicts += chunk
    return {number: verdict.target_id for number, verdict in enumerate(verdicts, start=1)}


def found() -> set[tuple[int, int]]:
    """Let the finder look at all cards; give the pairs it is sure of."""
    from vmeste.gather.participants.commands import look_for_duplicates  # noqa: PLC0415
    from vmeste.gather.participants.likeness import SURE  # noqa: PLC0415
    from vmeste.gather.participants.models import LikelyPair  # noqa: PLC0415
    from vmeste.ground.kernel.actors import SYSTEM  # noqa: PLC0415

    look_for_duplicates(SYSTEM)
    return set(LikelyPair.objects.filter(score__gte=SURE).order_by().values_list("first_id", "second_id"))


def judge(cards: dict[int, int | None], pairs: set[tuple[int, int]]) -> Told:
    """Tell of two rows whether they are one card or a pair the finder is sure of."""

    def told(row: int, other: int) -> bool:
        one, two = cards[row], cards[other]
        if one is None or two is None:
            return False
        return one == two or (min(one, two), max(one, two)) in pairs

    return told
