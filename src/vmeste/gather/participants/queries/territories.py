"""Reading territories: what a coordinator answers for, what time it is there."""

from collections.abc import Sequence
from datetime import tzinfo
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from vmeste.gather.participants.gazetteer import KINDS
from vmeste.gather.participants.identifiers import name_key
from vmeste.gather.participants.models import Territory, TerritoryCoordinator
from vmeste.gather.participants.places import regions_by_name
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.errors import Invalid

Level = Territory.Level
MOST_NAMED = 5


def territories_of(actor: Actor) -> QuerySet[Territory]:
    """Give the territories this actor answers for; administrators for every region."""
    standing = Territory.objects.filter(valid_to_on=None)
    if actor.is_admin or actor.is_system:
        return standing.filter(level=Level.REGION)
    return standing.filter(id__in=actor.territory_ids)


def territory_named(text: str) -> Territory | None:
    """Give the territory a person means on the command line: by its code, its full name or its name.

    Of several the largest is meant, of those of one size none: raises `Invalid`, which tells their codes.
    """
    if found := Territory.objects.filter(code=text.strip()).order_by("valid_to_on", "id").first():
        return found
    wanted = name_key(text)
    if region_id := regions_by_name().get(wanted):
        return Territory.objects.get(id=region_id)
    bare = name_key(KINDS.sub("", text.strip()))
    alike = Territory.objects.filter(valid_to_on=None, name_key__in={wanted, bare, *wanted.split()})
    called = [row for row in alike.order_by("id") if wanted in {name_key(row.full_name), row.name_key}]
    called = called or [row for row in alike if row.name_key == bare]
    for level in (Level.REGION, Level.MUNICIPALITY, Level.SETTLEMENT):
        here = [row for row in called if row.level == level]
        if len(here) > 1:
            told = "; ".join(f"{row.full_name} ({row.code})" for row in here[:MOST_NAMED])
            raise Invalid(
                {"territory": _("Several territories are called so, name one by its code: %(told)s") % {"told": told}}
            )
        if here:
            return here[0]
    return None


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
