"""A territory whose coordinator writes for a guild that has nobody to write."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vmeste.gather.exchange.commands import publish_posting, write_need, write_offer
from vmeste.gather.exchange.models import Need, Offer
from vmeste.gather.exchange.terms import Terms
from vmeste.gather.participants.commands import add_territory, entrust_territory
from vmeste.gather.participants.models import Organisation, Territory
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.actors import SYSTEM, Actor

if TYPE_CHECKING:
    from tests.kit.town import Town


@dataclass(frozen=True)
class Region:
    """A territory, its coordinator, a guild on it for which the coordinator writes."""

    territory: Territory
    coordinator: Person
    actor: Actor
    guild: Organisation

    def need(self, *, draft: bool = False) -> Need:
        """Write a need of the guild on its behalf."""
        terms = Terms(title="Нужен зал для репетиций", kind="premises")
        need = write_need(actor=self.actor, organisation=self.guild, terms=terms)
        if not draft:
            publish_posting(actor=self.actor, posting=need)
        return need

    def offer(self) -> Offer:
        """Write an offer of the guild on its behalf."""
        terms = Terms(title="Научим ткать пояса", kind="event", there=True)
        offer = write_offer(actor=self.actor, organisation=self.guild, terms=terms)
        publish_posting(actor=self.actor, posting=offer)
        return offer


def settle(town: "Town") -> Region:
    """Settle the guild and name the coordinator."""
    territory = add_territory(actor=SYSTEM, level=Territory.Level.REGION, name="Заречье", code="99")
    guild = town.organisation("Мастеровые")
    Organisation.objects.filter(id=guild.id).update(region=territory)
    guild.refresh_from_db()
    coordinator = town.person("region@town.test", "Галина")
    entrust_territory(actor=SYSTEM, territory=territory, person=coordinator)
    return Region(territory, coordinator, town.actor(coordinator), guild)
