"""Who is told of questions about a claim, of merged cards and of cards that stand by themselves again."""

from typing import TYPE_CHECKING

import pytest

from vmeste.gather.participants import commands
from vmeste.gather.participants.commands import add_territory, entrust_territory
from vmeste.gather.participants.models import Claim, Organisation, Role, Territory
from vmeste.ground.accounts.models import Mail, Person
from vmeste.ground.facts.outbox import run_all
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.threads.commands import post_message
from vmeste.listen.notifications.models import Notice

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db
GROUNDS = commands.Grounds(role="head", post="Директор")


@pytest.fixture
def place(town: "Town") -> Territory:
    del town
    region = add_territory(
        actor=SYSTEM, level=Territory.Level.REGION, code="77", name="Область", time_zone="Europe/Moscow"
    )
    return add_territory(
        actor=SYSTEM, level=Territory.Level.SETTLEMENT, code="t7", name="Городок", parent=region, lat=56.0, lon=40.0
    )


@pytest.fixture
def keeper(town: "Town", place: Territory) -> Person:
    person = town.person("moc@mail.test", "Ольга")
    entrust_territory(actor=SYSTEM, territory=place, person=person)
    return person


@pytest.fixture
def claim(town: "Town", place: Territory, keeper: Person) -> Claim:
    del keeper
    outsider = commands.Outsider(name="Музей леса", place=place)
    writer = town.person("new@mail.test", "Новая")
    made = commands.propose_organisation(actor=town.actor(writer), outsider=outsider, grounds=GROUNDS)
    forget()
    return Claim.objects.select_related("organisation", "person").get(id=made.id)


def forget() -> None:
    run_all()
    Notice.objects.all().delete()
    Mail.objects.all().delete()


def told() -> set[tuple[str, str]]:
    run_all()
    return {(notice.person.name, notice.kind) for notice in Notice.objects.select_related("person")}


def test_a_new_card_waits_for_the_coordinator_of_its_territory(town: "Town", place: Territory, keeper: Person) -> None:
    forget()
    writer = town.person("new@mail.test", "Новая")
    outsider = commands.Outsider(name="Музей леса", place=place)
    commands.propose_organisation(actor=town.actor(writer), outsider=outsider, grounds=GROUNDS)
    assert told() == {("Ольга", "claimed")}
    assert Mail.objects.get().to == keeper.email


def test_a_question_is_told_to_who_claims_and_the_answer_to_who_decides(
    town: "Town", claim: Claim, keeper: Person
) -> None:
    post_message(actor=town.actor(keeper), subject_kind="claim", subject_id=claim.id, text="Какой приказ?")
    assert told() == {("Новая", "claim_asked")}
    mail = Mail.objects.get()
    assert mail.to == claim.person.email
    assert "приказ" not in mail.text
    assert "подали заявку на карточку" in mail.text
    forget()
    post_message(actor=town.actor(claim.person), subject_kind="claim", subject_id=claim.id, text="№ 12")
    assert told() == {("Ольга", "claim_told")}


def test_who_works_elsewhere_is_told_too_and_of_a_refusal(town: "Town", claim: Claim, keeper: Person) -> None:
    home = town.organisation("Школа")
    commands.add_member(actor=SYSTEM, organisation=home, person=claim.person, role=Role.TEACHER)
    forget()
    post_message(actor=town.actor(keeper), subject_kind="claim", subject_id=claim.id, text="Какой приказ?")
    assert told() == {("Новая", "claim_asked")}
    forget()
    commands.refuse_claim(actor=town.actor(keeper), claim=claim, reason="no_proof")
    assert told() == {("Новая", "not_granted")}
    assert Mail.objects.get().to == claim.person.email


def test_who_acts_for_a_merged_card_is_told_where_things_are_and_of_undoing(town: "Town", keeper: Person) -> None:
    del keeper
    school, other = town.organisation("Школа № 5"), town.organisation("МБОУ СОШ № 5")
    people = {role: town.person(f"{role}@mail.test", role) for role in ("head", "coordinator", "teacher")}
    for role, person in people.items():
        commands.add_member(actor=SYSTEM, organisation=other, person=person, role=Role(role))
    forget()
    cards = {row.name: row for row in Organisation.objects.all()}
    merge = commands.merge_organisations(
        actor=SYSTEM, survivor=cards[school.name], merged=cards[other.name], despite_claims=True
    )
    assert told() == {("head", "merged"), ("coordinator", "merged")}
    mail = Mail.objects.get(to="head@mail.test")
    assert mail.subject == "Карточка «МБОУ СОШ № 5» теперь часть карточки «Школа № 5»"
    forget()
    merge.refresh_from_db()
    commands.part_organisations(actor=SYSTEM, merge=merge)
    assert told() == {("head", "parted"), ("coordinator", "parted")}
    assert "МБОУ СОШ № 5" in Mail.objects.get(to="head@mail.test").subject
