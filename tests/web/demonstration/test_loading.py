"""The demonstration never ages, is made once, and every need of it meets the partner it was written for."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from vmeste.gather.exchange.models import Need, Offer, Response
from vmeste.gather.exchange.queries import fitting
from vmeste.gather.participants import queries
from vmeste.gather.participants.actors import actor_of
from vmeste.gather.participants.models import Claim, Membership, Organisation, Territory
from vmeste.ground.accounts.models import Mail, Person
from vmeste.ground.facts.models import Record
from vmeste.ground.kernel import clock
from vmeste.web.demonstration.cast import WEIGHTS_INN, accounts, inn
from vmeste.web.demonstration.loading import World, intended_partners, load

TABLES = (Organisation, Person, Membership, Territory, Need, Offer, Response, Record, Mail)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Load the demonstration once, on a day of autumn; these tests only read."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(datetime(2026, 11, 21, 7, tzinfo=UTC)):
        made = load()
        assert made
        yield made
        transaction.set_rollback(True)


def test_every_need_finds_its_intended_partner_among_the_first_three(world: World) -> None:
    missed = []
    for title, key in intended_partners():
        need = Need.objects.select_related("organisation").get(title=title, state=Need.State.OPEN)
        first = [found.posting.organisation for found in fitting(world.actor(key_of(world, need)), need)[:3]]
        if world.organisations[key] not in first:
            missed.append(f"{title}: {key} is not among {[one.short_name for one in first]}")
    assert not missed, "\n".join(missed)


def key_of(world: World, need: Need) -> str:
    return next(key for key, organisation in world.organisations.items() if organisation.id == need.organisation_id)


def test_what_fits_is_told_with_reasons(world: World) -> None:
    for need in Need.objects.filter(state=Need.State.OPEN).select_related("organisation"):
        for found in fitting(world.actor(key_of(world, need)), need)[:3]:
            assert found.sentences
            assert all(sentence.text.strip() for sentence in found.sentences)


def test_one_claim_waits_for_the_coordinator_of_the_territory(world: World) -> None:
    claim = Claim.objects.get(state=Claim.State.OPEN)
    assert claim.organisation.claimed_at is None
    coordinator = actor_of(world.persons["okrug@vmeste.example"])
    assert [one.id for one in queries.claims_waiting(coordinator)] == [claim.id]


def test_loading_twice_does_nothing(world: World) -> None:
    before = {table: table._default_manager.count() for table in TABLES}
    assert load() is None
    assert {table: table._default_manager.count() for table in TABLES} == before


def test_invented_numbers_begin_with_00_and_their_check_digits_hold(world: World) -> None:
    numbers = list(Organisation.objects.exclude(inn="").values_list("inn", "kpp"))
    assert len(numbers) > 10
    assert len(set(numbers)) == len(numbers)
    for number, kpp in numbers:
        assert number.startswith("00")
        assert kpp.startswith("00")
        weighed = sum(weight * int(digit) for weight, digit in zip(WEIGHTS_INN, number, strict=False))
        assert int(number[9]) == weighed % 11 % 10
    assert len({inn(number) for number in range(1, 500)}) == 499
    assert all(
        code.startswith("00") for code in Territory.objects.filter(code__contains="00-").values_list("code", flat=True)
    )


def test_every_account_of_the_sign_in_page_works(world: World) -> None:
    hints = accounts()
    assert len({hint.email for hint in hints}) == len(hints) > 3
    for hint in hints:
        assert Person.objects.get(email=hint.email).check_password(hint.password)
        assert hint.about
        assert hint.email.endswith((".example", ".test", ".invalid"))


def test_what_waits_in_the_demonstration_waits_for_somebody_who_can_sign_in(world: World) -> None:
    waiting = Response.objects.filter(state=Response.State.WAITING)
    deciders = {one.decider_id for one in waiting}
    assert deciders
    assert Membership.objects.filter(organisation__in=deciders, until_at=None).exists()
    assert Response.objects.filter(state=Response.State.ACCEPTED).exists()
