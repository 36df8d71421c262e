"""A register of organisations read row by row: which card each row meets, what it adds, what is written.

A row meets a card by ИНН and КПП; by ИНН alone where one side has no КПП; else by the same name at the same
address, if the codes do not contradict. A name that says much (`TELLING_WORDS`) is enough in one settlement: an
organisation works at several addresses, while «Библиотека № 33» of two districts are two. Units are met by name only,
for they have the codes of their parents. A later row of the same file only adds.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache

from django.db.models import Q
from django.utils.translation import gettext as _

from vmeste.gather.participants.cards import Card, read_row
from vmeste.gather.participants.identifiers import address_key
from vmeste.gather.participants.known import (
    CODES,
    FILLED,
    PLACED,
    RENEWED,
    Additions,
    Known,
    known_from,
    parts_of,
    told_of,
)
from vmeste.gather.participants.locating import IN_DEGREES, Frame, settle
from vmeste.gather.participants.models import Nature, Organisation, OtherCode, OtherName, Site, Territory
from vmeste.gather.participants.picture import located
from vmeste.gather.participants.places import Place, Places
from vmeste.gather.participants.shelf import Shelf
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.ids import new_id
from vmeste.ground.kernel.registries import Outcome, Verdict
from vmeste.ground.vocabulary import queries as vocabulary

TELLING_WORDS = 5
REMEMBERED = 5_000
SOLE_INN = 12  # digits; legal entities have ten


class Register:
    """One pass over a file; remembers the cards its rows met."""

    def __init__(
        self, actor: Actor, territory: Territory | None, source: str, true_on: date, frame: Frame = IN_DEGREES
    ) -> None:
        """Read for this actor: cards stand in `territory`, are told by `source` and true on `true_on`."""
        self.actor = actor
        self.frame = frame
        self.places = Places(territory)
        self.source = source
        self.true_on = true_on
        self.by_inn: dict[str, list[Known]] = defaultdict(list)
        self.by_name: dict[str, list[Known]] = defaultdict(list)
        self.loaded: dict[int, Known] = {}
        self.met: set[int] = set()
        self.shelf: Shelf[Known] = Shelf()
        self.additions = Additions()
        self.match = lru_cache(maxsize=REMEMBERED)(vocabulary.match)

    def take(self, rows: Sequence[dict[str, str]], *, writing: bool = False) -> list[Verdict]:
        """Judge a chunk of rows and gather what they add; a constant number of queries.

        Cards are read anew for each chunk: others write meanwhile, and memory has an end. When `writing` they are
        locked, and only which of them this file met stays known; else what it told of them is kept on a shelf.
        """
        self.additions = Additions()
        cards = [read_row(row, self.match, self.frame) for row in rows]
        self.places.guess(card.address for card in cards)
        for known in (self.by_inn, self.by_name, self.loaded):
            known.clear()
        self.load(cards, lock=writing)
        verdicts = [self.meet(card) for card in cards]
        if not writing:
            self.shelve({verdict.target_id for verdict in verdicts if verdict.target_id in self.met})
        return verdicts

    def shelve(self, numbers: Collection[int | None]) -> None:
        """Keep what rows told of these cards; a card stands under its ИНН and under each of its names."""
        for known in (self.loaded[number] for number in numbers if number is not None):
            codes = [known.values["inn"]] if known.values["inn"] and not known.is_unit else []
            self.shelf.put(known.id, known, [*codes, known.name_key, *known.names])

    def load(self, cards: Sequence[Card], *, lock: bool = False) -> None:
        """Load the cards that these rows could meet; five queries."""
        if lock:
            self.shelf.clear()
        inns = {card.inn for card in cards if card.inn}
        keys = {card.name_key for card in cards if card.name}
        renamed = OtherName.objects.filter(name_key__in=keys).order_by().values_list("organisation_id", flat=True)
        cards_kept = Organisation.objects.select_for_update(no_key=True) if lock else Organisation.objects
        found = cards_kept.filter(Q(inn__in=inns) | Q(name_key__in=keys) | Q(id__in=set(renamed)), merged_into=None)
        found = found.exclude(state__in=Organisation.outside)  # nobody has looked at those
        told = dict(self.shelf.find((*inns, *keys)))
        fresh = {row.id: known_from(row) for row in found.order_by("id") if row.id not in told}
        for _number, known in sorted((fresh | told).items()):  # of cards alike the oldest is met
            self.remember(known)
            for name in known.names:
                self.by_name[name].append(known)
        self.load_parts(list(fresh))

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
        settle(card, self.places.box_of(place.region_id))
        known = self.find(card, place)
        if known is None:
            return self.begin(card, place)
        if not self.may_touch(known):
            card.warnings.append(_("The card stands on the territory of another coordinator; nothing was changed."))
            return Verdict("unchanged", known.id, warnings=card.warnings)
        if is_closed(known):
            card.warnings.append(
                _("This organisation is closed; nothing of its card was changed. If it works again, open it first.")
            )
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
        return min(alike, key=lambda known: (is_closed(known), card.address_key not in known.sites), default=None)

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
        if not again and self.confirms(known, card):
            self.additions.confirmed[known.id] = known.fresh_on
            known.fresh_on = self.true_on
        unmoved: Outcome = "unchanged" if told_before == self.source else "duplicate"
        outcome: Outcome = "duplicate" if again else "changed" if changes else unmoved
        return Verdict(outcome, known.id, changes, warnings=card.warnings, unknown=card.unknown)

    def renews(self, known: Known) -> bool:
        """Newer data replace older ones, unless the organisation keeps its card itself."""
        return not known.claimed and (known.true_on is None or known.true_on < self.true_on)

    def confirms(self, known: Known, card: Card) -> bool:
        """Tell whether a row says that a card is right: a register whose teller is named, newer than what was said.

        Whoever acts for an organisation is asked about the card, so that no register answers for them; a row of
        other codes speaks against the card.
        """
        newer = known.fresh_on is None or known.fresh_on < self.true_on <= clock.today()
        agrees = all(known.values[name] == getattr(card, name) for name in CODES if getattr(card, name))
        return bool(self.source) and newer and agrees and not known.claimed and known.state == Organisation.State.ACTIVE

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


def is_closed(known: Known) -> bool:
    """Tell whether a card works no more: a successor has often the name and the house of its predecessor."""
    return known.state == Organisation.State.CLOSED


def same(name: str, old: str, new: str) -> bool:
    """Tell whether two spellings say the same."""
    if name == "address":
        return address_key(old) == address_key(new)
    return old.casefold().strip(" ./") == new.casefold().strip(" ./")
