"""Whatever happens and whoever looks: no text, name or count reaches somebody who may not see it."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from vmeste.gather.exchange import commands as exchange
from vmeste.gather.exchange.models import Need, Response
from vmeste.gather.participants.models import Membership, NetworkMember, Organisation, Role
from vmeste.ground.accounts.models import Mail, Person
from vmeste.ground.facts.outbox import run_all
from vmeste.ground.kernel import clock, registries
from vmeste.ground.kernel.actors import ANONYMOUS, SYSTEM
from vmeste.listen.notifications import queries
from vmeste.listen.notifications.models import Notice
from vmeste.listen.notifications.tellings import WAITING

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db

SECRET = "Тайная экскурсия в подвал"
STEPS = st.lists(
    st.sampled_from(["leave", "quit_network", "suspend", "accept", "decline", "withdraw", "pause", "demote"]),
    max_size=4,
    unique=True,
)


def take(town: "Town", step: str, response: Response) -> None:
    """Let something happen that may take somebody's right to see away."""
    response.refresh_from_db()
    waiting = response.state == Response.State.WAITING
    match step:
        case "leave":
            Membership.objects.filter(person=town.teacher).update(until_at=clock.now())
        case "demote":
            Membership.objects.filter(person=town.head).update(role=Role.MEMBER)
        case "quit_network":
            NetworkMember.objects.filter(organisation=town.museum).update(until_at=clock.now())
        case "suspend":
            Organisation.objects.filter(id=town.museum.id).update(state=Organisation.State.SUSPENDED)
        case "accept" if waiting:
            exchange.accept_response(actor=SYSTEM, response=response)
        case "decline" if waiting:
            exchange.decline_response(actor=SYSTEM, response=response, reason="too_far")
        case "withdraw" if waiting:
            exchange.withdraw_response(actor=town.actor(town.keeper), response=response)
        case "pause":
            Need.objects.update(state=Need.State.PAUSED)


def may_see(person: Person, kind: str, key: int) -> bool:
    """Ask the room itself, acting for each organisation the person belongs to."""
    running = Membership.objects.filter(person=person, until_at=None).values_list("organisation_id", flat=True)
    make = registries.actor_makers.get("person")
    return any(key in registries.subjects.get(kind).show(make(person.id, org), [key]) for org in [*running, None])


@settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # the stories are short as they are
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(before=STEPS, after=STEPS, network_only=st.booleans())
def test_nobody_learns_what_they_may_not_see(
    town: "Town", before: list[str], after: list[str], network_only: bool
) -> None:
    from django.db import transaction  # noqa: PLC0415

    with transaction.atomic():
        play(town, before, after, network_only=network_only)
        transaction.set_rollback(True)


def play(town: "Town", before: list[str], after: list[str], *, network_only: bool) -> None:
    """Play a story, with the worker running in the middle, and look at what everybody gets."""
    stranger = town.person("stranger@town.test", "Чужой", town.organisation("Чужие"), Role.HEAD)
    network = town.network(town.school, town.museum)
    terms = {"visibility": "network", "network_id": network.id} if network_only else {}
    need = town.need(SECRET, **terms)
    run_all()
    Mail.objects.all().delete()
    response = town.response(need)
    for step in before:
        take(town, step, response)
    run_all()
    assert_mails_only_to_who_may_see(response)
    for step in after:
        take(town, step, response)
    for person in (town.head, town.teacher, town.keeper, stranger):
        assert_reads_only_what_they_may_see(person)
    assert queries.notices_of(ANONYMOUS) == queries.waiting_of(ANONYMOUS) == []
    assert not Notice.objects.filter(person=stranger).exclude(kind="member").exists()


def assert_mails_only_to_who_may_see(response: Response) -> None:
    for mail in Mail.objects.filter(text__contains=SECRET):
        assert may_see(Person.objects.get(email=mail.to), "response", response.id)


def assert_reads_only_what_they_may_see(person: Person) -> None:
    for organisation in [*Organisation.objects.all(), None]:
        actor = registries.actor_makers.get("person")(person.id, organisation.id if organisation else None)
        for one in queries.shown(actor, queries.waiting_of(actor) + queries.notices_of(actor)):
            notice = one.notice
            if SECRET in one.text:
                assert may_see(person, notice.subject_kind, notice.subject_id)
                assert may_see(person, notice.about_kind, notice.about_id)
            if notice.by and str(notice.by) in one.text:
                assert may_see(person, "organisation", notice.by_id or 0)
    running = list(Membership.objects.filter(person=person, until_at=None).values_list("organisation_id", flat=True))
    own = Notice.objects.filter(person=person, organisation__in=running, read_at=None)
    waiting = own.filter(kind__in=WAITING).count()
    assert queries.unread(person.id, running) == (waiting or own.count(), waiting > 0)
