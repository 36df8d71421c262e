"""Who is told that somebody asks to be added, and what they are told who asked."""

from typing import TYPE_CHECKING

import pytest

from vmeste.gather.participants import commands
from vmeste.gather.participants.commands import add_territory, entrust_territory
from vmeste.gather.participants.models import JoiningRequest, Organisation, Territory
from vmeste.ground.accounts.models import Mail, Person
from vmeste.ground.facts.outbox import run_all
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.listen.notifications.models import Notice

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db
WORDS = "Учитель физики, веду кружок"


@pytest.fixture
def newcomer(town: "Town") -> Person:
    return town.person("new@mail.test", "Новая")


def ask(town: "Town", newcomer: Person, organisation: Organisation) -> JoiningRequest:
    run_all()
    Notice.objects.all().delete()
    Mail.objects.all().delete()
    asked = commands.ask_to_join(actor=town.actor(newcomer), organisation=organisation, words=WORDS)
    run_all()
    return asked


def told() -> set[tuple[str, str]]:
    return {(notice.person.name, notice.kind) for notice in Notice.objects.select_related("person")}


def test_those_who_speak_for_the_organisation_are_told_without_a_name(town: "Town", newcomer: Person) -> None:
    ask(town, newcomer, town.school)
    assert told() == {("Анна", "joining")}
    mail = Mail.objects.get()
    assert mail.to == town.head.email
    assert "просит добавить" in mail.subject
    assert WORDS not in mail.text
    assert "Новая" not in mail.text


def test_where_nobody_acts_the_coordinator_of_the_territory_is_told(town: "Town", newcomer: Person) -> None:
    place = add_territory(
        actor=SYSTEM, level=Territory.Level.REGION, code="77", name="Область", time_zone="Europe/Moscow"
    )
    club = town.organisation("Клуб без людей")
    Organisation.objects.filter(id=club.id).update(region=place)
    Organisation.objects.filter(id=town.school.id).update(region=place)
    club.refresh_from_db()
    keeper = town.person("moc@mail.test", "Ольга")
    entrust_territory(actor=SYSTEM, territory=place, person=keeper)
    ask(town, newcomer, club)
    assert told() == {("Ольга", "joining")}
    ask(town, newcomer, town.school)
    assert told() == {("Анна", "joining")}, "a school with people of its own is not the territory's business"


def test_who_was_refused_is_told_and_why_the_mail_came(town: "Town", newcomer: Person) -> None:
    asked = ask(town, newcomer, town.school)
    commands.refuse_joining(actor=town.actor(town.head), asked=asked)
    run_all()
    assert ("Новая", "not_joined") in told()
    mail = Mail.objects.get(to=newcomer.email)
    assert "Вас не добавили" in mail.subject
    assert "просили добавить вас" in mail.text
    assert Notice.objects.get(person=newcomer).organisation_id is None
