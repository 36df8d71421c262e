"""Claiming a card: who may, what they get, who decides, what is told, two at once."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from tests.kit.facts import facts
from tests.kit.people import Actors
from vmeste.gather.participants import commands, policies, queries
from vmeste.gather.participants.actors import actor_of
from vmeste.gather.participants.models import Claim, Membership, Network, Organisation, Role, Territory
from vmeste.gather.participants.queries.claims import site_of
from vmeste.ground.accounts.models import Mail, Person
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import SYSTEM, Actor, Duty
from vmeste.ground.kernel.errors import Invalid, Refused, Stale

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]
MakePerson = Callable[..., Person]
ClientOf = Callable[..., Client]
GROUNDS = commands.Grounds(role="head", post="Директор школы", proof="Приказ № 12 от 1 сентября", words="Звоните")
ANSWER = {"role": "head", "post": GROUNDS.post, "proof": GROUNDS.proof, "words": ""}


@pytest.fixture
def newcomer(make_person: MakePerson) -> Person:
    return make_person("new@example.org", name="Вера Новикова")


@pytest.fixture
def claim(newcomer: Person, school: Organisation) -> Claim:
    return commands.open_claim(actor=actor_of(newcomer), organisation=school, grounds=GROUNDS)


@pytest.fixture
def moc(make_person: MakePerson, region: Territory) -> Person:
    person = make_person("keeper@example.org", name="Ольга Петрова")
    commands.entrust_territory(actor=SYSTEM, territory=region, person=person)
    return person


def to(name: str, *args: int) -> str:
    return reverse(f"participants:{name}", args=args)


def waiting(person: Person) -> list[str]:
    give = registries.waiting.get("participants.claims")
    return [one.title for one in give(actor_of(person), 20)]


def role_of(person: Person, organisation: Organisation) -> str:
    running = Membership.objects.filter(person=person, organisation=organisation, until_at=None)
    return ", ".join(running.values_list("role", flat=True))


def test_whoever_claims_a_card_may_do_one_thing_for_it_and_reads_nothing(
    claim: Claim, newcomer: Person, school: Organisation
) -> None:
    actor = actor_of(newcomer)
    assert (actor.organisation_id, actor.duties) == (school.id, frozenset({Duty.CLAIM}))
    assert policies.only_claims(actor, school.id)
    assert facts("participants.claim") == ["participants.claim.opened"]
    assert facts("participants.member") == []
    school.refresh_from_db()
    assert school.claimed_at is None
    for can in (policies.can_edit, policies.can_verify, policies.can_manage_people, policies.can_see_people):
        assert not can(actor, school), can
    assert not policies.can_export(actor)
    assert not policies.loads_lists(actor)
    assert list(queries.people_of(school)) == []
    assert policies.is_newcomer(actor)


def test_a_claimer_is_in_none_of_the_networks(claim: Claim, newcomer: Person, school: Organisation, make: Make) -> None:
    network: Network = commands.found_network(actor=SYSTEM, hub=make("Школа № 2"), name="Сеть", goal="")
    commands.add_network_member(actor=SYSTEM, network=network, organisation=school)
    assert actor_of(newcomer).network_ids == frozenset()


def test_a_claim_says_a_post_and_a_role_that_can_be_claimed(newcomer: Person, school: Organisation) -> None:
    for grounds in (
        commands.Grounds(role="head", post=" \n "),
        commands.Grounds(role="teacher", post="Учитель"),
        commands.Grounds(role="head", post="Я" * 201),
    ):
        with pytest.raises(Invalid):
            commands.open_claim(actor=actor_of(newcomer), organisation=school, grounds=grounds)
    assert not Claim.objects.exists()
    assert role_of(newcomer, school) == ""


def test_a_card_is_claimed_once_by_a_person_and_few_at_a_time(claim: Claim, newcomer: Person, make: Make) -> None:
    with pytest.raises(Invalid):
        commands.open_claim(actor=actor_of(newcomer), organisation=claim.organisation, grounds=GROUNDS)
    schools = [make(f"Школа № {number}") for number in range(10, 15)]
    for school in schools[:4]:
        commands.open_claim(actor=actor_of(newcomer), organisation=school, grounds=GROUNDS)
    with pytest.raises(Invalid):
        commands.open_claim(actor=actor_of(newcomer), organisation=schools[4], grounds=GROUNDS)
    assert Claim.objects.count() == 5


def test_who_may_not_claim(moc: Person, actors: Actors, school: Organisation, newcomer: Person, make: Make) -> None:
    for actor in (actors.anonymous(), actors.admin(), actor_of(moc)):
        with pytest.raises(Refused):
            commands.open_claim(actor=actor, organisation=school, grounds=GROUNDS)
    closed = make("Закрытая школа")
    Organisation.objects.filter(id=closed.id).update(state=Organisation.State.CLOSED)
    closed.refresh_from_db()
    with pytest.raises(Refused):
        commands.open_claim(actor=actor_of(newcomer), organisation=closed, grounds=GROUNDS)


def test_a_card_for_which_somebody_acts_is_not_claimed(
    newcomer: Person, school: Organisation, make_person: MakePerson
) -> None:
    seen = Organisation.objects.get(id=school.id)
    keeper = make_person("head@example.org")
    commands.add_member(actor=SYSTEM, organisation=school, person=keeper, role=Role.HEAD)
    with pytest.raises(Stale):
        commands.open_claim(actor=actor_of(newcomer), organisation=seen, grounds=GROUNDS)
    assert not Claim.objects.exists()


def test_granting_makes_a_head_and_confirms_the_card(claim: Claim, moc: Person, newcomer: Person) -> None:
    Organisation.objects.update(verified_at=None)
    claim = queries.claim_seen(actor_of(moc), claim.id)
    commands.grant_claim(actor=actor_of(moc), claim=claim, role="head", verifies=True)
    claim.refresh_from_db()
    school = Organisation.objects.get(id=claim.organisation_id)
    assert (claim.state, claim.decided_by_id) == ("granted", moc.id)
    assert role_of(newcomer, school) == "head"
    assert school.claimed_at
    assert school.verified_at
    assert Mail.objects.filter(to=newcomer.email).exists()
    assert waiting(moc) == []
    assert facts("participants.claim") == ["participants.claim.opened", "participants.claim.granted"]


def test_a_coordinator_is_granted_and_the_card_left_unconfirmed(claim: Claim, moc: Person, newcomer: Person) -> None:
    Organisation.objects.update(verified_at=None)
    commands.grant_claim(actor=actor_of(moc), claim=queries.claim_seen(actor_of(moc), claim.id), role="coordinator")
    assert role_of(newcomer, claim.organisation) == "coordinator"
    assert Organisation.objects.get(id=claim.organisation_id).verified_at is None


def test_of_two_claims_granting_one_refuses_the_other_with_words(
    claim: Claim, moc: Person, make_person: MakePerson, school: Organisation
) -> None:
    other = make_person("other@example.org", name="Иная")
    rival = commands.open_claim(actor=actor_of(other), organisation=school, grounds=GROUNDS)
    first, second = (queries.claim_seen(actor_of(moc), one.id) for one in (claim, rival))
    assert [one.id for one in queries.evidence_of(first).rivals] == [rival.id]
    commands.grant_claim(actor=actor_of(moc), claim=first, role="head")
    with pytest.raises(Stale):
        commands.grant_claim(actor=actor_of(moc), claim=second, role="head")
    rival.refresh_from_db()
    assert (rival.state, rival.reason) == ("refused", "taken")
    assert role_of(other, school) == ""
    assert Membership.objects.filter(organisation=school, role=Role.HEAD, until_at=None).count() == 1


def test_refusing_says_why_and_ends_what_the_claimer_might(claim: Claim, moc: Person, newcomer: Person) -> None:
    seen = queries.claim_seen(actor_of(moc), claim.id)
    with pytest.raises(Invalid):
        commands.refuse_claim(actor=actor_of(moc), claim=seen, reason="nonsense")
    commands.refuse_claim(actor=actor_of(moc), claim=seen, reason="no_proof", line="Позвоните нам")
    claim.refresh_from_db()
    assert (claim.state, claim.reason, claim.line) == ("refused", "no_proof", "Позвоните нам")
    assert actor_of(newcomer).organisation_id is None
    with pytest.raises(Stale):
        commands.refuse_claim(actor=actor_of(moc), claim=claim, reason="no_proof")
    again = commands.open_claim(actor=actor_of(newcomer), organisation=claim.organisation, grounds=GROUNDS)
    assert [one.id for one in queries.evidence_of(queries.claim_seen(actor_of(moc), again.id)).earlier] == [claim.id]


def test_what_was_taken_back_is_not_kept(claim: Claim, newcomer: Person, moc: Person) -> None:
    with pytest.raises(Refused):
        commands.withdraw_claim(actor=actor_of(moc), claim=claim)
    commands.withdraw_claim(actor=actor_of(newcomer), claim=claim)
    claim.refresh_from_db()
    assert (claim.state, claim.post, claim.proof, claim.words) == ("withdrawn", "", "", "")
    assert role_of(newcomer, claim.organisation) == ""


def test_nobody_decides_about_their_own_claim(claim: Claim, newcomer: Person, region: Territory) -> None:
    commands.entrust_territory(actor=SYSTEM, territory=region, person=newcomer)
    with pytest.raises(Refused):
        commands.grant_claim(actor=actor_of(newcomer), claim=claim, role="head")
    assert waiting(newcomer) == []


def test_the_list_and_the_single_claim_follow_one_rule(
    claim: Claim, actors: Actors, coordinator: Actor, far_region: Territory, school: Organisation
) -> None:
    far = actors.person(person_id=77, territory_ids=frozenset({far_region.id}))
    for actor in (*actors.every_kind(school.id).values(), coordinator, far):
        listed = Claim.objects.filter(policies.claims_overseen(actor)).exists()
        assert listed == bool(policies.can_decide_claim(actor, claim)), actor


def test_an_administrator_is_waited_for_only_where_nobody_coordinates(
    claim: Claim, actors: Actors, make_person: MakePerson, region: Territory
) -> None:
    boss = make_person("boss@example.org", is_admin=True)
    assert waiting(boss) == ["Школа № 1"]
    commands.entrust_territory(actor=SYSTEM, territory=region, person=make_person("keeper@example.org"))
    assert waiting(boss) == []
    assert Claim.objects.filter(policies.claims_overseen(actor_of(boss))).exists()


def test_adding_a_head_by_hand_settles_claims(claim: Claim, newcomer: Person, make_person: MakePerson) -> None:
    other = make_person("other@example.org")
    rival = commands.open_claim(actor=actor_of(other), organisation=claim.organisation, grounds=GROUNDS)
    commands.add_member(actor=SYSTEM, organisation=claim.organisation, person=newcomer, role=Role.HEAD)
    for one in (claim, rival):
        one.refresh_from_db()
    assert (claim.state, rival.state, rival.reason) == ("granted", "refused", "taken")


def test_the_role_of_a_claimer_is_not_given_by_hand(newcomer: Person, school: Organisation) -> None:
    with pytest.raises(Refused):
        commands.add_member(actor=SYSTEM, organisation=school, person=newcomer, role=Role.CLAIMER)


def test_who_works_elsewhere_goes_on_acting_there(make_person: MakePerson, school: Organisation, make: Make) -> None:
    teacher, home = make_person("t@example.org"), make("Школа № 9")
    commands.open_claim(actor=actor_of(teacher), organisation=school, grounds=GROUNDS)
    commands.add_member(actor=SYSTEM, organisation=home, person=teacher, role=Role.TEACHER)
    assert actor_of(teacher).organisation_id == home.id
    assert actor_of(teacher, school.id).duties == {Duty.CLAIM}


def test_a_merge_moves_an_open_claim_and_parting_moves_it_back(
    claim: Claim, newcomer: Person, make: Make, school: Organisation
) -> None:
    survivor = make("Школа № 1 (другая карточка)")
    merge = commands.merge_organisations(actor=SYSTEM, survivor=survivor, merged=school)
    claim.refresh_from_db()
    assert claim.organisation_id == survivor.id
    assert actor_of(newcomer).organisation_id == survivor.id
    commands.part_organisations(actor=SYSTEM, merge=merge)
    claim.refresh_from_db()
    assert (claim.organisation_id, actor_of(newcomer).organisation_id) == (school.id, school.id)


@pytest.mark.parametrize(
    ("email", "website", "site"),
    [
        ("a@school5.edu.ru", "http://www.school5.edu.ru/about", "school5.edu.ru"),
        ("a@mail.school5.edu.ru", "school5.edu.ru", "school5.edu.ru"),
        ("a@edu.ru", "school5.edu.ru", ""),
        ("a@notschool5.edu.ru", "school5.edu.ru", ""),
        ("a@mail.ru", "", ""),
    ],
)
def test_an_address_in_the_domain_of_the_site_speaks_for_a_claim(email: str, website: str, site: str) -> None:
    assert site_of(email, website) == site


def test_only_who_made_a_claim_and_who_decides_see_it(
    claim: Claim, newcomer: Person, moc: Person, make_person: MakePerson, client_of: ClientOf
) -> None:
    school = claim.organisation
    for person in (make_person("stranger@example.org"), None):
        client = client_of(person)
        assert "Вера" not in client.get(to("organisation", school.id)).text
        assert client.get(to("claim", claim.id)).status_code in {302, 404}
        for name in ("claim_end", "claim_grant", "claim_refusal"):
            assert client.post(to(name, claim.id), {"role": "head", "reason": "other"}).status_code in {302, 404}
        assert client.get(to("claims")).status_code in {302, 403}
    claim.refresh_from_db()
    assert claim.is_open
    own = client_of(newcomer).get(to("claim", claim.id)).text
    assert "Отозвать заявку" in own
    assert "Что говорит за" not in own
    decider = client_of(moc).get(to("claim", claim.id)).text
    assert GROUNDS.proof in decider
    assert "Вера Новикова" in client_of(moc).get(to("organisation", school.id)).text
    assert GROUNDS.proof in client_of(moc).get(to("claims")).text


def test_from_the_card_to_the_decision(
    newcomer: Person, moc: Person, school: Organisation, client_of: ClientOf
) -> None:
    card = to("organisation", school.id)
    assert "Это моя организация" in client_of(None).get(card).text
    client = client_of(newcomer)
    assert "Это моя организация" in client.get(card).text
    assert "Попросить добавить меня" not in client.get(card).text
    assert client_of(None).get(to("claiming", school.id))["Location"] == f"/sign-in/?next={to('claiming', school.id)}"
    assert client.get(to("claiming", school.id)).status_code == 200
    assert client.post(to("claiming", school.id), {**ANSWER, "post": ""}).status_code == 422
    assert client.post(to("claiming", school.id), ANSWER).status_code == 303
    claim = Claim.objects.get()
    assert "Ваша заявка рассматривается" in client.get(card).text
    assert client.get(to("claiming", school.id))["Location"] == to("claim", claim.id)
    assert waiting(moc) == [str(school)]
    decider = client_of(moc)
    assert decider.post(to("claim_grant", claim.id), {"role": "king"}).status_code == 422
    assert decider.post(to("claim_refusal", claim.id), {"reason": ""}).status_code == 422
    assert decider.post(to("claim_grant", claim.id), {"role": "head", "verifies": "on"}).status_code == 303
    assert "Это моя организация" not in client.get(card).text
    assert client.get(to("people", school.id)).status_code == 200
    assert decider.post(to("claim_refusal", claim.id), {"reason": "other"}).status_code == 409
    assert "Подтверждена" in decider.get(to("claims") + "?settled=1").text


def test_who_signs_in_by_the_address_of_the_card_is_noted(make_person: MakePerson, make: Make) -> None:
    office, person = make("Школа № 4", email="School4@example.org, x@example.org"), make_person("school4@example.org")
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True})
    assert commands.open_claim(actor=actor_of(person), organisation=office, grounds=GROUNDS).is_from_mailbox
    other = make("Школа № 5", email="school5@example.org")
    assert not commands.open_claim(actor=actor_of(person), organisation=other, grounds=GROUNDS).is_from_mailbox
