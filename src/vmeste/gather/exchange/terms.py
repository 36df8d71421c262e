"""What is written of a need or an offer: its values and their checks; no ORM."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from vmeste.gather.exchange.fitting import common_words
from vmeste.gather.exchange.models import Visibility
from vmeste.ground.text import lemmas
from vmeste.ground.vocabulary import queries as vocabulary
from vmeste.ground.vocabulary import thesaurus

TITLE_LENGTH = 160
TEXT_LENGTH = 4000
LAST_GRADE = 11
FARTHEST_KM = 5000
AMOUNT_LIMIT = Decimal(10) ** 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything that is written of a need or an offer; see `models.Posting` for units."""

    title: str
    text: str = ""
    kind: str = ""
    focus: str = ""
    direction: str = ""
    grade_from: int | None = None
    grade_to: int | None = None
    amount: Decimal | None = None
    unit: str = ""
    period_from: date | None = None
    period_to: date | None = None
    here: bool = True
    there: bool = False
    remote: bool = False
    radius_km: int | None = None
    address: str = ""
    cost: str = "free"
    visibility: Visibility = Visibility.PUBLIC
    network_id: int | None = None


def faults_of(terms: Terms, networks: frozenset[int]) -> dict[str, str]:
    """Give field → text for everything that cannot be; `networks` are those the organisation is a member of."""
    faults: dict[str, str] = {}
    if not terms.title.strip():
        faults["title"] = _("Say in a few words what it is.")
    if len(terms.title) > TITLE_LENGTH:
        faults["title"] = _("Shorter, please: at most %(count)s characters.") % {"count": TITLE_LENGTH}
    if len(terms.text) > TEXT_LENGTH:
        faults["text"] = _("Shorter, please: at most %(count)s characters.") % {"count": TEXT_LENGTH}
    faults |= unknown_codes(terms) | wrong_spans(terms)
    if not (terms.here or terms.there or terms.remote):
        faults["here"] = _("Choose at least one way to meet.")
    if terms.visibility == Visibility.NETWORK and terms.network_id not in networks:
        faults["network_id"] = _("Choose a network your organisation is a member of.")
    return faults


def unknown_codes(terms: Terms) -> dict[str, str]:
    """Refuse codes that no vocabulary has."""
    asked = {"kind": "resource_kind", "focus": "focus", "direction": "direction", "unit": "unit", "cost": "cost_terms"}
    faults = {
        field: _("Choose from the list.")
        for field, name in asked.items()
        if getattr(terms, field) and vocabulary.find(name, getattr(terms, field)) is None
    }
    if terms.focus and terms.direction and focus_of(terms.direction) not in {"", terms.focus}:
        faults.setdefault("direction", _("This direction belongs to another focus."))
    return faults


def wrong_spans(terms: Terms) -> dict[str, str]:
    """Refuse spans whose end comes before their beginning, and amounts of nothing."""
    faults: dict[str, str] = {}
    first, last = terms.grade_from, terms.grade_to
    if (first is None) != (last is None) or (
        first is not None and last is not None and not 0 <= first <= last <= LAST_GRADE
    ):
        faults["grade_to"] = _("The grades go from 0 (preschool) to 11, the smaller one first.")
    if terms.period_from and terms.period_to and terms.period_from > terms.period_to:
        faults["period_to"] = _("The end comes before the beginning.")
    if terms.amount is not None:
        faults |= wrong_amount(terms.amount)
    if terms.radius_km is not None and not 0 <= terms.radius_km <= FARTHEST_KM:
        faults["radius_km"] = _("From 0 to %(km)s km.") % {"km": FARTHEST_KM}
    return faults


def wrong_amount(amount: Decimal) -> dict[str, str]:
    """Refuse amounts of nothing, and those no column can keep."""
    if amount.is_nan() or amount <= 0:
        return {"amount": _("The amount must be more than nothing.")}
    return {"amount": _("The amount is too large.")} if amount >= AMOUNT_LIMIT else {}


def words_of(terms: Terms) -> tuple[str, str]:
    """Give lemmas and concepts of the texts as matching keeps them, space separated."""
    text = f"{terms.title}\n{terms.text}"
    concepts = thesaurus.concepts_of(lemmas.lemmas(text))
    telling = {lemma for lemma in lemmas.bag(text) - common_words() if not lemma[0].isdigit()}
    return " ".join(sorted(telling)), " ".join(sorted(concepts))


def focus_of(direction: str) -> str:
    """Give the focus a direction belongs to."""
    term = vocabulary.find("direction", direction)
    return term.parent if term else ""
