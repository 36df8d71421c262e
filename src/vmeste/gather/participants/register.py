"""A register of organisations read row by row: which card each row meets, what it adds, what is written.

A row meets a card by ИНН and КПП; by ИНН alone where one side has no КПП; else by the same name at the same
address, if the codes do not contradict. A name that says much (`TELLING_WORDS`) is enough in one settlement: an
organisation works at several addresses, while «Библиотека № 33» of two districts are two. Units are met by name only,
for they have the codes of their parents. A later row of the same file only adds.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from vmeste.gather.participants.cards import Card, read_card
from vmeste.gather.participants.identifiers import address_key
from vmeste.gather.participants.models import Nature, Organisation, OtherCode, OtherName, Site, Territory
from vmeste.gather.participants.picture import located
from vmeste.gather.participants.places import Place, Places
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.ids import new_id
from vmeste.ground.kernel.registries import Outcome, Verdict
from vmeste.ground.vocabulary import queries as vocabulary

FILLED = (
    "short_name", "inn", "kpp", "ogrn", "type", "department", "legal_form", "founder", "address", "phone", "email",
    "website", "description",
)  # fmt: skip
RENEWED = ("short_name", "founder", "address", "phone", "email", "website", "description")
PLACED = ("region_id", "municipality_id", "settlement_id", "lat", "lon")
KEPT_BEFORE = (*FILLED, "nature", "source", "true_on", "version", "changed_at")  # what undoing puts back
TELLING_WORDS = 5
REMEMBERED = 20_000
SOLE_INN = 12  # digits; legal entities have ten


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
    nature: str = Nature.LEGAL
    before: dict[str, Any] = field(default_factory=dict)

    @property
    def is_unit(self) -> bool:
        """Units have the codes of their parents and are met by name only."""
        return self.nature == Nature.UNIT


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
        self.asked_inns: set[str] = set()
        self.asked_names: set[str] = set()
        self.loaded: dict[int, Known] = {}
        self.met: set[int] = set()
        self.additions = Additions()
        self.match = lru_cache(maxsize=REMEMBERED)(vocabulary.match)

    def take(self, rows: Sequence[dict[str, str]], *, writing: bool = False) -> list[Verdict]:
        """Judge a chunk of rows and gather what they add; a constant number of queries.

        When `writing`, cards are read anew and locked: others write between chunks, and only what this file met stays.
        """
        self.additions = Additions()
        cards = [read_card(row, self.match) for row in rows]
        self.places.guess(card.address for card in cards)
        if writing:
            self.forget()
        self.load(cards, lock=writing)
        return [self.meet(card) for card in cards]

    def forget(self) -> None:
        """Forget the cards as they were read; which of them this file met stays known."""
        for known in (self.by_inn, self.by_name, self.asked_inns, self.asked_names, self.loaded):
            known.clear()

    def load(self, cards: Sequence[Card], *, lock: bool = False) -> None:
        """Load the cards that these rows could meet; five queries."""
        inns = {card.inn for card in cards if card.inn} - self.asked_inns
        keys = {card.name_key for card in cards if card.name} - self.asked_names
        self.asked_inns |= inns
        self.asked_names |= keys
        renamed = OtherName.objects.filter(name_key__in=keys).order_by().values_list("organisation_id", flat=True)
        cards_kept = Organisation.objects.select_for_update(no_key=True) if lock else Organisation.objects
        found = cards_kept.filter(Q(inn__in=inns) | Q(name_key__in=keys) | Q(id__in=set(renamed)))
        fresh = [row for row in found.order_by("id") if row.id not in self.loaded]  # of cards alike the oldest is met
        for row in fresh:
            self.remember(known_from(row))
        self.load_parts([row.id for row in fresh])

    def load_parts(self, keys: Sequence[int]) -> None:
        """Load sites, codes and other names of these cards."""
        for key, address, lat, site_id in parts_of(Site, keys, "address_key", "lat", "id"):
            self.loaded[key].sites[address] = lat is not None
            self.loaded[key].site_ids[address] = site_id
        for key, label, value in parts_of(OtherCode, keys, "label", "value"):
            self.loaded[key].codes.add((label, value))
        for key, name in parts_of(OtherName, keys, "name_key"):
            self.loaded[key].names.add(name)
            self.by_name[name].append(self.loaded[key])

    def remember(self, known: Known) -> None:
        """Let later rows meet this card."""
        self.loaded[known.id] = known
        if known.values["inn"] and not known.is_unit:
            self.by_inn[known.values["inn"]].append(known)
        self.by_name[known.name_key].append(known)

    def meet(self, card: Card) -> Verdict:
        """Tell what becomes of one row."""
        if card.faults:
            return Verdict("wrong", reasons=list(card.faults.values()), warnings=card.warnings, unknown=card.unknown)
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
            alike = self.by_inn.get(card.inn, [])
            exact = [known for known in alike if known.values["kpp"] == card.kpp]
            loose = [known for known in alike if not known.values["kpp"] or not card.kpp]
            if exact or len(loose) == 1:
                return (exact or loose)[0]
        named = self.by_name.get(card.name_key, [])
        alike = [known for known in named if agree(known, card) and close(known, card, place)]
        return next((known for known in alike if card.address_key in known.sites), alike[0] if alike else None)

    def may_touch(self, known: Known) -> bool:
        """Tell whether this actor's register may change the card."""
        if self.actor.is_system or self.actor.is_admin or not known.place.region_id:
            return True
        return bool(known.place.ids & self.actor.territory_ids)

    def begin(self, card: Card, place: Place) -> Verdict:
        """Make a new card of a row."""
        values = {name: getattr(card, name) for name in ("name", *FILLED)}
        known = Known(
            new_id(),
            values,
            card.name_key,
            place,
            card.lat,
            card.lon,
            source=self.source,
            true_on=self.true_on,
            nature=Nature.SOLE if len(card.inn) == SOLE_INN else Nature.LEGAL,
        )
        self.met.add(known.id)
        self.remember(known)
        self.additions.cards[known.id] = known
        self.add_parts(known, card)
        return Verdict("new", known.id, told_of(card), warnings=card.warnings, unknown=card.unknown)

    def add_to(self, known: Known, card: Card, place: Place) -> Verdict:
        """Add what a row brings to a card it meets."""
        again, told_before = known.id in self.met, known.source
        self.met.add(known.id)
        changes = self.fill(known, card, renew=not again and self.renews(known))
        changes |= self.locate(known, card, place)
        changes |= self.add_parts(known, card)
        unmoved: Outcome = "unchanged" if told_before == self.source else "duplicate"
        outcome: Outcome = "duplicate" if again else "changed" if changes else unmoved
        return Verdict(outcome, known.id, changes, warnings=card.warnings, unknown=card.unknown)

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
        if "inn" in changes and not known.is_unit:
            self.by_inn[card.inn].append(known)
        self.additions.changed[known.id].update(changes)
        if "inn" in changes and known.nature == Nature.LEGAL and len(card.inn) == SOLE_INN:
            known.nature = Nature.SOLE
            self.additions.changed[known.id].add("nature")
        if any(old for old, _new in changes.values()):
            known.source, known.true_on = self.source, self.true_on
            self.additions.changed[known.id].update(("source", "true_on"))
        return changes

    def locate(self, known: Known, card: Card, place: Place) -> dict[str, tuple[str, str]]:
        """Learn where a card stands if nobody knew."""
        changes: dict[str, tuple[str, str]] = {}
        if known.place.settlement_id is None and place.settlement_id is not None:
            changes["settlement"] = ("", card.settlement or card.address)
            known.place = place
        if known.lat is None and card.lat is not None:
            changes |= {"lat": ("", str(card.lat)), "lon": ("", str(card.lon))}
            known.lat, known.lon = card.lat, card.lon
        if changes:
            self.additions.changed[known.id].update(PLACED)
        return changes

    def add_parts(self, known: Known, card: Card) -> dict[str, tuple[str, str]]:
        """Add a site, other codes and another name, if they are new."""
        changes: dict[str, tuple[str, str]] = {}
        key = card.address_key
        is_placed = card.lat is not None
        if (key or is_placed) and (key not in known.sites or (is_placed and not known.sites[key])):
            changes["site"] = ("", card.address)
            known.sites[key] = is_placed
            where = located(card.lat, card.lon)
            self.additions.sites.append(Site(organisation_id=known.id, address=card.address, address_key=key, **where))
        for label, value in sorted(set(card.other_codes) - known.codes):
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


def agree(known: Known, card: Card) -> bool:
    """Tell whether the codes of a card and a row do not contradict each other."""
    inn, kpp = known.values["inn"], known.values["kpp"]
    if not inn or not card.inn:
        return True
    return inn == card.inn and (kpp == card.kpp or not kpp or not card.kpp)


def close(known: Known, card: Card, place: Place) -> bool:
    """Tell whether a card and a row of one name stand at one address or, if the name says much, in one settlement."""
    if place.region_id != known.place.region_id and None not in (place.region_id, known.place.region_id):
        return False
    if card.address_key in known.sites or not known.sites or not card.address:
        return True
    telling = len(card.name_key.split()) >= TELLING_WORDS
    return telling and place.settlement_id is not None and place.settlement_id == known.place.settlement_id


def same(name: str, old: str, new: str) -> bool:
    """Tell whether two spellings say the same."""
    if name == "address":
        return address_key(old) == address_key(new)
    return old.casefold().strip(" ./") == new.casefold().strip(" ./")
