"""What the exchange keeps about a person: what they wrote for organisations."""

from collections.abc import Mapping
from typing import Any

from vmeste.gather.exchange.models import Need, Offer
from vmeste.ground.accounts.models import Person
from vmeste.ground.accounts.queries import kept_by


def kept(person: Person) -> Mapping[str, Any]:
    """Give the needs and offers a person wrote."""
    columns = ("id", "title", "text", "state")
    return {
        "needs": list(Need.objects.filter(author=person).order_by("id").values(*columns)),
        "offers": list(Offer.objects.filter(author=person).order_by("id").values(*columns)),
    }


kept_by.add("exchange", kept)
