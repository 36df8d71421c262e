"""What an organisation posted stands where the organisation stands; its own people publish what others wrote for it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from vmeste.gather.exchange import commands
from vmeste.gather.exchange.models import Need, Offer
from vmeste.gather.participants.facts import OrganisationChanged, OrganisationsImported
from vmeste.gather.participants.models import Organisation
from vmeste.ground.facts.fact import Fact
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.errors import Refused

if TYPE_CHECKING:
    from tests.gather.exchange.region import Region
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("by_register", [False, True])
def test_needs_and_offers_move_with_their_organisation(by_register: bool, town: "Town") -> None:
    need, offer = town.need(), town.offer()
    Organisation.objects.filter(id=town.school.id).update(lat=59.9, lon=30.3)
    moved: Fact = OrganisationChanged(organisation_id=town.school.id, fields=("lat", "lon"))
    if by_register:
        moved = OrganisationsImported(new_ids=(), changed_ids=(town.school.id,))
    record(moved, actor=SYSTEM)
    assert Need.objects.values_list("lat", "lon").get(id=need.id) == (59.9, 30.3)
    assert Offer.objects.values_list("lat", "lon").get(id=offer.id) == (None, None)


def test_who_has_a_representative_is_written_for_in_drafts_only(region: "Region") -> None:
    draft = region.need(draft=True)
    Organisation.objects.filter(id=region.guild.id).update(claimed_at=clock.now())
    draft = Need.objects.select_related("organisation").get(id=draft.id)
    with pytest.raises(Refused):
        commands.publish_posting(actor=region.actor, posting=draft)
    assert Need.objects.get().state == "draft"


def test_of_the_filters_the_valid_ones_count(town: "Town", client_of: Callable[..., Client]) -> None:
    town.need("Робот для кружка")
    town.need("Экскурсия о реке")
    page = client_of().get(reverse("exchange:needs") + "?q=робот&kind=zzz").content.decode()
    assert "Робот для кружка" in page
    assert "Экскурсия о реке" not in page
