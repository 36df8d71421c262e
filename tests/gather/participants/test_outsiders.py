"""Organisations that are not in the directory: written by their people with a claim, or by a partner."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from tests.kit.facts import facts
from tests.kit.people import Actors
from vmeste.gather.exchange import commands as exchange
from vmeste.gather.exchange.models import Need
from vmeste.gather.exchange.policies import visible_to as needs_visible_to
from vmeste.gather.exchange.terms import Terms
from vmeste.gather.participants import commands, policies, queries
from vmeste.gather.participants.actors import actor_of
from vmeste.gather.participants.models import Claim, LikelyPair, Membership, Organisation, Role, Territory
from vmeste.gather.participants.queries import Wanted
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.actors import ANONYMOUS, SYSTEM, Actor, Duty
from vmeste.ground.kernel.errors import Invalid, Refused
from vmeste.ground.text.search import search

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]
MakePerson = Callable[..., Person]
ClientOf = Callable[..., Client]
GROUNDS = commands.Grounds(role="head", post="Директор")
FORM = {"name": "Музей леса", "settlement": "Заречное", "role": "head", "post": "Директор музея"}


@pytest.fixture
def newcomer(make_person: MakePerson) -> Person:
    return make_person("new@example.org", name="Вера Новикова")


@pytest.fixture
def moc(make_person: MakePerson, region: Territory) -> Person:
    person = make_person("keeper@example.org", name="Ольга Петрова")
    commands.entrust_territory(actor=SYSTEM, territory=region, person=person)
    return person


@pytest.fixture
def outsider(town: Territory) -> commands.Outsider:
    return commands.Outsider(name="Музей леса", place=town, phone="8 495 710 36 05")


@pytest.fixture
def claim(newcomer: Person, outsider: commands.Outsider) -> Claim:
    return commands.propose_organisation(actor=actor_of(newcomer), outsider=outsider, grounds=GROUNDS)


def to(name: str, *args: int) -> str:
    return reverse(f"participants:{name}", args=args)


def state_of(claim: Claim) -> str:
    return Organisation.objects.get(id=claim.organisation_id).state


def a_need(person: Person, organisation: Organisation) -> Need:
    terms = Terms(title="Нужен робот на занятия", text="Для кружка", kind="equipment")
    need = exchange.write_need(actor=actor_of(person, organisation.id), organisation=organisation, terms=terms)
    exchange.publish_posting(actor=actor_of(person, organisation.id), posting=need)
    return need


def test_a_card_and_a_claim_of_it_are_made_together(claim: Claim, newcomer: Person, moc: Person) -> None:
    made = claim.organisation
    assert (made.state, made.verified_at, made.claimed_at) == ("proposed", None, None)
    assert (made.settlement.name if made.settlement else "", made.phone) == ("Заречное", "8 495 710 36 05")
    assert actor_of(newcomer).duties == {Duty.CLAIM}
    assert facts("participants.organisation") == ["participants.organisation.proposed"]
    assert facts("participants.claim") == ["participants.claim.opened"]
    assert [one.id for one in queries.claims_waiting(actor_of(moc))] == [claim.id]


def test_what_cannot_be_read_makes_neither(newcomer: Person, town: Territory) -> None:
    for name, inn, post in (("", "", "Директор"), ("Музей", "123", "Директор"), ("Музей", "", " ")):
        outsider = commands.Outsider(name=name, place=town, inn=inn)
        grounds = commands.Grounds(role="head", post=post)
        with pytest.raises(Invalid):
            commands.propose_organisation(actor=actor_of(newcomer), outsider=outsider, grounds=grounds)
    assert not Organisation.objects.exists()
    assert not Claim.objects.exists()


def test_only_its_writer_and_the_territory_see_it(
    claim: Claim, newcomer: Person, moc: Person, actors: Actors, far_region: Territory
) -> None:
    def sees(actor: Actor) -> bool:
        return Organisation.objects.filter(policies.visible_to(actor), id=claim.organisation_id).exists()

    far = actors.person(person_id=77, territory_ids=frozenset({far_region.id}))
    assert [sees(actor_of(one)) for one in (newcomer, moc)] == [True, True]
    assert not any(sees(actor) for actor in (ANONYMOUS, far, actors.head(99)))


def test_no_list_no_search_no_map_and_no_number_tells_of_it(claim: Claim, newcomer: Person, moc: Person) -> None:
    commands.look_for_duplicates(SYSTEM)
    for actor in (ANONYMOUS, actor_of(newcomer), actor_of(moc)):
        for wanted in (Wanted(), Wanted(q="музей леса"), Wanted(closed=True)):
            listed = queries.directory(actor, wanted)
            assert (listed.rows, listed.counted.number) == ([], 0), (actor, wanted)
            assert queries.map_page(actor, wanted) is None
            assert queries.portion(actor, wanted, 0, 10).rows == []
    assert search("organisation", "музей леса").ids == []
    assert queries.counters_hold()


def test_needs_are_written_at_once_and_shown_with_the_card(claim: Claim, newcomer: Person, moc: Person) -> None:
    need = a_need(newcomer, claim.organisation)
    open_to_all = Need.objects.filter(needs_visible_to(ANONYMOUS))
    assert (need.state, need.is_unconfirmed, open_to_all.exists()) == ("open", True, False)
    assert Need.objects.filter(needs_visible_to(actor_of(newcomer))).exists()
    seen = queries.claim_seen(actor_of(moc), claim.id)
    commands.grant_claim(actor=actor_of(moc), claim=seen, role="head", verifies=True)
    assert open_to_all.exists()
    assert not Need.objects.get().is_unconfirmed
    row = queries.directory(ANONYMOUS, Wanted(q="музей леса")).rows[0]
    assert (row.id, row.state) == (claim.organisation_id, "active")
    assert row.verified_at
    assert row.claimed_at
    assert queries.counters_hold()
    assert queries.numbers_kept(Wanted()).of["needs"] == {"equipment": 1}


def test_a_refused_card_is_left_out_and_its_needs_with_it(claim: Claim, newcomer: Person, moc: Person) -> None:
    need = a_need(newcomer, claim.organisation)
    seen = queries.claim_seen(actor_of(moc), claim.id)
    commands.refuse_claim(actor=actor_of(moc), claim=seen, reason="no_proof")
    need.refresh_from_db()
    assert (state_of(claim), need.state) == ("dropped", "withdrawn")
    assert not Organisation.objects.filter(policies.visible_to(actor_of(newcomer))).exists()
    assert queries.claim_seen(actor_of(newcomer), claim.id).reason == "no_proof"
    assert facts("participants.organisation") == [
        "participants.organisation.proposed",
        "participants.organisation.dropped",
    ]
    commands.look_for_duplicates(SYSTEM)
    assert not LikelyPair.objects.exists()


def test_taking_the_claim_back_takes_the_card_back(claim: Claim, newcomer: Person) -> None:
    commands.withdraw_claim(actor=actor_of(newcomer), claim=claim)
    assert state_of(claim) == "dropped"


def test_a_card_that_is_there_already_takes_claim_and_needs(
    claim: Claim, newcomer: Person, moc: Person, make: Make, town: Territory
) -> None:
    known = make("Музей леса и охоты", territory=town)
    need = a_need(newcomer, claim.organisation)
    new = Organisation.objects.get(id=claim.organisation_id)
    with pytest.raises(Refused):
        commands.merge_organisations(actor=actor_of(moc), survivor=new, merged=known)
    commands.merge_organisations(actor=actor_of(moc), survivor=known, merged=new)
    for row in (claim, need):
        row.refresh_from_db()
        assert row.organisation_id == known.id
    assert (claim.state, need.state) == ("open", "open")
    assert Need.objects.filter(needs_visible_to(ANONYMOUS), is_unconfirmed=True).exists()
    assert actor_of(newcomer).organisation_id == known.id
    seen = queries.claim_seen(actor_of(moc), claim.id)
    commands.grant_claim(actor=actor_of(moc), claim=seen, role="head")
    assert Organisation.objects.get(id=known.id).claimed_at


def test_where_somebody_acts_already_the_claim_is_refused_with_the_words_for_it(
    claim: Claim, moc: Person, make: Make, make_person: MakePerson, newcomer: Person
) -> None:
    known = make("Музей леса и охоты")
    head = make_person("head@example.org")
    commands.add_member(actor=SYSTEM, organisation=known, person=head, role=Role.HEAD)
    known.refresh_from_db()
    new = Organisation.objects.get(id=claim.organisation_id)
    commands.merge_organisations(actor=actor_of(moc), survivor=known, merged=new)
    claim.refresh_from_db()
    assert (claim.state, claim.reason) == ("refused", "taken")
    assert not Membership.objects.filter(person=newcomer, until_at=None).exists()


def test_nobody_acts_on_a_card_before_it_is_taken_in(claim: Claim, moc: Person, newcomer: Person) -> None:
    card = Organisation.objects.get(id=claim.organisation_id)
    actor = actor_of(moc)
    assert policies.can_edit(actor, card)
    for refused in (
        policies.can_verify(actor, card),
        policies.can_name(actor, card, Role.HEAD),
        policies.can_register_under(actor, card),
        policies.can_found_network(actor, card),
        policies.can_edit(actor_of(newcomer), card),
    ):
        assert not refused


def test_a_few_cards_a_day_and_no_more(newcomer: Person, town: Territory) -> None:
    def write(number: int) -> Claim:
        outsider = commands.Outsider(name=f"Музей № {number}", place=town)
        return commands.propose_organisation(actor=actor_of(newcomer), outsider=outsider, grounds=GROUNDS)

    written = [write(number) for number in range(3)]
    commands.withdraw_claim(actor=actor_of(newcomer), claim=written[0])
    with pytest.raises(Invalid):
        write(4)
    Claim.objects.filter(id__in=[one.id for one in written]).update(made_at=F("made_at") - timedelta(days=2))
    write(5)


def test_the_coordinator_of_the_place_makes_the_card_instead(moc: Person, outsider: commands.Outsider) -> None:
    for actor in (actor_of(moc), ANONYMOUS):
        with pytest.raises(Refused):
            commands.propose_organisation(actor=actor, outsider=outsider, grounds=GROUNDS)


def test_a_register_takes_no_notice_of_a_card_nobody_has_looked_at(
    newcomer: Person, town: Territory, make: Make
) -> None:
    outsider = commands.Outsider(name="Музей леса", place=town, inn="7707083893")
    claim = commands.propose_organisation(actor=actor_of(newcomer), outsider=outsider, grounds=GROUNDS)
    loaded = make("Музей леса", inn="7707083893", kpp="770701001", territory=town)
    assert loaded.id != claim.organisation_id
    found = queries.alike_to(SYSTEM, claim.organisation)
    assert [(one.organisation.id, one.score) for one in found] == [(loaded.id, 1.0)]


def test_look_alikes_are_found_by_name_and_place(school: Organisation, town: Territory, make: Make) -> None:
    make("Школа № 2", territory=town)
    commands.look_for_duplicates(SYSTEM)
    found = queries.alike(ANONYMOUS, {"name": "Школа №1 Заречное"}, town)
    assert [one.organisation.id for one in found] == [school.id]
    assert queries.alike(ANONYMOUS, {"name": "Кванториум"}, town) == []


def test_places_are_found_by_settlement_district_and_region(town: Territory, district: Territory) -> None:
    assert [row.id for row in queries.places_named("заречное")] == [town.id]
    assert [row.id for row in queries.places_named("Заречный район")] == [district.id]
    assert [row.full_name for row in queries.places_named("Озёрная область")] == ["Озёрная область"]
    assert queries.places_named("Нигде") == queries.places_named(" ") == []


def test_from_an_empty_search_to_a_claim(newcomer: Person, town: Territory, client_of: ClientOf) -> None:
    path = to("missing")
    assert "Не нашли свою организацию?" in client_of(None).get(to("organisations") + "?q=музей").text
    assert client_of(None).get(path)["Location"].startswith("/sign-in/")
    client = client_of(newcomer)
    assert "музей" in client.get(path + "?q=музей").text
    assert client.post(path, FORM | {"settlement": "Нигде"}).status_code == 422
    assert client.post(path, FORM | {"post": ""}).status_code == 422
    assert client.post(path, FORM | {"inn": "12"}).status_code == 422
    answer = client.post(path, FORM)
    assert answer["Location"] == to("claim", Claim.objects.get().id)
    page = client.get(answer["Location"]).text
    assert "как только её примут в справочник" in page
    assert "Ещё не в справочнике" in client.get(to("organisation", Claim.objects.get().organisation_id)).text
    del town


def test_look_alikes_are_shown_first_and_can_be_claimed(
    newcomer: Person, school: Organisation, client_of: ClientOf
) -> None:
    commands.look_for_duplicates(SYSTEM)
    client, form = client_of(newcomer), FORM | {"name": "Школа № 1"}
    page = client.post(to("missing"), form).text
    assert "Возможно, это она" in page
    assert not Claim.objects.exists()
    assert "Возможно, это она" in client.post(to("missing"), form | {"seen": code_of(school), "look": "1"}).text
    client.post(to("missing"), form | {"same": code_of(school)})
    claim = Claim.objects.get()
    assert (claim.organisation_id, claim.post) == (school.id, "Директор музея")
    client.post(to("missing"), form | {"seen": code_of(school)})
    assert Claim.objects.exclude(id=claim.id).get().organisation.state == "proposed"


def code_of(organisation: Organisation) -> str:
    from vmeste.ground.kernel.ids import code  # noqa: PLC0415

    return code(organisation.id)


def test_one_of_several_places_is_chosen(
    newcomer: Person, town: Territory, far_region: Territory, client_of: ClientOf
) -> None:
    from tests.gather.participants.country import Level, a_territory  # noqa: PLC0415

    other = a_territory(Level.SETTLEMENT, "t9", "Заречное", far_region, lat=50.0, lon=90.0, population=10)
    client = client_of(newcomer)
    asked = client.post(to("missing"), FORM)
    assert (asked.status_code, "Дальний край" in asked.text) == (422, True)
    assert client.post(to("missing"), FORM | {"place": "zz"}).status_code == 422
    from vmeste.ground.kernel.ids import code  # noqa: PLC0415

    client.post(to("missing"), FORM | {"place": code(other.id)})
    assert Organisation.objects.get().settlement_id == other.id
    del town


def test_who_decides_sees_that_the_card_is_new_and_what_it_may_be(
    claim: Claim, moc: Person, make: Make, town: Territory, client_of: ClientOf
) -> None:
    known = make("Музей леса", territory=town)
    commands.look_for_duplicates(SYSTEM)
    client = client_of(moc)
    page = client.get(to("claim", claim.id)).text
    assert "Карточка новая" in page
    side = to("merging_pair", claim.organisation_id, known.id)
    assert side in page
    assert "Две карточки рядом" in client.get(side).text
    from vmeste.ground.kernel.ids import code  # noqa: PLC0415

    new = {"stays": code(claim.organisation_id)}
    assert client.post(side, new).status_code == 422
    assert client.post(side, {"stays": code(known.id)})["Location"] == to("claim", claim.id)
    claim.refresh_from_db()
    assert claim.organisation_id == known.id


def test_an_organisation_lists_a_partner_not_confirmed(
    school: Organisation, make_person: MakePerson, outsider: commands.Outsider, client_of: ClientOf
) -> None:
    person = make_person("c@example.org")
    commands.add_member(actor=SYSTEM, organisation=school, person=person, role=Role.COORDINATOR)
    client = client_of(person)
    answer = client.post(to("partner"), {"name": "Музей леса", "settlement": "Заречное"})
    made = Organisation.objects.get(name="Музей леса")
    assert answer["Location"] == to("organisation", made.id)
    assert (made.state, made.verified_at, made.claimed_at, made.source) == ("active", None, None, "Школа № 1")
    assert queries.directory(ANONYMOUS, Wanted(q="музей леса")).rows == [made]
    assert queries.counters_hold()
    assert "добавил партнёр" in client_of(None).get(to("history", made.id)).text
    del outsider


def test_partners_are_listed_by_coordinators_and_not_without_end(
    actors: Actors, school: Organisation, outsider: commands.Outsider, town: Territory, make_person: MakePerson
) -> None:
    for actor in (actors.anonymous(), actors.teacher(school.id), actors.claimer(school.id)):
        with pytest.raises(Refused):
            commands.list_outsider(actor=actor, outsider=outsider)
    person = make_person("c@example.org")
    commands.add_member(actor=SYSTEM, organisation=school, person=person, role=Role.COORDINATOR)
    for number in range(20):
        commands.list_outsider(actor=actor_of(person), outsider=commands.Outsider(name=f"Музей {number}", place=town))
    with pytest.raises(Invalid):
        commands.list_outsider(actor=actor_of(person), outsider=outsider)


def test_a_new_card_counts_the_same_queries_whatever_is_there(
    assert_same_queries: Callable[..., None], make: Make, town: Territory
) -> None:
    make("Музей леса", territory=town)

    def read() -> None:
        queries.alike(ANONYMOUS, {"name": "Музей леса"}, town)

    def add() -> None:
        make("Музей леса и реки", territory=town)
        commands.look_for_duplicates(SYSTEM)

    commands.look_for_duplicates(SYSTEM)
    assert_same_queries(read, add, at_most=9)
