"""A register of organisations read row by row: which card each row meets, what it adds, what is written.

A row meets a card by ИНН and КПП; by ИНН alone where one side has no КПП; else by the same name at the same
address or in the same settlement, if the codes do not contradict. A later row of the same file only adds.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from vmeste.gather.participants.cards import Card, read_card
from vmeste.gather.participants.identifiers import address_key
from vmeste.gather.participants.models import Organisation, OtherCode, OtherName, Site, Territory
from vmeste.gather.participants.places import Place, Places
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.ids import new_id
from vmeste.ground.kernel.registries import Verdict
from vmeste.ground.vocabulary import queries as vocabulary

FILLED = (
    "short_name", "inn", "kpp", "ogrn", "type", "department", "legal_form", "founder", "address", "phone", "email",
    "website", "description",
)  # fmt: skip
RENEWED = ("short_name", "founder", "address", "phone", "email", "website", "description")
PLACED = ("region_id", "municipality_id", "settlement_id", "lat", "lon")


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
    codes: set[tuple[str, str]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    source: str = ""
    true_on: date | None = None
    claimed: bool = False
    met: bool = False


@dataclass(slots=True)
class Additions:
    """What rows add to cards, in the shape in which it is written."""

    cards: dict[int, Known] = field(default_factory=dict)
    changed: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    sites: list[Site] = field(default_factory=list)
    codes: list[OtherCode] = field(default_factory=list)
    names: list[OtherName] = field(default_factory=list)


class Register:
    """One pass over a file; remembers the cards its rows met."""

    def __init__(self, actor: Actor, territory: Territory | None, source: str, true_on: date) -> None:
        """Read for this actor: cards stand in `territory`, are told by `source` and true on `true_on`."""
        self.actor = actor
        self.places = Places(territory)
        self.source = source
        self.true_on = true_on
        self.by_inn: dict[str, list[Known]] = defaultdict(list)
        self.by_name: dict[str, list[Known]] = defaultdict(list)
        self.loaded: dict[int, Known] = {}
        self.additions = Additions()

    def take(self, rows: Sequence[dict[str, str]]) -> list[Verdict]:
        """Judge a chunk of rows and gather what they add; a constant number of queries."""
        self.additions = Additions()
        cards = [read_card(row, vocabulary.match) for row in rows]
        self.places.guess(card.address for card in cards)
        self.load(cards)
        return [self.meet(card) for card in cards]

    def load(self, cards: Sequence[Card]) -> None:
        """Load the cards that these rows could meet."""
        inns = {card.inn for card in cards if card.inn} - self.by_inn.keys()
        keys = {card.name_key for card in cards if card.name} - self.by_name.keys()
        found = Organisation.objects.filter(
            Q(inn__in=inns) | Q(name_key__in=keys) | Q(other_names__name_key__in=keys)
        ).distinct()
        fresh = {row.id: row for row in found.order_by() if row.id not in self.loaded}
        for row in fresh.values():
            self.remember(known_from(row))
        for site in Site.objects.filter(organisation_id__in=fresh):
            self.loaded[site.organisation_id].sites[site.address_key] = site.lat is not None
        for code in OtherCode.objects.filter(organisation_id__in=fresh):
            self.loaded[code.organisation_id].codes.add((code.label, code.value))
        for other in OtherName.objects.filter(organisation_id__in=fresh):
            self.loaded[other.organisation_id].names.add(other.name_key)
            self.by_name[other.name_key].append(self.loaded[other.organisation_id])

    def remember(self, known: Known) -> None:
        """Let later rows meet this card."""
        self.loaded[known.id] = known
        if known.values["inn"]:
            self.by_inn[known.values["inn"]].append(known)
        self.by_name[known.name_key].append(known)

    def meet(self, card: Card) -> Verdict:
        """Tell what becomes of one row."""
        if card.faults:
            return Verdict("wrong", reasons=list(card.faults.values()), warnings=card.warnings)
        place = self.places.find(card.address, card.settlement, card.municipality)
        known = self.find(card, place)
        if known is None:
            return self.begin(card, place)
        if not self.may_touch(known):
            card.warnings.append(_("The card stands on the territory of another coordinator; nothing was changed."))
            return Verdict("unchanged", known.id, warnings=card.warnings)
        return self.add_to(known, card, place)

    def find(self, card: Card, place: Place) -> Known | None:
        """Give the card this row speaks of."""
        if card.inn:
            same = self.by_inn[card.inn]
            exact = [known for known in same if known.values["kpp"] == card.kpp]
            loose = [known for known in same if not known.values["kpp"] or not card.kpp]
            if exact or len(loose) == 1:
                return (exact or loose)[0]
        alike = [known for known in self.by_name[card.name_key] if agree(known, card) and close(known, card, place)]
        return next((known for known in alike if card.address_key in known.sites), alike[0] if alike else None)

    def may_touch(self, known: Known) -> bool:
        """Tell whether this actor's register may change the card."""
        if self.actor.is_system or self.actor.is_admin or not known.place.region_id:
            return True
        return bool({known.place.region_id, known.place.municipality_id, known.place.settlement_id} & self.actor.territory_ids)

    def begin(self, card: Card, place: Place) -> Verdict:
        """Make a new card of a row."""
        values = {name: getattr(card, name) for name in ("name", *FILLED)}
        known = Known(new_id(), values, card.name_key, place, card.lat, card.lon, source=self.source, true_on=self.true_on, met=True)
        self.remember(known)
        self.additions.cards[known.id] = known
        self.add_parts(known, card)
        return Verdict("new", known.id, warnings=card.warnings)

    def add_to(self, known: Known, card: Card, place: Place) -> Verdict:
        """Add what a row brings to a card it meets."""
        again, known_source = known.met, known.source
        known.met = True
        changes = self.fill(known, card, renew=not again and self.renews(known))
        self.place(known, card, place)
        changes |= self.add_parts(known, card)
        if again:
            return Verdict("duplicate", known.id, changes, warnings=card.warnings)
        if changes:
            return Verdict("changed", known.id, changes, warnings=card.warnings)
        return Verdict("unchanged" if known_source == self.source else "duplicate", known.id, warnings=card.warnings)

    def renews(self, known: Known) -> bool:
        """Newer data replace older ones, unless the organisation keeps its card itself."""
        return not known.claimed and (known.true_on is None or known.true_on < self.true_on)

    def fill(self, known: Known, card: Card, *, renew: bool) -> dict[str, tuple[str, str]]:
        """Fill blank fields and, when `renew`, replace others; give field → old, new."""
        changes: dict[str, tuple[str, str]] = {}
        for name in FILLED:
            old, new = known.values[name], getattr(card, name)
            if new and new != old and (not old or (renew and name in RENEWED and not same(name, old, new))):
                changes[name] = (old, new)
                known.values[name] = new
        self.additions.changed[known.id].update(changes)
        return changes

    def place(self, known: Known, card: Card, place: Place) -> None:
        """Learn where a card stands if nobody knew."""
        if known.place.settlement_id is None and place.settlement_id is not None:
            known.place = place
            self.additions.changed[known.id].update(PLACED)
        if known.lat is None and card.lat is not None:
            known.lat, known.lon = card.lat, card.lon
            self.additions.changed[known.id].update(PLACED)

    def add_parts(self, known: Known, card: Card) -> dict[str, tuple[str, str]]:
        """Add a site, other codes and another name, if they are new."""
        changes: dict[str, tuple[str, str]] = {}
        key = address_key(card.address)
        if key and (key not in known.sites or (card.lat is not None and not known.sites[key])):
            if key not in known.sites:
                changes["site"] = ("", card.address)
            known.sites[key] = card.lat is not None
            self.additions.sites.append(
                Site(organisation_id=known.id, address=card.address, address_key=key, lat=card.lat, lon=card.lon)
            )
        for label, value in set(card.other_codes) - known.codes:
            known.codes.add((label, value))
            changes["other_code"] = ("", f"{label} {value}")
            self.additions.codes.append(OtherCode(organisation_id=known.id, label=label, value=value))
        if card.name_key not in {known.name_key, *known.names}:
            known.names.add(card.name_key)
            changes["other_name"] = ("", card.name)
            self.additions.names.append(OtherName(organisation_id=known.id, name=card.name, name_key=card.name_key))
        return changes


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
    )


def agree(known: Known, card: Card) -> bool:
    """Tell whether the codes of a card and a row do not contradict each other."""
    mine = (known.values["inn"], known.values["kpp"])
    if not known.values["inn"] or not card.inn:
        return True
    return known.values["inn"] == card.inn and (mine[1] == card.kpp or not mine[1] or not card.kpp)


def close(known: Known, card: Card, place: Place) -> bool:
    """Tell whether a card and a row of the same name stand at one address or in one settlement."""
    if card.address_key in known.sites or not known.sites or not card.address:
        return place.region_id == known.place.region_id or None in (place.region_id, known.place.region_id)
    return place.settlement_id is not None and place.settlement_id == known.place.settlement_id


def same(name: str, old: str, new: str) -> bool:
    """Tell whether two spellings say the same."""
    if name == "address":
        return address_key(old) == address_key(new)
    return old.casefold().strip(" ./") == new.casefold().strip(" ./")
