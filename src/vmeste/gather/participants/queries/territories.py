"""Reading territories: what a coordinator answers for, what time it is there."""

from collections.abc import Sequence
from datetime import tzinfo
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from vmeste.gather.participants.models import Territory, TerritoryCoordinator
from vmeste.ground.kernel.actors import Actor

Level = Territory.Level


def territories_of(actor: Actor) -> QuerySet[Territory]:
    """Give the territories this actor answers for; administrators for every region."""
    standing = Territory.objects.filter(valid_to_on=None)
    if actor.is_admin or actor.is_system:
        return standing.filter(level=Level.REGION)
    return standing.filter(id__in=actor.territory_ids)


def coordinators(territory_ids: Sequence[int] | None = None) -> QuerySet[TerritoryCoordinator]:
    """Give who coordinates which territory at present, of all or of these, with people and territories."""
    running = TerritoryCoordinator.objects.filter(until_at=None).select_related("person", "territory__region")
    if territory_ids is not None:
        running = running.filter(territory__in=territory_ids)
    return running.order_by("territory__name", "id")


def zone_of(territory: Territory | None) -> tzinfo:
    """Give the time zone of a territory, of its region, or the product's own."""
    name = territory and (territory.time_zone or (territory.region.time_zone if territory.region else ""))
    return ZoneInfo(name) if name else timezone.get_default_timezone()
