"""A need or an offer in the words of schema.org, for search engines: what is public alone, as JSON-LD."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import reverse

from vmeste.gather.exchange.models import Posting, Visibility
from vmeste.gather.exchange.showing import grades_of
from vmeste.ground.accounts.queries import absolute
from vmeste.ground.ui.linked import Linked, filled
from vmeste.ground.vocabulary import queries as vocabulary

TYPES = Path(__file__).with_name("data") / "schema_org.csv"


@cache
def types() -> dict[str, str]:
    """Give the type of schema.org for each kind of resource; read once."""
    with TYPES.open(encoding="utf-8", newline="") as file:
        return {row["resource_kind"]: row["schema_type"] for row in csv.DictReader(file)}


def linked_posting(row: Posting) -> Linked:
    """Describe an offer, or a need as a demand of its organisation; nothing of what not everybody sees."""
    if not row.is_open or row.visibility != Visibility.PUBLIC:
        return {}
    url = absolute(reverse(f"exchange:{row.side}", args=[row.id]))
    page = absolute(reverse("participants:organisation", args=[row.organisation_id]))
    whose = {"@type": "Organization", "@id": page, "url": page, "name": str(row.organisation)}
    is_need = row.side == "need"
    return filled(
        {
            "@context": "https://schema.org",
            "@type": "Demand" if is_need else "Offer",
            "@id": url,
            "url": url,
            "name": row.title,
            "description": row.text,
            **({"@reverse": {"seeks": whose}} if is_need else {"offeredBy": whose}),
            "validFrom": row.opened_at.isoformat() if row.opened_at else "",
            "availabilityStarts": day(row.period_from),
            "availabilityEnds": day(row.period_to),
            "areaServed": {"@type": "Place", "name": row.settlement.full_name} if row.settlement else {},
            "eligibleQuantity": quantity(row),
            **({"price": 0, "priceCurrency": "RUB"} if row.cost == "free" and not is_need else {}),
            "itemOffered": thing(row),
        }
    )


def thing(row: Posting) -> Linked:
    """Say what is offered or looked for."""
    kind = types().get(row.kind, "Service")
    return filled(
        {
            "@type": kind,
            "name": row.title,
            "additionalType": vocabulary.label("resource_kind", row.kind),
            "audience": {"@type": "EducationalAudience", "audienceType": grades_of(row)} if grades_of(row) else {},
            **({"startDate": day(row.period_from), "endDate": day(row.period_to)} if kind == "Event" else {}),
        }
    )


def quantity(row: Posting) -> Linked:
    """Say how much, where it is said."""
    if row.amount is None:
        return {}
    unit = vocabulary.label("unit", row.unit) if row.unit else ""
    return filled({"@type": "QuantitativeValue", "value": float(row.amount), "unitText": unit})


def day(on: Any) -> str:
    """Write a day."""
    return on.isoformat() if on else ""
