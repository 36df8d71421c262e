"""Cards of the database as likeness reads them, and what stands around them; a constant number of queries."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import Any

from django.db import connection

from vmeste.gather.participants.houses import read_house
from vmeste.gather.participants.likeness import Around, Face, crowding, says_keys
from vmeste.gather.participants.models import Nature, Organisation, OtherName, Site
from vmeste.gather.participants.names import DATA, read_name

BEARERS = 200  # of a name; whether several organisations bear it is known by then
CHUNK = 500
CROWD = 8  # more cards than that share a switchboard, a business centre or a point nobody measured
SITE = re.compile(r"(?:https?://)?(?:www\.)?([a-zа-я0-9_-]+(?:\.[a-zа-я0-9_-]+)+)")
EMAIL = re.compile(r"[\w.+-]+@[\w.-]+")
NOT_DIGIT = re.compile(r"\D")
PHONE = 10  # digits of a number of the country
HELD_BY = """
WITH wanted (key) AS (VALUES {marks})
SELECT key, (
    SELECT {counted} FROM (
        SELECT card.inn FROM participants_likenesskey AS held
        JOIN participants_organisation AS card ON card.id = held.organisation_id
        WHERE held.key = wanted.key AND card.merged_into_id IS NULL
        ORDER BY held.organisation_id LIMIT {most}
    ) AS first
) FROM wanted
"""
FILES = ("name_words.csv", "likeness_weights.csv")
READING = 1  # one more whenever the same cards are read in another way
SKETCHED = (
    "id", "inn", "kpp", "nature", "parent_id", "region_id", "municipality_id", "settlement_id",
)  # fmt: skip
READ = (
    "id", "name", "short_name", "inn", "kpp", "nature", "parent_id", "region_id", "municipality_id", "settlement_id",
    "address", "lat", "lon", "phone", "email", "website",
)  # fmt: skip


@cache
def edition() -> str:
    """Give a fingerprint of dictionary, weights and reading: cards looked at under another are looked at anew."""
    files = b"".join((DATA / name).read_bytes() for name in FILES)
    return hashlib.sha256(str(READING).encode() + files).hexdigest()[:16]


def faces(ids: Collection[int]) -> dict[int, Face]:
    """Read cards, their other names and sites; three queries."""
    rows = Organisation.objects.filter(id__in=ids).order_by().values(*READ)
    names, sites = parts(OtherName, ids, "name"), parts(Site, ids, "address", "lat", "lon")
    return {row["id"]: face(row, names[row["id"]], sites[row["id"]]) for row in rows}


def sketches(ids: Collection[int]) -> dict[int, Face]:
    """Read of cards only what hard obstacles need: codes, natures, places; one query."""
    rows = Organisation.objects.filter(id__in=ids).order_by().values(*SKETCHED)
    return {row["id"]: Face(names=(), **standing(row)) for row in rows}


def standing(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a card is and where it stands, by the names of a face."""
    return {
        "id": row["id"],
        "inn": row["inn"],
        "kpp": row["kpp"],
        "is_unit": row["nature"] == Nature.UNIT,
        "is_sole": row["nature"] == Nature.SOLE,
        **{name: row[name] for name in ("parent_id", "region_id", "municipality_id", "settlement_id")},
    }


def parts(model: Any, ids: Collection[int], *columns: str) -> dict[int, list[Any]]:
    """Give values of the parts of cards, card by card."""
    found: dict[int, list[Any]] = defaultdict(list)
    for key, *values in model.objects.filter(organisation_id__in=ids).values_list("organisation_id", *columns):
        found[key].append(values)
    return found


def face(row: Mapping[str, Any], names: Iterable[list[str]], sites: Iterable[list[Any]]) -> Face:
    """Make the face of a card."""
    texts = [row["name"], row["short_name"], *(name for (name,) in names)]
    places = [(row["address"], row["lat"], row["lon"]), *sites]
    houses = {read_house(address) for address, _lat, _lon in places if address}
    return Face(
        names=tuple(dict.fromkeys(read_name(text) for text in texts if text)),
        **standing(row),
        houses=tuple(house for house in houses if house.key),
        points=tuple({(lat, lon) for _address, lat, lon in places if lat is not None and lon is not None}),
        contacts=frozenset(contacts(row["phone"], row["email"], row["website"])),
    )


def emails_in(text: str) -> list[str]:
    """Give the e-mail addresses of a card in small letters, in their order."""
    return list(dict.fromkeys(found.lower().rstrip(".") for found in EMAIL.findall(text) if "@" in found))


def contacts(phone: str, email: str, website: str) -> Iterable[str]:
    """Give phones as ten digits, e-mails and sites in one spelling."""
    for part in re.split(r"[;,]", phone):
        figures = NOT_DIGIT.sub("", part)
        if len(figures) >= PHONE:
            yield f"phone {figures[-PHONE:] if len(figures) <= PHONE + 1 else figures[:PHONE]}"
    yield from (f"mail {found.lower()}" for found in EMAIL.findall(email))
    yield from (f"site {found}" for found in SITE.findall(EMAIL.sub(" ", website.lower())))


def number_of(key: str) -> int:
    """Write a key as a 63-bit number, so that its index stays small."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big") >> 1


def surroundings(cards: Collection[Face]) -> Callable[[Face, Face], Around]:
    """Learn what too many cards share and how many organisations bear the same name; two queries."""
    shared = {key for card in cards for key in crowding(card)}
    said = {key for card in cards for key in says_keys(card)}
    crowded = held_by(map(number_of, shared), CROWD + 1)
    common = frozenset(key for key in shared if crowded.get(number_of(key), 0) > CROWD)
    bearers = held_by(map(number_of, said), BEARERS, "COUNT(DISTINCT NULLIF(inn, ''))")

    def around(one: Face, other: Face) -> Around:
        names = says_keys(one) & says_keys(other)
        return Around(max((bearers.get(number_of(key), 1) for key in names), default=1), common)

    return around


def held_by(numbers: Iterable[int], most: int, counted: str = "COUNT(*)") -> dict[int, int]:
    """Count who holds each key, looking at the first `most` of them only; a query for each 500 keys.

    So a key of half the directory costs no more than a rare one, and looking at all cards stays linear.
    """
    found: dict[int, int] = {}
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        marks = ", ".join(["(%s)"] * len(part))
        with connection.cursor() as cursor:
            cursor.execute(HELD_BY.format(marks=marks, counted=counted, most=int(most)), part)
            found |= dict(cursor.fetchall())
    return found
