"""What a reader of the directory looks for, and the rows that fit it; every filter goes down an index."""

from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q, QuerySet

from vmeste.gather.participants import policies
from vmeste.gather.participants.models import Organisation, Site, Territory, Trait
from vmeste.gather.participants.picture import Window
from vmeste.gather.participants.queries.nearness import Near, ids_within
from vmeste.gather.participants.thresholds import old_since
from vmeste.ground.kernel.actors import Actor

OLD = Q(state=Organisation.State.ACTIVE, merged_into=None)
"""What may be old at all."""
Traits = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for; empty values do not narrow. `traits`: (filter of an upper room, code).

    Closed organisations are found by words, else only when `closed` are asked for, too. `old`: working ones alone
    whose card nobody has confirmed for long.
    """

    q: str = ""
    type: str = ""
    department: str = ""
    territory: Territory | None = None
    traits: Traits = ()
    near: Near | None = None
    window: Window | None = None
    closed: bool = False
    old: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked for at all."""
        return bool(self.q) or self.is_filtered

    @property
    def is_filtered(self) -> bool:
        """Whether anything but words narrows."""
        return bool(self.type or self.department or self.territory or self.traits or self.near or self.old)

    @property
    def is_counted(self) -> bool:
        """Whether the kept counters know how many cards fit."""
        return not (self.q or self.traits or self.near or self.window or self.closed or self.old)

    def without(self, name: str) -> "Wanted":
        """Give the same without one filter, by the name it has in addresses."""
        plain = {"q": "", "type": "", "department": "", "territory": None, "near": None, "within": None}
        if name in plain:
            return replace(self, **{"near" if name == "within" else name: plain[name]})  # type: ignore[arg-type]
        if name in {"closed", "old"}:
            return replace(self, **{name: False})  # type: ignore[arg-type]
        return replace(self, traits=tuple(one for one in self.traits if one[0] != name))


def rows_in(actor: Actor, wanted: Wanted) -> QuerySet[Organisation]:
    """Give organisations the actor may see that fit everything but the words; none that is not taken in yet."""
    rows = Organisation.objects.filter(policies.visible_to(actor))
    left_out = Organisation.outside if wanted.closed or wanted.q else (Organisation.State.CLOSED, *Organisation.outside)
    rows = rows.exclude(state__in=left_out)
    if wanted.old:
        rows = rows.filter(OLD, fresh_on__lt=old_since())
    if wanted.type:
        rows = rows.filter(type=wanted.type)
    if wanted.department:
        rows = rows.filter(department=wanted.department)
    if wanted.territory:
        rows = rows.filter(Q(**{wanted.territory.level: wanted.territory}))
    for name, code in wanted.traits:
        said = Trait.objects.filter(name=name, code=code).order_by()
        rows = rows.filter(id__in=said.values("organisation"))
    if wanted.near:
        rows = rows.filter(id__in=ids_within(wanted.near))
    if wanted.window:
        rows = rows.filter(Exists(sites_in(wanted.window).filter(organisation=OuterRef("pk")).order_by()))
    return rows


def sites_in(window: Window, among: QuerySet[Site] | None = None) -> QuerySet[Site]:
    """Give sites inside a window of the map."""
    sites = Site.objects.all() if among is None else among
    return sites.filter(x__gte=window.left, x__lt=window.right, y__gte=window.top, y__lt=window.bottom)
