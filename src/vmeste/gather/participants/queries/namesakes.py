"""Organisations meant by a name that is written in another way: found by what it says, legal form and quotes aside."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from vmeste.gather.participants import policies
from vmeste.gather.participants.faces import number_of
from vmeste.gather.participants.likeness import name_obstacles, says_key, shared_any
from vmeste.gather.participants.models import LikenessKey, Organisation, OtherName, Territory
from vmeste.gather.participants.names import TOKEN, Name, normal, read_name
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.text.lemmas import plain


class Namesakes:
    """Finds organisations by what a name says, among the actor's own and those of the territories they coordinate.

    It reads the keys by which duplicates are found: they are written a moment after a card is.
    """

    def __init__(self, actor: Actor) -> None:
        """Look for this actor."""
        self.actor = actor
        self.meant: dict[str, list[tuple[Organisation, list[Name]]]] = {}

    def load(self, names: Iterable[str]) -> None:
        """Read the organisations these names could mean; no query when there are no names, else six at most."""
        self.meant = defaultdict(list)
        said = {says for name in names if (says := read_name(name).says)}
        if not said or not (self.actor.organisation_ids or self.actor.territory_ids):
            return
        own = Q(id__in=self.actor.organisation_ids) | policies.coordinated_by(self.actor)
        keys = [number_of(says_key(region, says)) for region in self.regions() for says in said]
        holders = LikenessKey.objects.filter(key__in=keys).order_by().values_list("organisation_id", flat=True)
        met = Organisation.objects.filter(
            policies.visible_to(self.actor), own, id__in=list(holders), state=Organisation.State.ACTIVE
        )
        rows = list(met.select_related("settlement", "municipality").order_by("id"))
        called: dict[int, list[str]] = {row.id: [row.name, row.short_name] for row in rows}
        for owner, name in OtherName.objects.filter(organisation_id__in=called).values_list("organisation_id", "name"):
            called[owner].append(name)
        for row in rows:
            read = [read_name(name) for name in called[row.id] if name]
            for says in {name.says for name in read}:
                self.meant[says].append((row, read))

    def regions(self) -> set[int | None]:
        """Give the regions where the actor writes; two queries."""
        own = Organisation.objects.filter(id__in=self.actor.organisation_ids).order_by()
        coordinated = Territory.objects.filter(id__in=self.actor.territory_ids).order_by()
        return {
            *own.values_list("region_id", flat=True),
            *(region or key for key, region in coordinated.values_list("id", "region_id")),
        }

    def of(self, text: str) -> list[Organisation]:
        """Give those a name may mean: one kind, one number, the same own words, nothing against it."""
        wanted = read_name(text)
        found = self.meant.get(wanted.says, [])
        return [
            row for row, names in found if stands_in(row, wanted, names) and any(same(wanted, one) for one in names)
        ]


def same(one: Name, other: Name) -> bool:
    """Tell whether two names say the same: a gymnasium is no school, «имени Пушкина» is not «имени Гоголя»."""
    honoured = not (one.honour and other.honour) or shared_any(one.honour, other.honour)
    return (one.says, one.kind) == (other.says, other.kind) and honoured and not name_obstacles(one, other)


def stands_in(row: Organisation, wanted: Name, names: Iterable[Name]) -> bool:
    """Tell whether a card stands where a name says, if it says so."""
    around = " ".join(place.name for place in (row.settlement, row.municipality) if place)
    places = {normal(word) for word in TOKEN.findall(plain(around))}.union(*(name.place for name in names))
    return not wanted.place or shared_any(wanted.place, frozenset(places))
