"""Plays the demonstration on: everything that can wait, fail or be answered does; prints where it all is as JSON."""

import json
import sys
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402  Django must be set up first

from vmeste.gather.exchange import commands as exchange  # noqa: E402
from vmeste.gather.exchange import policies  # noqa: E402
from vmeste.gather.exchange.models import Need, Offer, Posting, Response  # noqa: E402
from vmeste.gather.exchange.terms import Terms  # noqa: E402
from vmeste.gather.participants import commands as participants  # noqa: E402
from vmeste.gather.participants.models import Claim, Network, Organisation, Role, StaffCard  # noqa: E402
from vmeste.gather.participants.policies import staying  # noqa: E402
from vmeste.ground.accounts import commands as people  # noqa: E402
from vmeste.ground.accounts.models import Mail, Person  # noqa: E402
from vmeste.ground.accounts.queries import actor_of_link, find_link  # noqa: E402
from vmeste.ground.facts.outbox import run_all  # noqa: E402
from vmeste.ground.imports import commands as imports  # noqa: E402
from vmeste.ground.imports import queries, uploads  # noqa: E402
from vmeste.ground.imports.models import Import  # noqa: E402
from vmeste.ground.kernel import clock, registries  # noqa: E402
from vmeste.ground.kernel.actors import SYSTEM, Actor  # noqa: E402
from vmeste.ground.kernel.ids import code  # noqa: E402
from vmeste.web.demonstration.cast import PASSWORD  # noqa: E402

TABLE = (
    "Наименование;ИНН;Тип;Населенный пункт;Адрес;Заметки\n"
    "Музей леса {number};;музей;Заречный;г. Заречный, Лесная ул., 1;\n"
    "Клуб путешественников {number};12;клуб;Каменка;;ведёт походы\n"
    "Дом связи;0000005041;клуб;Заречный;;\n"
)
Addresses = dict[str, str]


def play() -> Addresses:
    """Let it all happen; give addresses by the names of pages."""
    staged = needs_and_answers() | people_and_cards() | files() | long_table("ready table", "type=school")
    run_all()
    return (
        staged
        | unfinished_file()
        | long_table("waiting table", "type=museum")
        | {"mail": page_of(Mail.objects.order_by("-id")[0], under="mails")}
    )


def actor_of(email: str) -> Actor:
    """Give the actor of an account of the demonstration."""
    actor: Actor = registries.actor_makers.get("person")(Person.objects.get(email=email).id, None)
    return actor


def own_organisation(actor: Actor) -> Organisation:
    """Give the organisation somebody acts for."""
    return Organisation.objects.get(id__in=actor.organisation_ids)


def page_of(thing: Any, *, under: str) -> str:
    """Give the address of a thing."""
    return f"/{under}/{code(thing.id)}/"


def long_table(name: str, query: str) -> Addresses:
    """Ask for a table that is written in the background."""
    asked = participants.ask_export(actor=actor_of("okrug@vmeste.example"), query=query, total=30_000)
    return {name: page_of(asked, under="organisations/tables")}


def needs_and_answers() -> Addresses:
    """Write a draft; ask by links: one waits, one says yes, one says no; others were done a year ago."""
    school, teacher = actor_of("school@vmeste.example"), actor_of("teacher@vmeste.example")
    organisation = own_organisation(school)
    terms = Terms(title="Лекция о звёздах для 4 класса", kind="event")
    draft = exchange.write_need(actor=teacher, organisation=organisation, terms=terms)
    own = list(Need.objects.filter(organisation=organisation, state=Posting.State.OPEN).order_by("id"))
    waits, link_of_waits = ask(school, own[0])
    agreed, link_of_agreed = ask(school, own[1])
    exchange.accept_response(actor=holder_of(link_of_agreed), response=agreed, note="Ждём вас в любую среду.")
    declined, link_of_declined = ask(school, own[2])
    exchange.decline_response(actor=holder_of(link_of_declined), response=declined, reason="too_far")
    done = Response.objects.filter(state=Response.State.FULFILLED, needing=organisation)[0]
    return {
        "draft": page_of(draft, under="needs"),
        "need": page_of(own[0], under="needs"),
        "foreign need": page_of(shown(Need, organisation), under="needs"),
        "foreign offer": page_of(shown(Offer, organisation), under="offers"),
        "waiting response": page_of(waits, under="responses"),
        "agreed response": page_of(agreed, under="responses"),
        "declined response": page_of(declined, under="responses"),
        "fulfilled response": page_of(done, under="responses"),
        "waiting answer": link_of_waits,
        "agreed answer": link_of_agreed,
        "declined answer": link_of_declined,
    }


def ask(school: Actor, need: Need) -> tuple[Response, str]:
    """Ask the museum of the demonstration; give the response and the path of its link."""
    museum = Organisation.objects.get(short_name="Заречный краеведческий музей")
    response, address = exchange.ask_organisation(actor=school, need=need, organisation=museum)
    return response, urlsplit(address).path


def holder_of(path: str) -> Actor:
    """Give who came by a link."""
    return actor_of_link(find_link(path.split("/")[2], policies.BY_LINK))


def shown(model: type[Need] | type[Offer], organisation: Organisation) -> Posting:
    """Give an open need or offer of others."""
    return model.objects.filter(state=Posting.State.OPEN).exclude(organisation=organisation)[0]


