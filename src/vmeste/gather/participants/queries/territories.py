"""Reading territories: what a filter offers, what a coordinator answers for."""

from collections.abc import Iterable, Sequence
from datetime import tzinfo
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from vmeste.gather.participants.models import Organisation, Territory, TerritoryCoordinator
from vmeste.ground.kernel.actors import Actor

Level = Territory.Level
Option = tuple[str, str]
MOST_PARTS = 150


def territories_of(actor: Actor) -> QuerySet[Territory]:
    """Give the territories this actor answers for; administrators for every region."""
    standing = Territory.objects.filter(valid_to_on=None)
    if actor.is_admin or actor.is_system:
        return standing.filter(level=Level.REGION)
    return standing.filter(id__in=actor.territory_ids)


def regions_offered() -> list[Territory]:
    """Give the regions where some organisation stands."""
    inhabited = Exists(Organisation.objects.filter(region=OuterRef("pk")).order_by())
    return list(Territory.objects.filter(inhabited, level=Level.REGION))


def parts_offered(region_id: int) -> list[Territory]:
    """Give the municipalities and settlements of a region where some organisation stands, the largest, by name."""
    of_municipality = Exists(Organisation.objects.filter(municipality=OuterRef("pk")).order_by())
    of_settlement = Exists(Organisation.objects.filter(settlement=OuterRef("pk")).order_by())
    inhabited = (Q(level=Level.MUNICIPALITY) & of_municipality) | (Q(level=Level.SETTLEMENT) & of_settlement)
    rows = Territory.objects.filter(inhabited, region_id=region_id)
    largest = rows.order_by(F("population").desc(nulls_last=True), "id")[:MOST_PARTS]
    return sorted(largest, key=lambda row: row.name)


def territory_choices(chosen: Territory | None) -> list[Option | tuple[str, list[Option]]]:
    """Give the choices of a filter: regions that exist; of the chosen or only one its parts; two queries."""
    regions = regions_offered()
    region_id = (chosen.region_id or chosen.id) if chosen else regions[0].id if len(regions) == 1 else None
    parts = parts_offered(region_id) if region_id else []
    groups: list[Option | tuple[str, list[Option]]] = [("", _("anywhere"))]
    groups.append((_("Regions"), options(regions)))
    for level, words in ((Level.MUNICIPALITY, _("Municipalities")), (Level.SETTLEMENT, _("Settlements"))):
        if of_level := [row for row in parts if row.level == level]:
            groups.append((words, options(of_level)))
    return groups


def options(rows: Iterable[Territory]) -> list[Option]:
    """Give (id, name) pairs."""
    return [(str(row.id), row.full_name if row.level == Level.REGION else row.name) for row in rows]


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
