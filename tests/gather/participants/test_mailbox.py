"""A letter to the address on a claimed card: who may ask for it, how often, what its link does and what it does not."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.kit.facts import facts
from tests.kit.mail import MailServer
from vmeste.gather.participants import commands, queries
from vmeste.gather.participants.actors import actor_of
from vmeste.gather.participants.models import Claim, Membership, Organisation, Territory
from vmeste.ground.accounts.models import Mail, Person
from vmeste.ground.facts.outbox import run_all
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.errors import Invalid, Refused, Stale

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]
MakePerson = Callable[..., Person]
ClientOf = Callable[..., Client]
GROUNDS = commands.Grounds(role="head", post="Директор школы", words="Звоните мне")
OFFICE = "office@school4.example"


@pytest.fixture
def card(make: Make) -> Organisation:
    return make("Школа № 4", email=f"{OFFICE}, second@school4.example", phone="8 499 111-22-33")


@pytest.fixture
def newcomer(make_person: MakePerson) -> Person:
    return make_person("new@example.org", name="Вера Новикова")


@pytest.fixture
def claim(newcomer: Person, card: Organisation) -> Claim:
    return commands.open_claim(actor=actor_of(newcomer), organisation=card, grounds=GROUNDS)


@pytest.fixture
def moc(make_person: MakePerson, region: Territory) -> Person:
    person = make_person("keeper@example.org", name="Ольга Петрова")
    commands.entrust_territory(actor=SYSTEM, territory=region, person=person)
    return person


def link_in(text: str) -> str:
    """Give the path of the link in a letter."""
    found = re.search(r"https?://[^/\s]+(/mailbox/[^\s]+/)", text)
    assert found
    return found[1]


def mailed(claim: Claim, newcomer: Person) -> str:
    """Have the letter posted; give the path of its link."""
    commands.mail_claim(actor=actor_of(newcomer), claim=claim)
    return link_in(Mail.objects.filter(to=OFFICE).latest("id").text)


def test_from_the_claim_through_the_mail_server_to_the_evidence(
    claim: Claim, newcomer: Person, moc: Person, client_of: ClientOf, mail_server: MailServer
) -> None:
    client = client_of(newcomer)
    assert OFFICE in client.get(reverse("participants:claim", args=[claim.id])).text
    answer = client.post(reverse("participants:claim_letter", args=[claim.id]), {"_once": "k"})
    assert answer.status_code == 303
    run_all()
    letters = [
        message for message, to in zip(mail_server.messages, mail_server.recipients, strict=True) if OFFICE in to
    ]
    assert len(letters) == 1
    text = letters[0].get_content()
    assert "Вера" not in text + str(letters[0]["Subject"])
    assert "Звоните" not in text
    assert not any("second@school4.example" in to for to in mail_server.recipients)
    assert Mail.objects.get(to=OFFICE).text == ""
    reader, path = client_of(None), link_in(text)
    page = reader.get(path)
    assert "Вера Новикова" in page.text
    assert "Директор школы" in page.text
    assert "Звоните" not in page.text
    assert page["Cache-Control"] == "no-store, private"
    assert newcomer.email not in page.text
    assert reader.post(path)["Location"] == reverse("participants:organisation", args=[claim.organisation_id])
    claim.refresh_from_db()
    assert (claim.is_from_mailbox, claim.state) == (True, "open")
    assert claim.confirmed_at
    assert "Из почты с карточки подтвердили" in client_of(moc).get(reverse("participants:claim", args=[claim.id])).text
    assert "Вас подтвердили" in client.get(reverse("participants:claim", args=[claim.id])).text
    told = [event.text for event in queries.history_of(actor_of(moc), claim.organisation, None).events]
    assert "Заявку подтвердили из почты с карточки" in told


def test_opening_the_link_changes_nothing_and_it_answers_once(
    claim: Claim, newcomer: Person, client_of: ClientOf
) -> None:
    path = mailed(claim, newcomer)
    for _scanner in range(3):
        assert client_of(None).get(path).status_code == 200
    claim.refresh_from_db()
    assert not claim.is_from_mailbox
    client_of(None).post(path)
    assert client_of(None).get(path).status_code == 409
    assert client_of(None).post(path).status_code == 409
    assert facts("participants.claim.confirmed") == ["participants.claim.confirmed"]


def test_it_gives_no_right(claim: Claim, newcomer: Person, client_of: ClientOf) -> None:
    client_of(None).post(mailed(claim, newcomer))
    roles = Membership.objects.filter(organisation=claim.organisation, until_at=None).values_list("role", flat=True)
    assert list(roles) == ["claimer"]
    assert Organisation.objects.get(id=claim.organisation_id).claimed_at is None


def test_only_who_made_the_claim_asks_for_the_letter(
    claim: Claim, moc: Person, make_person: MakePerson, client_of: ClientOf
) -> None:
    for person in (moc, make_person("stranger@example.org")):
        with pytest.raises(Refused):
            commands.mail_claim(actor=actor_of(person), claim=claim)
    for reader in (None, make_person("other@example.org")):
        answer = client_of(reader).post(reverse("participants:claim_letter", args=[claim.id]))
        assert answer.status_code in {302, 404}
    assert not Mail.objects.filter(to=OFFICE).exists()


def test_a_mailbox_gets_few_letters_a_day_whoever_asks(
    claim: Claim, newcomer: Person, make_person: MakePerson, client_of: ClientOf
) -> None:
    mailed(claim, newcomer)
    other = make_person("other@example.org")
    rival = commands.open_claim(actor=actor_of(other), organisation=claim.organisation, grounds=GROUNDS)
    mailed(rival, other)
    for one, person in ((claim, newcomer), (rival, other)):
        with pytest.raises(Invalid):
            commands.mail_claim(actor=actor_of(person), claim=one)
    assert client_of(newcomer).post(reverse("participants:claim_letter", args=[claim.id])).status_code == 422
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        mailed(claim, newcomer)
    assert Mail.objects.filter(to=OFFICE).count() == 3


def test_a_newer_letter_or_a_week_closes_an_earlier_link(claim: Claim, newcomer: Person, client_of: ClientOf) -> None:
    first = mailed(claim, newcomer)
    second = mailed(claim, newcomer)
    assert client_of(None).get(first).status_code == 403
    with clock.at(clock.now() + timedelta(days=8)):
        assert client_of(None).get(second).status_code == 403
        assert client_of(None).post(second).status_code == 403
    claim.refresh_from_db()
    assert not claim.is_from_mailbox


def test_a_decided_claim_is_confirmed_no_more(claim: Claim, newcomer: Person, moc: Person, client_of: ClientOf) -> None:
    path = mailed(claim, newcomer)
    commands.refuse_claim(actor=actor_of(moc), claim=queries.claim_seen(actor_of(moc), claim.id), reason="no_proof")
    assert client_of(None).get(path).status_code == 409
    assert client_of(None).post(path).status_code == 409
    claim.refresh_from_db()
    assert not claim.is_from_mailbox
    with pytest.raises(Stale):
        commands.mail_claim(actor=actor_of(newcomer), claim=claim)


def test_a_card_without_an_address_gets_no_letter(newcomer: Person, make: Make, client_of: ClientOf) -> None:
    claim = commands.open_claim(actor=actor_of(newcomer), organisation=make("Школа № 6"), grounds=GROUNDS)
    assert "Отправить письмо" not in client_of(newcomer).get(reverse("participants:claim", args=[claim.id])).text
    with pytest.raises(Invalid):
        commands.mail_claim(actor=actor_of(newcomer), claim=claim)


def test_a_link_of_another_purpose_opens_no_claim(claim: Claim, client_of: ClientOf) -> None:
    from vmeste.ground.accounts.commands import make_link  # noqa: PLC0415

    _link, token = make_link(actor=SYSTEM, purpose="exchange.answer", subject_kind="claim", subject_id=claim.id)
    assert client_of(None).get(f"/mailbox/{token}/").status_code == 403
