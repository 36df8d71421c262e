"""What the home page reads of the rooms below: figures, newest needs and offers, what waits, what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils import timezone

from vmeste.gather.exchange.models import Posting
from vmeste.gather.exchange.models.postings import Side
from vmeste.gather.exchange.queries import postings_of
from vmeste.gather.participants.models import Membership, Network, NetworkMember, Organisation
from vmeste.gather.participants.policies import coordinated_by
from vmeste.gather.participants.queries import coordinators
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import ANONYMOUS, Actor
from vmeste.ground.kernel.registries import Waiting
from vmeste.ground.text.ledger import frequencies

SIDES: tuple[Side, ...] = ("need", "offer")
NEWEST = 4
MOST_WAITING = 20
MOST_NEWS = 8
MOST_COORDINATORS = 12
SHOWN = (
    "title", "opened_at", "is_unconfirmed", "organisation__name", "organisation__short_name",
    "organisation__settlement__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """How much there is for everybody to see; read from counters, never counted row by row."""

    organisations: int
    needs: int
    offers: int
    networks: int


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """Things of one kind that wait, by the name under which their room registered them."""

    name: str
    things: Sequence[Waiting]


@dataclass(frozen=True, slots=True)
class News:
    """The newest needs and offers of others; `where` is networks, territory or everywhere."""

    where: str
    postings: Sequence[Posting]


@dataclass(frozen=True, slots=True)
class Contact:
    """A coordinator of a territory as others may know them: no address, but the organisations with their cards."""

    territory: str
    name: str
    organisations: Sequence[Organisation]


def figures() -> Figures:
    """Give how many public texts of each kind the index holds; four small queries."""
    organisations, needs, offers = (public_texts(kind) for kind in ("organisation", "need", "offer"))
    return Figures(organisations, needs, offers, Network.objects.count())


def public_texts(kind: str) -> int:
    """Give how many things of a kind everybody can search."""
    found = frequencies(kind, [""]).get("")
    return found.public_df if found else 0


def newest(side: Side, most: int = NEWEST) -> list[Posting]:
    """Give the newest needs or offers that everybody sees; one query."""
    return list(open_postings(ANONYMOUS, side)[:most])


def open_postings(actor: Actor, side: Side, narrowed: Q | None = None) -> Any:
    """Give what is open and shown to the actor, newest first."""
    rows = postings_of(actor, side).filter(narrowed or Q(), state=Posting.State.OPEN)
    return rows.select_related("organisation", "organisation__settlement").only(*SHOWN)


def waiting_for(actor: Actor) -> list[WaitingGroup]:
    """Give what waits for the actor, at most 20 things: urgent ones first, then the oldest, kept together by kind."""
    found = [(name, thing) for name, give in registries.waiting.items() for thing in give(actor, MOST_WAITING)]
    ordered = sorted(found, key=lambda one: (not one[1].urgent, moment_of(one[1].since)))[:MOST_WAITING]
    places = {name: place for place, (name, _) in reversed(list(enumerate(ordered)))}
    together = sorted(ordered, key=lambda one: places[one[0]])
    return [
        WaitingGroup(name, [thing for _, thing in things]) for name, things in groupby(together, key=lambda one: one[0])
    ]


def moment_of(since: datetime | date) -> datetime:
    """Give a moment to sort by; a day begins at midnight."""
    if isinstance(since, datetime):
        return since
    return datetime.combine(since, time(), timezone.get_current_timezone())


def news_for(actor: Actor) -> News:
    """Give what others posted lately in the actor's networks, else on their territory, else anywhere; two queries."""
    where, narrowed = surroundings(actor)
    others = narrowed & ~Q(organisation__in=actor.organisation_ids)
    rows = [posting for side in SIDES for posting in open_postings(actor, side, others)[:MOST_NEWS]]
    rows.sort(key=lambda posting: posting.opened_at, reverse=True)
    return News(where, rows[:MOST_NEWS])


def surroundings(actor: Actor) -> tuple[str, Q]:
    """Say whose needs and offers are nearest to the actor."""
    if actor.network_ids:
        members = NetworkMember.objects.filter(network__in=actor.network_ids, until_at=None)
        return "networks", Q(organisation__in=members.order_by().values("organisation"))
    if actor.territory_ids:
        return "territory", Q(
            organisation__in=Organisation.objects.filter(coordinated_by(actor)).order_by().values("id")
        )
    return "everywhere", Q()


def contacts() -> list[Contact]:
    """Give the coordinators to whom somebody without an organisation can turn; two queries."""
    trusts = list(coordinators()[:MOST_COORDINATORS])
    people = {trust.person_id for trust in trusts}
    rows = Membership.objects.filter(person__in=people, until_at=None).select_related("organisation")
    theirs: dict[int, list[Organisation]] = {}
    for row in rows:
        theirs.setdefault(row.person_id, []).append(row.organisation)
    return [Contact(trust.territory.name, trust.person.name, theirs.get(trust.person_id, [])) for trust in trusts]
