"""A card in the words of schema.org, for search engines: what strangers see of it, as JSON-LD."""

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from django.urls import reverse

from vmeste.gather.participants.models import Organisation
from vmeste.gather.participants.queries import CardPage
from vmeste.ground.accounts.queries import absolute
from vmeste.ground.ui.linked import Linked, filled
from vmeste.ground.vocabulary import queries as vocabulary

TYPES = Path(__file__).with_name("data") / "schema_org.csv"


@cache
def types() -> dict[str, str]:
    """Give the type of schema.org for each type of organisation that has one; read once."""
    with TYPES.open(encoding="utf-8", newline="") as file:
        return {row["organisation_type"]: row["schema_type"] for row in csv.DictReader(file)}


def linked_card(row: Organisation, card: CardPage, websites: Sequence[str]) -> Linked:
    """Describe an organisation; nothing of one that strangers do not see."""
    if row.is_hidden:
        return {}
    found = types().get(row.type)
    return filled(
        {
            "@context": "https://schema.org",
            "@type": ["Organization", found] if found else "Organization",
            **named(row),
            "legalName": row.name,
            "alternateName": card.other_names,
            "description": row.description,
            "additionalType": vocabulary.label("organisation_type", row.type) if row.type else "",
            "telephone": row.phone,
            "sameAs": list(websites),
            "taxID": row.inn,
            "dissolutionDate": closing_day(row),
            "identifier": [
                {"@type": "PropertyValue", "propertyID": name, "value": value}
                for name, value in (("ИНН", row.inn), ("КПП", row.kpp), ("ОГРН", row.ogrn))
                if value
            ],
            "address": address_of(row),
            "location": place_of(row),
            "parentOrganization": above(row.parent or row.guarantor),
            "memberOf": [
                {
                    "@type": "Organization",
                    "name": one.name,
                    "url": absolute(reverse("participants:network", args=[one.id])),
                }
                for one in card.networks
            ],
        }
    )


def closing_day(row: Organisation) -> str:
    """Give the day from which an organisation works no more; nothing of one that works."""
    return row.closed_on.isoformat() if row.state == Organisation.State.CLOSED and row.closed_on else ""


def named(row: Organisation) -> Linked:
    """Name an organisation by its page."""
    url = absolute(reverse("participants:organisation", args=[row.id]))
    return {"@id": url, "url": url, "name": str(row)}


def above(row: Organisation | None) -> Linked:
    """Name the organisation to which a unit or a group belongs; nothing of one that strangers do not see."""
    if row is None or row.is_hidden or row.merged_into_id:
        return {}
    return {"@type": "Organization", **named(row)}


def address_of(row: Organisation) -> Linked:
    """Give the postal address, where anything of it is known."""
    told = filled(
        {
            "streetAddress": row.address,
            "addressLocality": row.settlement.name if row.settlement else "",
            "addressRegion": row.region.full_name if row.region else "",
        }
    )
    return {"@type": "PostalAddress", **told, "addressCountry": "RU"} if told else {}


def place_of(row: Organisation) -> Linked:
    """Give the place in degrees, where it is known."""
    if row.lat is None or row.lon is None:
        return {}
    return {"@type": "Place", "geo": {"@type": "GeoCoordinates", "latitude": row.lat, "longitude": row.lon}}