def people_and_cards() -> Addresses:
    """Invite somebody; find the cards."""
    guest = people.invite_person(actor=SYSTEM, email="guest@vmeste.example", name="Гость")
    school = own_organisation(actor_of("school@vmeste.example"))
    claim = Claim.objects.get(state=Claim.State.OPEN)
    free = Organisation.objects.get(short_name="Луговская СОШ")
    participants.print_codes(actor=actor_of("okrug@vmeste.example"), organisations=[free], role="head")
    place = school.settlement
    assert place is not None
    outsider, grounds = (
        participants.Outsider(name="Дом связи", place=place),
        participants.Grounds(role="head", post="Директор"),
    )
    proposed = participants.propose_organisation(actor=actor_of(guest.email), outsider=outsider, grounds=grounds)
    staff = StaffCard.objects.filter(organisation=school).first() or participants.add_staff(
        actor=SYSTEM, organisation=school, values={"name": "Иванова Анна Петровна", "post": "учитель"}
    )
    return lives() | {
        "claim of a new card": page_of(proposed, under="claims"),
        "new card": page_of(proposed.organisation, under="organisations"),
        "staff card": page_of(school, under="organisations") + page_of(staff, under="staff")[1:],
        "claim": page_of(claim, under="claims"),
        "card nobody acts for": page_of(free, under="organisations"),
        "mailbox": letter_about(claim),
        "welcome": urlsplit(people.welcome_address(actor=SYSTEM, person=guest)).path,
        "card": page_of(Organisation.objects.get(short_name="Технопарк «Вектор»"), under="organisations"),
        "own card": page_of(school, under="organisations"),
        "network": page_of(Network.objects.all()[0], under="networks"),
    }


def lives() -> Addresses:
    """Close one organisation, let another close later; ask by links about a card and the head's role."""
    named = {one.short_name: one for one in Organisation.objects.exclude(short_name="")}
    closed, closing, asked = (
        named[name] for name in ("Пожарная часть", "Каменская ООШ", "Заречная детская библиотека")
    )
    heir, reason = named["Луговская СОШ"], "Присоединена к Луговской школе"
    participants.close_organisation(
        actor=SYSTEM, organisation=closed, closing=participants.Closing(clock.today(), reason, heir)
    )
    later = participants.Closing(clock.today() + timedelta(days=31), reason, heir)
    participants.plan_closing(actor=SYSTEM, organisation=closing, closing=later)
    about: dict[str, Any] = {"subject_kind": "organisation", "subject_id": asked.id, "organisation_id": asked.id}
    _link, fresh = people.make_link(actor=SYSTEM, purpose=staying.FRESH_BY_LINK, **about)
    college = named["Заречный аграрный колледж"]
    boss = people.invite_person(actor=SYSTEM, email="boss@vmeste.example", name="Гость")
    people.welcome_person(actor=SYSTEM, person=boss, name="Олег Аграриев", password=PASSWORD)
    participants.add_member(actor=SYSTEM, organisation=college, person=boss, role=Role.HEAD)
    offer = participants.offer_headship_by_mail(
        actor=actor_of(boss.email), organisation=college, email="heir@vmeste.example", name="", stays="coordinator"
    )
    _link, handing = people.make_link(
        actor=SYSTEM, purpose=staying.HANDING_BY_LINK, subject_kind="head_offer", subject_id=offer.id
    )
    return {
        "closed card": page_of(closed, under="organisations"),
        "closing card": page_of(closing, under="organisations"),
        "confirming by a link": f"/freshness/{fresh}/",
        "handing by a link": f"/handing/{handing}/",
        "card of an heir": page_of(college, under="organisations"),
    }


def letter_about(claim: Claim) -> str:
    """Have the letter to the mailbox of the claimed card posted; give the path of its link."""
    to = participants.mail_claim(actor=actor_of("claimer@vmeste.example"), claim=claim)
    letter = Mail.objects.filter(to=to).latest("id").text
    return urlsplit(next(word for word in letter.split() if "/mailbox/" in word)).path


def files() -> Addresses:
    """Load files up to each place where a file can stay."""
    coordinator = actor_of("okrug@vmeste.example")
    uploaded = upload(coordinator, 1)
    checked, loaded, failed, cancelled = (upload(coordinator, number) for number in range(2, 6))
    for load in (checked, loaded, failed):
        check(coordinator, load)
    run_all()
    imports.confirm_import(actor=coordinator, load=Import.objects.get(id=loaded.id))
    imports.cancel_import(actor=coordinator, load=cancelled)
    failing = imports.confirm_import(actor=coordinator, load=Import.objects.get(id=failed.id))
    imports.fail_import(actor=coordinator, load=failing, why="Территория закрыта, пока файл ждал.")
    named = {"columns": uploaded, "checked": checked, "loaded": loaded, "failed": failed, "cancelled": cancelled}
    return {f"{name} import": page_of(load, under="imports") for name, load in named.items()}


def unfinished_file() -> Addresses:
    """Leave a file to a worker who never comes."""
    coordinator = actor_of("okrug@vmeste.example")
    load = upload(coordinator, 9)
    check(coordinator, load)
    return {"running import": page_of(load, under="imports")}


def upload(actor: Actor, number: int) -> Import:
    """Take a file of three rows, one of them wrong."""
    file = SimpleUploadedFile(f"Реестр {number}.csv", TABLE.format(number=number).encode())
    return uploads.take(actor, "organisations", file)


def check(actor: Actor, load: Import) -> None:
    """Take the columns as they are proposed."""
    guesses = queries.proposal(actor, load.kind, load.headings, queries.sample_of(load), load.mapping)
    territory = str(min(actor.territory_ids))
    mapping = {guess.field: guess.heading for guess in guesses}
    imports.map_import(actor=actor, load=load, mapping=mapping, options={"territory": territory})


if __name__ == "__main__":
    sys.stdout.write(json.dumps(play()))
