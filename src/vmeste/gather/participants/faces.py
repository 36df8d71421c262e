"""Cards of the database as likeness reads them, and what stands around them; a constant number of queries."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import Any

from django.db.models import Count, Q

from vmeste.gather.participants.houses import read_house
from vmeste.gather.participants.likeness import Around, Face, crowding, says_keys
from vmeste.gather.participants.models import LikenessKey, Nature, Organisation, OtherName, Site
from vmeste.gather.participants.names import DATA, read_name

CROWD = 8  # more cards than that share a switchboard, a business centre or a point nobody measured
SITE = re.compile(r"(?:https?://)?(?:www\.)?([a-zа-я0-9_-]+(?:\.[a-zа-я0-9_-]+)+)")
EMAIL = re.compile(r"[\w.+-]+@[\w.-]+")
NOT_DIGIT = re.compile(r"\D")
PHONE = 10  # digits of a number of the country
FILES = ("name_words.csv", "likeness_weights.csv")
READING = 1  # one more whenever the same cards are read in another way
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
        row["id"],
        tuple(dict.fromkeys(read_name(text) for text in texts if text)),
        row["inn"],
        row["kpp"],
        is_unit=row["nature"] == Nature.UNIT,
        is_sole=row["nature"] == Nature.SOLE,
        parent_id=row["parent_id"],
        region_id=row["region_id"],
        municipality_id=row["municipality_id"],
        settlement_id=row["settlement_id"],
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
    crowded = holders(shared, Count("id"))
    common = frozenset(key for key in shared if crowded.get(number_of(key), 0) > CROWD)
    bearers = holders(said, Count("organisation__inn", distinct=True, filter=~Q(organisation__inn="")))

    def around(one: Face, other: Face) -> Around:
        names = says_keys(one) & says_keys(other)
        return Around(max((bearers.get(number_of(key), 1) for key in names), default=1), common)

    return around


def holders(keys: Iterable[str], count: Count) -> dict[int, int]:
    """Count who holds each key; one query."""
    rows = LikenessKey.objects.filter(key__in=[number_of(key) for key in keys], organisation__merged_into=None)
    return dict(rows.order_by().values("key").annotate(number=count).values_list("key", "number"))
