"""An organisation's days: asked whether its card is right, suspended, closed with a successor, handed over, told."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.kit.facts import facts
from tests.kit.people import Actors
from vmeste.gather.participants import commands, queries
from vmeste.gather.participants.actors import actor_of
from vmeste.gather.participants.commands import Closing, RegisterRun
from vmeste.gather.participants.jobs import ask_about_cards, close_what_is_due
from vmeste.gather.participants.models import HeadOffer, Membership, Organisation, PlannedClosing, Role, Territory
from vmeste.gather.participants.queries import Wanted
from vmeste.ground.accounts.models import Mail, OneTimeLink, Person
from vmeste.ground.facts.models import Record
from vmeste.ground.kernel import clock, registries
from vmeste.ground.kernel.actors import ANONYMOUS, SYSTEM, Actor
from vmeste.ground.kernel.errors import Invalid, Refused, Stale

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]
MakePerson = Callable[..., Person]
ClientOf = Callable[..., Client]


@pytest.fixture
def head(make_person: MakePerson, school: Organisation) -> Person:
    person = make_person("head@example.org", name="Ольга Петрова")
    commands.add_member(actor=SYSTEM, organisation=school, person=person, role=Role.HEAD)
    return person


@pytest.fixture
def mate(make_person: MakePerson, school: Organisation) -> Person:
    person = make_person("mate@example.org", name="Вера Новикова")
    commands.add_member(actor=SYSTEM, organisation=school, person=person, role=Role.TEACHER)
    return person


def aged(card: Organisation, days: int = 500) -> Organisation:
    Organisation.objects.filter(id=card.id).update(fresh_on=clock.today() - timedelta(days=days))
    card.refresh_from_db()
    return card


def to(name: str, *args: int | str) -> str:
    return reverse(f"participants:{name}", args=args)


def waiting(person: Person, name: str) -> int:
    word = {"freshness": "ваша карточка", "handing": "Вам предлагают"}[name]
    found = registries.waiting.get("participants.own")(actor_of(person), 20)
    return sum(word in one.title for one in found)


def roles(organisation: Organisation) -> dict[str, str]:
    running = Membership.objects.filter(organisation=organisation, until_at=None)
    return dict(running.values_list("person__email", "role"))


# freshness


def test_those_who_act_for_an_old_card_are_asked_once_and_reminded_once(
    school: Organisation, head: Person, mate: Person
) -> None:
    ask_about_cards()
    assert not Mail.objects.exists()  # made today
    aged(school)
    for _ in range(3):
        ask_about_cards()
    assert list(Mail.objects.values_list("to", flat=True)) == [head.email]
    assert (waiting(head, "freshness"), waiting(mate, "freshness")) == (1, 0)
    Organisation.objects.filter(id=school.id).update(asked_on=clock.today() - timedelta(days=40))
    for _ in range(3):
        ask_about_cards()
    assert Mail.objects.count() == 2
    assert facts("participants.organisation.asked") == ["participants.organisation.asked_about"] * 2


def test_a_register_of_old_cards_asks_nobody(make: Make, coordinator: Actor) -> None:
    for number in range(2, 6):
        aged(make(f"Школа № {number}"))
    ask_about_cards()
    assert not Mail.objects.exists()
    assert queries.old_cards(coordinator).count() == 4


def test_opening_the_link_changes_nothing_and_a_press_says_all_is_right(
    school: Organisation, head: Person, client: Client
) -> None:
    aged(school)
    ask_about_cards()
    found = re.search(r"/freshness/[\w-]+/", Mail.objects.get(to=head.email).text)
    assert found
    assert client.get(found.group()).status_code == 200
    school.refresh_from_db()
    assert school.fresh_on is not None
    assert school.fresh_on < clock.today()
    assert client.post(found.group()).status_code == 303
    school.refresh_from_db()
    assert (school.fresh_on, school.asked_on) == (clock.today(), None)
    assert waiting(head, "freshness") == 0
    assert client.post(found.group()).status_code in {403, 404, 410}


def test_only_coordinators_say_that_a_card_is_right(
    school: Organisation, mate: Person, coordinator: Actor, far_region: Territory, actors: Actors
) -> None:
    aged(school)
    far = actors.person(person_id=77, territory_ids=frozenset({far_region.id}))
    for actor in (actor_of(mate), far, ANONYMOUS):
        with pytest.raises(Refused):
            commands.freshen_organisation(actor=actor, organisation=school)
    for _ in range(2):
        commands.freshen_organisation(actor=coordinator, organisation=school)
    assert facts("participants.organisation.fresh") == ["participants.organisation.freshened"]


def test_the_coordinator_confirms_old_cards_on_one_page(make: Make, coordinator: Actor, client_of: ClientOf) -> None:
    card = aged(make("Школа № 7"))
    client = client_of(Person.objects.get(email="moc@example.org"))
    assert "Школа № 7" in client.get(to("old")).content.decode()
    client.post(to("freshness", card.id), {"back": "old"})
    assert "Школа № 7" not in client.get(to("old")).content.decode()


# closing


def close(actor: Actor, organisation: Organisation, successor: Organisation | None = None, **more: bool) -> None:
    closing = Closing(date(2026, 9, 1), "Присоединена", successor, **more)
    commands.close_organisation(actor=actor, organisation=organisation, closing=closing)


def test_a_closed_card_leads_to_the_last_successor_and_is_found_by_words_only(
    school: Organisation, make: Make, coordinator: Actor, client: Client
) -> None:
    second, third = make("Лицей № 2"), make("Гимназия № 3")
    close(coordinator, school, second)
    close(coordinator, second, third)
    text = client.get(to("organisation", school.id)).content.decode()
    assert "Присоединена" in text
    assert str(third) in text
    listed = [row.id for row in queries.directory(ANONYMOUS, Wanted()).rows]
    assert listed == [third.id]
    assert queries.directory(ANONYMOUS, Wanted()).counted.number == 1
    assert len(queries.directory(ANONYMOUS, Wanted(closed=True)).rows) == 3
    assert school.id in {row.id for row in queries.directory(ANONYMOUS, Wanted(q="Заречное")).rows}
    assert queries.counters_hold()


def test_successors_never_go_round_and_work(school: Organisation, make: Make, coordinator: Actor) -> None:
    second, third = make("Лицей № 2"), make("Гимназия № 3")
    close(coordinator, second, third)
    for wrong in (school, second):
        with pytest.raises(Invalid):
            close(coordinator, school, wrong)
    Organisation.objects.filter(id=third.id).update(successor=school)
    with pytest.raises(Invalid):
        close(coordinator, school, third)
    school.refresh_from_db()
    assert school.state == "active"


@pytest.mark.parametrize(("on", "reason"), [(date(2999, 1, 1), "Слияние"), (date(2026, 9, 1), "  ")])
def test_closing_wants_a_day_that_has_come_and_a_reason(
    school: Organisation, coordinator: Actor, on: date, reason: str
) -> None:
    with pytest.raises(Invalid):
        commands.close_organisation(actor=coordinator, organisation=school, closing=Closing(on, reason))


def planned(actor: Actor, organisation: Organisation, successor: Organisation | None = None) -> date:
    on = clock.today() + timedelta(days=31)
    closing = Closing(on, "Присоединена", successor, brings_people=successor is not None)
    commands.plan_closing(actor=actor, organisation=organisation, closing=closing)
    return on


def on_that_day(on: date) -> None:
    with clock.at(datetime(on.year, on.month, on.day, 9, tzinfo=UTC)):
        for _ in range(2):
            close_what_is_due()


def test_a_closing_to_come_is_said_before_and_comes_about_on_its_day(
    school: Organisation, make: Make, mate: Person, coordinator: Actor, client: Client
) -> None:
    second = make("Лицей № 2")
    on = planned(coordinator, school, second)
    close_what_is_due()
    school.refresh_from_db()
    assert school.state == "active"
    text = client.get(to("organisation", school.id)).content.decode()
    assert "Закрывается" in text
    assert "Лицей № 2" in text
    on_that_day(on)
    school.refresh_from_db()
    assert (school.state, school.closed_on, school.successor_id) == ("closed", on, second.id)
    assert roles(second) == {mate.email: "member"}
    assert facts("participants.organisation.clos") == [
        "participants.organisation.closing_planned",
        "participants.organisation.closed",
    ]


def test_a_planned_closing_is_changed_and_taken_back_on_the_pages(
    school: Organisation, head: Person, mate: Person, client_of: ClientOf
) -> None:
    own = client_of(head)
    on = clock.today() + timedelta(days=10)
    for reason in ("Слияние", "Ликвидация"):
        assert own.post(to("closing", school.id), {"on": on.isoformat(), "reason": reason}).status_code == 303
    assert PlannedClosing.objects.get().reason == "Ликвидация"
    assert "Ликвидация" in own.get(to("closing", school.id)).content.decode()
    assert client_of(mate).post(to("state", school.id), {"to": "kept"}).status_code == 403
    own.post(to("state", school.id), {"to": "kept"})
    assert own.post(to("state", school.id), {"to": "kept"}).status_code == 409
    on_that_day(on)
    school.refresh_from_db()
    assert school.state == "active"


def test_where_the_successor_closes_first_nothing_happens_and_who_planned_it_is_told(
    school: Organisation, make: Make, head: Person, coordinator: Actor
) -> None:
    second = make("Лицей № 2")
    closing = Closing(clock.today() + timedelta(days=31), "Слияние", second)
    commands.plan_closing(actor=actor_of(head), organisation=school, closing=closing)
    close(coordinator, second)
    on_that_day(closing.on)
    school.refresh_from_db()
    assert school.state == "active"
    assert not PlannedClosing.objects.exists()
    assert Mail.objects.get().to == head.email


def test_a_planned_closing_goes_with_a_closing_at_once_and_with_a_merge(
    school: Organisation, make: Make, coordinator: Actor
) -> None:
    planned(coordinator, school)
    close(coordinator, school)
    assert not PlannedClosing.objects.exists()
    second, third = make("Лицей № 2"), make("Гимназия № 3")
    planned(coordinator, second)
    planned(coordinator, third, second)
    commands.merge_organisations(actor=SYSTEM, survivor=third, merged=second)
    assert list(PlannedClosing.objects.values_list("organisation", "successor")) == [(third.id, None)]


def test_a_register_that_meets_a_closed_card_says_so_and_opens_nothing(
    school: Organisation, coordinator: Actor, region: Territory, make: Make
) -> None:
    close(coordinator, school)
    heir = make(school.name)
    run = RegisterRun(coordinator, region, "реестр", clock.today())
    alone = {"name": school.name, "phone": "12-34-56"}
    Organisation.objects.filter(id=heir.id).update(name_key="другая", state="active")
    [verdict] = run.judge([alone])
    assert verdict.outcome == "unchanged"
    assert "закрыта" in verdict.warnings[0]
    run.write([alone])
    school.refresh_from_db()
    assert (school.state, school.phone) == ("closed", "")
    Organisation.objects.filter(id=heir.id).update(name_key=school.name_key)
    [verdict] = RegisterRun(coordinator, region, "реестр", clock.today()).judge([alone])
    assert verdict.target_id == heir.id  # of two of one name the one that works is met


def test_people_are_brought_as_members_by_who_acts_for_the_successor(
    school: Organisation, head: Person, mate: Person, make: Make, coordinator: Actor
) -> None:
    second = make("Лицей № 2")
    with pytest.raises(Refused):
        close(actor_of(head), school, second, brings_people=True)
    close(coordinator, school, second, brings_people=True)
    assert roles(second) == {head.email: "member", mate.email: "member"}


def test_suspended_is_hidden_until_one_press(
    school: Organisation, head: Person, client: Client, client_of: ClientOf
) -> None:
    own = client_of(head)
    own.post(to("state", school.id), {"to": "suspended"})
    assert client.get(to("organisation", school.id)).status_code == 404
    assert own.get(to("organisation", school.id)).status_code == 200
    own.post(to("state", school.id), {"to": "resumed"})
    assert client.get(to("organisation", school.id)).status_code == 200


def test_a_head_closes_by_the_page_and_opens_again(
    school: Organisation, head: Person, make: Make, client_of: ClientOf
) -> None:
    make("Лицей № 2")
    client = client_of(head)
    assert client.get(to("closing", school.id)).status_code == 200
    said = {"on": "2026-09-01", "reason": "Слияние", "successor": "Лицей № 9"}
    assert client.post(to("closing", school.id), said).status_code == 422
    assert client.post(to("closing", school.id), said | {"successor": "Лицей № 2"}).status_code == 303
    school.refresh_from_db()
    assert (school.state, str(school.successor)) == ("closed", "Лицей № 2")
    client.post(to("state", school.id), {"to": "reopened"})
    school.refresh_from_db()
    assert (school.state, school.successor, school.closed_on) == ("active", None, None)


def test_a_teacher_neither_closes_nor_suspends(school: Organisation, mate: Person, client_of: ClientOf) -> None:
    client = client_of(mate)
    assert client.get(to("closing", school.id)).status_code == 403
    assert client.post(to("state", school.id), {"to": "suspended"}).status_code == 403
    school.refresh_from_db()
    assert school.state == "active"


# the head's role


def offered(school: Organisation, head: Person, mate: Person, stays: str = "coordinator") -> HeadOffer:
    return commands.offer_headship(actor=actor_of(head), organisation=school, heir=mate, stays=stays)


@pytest.mark.parametrize("stays", ["coordinator", ""])
def test_the_role_passes_when_it_is_accepted_and_not_before(
    school: Organisation, head: Person, mate: Person, stays: str
) -> None:
    offer = offered(school, head, mate, stays)
    assert roles(school) == {head.email: "head", mate.email: "teacher"}
    assert waiting(mate, "handing") == 1
    commands.accept_headship(actor=actor_of(mate), offer=offer)
    assert roles(school) == {mate.email: "head", **({head.email: stays} if stays else {})}
    with pytest.raises(Stale):
        commands.withdraw_headship(actor=actor_of(head), offer=offer)
    assert list(Mail.objects.order_by("id").values_list("to", flat=True)) == [mate.email, head.email]


def test_either_may_end_the_offer_and_nobody_else(
    school: Organisation, head: Person, mate: Person, coordinator: Actor
) -> None:
    offer = offered(school, head, mate)
    for actor in (coordinator, ANONYMOUS, actor_of(head)):
        with pytest.raises(Refused):
            commands.accept_headship(actor=actor, offer=offer)
    with pytest.raises(Invalid):
        offered(school, head, mate)
    commands.withdraw_headship(actor=actor_of(head), offer=offer)
    commands.decline_headship(actor=actor_of(mate), offer=offered(school, head, mate))
    assert roles(school)[head.email] == "head"


def test_an_offer_of_who_is_head_no_more_is_worth_nothing(
    school: Organisation, head: Person, mate: Person, coordinator: Actor
) -> None:
    offer = offered(school, head, mate)
    commands.end_membership(actor=coordinator, membership=Membership.objects.get(person=head))
    with pytest.raises(Stale):
        commands.accept_headship(actor=actor_of(mate), offer=offer)
    assert roles(school) == {mate.email: "teacher"}


def test_the_database_keeps_one_running_head(school: Organisation, head: Person, mate: Person) -> None:
    del head
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(person=mate, organisation=school).update(role=Role.HEAD)


def test_the_role_is_handed_over_on_the_pages(
    school: Organisation, head: Person, mate: Person, client_of: ClientOf
) -> None:
    own, other = client_of(head), client_of(mate)
    assert other.get(to("handing", school.id)).status_code == 403
    said = {"heir": str(mate.id), "stays": "member"}
    assert own.post(to("handing", school.id), said).status_code == 303
    assert own.get(to("handing", school.id)).status_code == 200
    assert other.get(to("handing", school.id)).status_code == 200
    answer = to("handing_answer", school.id, HeadOffer.objects.get().id)
    assert other.post(answer, {"answer": "yes"}).status_code == 303
    assert roles(school) == {mate.email: "head", head.email: "member"}


def letter_link() -> str:
    found = re.search(r"/handing/[\w-]+/", Mail.objects.order_by("-id")[0].text)
    assert found
    return found.group()


def offer_by_mail(client: Client, school: Organisation, email: str = "new@example.org", stays: str = "member") -> None:
    said = {"heir": "", "email": email, "name": "Игорь Новый", "stays": stays}
    assert client.post(to("handing", school.id), said).status_code == 303


def test_somebody_without_an_account_becomes_head_by_the_link_of_a_mail(
    school: Organisation, head: Person, client: Client, client_of: ClientOf
) -> None:
    offer_by_mail(client_of(head), school)
    link = letter_link()
    assert "Ольга Петрова" in client.get(link).content.decode()
    assert client_of(head).get(link).status_code == 403  # the addressee alone
    assert roles(school) == {head.email: "head"}
    went = client.post(link, {"answer": "yes"})
    assert roles(school) == {"new@example.org": "head", head.email: "member"}
    assert client.get(went["Location"]).status_code == 200  # to choose a password
    assert went["Location"].startswith("/welcome/")
    assert Mail.objects.order_by("-id")[0].to == head.email  # the former head is told
    assert client.post(link, {"answer": "yes"}).status_code in {403, 404, 410}
    assert client.get(link).status_code in {403, 404, 410}


@pytest.mark.parametrize("how", ["declined", "withdrawn", "late"])
def test_a_link_of_an_offer_that_ended_opens_no_more(
    school: Organisation, head: Person, client: Client, client_of: ClientOf, how: str
) -> None:
    offer_by_mail(client_of(head), school)
    link = letter_link()
    if how == "declined":
        client.post(link, {"answer": "no"})
        assert Mail.objects.order_by("-id")[0].to == head.email
    elif how == "withdrawn":
        commands.withdraw_headship(actor=actor_of(head), offer=HeadOffer.objects.get())
    later = clock.now() + timedelta(days=15 if how == "late" else 0)
    with clock.at(later):
        assert client.post(link, {"answer": "yes"}).status_code in {403, 404, 410}
    assert roles(school) == {head.email: "head"}


def test_who_has_an_account_elsewhere_signs_in_to_answer(
    school: Organisation, head: Person, make_person: MakePerson, client_of: ClientOf
) -> None:
    other = make_person("other@example.org", name="Игорь Другой")
    other.set_password("vmeste-2026-vmeste")
    other.save()
    EmailAddress.objects.update_or_create(user=other, email=other.email, defaults={"verified": True, "primary": True})
    offer_by_mail(client_of(head), school, other.email)
    assert "/handing/" in Mail.objects.get().text
    assert not OneTimeLink.objects.filter(purpose="participants.handing").exists()
    assert waiting(other, "handing") == 1
    offer = HeadOffer.objects.get()
    client = client_of(other)
    assert client.get(to("handing", school.id)).status_code == 200
    client.post(to("handing_answer", school.id, offer.id), {"answer": "yes"})
    assert roles(school) == {other.email: "head", head.email: "member"}


@pytest.mark.parametrize("said", [{}, {"email": "nobody"}, {"email": "head@example.org"}])
def test_an_offer_wants_one_addressee(
    school: Organisation, head: Person, client_of: ClientOf, said: dict[str, str]
) -> None:
    assert client_of(head).post(to("handing", school.id), {"stays": "member", **said}).status_code == 422
    assert not HeadOffer.objects.exists()


def test_of_two_heads_of_merged_cards_one_stays(school: Organisation, head: Person, make: Make, mate: Person) -> None:
    second = make("Лицей № 2")
    commands.add_member(actor=SYSTEM, organisation=second, person=mate, role=Role.TEACHER)
    Membership.objects.filter(organisation=second).update(role=Role.HEAD)
    Membership.objects.filter(organisation=school, person=mate).update(until_at=clock.now())
    commands.merge_organisations(actor=SYSTEM, survivor=school, merged=second, despite_claims=True)
    assert roles(school) == {head.email: "head", mate.email: "coordinator"}


# history


def test_strangers_read_the_public_part_and_its_people_read_names(
    school: Organisation, head: Person, client: Client, client_of: ClientOf
) -> None:
    commands.suspend_organisation(actor=actor_of(head), organisation=school)
    commands.resume_organisation(actor=actor_of(head), organisation=school)
    commands.freshen_organisation(actor=actor_of(head), organisation=aged(school))
    public = client.get(to("history", school.id)).content.decode()
    own = client_of(head).get(to("history", school.id)).content.decode()
    assert "Ольга Петрова" not in public
    assert "Ольга Петрова" in own
    events = queries.history_of(ANONYMOUS, school).events
    assert len(queries.history_of(actor_of(head), school).events) == len(events) + 3  # came, suspended, resumed


def test_the_making_of_a_card_is_told_once(school: Organisation, client: Client, make: Make) -> None:
    text = client.get(to("history", school.id)).content.decode()
    assert text.count("Карточка создана") == 1
    assert "Карточка появилась здесь" not in text
    of_register = make("Музей часов")
    Record.objects.all().delete()
    assert client.get(to("history", of_register.id)).content.decode().count("Карточка появилась здесь") == 1


def test_the_history_goes_on_by_pages_in_few_queries(
    school: Organisation, coordinator: Actor, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for _ in range(25):
        commands.freshen_organisation(actor=coordinator, organisation=aged(school))
    with django_assert_max_num_queries(3):  # type: ignore[attr-defined]
        first = queries.history_of(coordinator, school)
    assert first.before
    second = queries.history_of(coordinator, school, first.before)
    assert (len(first.events), second.before) == (20, None)
    assert len(second.events) >= 5
