"""Cards as rows of a register meet them: what is known of one, what rows add to it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model

from vmeste.gather.participants.cards import Card
from vmeste.gather.participants.models import Nature, Organisation, OtherCode, OtherName, Site
from vmeste.gather.participants.places import Place

FILLED = (
    "short_name", "inn", "kpp", "ogrn", "type", "department", "legal_form", "founder", "address", "phone", "email",
    "website", "description",
)  # fmt: skip
CODES = ("inn", "kpp", "ogrn")
RENEWED = ("short_name", "founder", "address", "phone", "email", "website", "description")
PLACED = ("region_id", "municipality_id", "settlement_id", "lat", "lon")
KEPT_BEFORE = (*FILLED, "nature", "source", "true_on", "version", "changed_at")  # what undoing puts back


@dataclass(slots=True)
class Known:
    """A card as far as rows can meet it: one in the database, or one an earlier row of this file made."""

    id: int
    values: dict[str, str]
    name_key: str
    place: Place
    lat: float | None = None
    lon: float | None = None
    sites: dict[str, bool] = field(default_factory=dict)
    site_ids: dict[str, int] = field(default_factory=dict)
    codes: set[tuple[str, str]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    source: str = ""
    true_on: date | None = None
    claimed: bool = False
    state: str = Organisation.State.ACTIVE
    fresh_on: date | None = None
    nature: str = Nature.LEGAL
    before: dict[str, Any] = field(default_factory=dict)

    @property
    def is_unit(self) -> bool:
        """Units have the codes of their parents and are met by name only."""
        return self.nature == Nature.UNIT


@dataclass(slots=True)
class Additions:
    """What rows add to cards, in the shape in which it is written; `confirmed`: the day each was last right before."""

    cards: dict[int, Known] = field(default_factory=dict)
    changed: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    confirmed: dict[int, date | None] = field(default_factory=dict)
    sites: list[Site] = field(default_factory=list)
    codes: list[OtherCode] = field(default_factory=list)
    names: list[OtherName] = field(default_factory=list)


def known_from(row: Organisation) -> Known:
    """Read a card from the database."""
    return Known(
        row.id,
        {name: getattr(row, name) for name in ("name", *FILLED)},
        row.name_key,
        Place(row.region_id, row.municipality_id, row.settlement_id),
        row.lat,
        row.lon,
        source=row.source,
        true_on=row.true_on,
        claimed=row.claimed_at is not None,
        state=row.state,
        fresh_on=row.fresh_on,
        nature=row.nature,
        before={name: getattr(row, name) for name in (*KEPT_BEFORE, *PLACED)},
    )


def told_of(card: Card) -> dict[str, tuple[str, str]]:
    """Give what is written of a new card, field by field, from nothing."""
    values = {name: getattr(card, name) for name in ("name", *FILLED, "settlement", "municipality")}
    if card.lat is not None:
        values |= {"lat": str(card.lat), "lon": str(card.lon)}
    return {name: ("", value) for name, value in values.items() if value}


def parts_of(model: type[Model], keys: Sequence[int], *names: str) -> Any:
    """Give (organisation, values…) of the parts of these organisations."""
    rows = model._base_manager.filter(organisation_id__in=keys).order_by("organisation_id", "id")  # noqa: SLF001
    return rows.values_list("organisation_id", *names)
