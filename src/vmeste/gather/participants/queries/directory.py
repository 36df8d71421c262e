"""The directory: organisations by words, type, department and territory, page by page; constant queries."""

from dataclasses import dataclass, field, replace

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from vmeste.gather.participants import policies
from vmeste.gather.participants.models import Organisation, Site, Territory
from vmeste.gather.participants.picture import Window
from vmeste.gather.participants.queries.cards import year_of
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.text.search import Found, ids_matching, search
from vmeste.ground.ui.formatting import number
from vmeste.ground.ui.shapes import Badge

PAGE = 30
COUNTED = 1000
STALE_AFTER = 2  # years
SHOWN = (
    "name", "short_name", "name_key", "type", "state", "verified_at", "claimed_at", "true_on", "address",
    "region__name", "region__full_name", "municipality__name", "settlement__name", "settlement__full_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for; empty values do not narrow."""

    q: str = ""
    type: str = ""
    department: str = ""
    territory: Territory | None = None
    window: Window | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked for at all."""
        return bool(self.q or self.type or self.department or self.territory)


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of rows, exact up to `COUNTED` (or what search looks through)."""

    number: int
    is_more: bool = False

    @property
    def words(self) -> str:
        """The number as it is told."""
        return _("more than %(number)s") % {"number": number(self.number)} if self.is_more else number(self.number)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of organisations, what comes after it, and how the words were understood."""

    rows: list[Organisation]
    counted: Counted
    after: int | None = None
    found: Found = field(default_factory=Found)


def rows_in(actor: Actor, wanted: Wanted) -> QuerySet[Organisation]:
    """Give organisations the actor may see that fit everything but the words."""
    rows = Organisation.objects.filter(policies.visible_to(actor))
    if wanted.type:
        rows = rows.filter(type=wanted.type)
    if wanted.department:
        rows = rows.filter(department=wanted.department)
    if wanted.territory:
        rows = rows.filter(Q(**{wanted.territory.level: wanted.territory}))
    if wanted.window:
        rows = rows.filter(Exists(sites_in(wanted.window).filter(organisation=OuterRef("pk")).order_by()))
    return rows


def sites_in(window: Window, among: QuerySet[Site] | None = None) -> QuerySet[Site]:
    """Give sites inside a window of the map."""
    sites = Site.objects.all() if among is None else among
    return sites.filter(x__gte=window.left, x__lt=window.right, y__gte=window.top, y__lt=window.bottom)


def matching(actor: Actor, wanted: Wanted) -> QuerySet[Organisation]:
    """Give every organisation that fits, words too, without an order of relevance: for maps and counts."""
    rows = rows_in(actor, wanted)
    if not wanted.q:
        return rows
    found = search("organisation", wanted.q)
    return rows.filter(id__in=ids_matching("organisation", wanted.q) if found.capped else found.ids)


def directory(actor: Actor, wanted: Wanted, after: int = 0) -> Listed:
    """Give a page: by name after the organisation of id `after`; with words from place `after` among the best."""
    return found_page(actor, wanted, after) if wanted.q else named_page(actor, wanted, after)


def named_page(actor: Actor, wanted: Wanted, after: int) -> Listed:
    """Give a page in the order of names; three queries."""
    rows = rows_in(actor, wanted)
    taken = shown(follow(rows, after))[: PAGE + 1]
    page = list(taken)
    return Listed(page[:PAGE], counted(rows), page[PAGE - 1].id if len(page) > PAGE else None)


def follow(rows: QuerySet[Organisation], after: int) -> QuerySet[Organisation]:
    """Give the rows behind one; all of them when it is not there."""
    last = Organisation.objects.filter(id=after).values_list("name_key", flat=True).first() if after else None
    if last is None:
        return rows
    return rows.filter(Q(name_key__gt=last) | Q(id__gt=after), name_key__gte=last)


def found_page(actor: Actor, wanted: Wanted, start: int) -> Listed:
    """Give a page in the order of relevance; what search finds is bounded, so places can be counted."""
    found = search("organisation", wanted.q)
    fitting = set(rows_in(actor, wanted).filter(id__in=found.ids).order_by().values_list("id", flat=True))
    ids = [key for key in found.ids if key in fitting]
    here = ids[start : start + PAGE]
    rows = {row.id: row for row in shown(Organisation.objects.filter(id__in=here))}
    end = start + PAGE
    return Listed(
        [rows[key] for key in here if key in rows],
        Counted(len(ids), is_more=found.capped),
        end if len(ids) > end else None,
        replace(found, ids=[]),
    )


def shown(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Read only what a list shows."""
    return rows.select_related("region", "municipality", "settlement").only(*SHOWN)


def counted(rows: QuerySet[Organisation]) -> Counted:
    """Count no further than a reader needs."""
    number_of = rows.order_by()[: COUNTED + 1].count()
    return Counted(min(number_of, COUNTED), is_more=number_of > COUNTED)


def badges_of(organisation: Organisation) -> list[Badge]:
    """Say what marks a card bears."""
    badges = []
    if organisation.state == Organisation.State.CLOSED:
        badges.append(Badge(_("closed"), "bad"))
    if organisation.state == Organisation.State.SUSPENDED:
        badges.append(Badge(_("suspended"), "bad"))
    if organisation.claimed_at:
        badges.append(Badge(_("has a representative"), "good"))
    if organisation.verified_at:
        badges.append(Badge(_("confirmed")))
    if organisation.true_on and organisation.true_on.year + STALE_AFTER <= clock.today().year:
        badges.append(Badge(_("data of %(year)s") % {"year": year_of(organisation)}, "wait"))
    return badges


def place_words(organisation: Organisation) -> str:
    """Say where an organisation stands: settlement, municipality or region as far as known, nothing twice."""
    settlement, municipality, region = organisation.settlement, organisation.municipality, organisation.region
    if region is None:
        return ""
    if settlement and settlement.name == region.name:
        return region.full_name
    near = settlement.full_name if settlement else municipality.name if municipality else ""
    return f"{near}, {region.full_name}" if near else region.full_name
