"""Who is told: coordinators and heads of the sides, authors, people named; only those who may see what it is about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vmeste.gather.exchange.models import Need, Offer, Posting
from vmeste.gather.participants.models import Membership, Organisation, Role, TerritoryCoordinator
from vmeste.gather.participants.policies import coordinates
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import Actor
from vmeste.listen.notifications.tellings import Ref, Telling

MODELS: dict[str, type[Need] | type[Offer]] = {"need": Need, "offer": Offer}
SPEAKERS = (Role.COORDINATOR, Role.HEAD)


class Because(StrEnum):
    """Why somebody is told who acts for no organisation in it."""

    KEEPS = "keeps"
    ASKED = "asked"
    CLAIMED = "claimed"
    MADE = "made"


@dataclass(frozen=True, slots=True)
class Listener:
    """A person to be told and the organisation as whose they are told; else why they are."""

    person: Person
    organisation_id: int | None
    because: Because = Because.KEEPS

    @property
    def actor(self) -> Actor:
        """Who they are when they act for that organisation; three queries."""
        return registries.actor_makers.get("person")(self.person.id, self.organisation_id)


def listeners(telling: Telling, *, except_id: int | None) -> list[Listener]:
    """Give everybody concerned once, without whoever did it; a few queries and some for each author elsewhere."""
    found: dict[int, Listener] = {}
    for listener in (*speakers(telling.sides), *authors(telling.authors_of), *named(telling.people), *others(telling)):
        if listener.person.is_active and listener.person.id != except_id:
            found.setdefault(listener.person.id, listener)
    return list(found.values())


def speakers(organisation_ids: Sequence[int]) -> Iterator[Listener]:
    """Give those who speak for these organisations."""
    rows = Membership.objects.filter(organisation__in=organisation_ids, role__in=SPEAKERS, until_at=None)
    for row in rows.select_related("person") if organisation_ids else ():
        yield Listener(row.person, row.organisation_id)


def named(people: Sequence[tuple[int, int]]) -> Iterator[Listener]:
    """Give people by their ids, if they are members of the organisation told beside them."""
    for person_id, organisation_id in people:
        rows = Membership.objects.filter(person=person_id, organisation=organisation_id, until_at=None)
        for row in rows.select_related("person"):
            yield Listener(row.person, organisation_id)


def others(telling: Telling) -> Iterator[Listener]:
    """Give people by what they did, and those who coordinate where an organisation stands."""
    did = {Because.ASKED: telling.newcomers, Because.CLAIMED: telling.claimers, Because.MADE: telling.makers}
    for because, ids in did.items():
        for person in Person.objects.filter(id__in=ids) if ids else ():
            yield Listener(person, None, because)
    for row in Organisation.objects.filter(id=telling.keepers_of) if telling.keepers_of else ():
        places = [place for place in (row.region_id, row.municipality_id, row.settlement_id) if place]
        trusts = TerritoryCoordinator.objects.filter(territory__in=places, until_at=None)
        for trust in trusts.select_related("person"):
            yield Listener(trust.person, None)


def authors(refs: Sequence[Ref]) -> Iterator[Listener]:
    """Give the authors of needs and offers who still have to do with them."""
    for kind, key in refs:
        posting = MODELS[kind].objects.select_related("organisation", "author").filter(id=key, author__isnull=False)
        for row in posting:
            yield from author_of(row)


def author_of(posting: Posting) -> Iterator[Listener]:
    """Give the author as a member of the organisation, or as its territory's coordinator who wrote on its behalf."""
    person = posting.author
    assert isinstance(person, Person)  # noqa: S101  the query above left out those without
    running = Membership.objects.filter(person=person, organisation=posting.organisation_id, until_at=None)
    if running.exists():
        yield Listener(person, posting.organisation_id)
    elif posting.on_behalf and coordinates(Listener(person, None).actor, posting.organisation):
        yield Listener(person, None)
