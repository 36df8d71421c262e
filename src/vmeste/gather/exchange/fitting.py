"""Data of matching kept in files of the release: weights of parts, which kinds serve which, which types could help."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

from vmeste.ground.text.lemmas import forms

DATA = Path(__file__).resolve().parent / "data"
OF_KIND, OF_FOCUS, OF_CONCEPT = 1.0, 1.5, 3.0


def lines(name: str) -> Iterator[dict[str, str]]:
    """Read a file of the release."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def weights(on: date) -> dict[str, float]:
    """Give the weight of each part of a score as valid on a day; they add up to 1."""
    valid = [
        row for row in lines("weights.csv") if (row["valid_from"] or "0") <= on.isoformat() <= (row["valid_to"] or "9")
    ]
    return {row["part"]: float(row["weight"]) for row in valid}


@cache
def common_words() -> frozenset[str]:
    """Give lemmas that stand in most needs and offers and tell nothing of what they are about."""
    words = (DATA / "common_words.txt").read_text(encoding="utf-8").split()
    return frozenset(form for word in words for form in forms(word.replace("ё", "е")))


@cache
def things() -> dict[str, str]:
    """Give the kind of resource of things that are named and counted, by lemma: «микроскоп» → equipment."""
    return {form: row["kind"] for row in lines("things.csv") for form in forms(row["word"].replace("ё", "е"))[:1]}


@cache
def kind_fits() -> dict[tuple[str, str], float]:
    """Give how well an offer of one kind serves a need of another, where it serves at all."""
    return {(row["need_kind"], row["offer_kind"]): float(row["fit"]) for row in lines("kind_fits.csv")}


def kind_fit(need_kind: str, offer_kind: str) -> float:
    """Give how well an offer's kind serves a need's, 0…1."""
    return 1.0 if need_kind == offer_kind else kind_fits().get((need_kind, offer_kind), 0.0)


def kinds_serving(need_kind: str) -> list[str]:
    """Give the kinds of offers that can serve a need of this kind."""
    return [need_kind, *(offer for need, offer in kind_fits() if need == need_kind)]


def kinds_served(offer_kind: str) -> list[str]:
    """Give the kinds of needs that an offer of this kind can serve."""
    return [offer_kind, *(need for need, offer in kind_fits() if offer == offer_kind)]


@cache
def types_by_key() -> dict[str, tuple[str, ...]]:
    """Give types of organisations likely to help, the likeliest first, by «kind:…», «focus:…», «concept:…»."""
    return {row["key"]: tuple(row["types"].split("|")) for row in lines("suitable.csv")}


def suitable_types(kind: str, focus: str, ways: Iterable[tuple[str, ...]]) -> dict[str, float]:
    """Give types of organisations that could help, with strength; `ways` are concepts with all broader ones.

    What a concept says counts most, and only the narrowest one that says something. Where a concept or the focus
    speaks, the kind alone names nobody: whoever gives events of some sort is no help with a museum lesson.
    """
    strength: defaultdict[str, float] = defaultdict(float)
    for way in ways:
        known = next((f"concept:{concept}" for concept in way if f"concept:{concept}" in types_by_key()), "")
        add(strength, known, OF_CONCEPT)
    add(strength, f"focus:{focus}", OF_FOCUS)
    spoken = set(strength)
    add(strength, f"kind:{kind}", OF_KIND)
    return {name: value for name, value in strength.items() if not spoken or name in spoken}


def add(strength: defaultdict[str, float], key: str, most: float) -> None:
    """Add what one key says: the first type counts most."""
    for place, name in enumerate(types_by_key().get(key, ())):
        strength[name] += most / (1 + 0.25 * place)
