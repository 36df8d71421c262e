"""The seal: committed facts are chained in batches, so that a later change or loss of any of them shows.

A leaf is the SHA-256 of the fact's canonical JSON; a batch is a Merkle tree with the domain separation of RFC 6962
(0x00 leaves, 0x01 nodes); a seal's root is SHA-256(0x02 ‖ previous root ‖ number ‖ count ‖ Merkle root).
Who may write in the database can cut the chain's end off or seal it all anew; only a root noted elsewhere shows that,
so the check prints the last one and takes noted ones.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from vmeste.ground.facts.models import Record, Seal
from vmeste.ground.kernel import clock

BATCH = 1000
START = bytes(32)


@dataclass(frozen=True, slots=True)
class Audit:
    """What a check of the chain found: `broken` is the number of the first seal that does not hold or is missing."""

    seals: int
    sealed: int
    unsealed: int
    broken: int | None
    root: bytes = START


class _OvertakenError(Exception):
    """Another worker sealed some of these facts meanwhile."""


def seal_batch() -> int:
    """Seal up to a batch of the oldest unsealed facts; give their number, 0 when another worker was quicker."""
    records = list(Record.objects.filter(seal=None).prefetch_related("parties")[:BATCH])
    if not records:
        return 0
    last = Seal.objects.last()
    number = last.number + 1 if last else 1
    root = chained(bytes(last.root) if last else START, number, [leaf(record) for record in records])
    try:
        with transaction.atomic():
            cover(records, Seal.objects.create(number=number, root=root, count=len(records), at=clock.now()))
    except (IntegrityError, _OvertakenError):
        return 0  # the next turn sees what is left
    return len(records)


def cover(records: Sequence[Record], seal: Seal) -> None:
    """Put the seal on exactly these facts."""
    rows = Record.objects.filter(id__in=[record.id for record in records], seal=None)
    if rows.update(seal=seal) != len(records):
        raise _OvertakenError


def audit(expected: Mapping[int, bytes] | None = None) -> Audit:
    """Recompute the whole chain; `expected` are roots noted elsewhere, by the number of their seal."""
    noted = dict(expected or {})
    previous, sealed, seals = START, 0, 0
    for seal, records in batches():
        number, root = seals + 1, bytes(seal.root)
        right = (
            (seal.number, seal.count) == (number, len(records))
            and bool(records)
            and root == chained(previous, number, [leaf(record) for record in records])
            and noted.pop(number, root) == root
        )
        if not right:
            return Audit(seals, sealed, unsealed(), number, previous)
        previous, seals, sealed = root, number, sealed + len(records)
    return Audit(seals, sealed, unsealed(), min(noted, default=None), previous)


def unsealed() -> int:
    """Give the length of the tail no seal covers yet."""
    return Record.objects.filter(seal=None).count()


def batches() -> Iterator[tuple[Seal, list[Record]]]:
    """Give each seal with its facts, in the order of the chain."""
    for seal in Seal.objects.iterator():
        yield seal, list(Record.objects.filter(seal=seal).prefetch_related("parties"))


def leaf(record: Record) -> bytes:
    """Hash one fact with its parties."""
    content = [
        record.id,
        record.kind,
        record.version,
        record.at.isoformat(),
        record.actor_kind,
        record.person_id,
        record.organisation_id,
        record.link_id,
        record.subject_kind,
        record.subject_id,
        record.audience,
        record.values,
        sorted(party.organisation_id for party in record.parties.all()),
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(b"\x00" + text.encode()).digest()


def merkle(leaves: Sequence[bytes]) -> bytes:
    """Give the root of a non-empty tree; an odd node rises unchanged."""
    level = list(leaves)
    while len(level) > 1:
        pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
        level = [hashlib.sha256(b"\x01" + b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs]  # noqa: PLR2004
    return level[0]


def chained(previous: bytes, number: int, leaves: Sequence[bytes]) -> bytes:
    """Give the root of a seal."""
    head = number.to_bytes(8, "big") + len(leaves).to_bytes(8, "big")
    return hashlib.sha256(b"\x02" + previous + head + merkle(leaves)).digest()
