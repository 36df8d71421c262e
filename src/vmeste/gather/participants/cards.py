"""Reading a card from plain texts of a row or a form: what holds, what is wrong, what is kept aside; no ORM.

A row is wrong only without a name or with a filled ИНН whose check digits fail; everything else that cannot be
read becomes a warning and is kept as it was given.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from vmeste.gather.participants.identifiers import address_key, digits, good_inn, name_key, read_codes
from vmeste.gather.participants.locating import IN_DEGREES, Candidate, Frame, read_place
from vmeste.gather.participants.tabled import is_shortened, mended

BLANKS = {
    "", "-", "—", "–", "--", "---", "нет", "н/д", "нет данных", "не указан", "не указано", "не указана", "отсутствует",
    "x", "х", "*", "?", "null", "none", "nan", "#н/д", "#n/a", "#знач!", "#ссылка!", "#value!", "#ref!",
}  # fmt: skip
TOTAL = re.compile(r"\W*(?:итог\w*|всего|в том числе|из них)\b(?=[\s:.,\d]|$)", re.IGNORECASE)
LIMITS = {"name": 600, "short_name": 300, "founder": 300, "address": 500, "phone": 200, "website": 300}
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
SPACES = re.compile(r"\s+")

Match = Callable[[str, str], str | None]


@dataclass(slots=True)
class Card:
    """One organisation as a row or a form tells it; codes of vocabularies, coordinates in degrees of WGS 84."""

    name: str = ""
    short_name: str = ""
    inn: str = ""
    kpp: str = ""
    ogrn: str = ""
    type: str = ""
    department: str = ""
    legal_form: str = ""
    founder: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    description: str = ""
    lat: float | None = None
    lon: float | None = None
    coordinates: str = ""
    candidates: tuple[Candidate, ...] = ()
    settlement: str = ""
    municipality: str = ""
    name_key: str = ""
    address_key: str = ""
    other_codes: tuple[tuple[str, str], ...] = ()
    faults: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)


def read_row(values: Mapping[str, str], match: Match, frame: Frame = IN_DEGREES) -> Card:
    """Read a card from a row of a table; what a table program did to its codes is undone and told."""
    row, notes = mended(values)
    card = read_card(row, match, frame)
    card.warnings[:0] = notes
    if TOTAL.match(card.name) and not (card.inn or card.address or card.phone or card.email):
        card.faults["name"] = _("«%(value)s» reads as a line of totals, not as an organisation.") % {
            "value": card.name[:80]
        }
    return card


def read_card(values: Mapping[str, str], match: Match, frame: Frame = IN_DEGREES) -> Card:
    """Read a card; `match(vocabulary, text)` gives a code or nothing. Faults are told by field."""
    text = {name: clean(value) for name, value in values.items()}
    text["address"] = whole_address(text)
    card = Card()
    for name, limit in LIMITS.items():
        setattr(card, name, text.get(name, "")[:limit])
    card.name_key, card.address_key = name_key(card.name), address_key(card.address)
    card.description = text.get("description", "")
    card.settlement, card.municipality = text.get("settlement", ""), text.get("municipality", "")
    if not card.name:
        card.faults["name"] = _("The name is missing.")
    read_identity(card, values, text)
    read_kind(card, text, match)
    read_email(card, text.get("email", ""))
    read_place(card, text, frame)
    return card


def whole_address(text: Mapping[str, str]) -> str:
    """Give the address; where a file tells its street and house apart, it is made of these."""
    parts = [text.get(name, "") for name in ("street", "house")]
    if text.get("address") or not any(parts):
        return text.get("address", "")
    return ", ".join(part for part in (text.get("settlement", ""), *parts) if part)


def clean(value: str) -> str:
    """Drop blanks around and between, and signs that mean «nothing»."""
    plain = SPACES.sub(" ", value).strip().strip("\u200b\ufeff")
    return "" if plain.lower() in BLANKS else plain


def read_identity(card: Card, values: Mapping[str, str], text: Mapping[str, str]) -> None:
    """Read codes; only a filled ИНН that fails makes the row wrong."""
    given = values.get("inn", "").strip()
    if given and not good_inn(digits(given)):
        card.faults["inn"] = inn_fault(given)
    codes = read_codes("" if card.faults.get("inn") else given, text.get("kpp", ""), text.get("ogrn", ""))
    card.inn, card.kpp, card.ogrn = codes.inn, codes.kpp, codes.ogrn
    card.other_codes = codes.other
    for label, value in codes.other:
        card.warnings.append(
            _("%(label)s «%(value)s» does not hold; it is kept as another code.") % {"label": label, "value": value}
        )


def inn_fault(given: str) -> str:
    """Say what is wrong with an ИНН."""
    if is_shortened(given):
        words = _(
            "A table program shortened the ИНН to %(value)s and its last digits are lost: "
            "make the column one of texts and write the numbers anew."
        )
        return words % {"value": given[:40]}
    if not digits(given).isdigit():
        return _("«%(value)s» is no ИНН: it has 10 or 12 digits. If it is unknown, leave the cell empty.") % {
            "value": given[:40]
        }
    if len(digits(given)) not in (10, 12):
        return _("ИНН %(value)s has %(count)s digits; there must be 10 or 12.") % {
            "value": given[:40],
            "count": len(digits(given)),
        }
    return _("The check digit of ИНН %(value)s does not hold: look at its digits again.") % {"value": given[:40]}


def read_kind(card: Card, text: Mapping[str, str], match: Match) -> None:
    """Find type, department and legal form in what is said of them, of the founder and in the name."""
    named = " ".join(part for part in (text.get("kind", ""), text.get("type", ""), card.name) if part)
    card.type = coded("organisation_type", text, match, "kind", "type") or match("organisation_type", named) or ""
    form = f"{text.get('legal_form', '')} {card.name}"
    card.legal_form = coded("legal_form", text, match, "legal_form") or match("legal_form", form) or ""
    department = text.get("department") or text.get("founder", "")
    card.department = (match("department", department) if department else None) or ""
    if text.get("legal_form") and not card.legal_form:
        card.unknown["legal_form"] = text["legal_form"]
    if text.get("department") and not card.department:
        card.unknown["department"] = text["department"]
    if not card.type and (given := next((name for name in ("type", "kind") if text.get(name)), "")):
        card.unknown[given] = text[given]
        card.warnings.append(_("The type «%(value)s» is unknown.") % {"value": text[given][:80]})


def coded(vocabulary: str, text: Mapping[str, str], match: Match, *names: str) -> str:
    """Give the code that stands in a cell itself, where a person said what its word means."""
    return next((text[name] for name in names if text.get(name) and match(vocabulary, text[name]) == text[name]), "")


def read_email(card: Card, given: str) -> None:
    """Take the first address that can be one."""
    found = EMAIL.search(given)
    card.email = found.group().lower()[:254] if found else ""
    if given and not found:
        card.warnings.append(_("«%(value)s» is no e-mail address.") % {"value": given[:80]})
