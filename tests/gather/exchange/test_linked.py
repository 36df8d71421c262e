"""What pages say in the words of schema.org: what is public, harmless whatever a title holds."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.kit.town import Town
from vmeste.gather.participants.models import Organisation
from vmeste.ground.kernel.ids import code

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
HOSTILE = 'Школа </script><script>alert(1)</script> <!-- & "№ 5"'


def told(path: str, client: Client | None = None) -> dict[str, Any]:
    """Read the block of a page back; nothing when there is none."""
    found = BLOCK.findall((client or Client()).get(path).content.decode())
    assert len(found) <= 1
    read: dict[str, Any] = json.loads(found[0]) if found else {}
    return read


def test_a_card_says_who_it_is_and_where(town: Town) -> None:
    Organisation.objects.filter(id=town.museum.id).update(
        type="museum", inn="7718084659", lat=56.1, lon=40.2, address="Мира, 1", website="museum.example"
    )
    card = told(f"/organisations/{code(town.museum.id)}/")
    assert card["@context"] == "https://schema.org"
    assert card["@type"] == ["Organization", "Museum"]
    assert (card["name"], card["taxID"]) == ("Музей «Берег»", "7718084659")
    assert card["url"].endswith(f"/organisations/{code(town.museum.id)}/")
    assert card["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 56.1, "longitude": 40.2}
    assert card["address"]["streetAddress"] == "Мира, 1"
    assert card["sameAs"] == ["http://museum.example"]
    assert "Анна" not in json.dumps(card, ensure_ascii=False)


def test_a_closed_organisation_says_since_when(town: Town) -> None:
    path = f"/organisations/{code(town.museum.id)}/"
    assert "dissolutionDate" not in told(path)
    Organisation.objects.filter(id=town.museum.id).update(state="closed", closed_on=date(2026, 9, 1))
    assert told(path)["dissolutionDate"] == "2026-09-01"


def test_hostile_names_stay_names(town: Town) -> None:
    Organisation.objects.filter(id=town.school.id).update(name=HOSTILE)
    page = Client().get(f"/organisations/{code(town.school.id)}/").content.decode()
    assert "<script>alert" not in page
    assert told(f"/organisations/{code(town.school.id)}/")["legalName"] == HOSTILE


def test_an_offer_and_a_need_say_what_for_and_whose(town: Town) -> None:
    offer = told(f"/offers/{code(town.offer('Река', kind='programme').id)}/")
    assert (offer["@type"], offer["itemOffered"]["@type"]) == ("Offer", "Course")
    assert offer["offeredBy"]["name"] == "Музей «Берег»"
    assert (offer["price"], offer["priceCurrency"]) == (0, "RUB")
    need = told(f"/needs/{code(town.need('Река').id)}/")
    assert (need["@type"], need["itemOffered"]["@type"]) == ("Demand", "Event")
    assert need["@reverse"]["seeks"]["name"] == "Заречная школа"


def test_what_is_not_public_is_not_said_even_to_its_own(town: Town, client: Client) -> None:
    client.force_login(town.keeper)
    for offer in (town.offer("Черновик", draft=True), town.offer("Для себя", visibility="own")):
        assert client.get(f"/offers/{code(offer.id)}/").status_code == 200
        assert told(f"/offers/{code(offer.id)}/", client) == {}
