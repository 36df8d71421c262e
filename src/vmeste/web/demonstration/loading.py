"""Making the demonstration by commands, moved through time: last academic year's joint work, needs open today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from vmeste.gather.exchange import commands as exchange
from vmeste.gather.exchange.models import Need, Offer, Response, Visibility
from vmeste.gather.exchange.quick_entry import guess, title_of
from vmeste.gather.exchange.terms import Terms
from vmeste.gather.participants import commands as participants
from vmeste.gather.participants.models import Membership, Nature, Network, Organisation, Role, Territory
from vmeste.ground.accounts import commands as people
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM, Actor, ActorKind, Duty
from vmeste.ground.kernel.registries import actor_makers
from vmeste.web.demonstration.cast import PASSWORD, Values, inn, kpp, read

CAST, EXCHANGE = "network5.toml", "exchange5.toml"
SEPTEMBER = 9
SPREAD = 11
"""Days between the cards that were looked at one after another; the oldest of them stay within a year."""
ALL = frozenset(Duty)
NO_TEXTS = ("key", "nature", "parent", "settlement", "looked_days_ago")


@dataclass(slots=True)
class World:
    """What was made so far, by the keys of the cast."""

    territories: dict[str, Territory] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """Act for an organisation of the cast as its first coordinator, or as its future one."""
        organisation = self.organisations[key]
        return Actor(ActorKind.PERSON, organisation_id=organisation.id, duties=ALL, person_id=self.coordinator(key))

    def writer(self, one: Values) -> Actor:
        """Act as who writes a need or an offer: the person named, with the rights of that person, else as above."""
        if "by" not in one:
            return self.actor(one["organisation"])
        person = self.persons[one["by"]]
        member = Membership.objects.filter(person=person, organisation=self.organisations[one["organisation"]]).exists()
        return actor_makers.get("person")(person.id, self.organisations[one["organisation"]].id if member else None)

    def coordinator(self, key: str) -> int | None:
        """Give the person who coordinates an organisation of the cast."""
        people_of = [one for one in read(CAST)["people"] if one.get("organisation") == key]
        chosen = next((one for one in people_of if one["role"] in ("coordinator", "head", "methodist")), None)
        return self.persons[chosen["email"]].id if chosen else None


def is_loaded() -> bool:
    """Tell whether the demonstration stands already."""
    return Organisation.objects.filter(inn=inn(1), kpp=kpp(1)).exists()


def load() -> World | None:
    """Make the demonstration; when it stands already, nothing is done and nothing given."""
    if is_loaded():
        return None
    with transaction.atomic():
        world = World()
        with clock.at(noon(first_september() - timedelta(days=30))):
            settle(world)
            gather(world)
            welcome(world)
            unite(world)
        for happened in read(EXCHANGE)["past"]:
            relive(world, happened)
        for posted in read(EXCHANGE)["offers"]:
            post(world, posted, Offer, days_ago=21)
        for posted in read(EXCHANGE)["needs"]:
            post(world, posted, Need, days_ago=6)
        for waiting in read(EXCHANGE)["waiting"]:
            answer(world, waiting)
        look(world)
        for claimed in read(CAST)["claims"]:
            claim(world, claimed)
        return world


def look(world: World) -> None:
    """Let most cards have been looked at within the year: how many days ago, the cast says or it is spread."""
    for number, one in enumerate(read(CAST)["organisations"], start=1):
        if days := one.get("looked_days_ago", SPREAD * number):
            with clock.at(clock.now() - timedelta(days=days)):
                participants.freshen_organisation(actor=SYSTEM, organisation=world.organisations[one["key"]])


def first_september() -> date:
    """Give the first day of the last completed academic year (September to August)."""
    today = clock.today()
    completed = today.year - 1 if today.month >= SEPTEMBER else today.year - 2
    return date(completed, SEPTEMBER, 1)


def noon(on: date) -> datetime:
    """Give the middle of a working day."""
    return datetime(on.year, on.month, on.day, 9, 0, tzinfo=UTC)


def settle(world: World) -> None:
    """Make the fictional territory on real coordinates."""
    cast: Mapping[str, Any] = read(CAST)
    region = add_place(Territory.Level.REGION, cast["region"])
    for one in cast["municipalities"]:
        world.territories[one["code"]] = add_place(Territory.Level.MUNICIPALITY, one, region)
    for one in cast["settlements"]:
        municipality = world.territories[one["municipality"]]
        world.territories[one["key"]] = add_place(Territory.Level.SETTLEMENT, one, municipality)


def add_place(level: Territory.Level, one: Values, parent: Territory | None = None) -> Territory:
    """Add one territory."""
    values = {name: one[name] for name in ("lat", "lon", "population") if name in one}
    code = one.get("code") or f"00-{one['key']}"
    return participants.add_territory(
        actor=SYSTEM, level=level, code=code, name=one["name"], parent=parent, time_zone="Europe/Moscow", **values
    )


def gather(world: World) -> None:
    """Register the organisations, parents before their units."""
    for number, one in enumerate(read(CAST)["organisations"], start=1):
        nature = Nature(one.get("nature", "legal"))
        codes = {"inn": inn(number), "kpp": kpp(number)} if nature == Nature.LEGAL else {}
        texts = {name: str(value) for name, value in one.items() if name not in NO_TEXTS}
        world.organisations[one["key"]] = participants.register_organisation(
            actor=SYSTEM,
            values=texts | codes,
            nature=nature,
            parent=world.organisations.get(one.get("parent", "")),
            guarantor=world.organisations.get(one.get("guarantor", "")),
            territory=world.territories[one["settlement"]],
        )


def welcome(world: World) -> None:
    """Invite the people, one per role, and give them their places."""
    for one in read(CAST)["people"]:
        person = people.invite_person(actor=SYSTEM, email=one["email"], name=one["name"])
        person = people.welcome_person(actor=SYSTEM, person=person, name=one["name"], password=PASSWORD)
        world.persons[one["email"]] = person
        if one.get("admin"):
            people.make_admin(actor=SYSTEM, email=one["email"])
        for key in filter(None, (one.get("organisation"), one.get("also"))):
            organisation = world.organisations[key]
            participants.add_member(actor=SYSTEM, organisation=organisation, person=person, role=Role(one["role"]))
        if one.get("territory"):
            territory = world.territories[one["territory"]]
            participants.entrust_territory(actor=SYSTEM, territory=territory, person=person)


def unite(world: World) -> None:
    """Found the network."""
    for one in read(CAST)["networks"]:
        hub = world.organisations[one["hub"]]
        network = participants.found_network(actor=SYSTEM, hub=hub, name=one["name"], goal=one["goal"])
        for key in one["members"]:
            participants.add_network_member(actor=SYSTEM, network=network, organisation=world.organisations[key])


def post(world: World, one: Values, model: type[Need] | type[Offer], *, days_ago: int) -> Need | Offer:
    """Write a need or an offer in the words of the cast, and do with it what the cast says."""
    actor = world.writer(one)
    organisation = world.organisations[one["organisation"]]
    write = exchange.write_need if model is Need else exchange.write_offer
    terms = terms_of(one)
    with clock.at(clock.now() - timedelta(days=days_ago)):
        posting = write(actor=actor, organisation=organisation, terms=terms)
        if not one.get("draft"):
            exchange.publish_posting(actor=actor, posting=posting)
    if one.get("paused"):
        exchange.pause_posting(actor=actor, posting=posting)
    if one.get("questioned"):
        exchange.question_posting(posting=posting)
    return posting


def terms_of(one: Values) -> Terms:
    """Read the words as quick entry does; what the cast says wins."""
    read_out = guess(one["text"], clock.today())
    first, last = (clock.today() + timedelta(days=days) for days in one.get("days", (0, 0)))
    shown = Visibility(one.get("visibility", Visibility.PUBLIC))
    return Terms(
        title=read_out.title,
        text=read_out.text,
        kind=one.get("kind") or read_out.kind,
        focus=read_out.focus,
        grade_from=read_out.grade_from,
        grade_to=read_out.grade_to,
        amount=read_out.amount,
        unit=read_out.unit,
        period_from=first if "days" in one else read_out.period_from,
        period_to=last if "days" in one else read_out.period_to,
        here=one.get("here", True),
        there=one.get("there", False),
        remote=one.get("remote", False),
        radius_km=one.get("radius_km"),
        cost=one.get("cost") or read_out.cost or "free",
        visibility=shown,
        network_id=Network.objects.get().id if shown == Visibility.NETWORK else None,
    )


def relive(world: World, one: Values) -> None:
    """Let a need of the last completed year be answered and fulfilled."""
    start = first_september()
    written = date(start.year, one["month"], one["day"]) - timedelta(days=20)
    with clock.at(noon(written)):
        need = post(world, one, Need, days_ago=0)
        response = exchange.respond(actor=world.actor(one["giving"]), posting=need)
    with clock.at(noon(written + timedelta(days=2))):
        exchange.accept_response(actor=world.actor(one["organisation"]), response=response)
    done = date(start.year, one["month"], one["done_on"])
    with clock.at(noon(done)):
        exchange.fulfil_response(
            actor=world.actor(one["organisation"]),
            response=response,
            done=exchange.Fulfilment(on=done, amount=Decimal(one["amount"]), unit=one["unit"]),
            closes_need=True,
        )


def answer(world: World, one: Values) -> Response:
    """Let somebody answer a need that is open today."""
    need = Need.objects.get(state=Need.State.OPEN, title__startswith=one["need"])
    with clock.at(clock.now() - timedelta(days=one["days_ago"])):
        response = exchange.respond(actor=world.actor(one["giving"]), posting=need, note=one["note"])
    key = next(key for key, organisation in world.organisations.items() if organisation.id == need.organisation_id)
    if one.get("accepted"):
        exchange.accept_response(actor=world.actor(key), response=response)
    if one.get("declined"):
        exchange.decline_response(actor=world.actor(key), response=response, reason=one["declined"])
    return response


def claim(world: World, one: Values) -> None:
    """Let somebody claim a card nobody acts for; the coordinator of the territory has to decide."""
    grounds = participants.Grounds(role=one["role"], post=one["post"], proof=one["proof"], words=one["words"])
    person = world.persons[one["person"]]
    with clock.at(clock.now() - timedelta(days=one["days_ago"])):
        actor = actor_makers.get("person")(person.id, None)
        participants.open_claim(actor=actor, organisation=world.organisations[one["organisation"]], grounds=grounds)


def intended_partners() -> list[tuple[str, str]]:
    """Give (title of the need, key of the organisation that matching must put among the first three)."""
    return [(title_of(one["text"]), one["partner"]) for one in read(EXCHANGE)["needs"] if one["partner"]]
