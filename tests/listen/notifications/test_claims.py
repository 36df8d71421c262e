"""Who is told that somebody claims a card, and what they are told who claimed it."""

from typing import TYPE_CHECKING

import pytest

from vmeste.gather.participants import commands, queries
from vmeste.gather.participants.commands import add_territory, entrust_territory
from vmeste.gather.participants.models import Claim, Organisation, Territory
from vmeste.ground.accounts.models import Mail, OneTimeLink, Person
from vmeste.ground.accounts.queries import actor_of_link
from vmeste.ground.facts.outbox import run_all
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.listen.notifications.models import Notice

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(town: "Town") -> Person:
    place = add_territory(
        actor=SYSTEM, level=Territory.Level.REGION, code="77", name="Область", time_zone="Europe/Moscow"
    )
    club = town.organisation("Клуб без людей")
    Organisation.objects.filter(id=club.id).update(region=place)
    person = town.person("moc@mail.test", "Ольга")
    entrust_territory(actor=SYSTEM, territory=place, person=person)
    return person


@pytest.fixture
def claim(town: "Town", keeper: Person) -> Claim:
    del keeper
    run_all()
    Notice.objects.all().delete()
    Mail.objects.all().delete()
    newcomer = town.person("new@mail.test", "Новая")
    grounds = commands.Grounds(role="head", post="Директор", words="Позвоните мне")
    club = Organisation.objects.get(name="Клуб без людей")
    made = commands.open_claim(actor=town.actor(newcomer), organisation=club, grounds=grounds)
    run_all()
    return Claim.objects.select_related("organisation", "person").get(id=made.id)


def told() -> set[tuple[str, str]]:
    return {(notice.person.name, notice.kind) for notice in Notice.objects.select_related("person")}


def test_the_coordinator_of_the_territory_is_told_by_mail_without_a_name(claim: Claim, keeper: Person) -> None:
    del claim
    assert told() == {("Ольга", "claimed")}
    mail = Mail.objects.get()
    assert mail.to == keeper.email
    assert "Заявка" in mail.subject
    assert "Новая" not in mail.text
    assert "Позвоните" not in mail.text


def test_who_was_refused_is_told_and_finds_the_reason_on_the_page(claim: Claim, town: "Town", keeper: Person) -> None:
    commands.refuse_claim(actor=town.actor(keeper), claim=claim, reason="no_proof")
    run_all()
    assert ("Новая", "not_granted") in told()
    mail = Mail.objects.get(to="new@mail.test")
    assert "отказано" in mail.subject
    assert "/notices/" in mail.text


def test_who_was_granted_it_is_told_by_mail(claim: Claim, town: "Town", keeper: Person) -> None:
    commands.grant_claim(actor=town.actor(keeper), claim=claim, role="head")
    run_all()
    assert ("Новая", "member") in told()
    assert Mail.objects.filter(to="new@mail.test").exists()


def test_a_mail_about_a_refused_claim_says_that_one_claimed_it(claim: Claim, town: "Town", keeper: Person) -> None:
    commands.refuse_claim(actor=town.actor(keeper), claim=claim, reason="no_proof")
    run_all()
    text = Mail.objects.get(to="new@mail.test").text
    assert "потому что подали заявку" in text
    assert "добавить вас" not in text


def test_the_coordinator_sees_on_the_page_that_the_mailbox_has_confirmed(
    claim: Claim, town: "Town", keeper: Person
) -> None:
    Organisation.objects.filter(id=claim.organisation_id).update(email="club@mail.test")
    Mail.objects.all().delete()
    commands.mail_claim(actor=town.actor(claim.person), claim=claim)
    link = OneTimeLink.objects.get(subject_id=claim.id)
    commands.confirm_claim(actor=actor_of_link(link), claim=claim, link=link)
    run_all()
    assert (keeper.name, "confirmed") in told()
    assert not Mail.objects.filter(to=keeper.email).exists()


def test_who_made_a_code_is_told_by_mail_that_it_was_used(town: "Town", keeper: Person) -> None:
    run_all()
    Mail.objects.all().delete()
    club = Organisation.objects.get(name="Клуб без людей")
    code = commands.print_codes(actor=town.actor(keeper), organisations=[club], role="head")[0]
    newcomer = town.person("new@mail.test", "Новая")
    commands.use_code(actor=town.actor(newcomer), code=queries.code_typed(code.text))
    run_all()
    assert (keeper.name, "code_used") in told()
    mail = Mail.objects.get(to=keeper.email)
    assert "потому что печатали этот код" in mail.text
    assert "Новая" not in mail.text
    assert code.text not in mail.text
