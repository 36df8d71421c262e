"""Everybody reads moments by the clock of the place they act for."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from vmeste.gather.participants.commands import add_member, add_territory
from vmeste.gather.participants.middleware import ACTING_FOR, ActorMiddleware
from vmeste.gather.participants.models import Organisation, Role, Territory
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.ui.formatting import moment

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)


def told(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{moment(EVENING)} {clock.today()}")


def asked(person: Person | None = None, **session: int) -> str:
    request = RequestFactory().get("/")
    if person:
        request.COOKIES[settings.SESSION_COOKIE_NAME] = "key"
        request.user, request.session = person, session  # type: ignore[assignment]
    return str(ActorMiddleware(told)(request).content.decode())  # type: ignore[attr-defined]


@pytest.fixture
def far(make: Callable[..., Organisation]) -> Organisation:
    region = add_territory(
        actor=SYSTEM, level=Territory.Level.REGION, code="30000000", name="Камчатский край", time_zone="Asia/Kamchatka"
    )
    return make("Школа у вулкана", territory=region)


def test_moments_are_told_by_the_clock_of_the_organisation_acted_for(
    make_person: Callable[..., Person],
    school: Organisation,
    far: Organisation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    person = make_person("both@example.org")
    for organisation in (far, school):
        add_member(actor=SYSTEM, organisation=organisation, person=person, role=Role.TEACHER)
    with clock.at(EVENING):
        with django_assert_num_queries(2):
            there = asked(person, **{ACTING_FOR: far.id})
        here, stranger = asked(person, **{ACTING_FOR: school.id}), asked()
    assert "8:30" in there
    assert "23:30" in here
    assert here == stranger
    assert (there[-10:], here[-10:]) == ("2026-11-21", "2026-11-20")
    assert timezone.get_current_timezone_name() == settings.TIME_ZONE


def test_who_belongs_nowhere_reads_the_clock_of_the_product(make_person: Callable[..., Person]) -> None:
    with clock.at(EVENING):
        assert asked(make_person("new@example.org")) == asked()
