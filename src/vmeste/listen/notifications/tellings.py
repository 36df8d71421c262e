"""What people are told of: which thing, who did it, who is concerned; pure, made from one fact."""

from dataclasses import dataclass
from enum import StrEnum

Ref = tuple[str, int]
"""A thing as «kind of subject + id»."""


class Kind(StrEnum):
    """What happened, as a notice keeps it; the words for each are in `wording.py`."""

    ANSWERED = "answered"
    WANTED = "wanted"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    FULFILLED = "fulfilled"
    FAILED = "failed"
    PASSED = "passed"
    LEFT = "left"
    MESSAGE = "message"
    QUESTIONED = "questioned"
    LAPSED = "lapsed"
    EXPIRED = "expired"
    FITS_OFFER = "fits_offer"
    FITS_NEED = "fits_need"
    MEMBER = "member"
    JOINING = "joining"
    NOT_JOINED = "not_joined"
    CLAIMED = "claimed"
    NOT_GRANTED = "not_granted"
    CLAIM_ASKED = "claim_asked"
    CLAIM_TOLD = "claim_told"
    MERGED = "merged"
    PARTED = "parted"
    TABLE = "table"
    CONFIRMED = "confirmed"
    CODE_USED = "code_used"


WAITING = (
    Kind.ANSWERED, Kind.WANTED, Kind.ASKED, Kind.MESSAGE, Kind.QUESTIONED, Kind.JOINING, Kind.CLAIMED,
    Kind.CLAIM_ASKED, Kind.CLAIM_TOLD,
)  # fmt: skip
"""Somebody waits for the reader's word; everything else is news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One thing to tell.

    `subject` is where the notice leads, `about` the thing it names. Told are the coordinators and heads of `sides`, the
    authors of the needs and offers in `authors_of`, and those in `people` (person, organisation); who is among several
    of these is told once; `newcomers` are people who asked to be added, `claimers` who claimed a card, `makers`
    who made a code for one, `keepers_of` an organisation for which nobody acts: the coordinators of its territory are
    told. `by_id` is the organisation that did it; of two cards that became one, the one that stays.
    """

    kind: Kind
    subject: Ref
    about: Ref
    by_id: int | None = None
    sides: tuple[int, ...] = ()
    authors_of: tuple[Ref, ...] = ()
    people: tuple[tuple[int, int], ...] = ()
    newcomers: tuple[int, ...] = ()
    claimers: tuple[int, ...] = ()
    makers: tuple[int, ...] = ()
    keepers_of: int | None = None
    by_mail: bool = False
    once: bool = False
    """Whether nobody is told twice of the same kind of thing about the same subject."""
