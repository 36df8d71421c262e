"""What stands beside a list of the directory: filters that can be taken away, values to narrow by, with numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vmeste.gather.participants.looking import Level, Option, place_name
from vmeste.gather.participants.models import Territory
from vmeste.gather.participants.queries import Listed, PlaceCount, Wanted, filters_brought
from vmeste.ground.kernel.errors import type_text
from vmeste.ground.vocabulary import queries as vocabulary

SHOWN = 7
"""Values of a filter shown at once; the others unfold."""
MOST = 24
Address = Callable[..., str]
Asked = tuple[str, type_text, Sequence[Option], str]
"""A filter: its name, its word, its values, the chosen one."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a filter: its word, how many cards it leaves, the address that chooses it (or takes it away)."""

    text: str
    number: int
    href: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with the values that leave something."""

    label: type_text
    values: list[Value]

    @property
    def first(self) -> list[Value]:
        """Those shown at once."""
        return self.values[:SHOWN]

    @property
    def rest(self) -> list[Value]:
        """Those that unfold."""
        return self.values[SHOWN:MOST]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chosen filter: its name, what it says, the address without it."""

    name: str
    text: str
    href: str


def facets_of(address: Address, wanted: Wanted, listed: Listed) -> list[Facet]:
    """Give what the list can be narrowed by, each filter in the order of the form."""
    filters: list[Asked] = [
        ("type", _("Type"), every("organisation_type"), wanted.type),
        ("department", _("Department"), every("department"), wanted.department),
        *((name, one.label, one.choices(), dict(wanted.traits).get(name, "")) for name, one in filters_brought()),
    ]
    plain = [facet(address, one, listed) for one in filters]
    found = [plain[0], places_facet(address, wanted.territory, listed.places), *plain[1:]]
    return [one for one in found if any(is_narrower(value, listed) for value in one.values)]


def is_narrower(value: Value, listed: Listed) -> bool:
    """Tell whether a value would leave fewer cards than there are, or is chosen already."""
    return value.is_chosen or value.number < listed.counted.number or listed.numbers.is_part


def every(name: str) -> list[Option]:
    """Give all terms of a vocabulary, those too that are offered no more."""
    return [(term.code, term.label) for term in vocabulary.every_term(name)]


def facet(address: Address, asked: Asked, listed: Listed) -> Facet:
    """Give the values of a filter that leave something, the most frequent first, the chosen one before them."""
    name, label, options, chosen = asked
    numbers = listed.numbers.of.get(name, {})
    values = [
        Value(words, numbers.get(code, 0), address(**{name: "" if code == chosen else code}), code == chosen)
        for code, words in options
        if numbers.get(code, 0) > 0 or code == chosen
    ]
    return Facet(label, sorted(values, key=lambda value: (not value.is_chosen, -value.number, value.text)))


def places_facet(address: Address, chosen: Territory | None, places: Sequence[PlaceCount]) -> Facet:
    """Give the parts of the chosen place that leave something; regions when none is chosen and there are several."""
    parts = [one for one in places if is_part(one.territory, chosen, places)]
    values = [Value(place_name(one.territory), one.cards, address(territory=str(one.territory.id))) for one in parts]
    if chosen:
        here = next((one.cards for one in places if one.territory.id == chosen.id), 0)
        values.insert(0, Value(place_name(chosen), here, address(territory=""), is_chosen=True))
    return Facet(_("Place"), values)


def is_part(row: Territory, chosen: Territory | None, places: Sequence[PlaceCount]) -> bool:
    """Tell whether a territory narrows what is chosen by one step."""
    if chosen is None:
        regions = [one for one in places if one.territory.level == Level.REGION]
        return row.level == Level.REGION if len(regions) > 1 else row.level != Level.REGION
    if chosen.level == Level.REGION:
        return row.level != Level.REGION and row.region_id == chosen.id
    return chosen.level == Level.MUNICIPALITY and row.parent_id == chosen.id


def chosen_of(address: Address, wanted: Wanted) -> list[Chosen]:
    """Give the filters that narrow, in words, each with the address without it."""
    label = vocabulary.label
    said = [
        ("q", _("«%(words)s»") % {"words": wanted.q} if wanted.q else ""),
        ("type", label("organisation_type", wanted.type) if wanted.type else ""),
        ("territory", place_name(wanted.territory) if wanted.territory else ""),
        ("department", label("department", wanted.department) if wanted.department else ""),
        ("within", near_words(wanted)),
        ("closed", _("with closed ones") if wanted.closed else ""),
        ("old", _("not confirmed for long") if wanted.old else ""),
    ]
    for name, brought in filters_brought():
        code = dict(wanted.traits).get(name, "")
        words = dict(brought.choices()).get(code, code)
        said.append((name, _("%(filter)s: %(value)s") % {"filter": brought.label, "value": words} if code else ""))
    return [
        Chosen(name, text, address(**({"within": "", "near": ""} if name == "within" else {name: ""})))
        for name, text in said
        if text
    ]


def near_words(wanted: Wanted) -> str:
    """Say a circle."""
    if wanted.near is None:
        return ""
    if wanted.near.centre.own:
        return _("up to %(km)s km from us") % {"km": wanted.near.km}
    return _("up to %(km)s km from %(place)s") % {"km": wanted.near.km, "place": wanted.near.centre.name}
