"""Every change of state happens once, from the right state, with its fact; who comes second is told."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.facts import facts, last_fact
from vmeste.gather.exchange import commands
from vmeste.gather.exchange.commands import Fulfilment
from vmeste.gather.exchange.models import Need, Posting, Response, Visibility
from vmeste.gather.exchange.terms import Terms
from vmeste.ground.facts.lineage import after, before
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.errors import Invalid, Refused, Stale
from vmeste.ground.text.search import search

if TYPE_CHECKING:
    from tests.gather.exchange.region import Region
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db
State = Posting.State
TERMS = Terms(title="Экскурсия", kind="event")


def fresh(posting: Posting) -> Posting:
    return type(posting)._default_manager.select_related("organisation").get(pk=posting.pk)


def test_a_need_goes_from_a_draft_to_its_fulfilment(town: "Town") -> None:
    head = town.actor(town.head)
    need = commands.write_need(actor=town.actor(town.teacher), organisation=town.school, terms=TERMS)
    commands.publish_posting(actor=head, posting=need)
    commands.pause_posting(actor=head, posting=need)
    commands.publish_posting(actor=head, posting=need)
    commands.confirm_posting(actor=head, posting=need)
    commands.fulfil_need(actor=head, posting=need)
    assert facts("exchange.") == [
        "exchange.need.written",
        "exchange.need.published",
        "exchange.need.closed",
        "exchange.need.published",
        "exchange.need.confirmed",
        "exchange.need.closed",
    ]
    assert fresh(need).state == State.FULFILLED
    assert need.author_id == town.teacher.id
    assert not need.on_behalf


def test_an_offer_is_told_of_as_an_offer(town: "Town") -> None:
    offer = town.offer()
    commands.withdraw_posting(actor=town.actor(town.keeper), posting=offer)
    assert facts("exchange.") == ["exchange.offer.written", "exchange.offer.published", "exchange.offer.closed"]


Step = Callable[..., Any]
STEPS: dict[Step, tuple[set[str], dict[str, Any]]] = {
    commands.publish_posting: ({"draft", "paused"}, {}),
    commands.confirm_posting: ({"open"}, {}),
    commands.pause_posting: ({"open"}, {}),
    commands.withdraw_posting: ({"draft", "open", "paused"}, {}),
    commands.fulfil_need: ({"open", "paused"}, {}),
    commands.change_posting: ({"draft", "open", "paused"}, {"terms": TERMS, "version": 1}),
}


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_a_step_is_taken_from_its_own_states_only(step: Step, state: str, town: "Town") -> None:
    need = town.need(draft=True)
    Need.objects.filter(id=need.id).update(state=state)
    allowed, more = STEPS[step]
    told = facts()
    if state in allowed:
        step(actor=town.actor(town.head), posting=fresh(need), **more)
        assert len(facts()) == len(told) + 1
        return
    with pytest.raises(Stale):
        step(actor=town.actor(town.head), posting=fresh(need), **more)
    assert fresh(need).state == state
    assert facts() == told


@pytest.mark.parametrize(
    "step", [step for step in STEPS if step is not commands.confirm_posting], ids=lambda step: step.__name__
)
def test_the_other_tab_is_told_that_things_moved_on(step: Step, town: "Town") -> None:
    allowed, more = STEPS[step]
    need = town.need(draft="draft" in allowed)
    first_tab, other_tab = fresh(need), fresh(need)
    step(actor=town.actor(town.head), posting=first_tab, **more)
    told = facts()
    with pytest.raises(Stale):
        step(actor=town.actor(town.head), posting=other_tab, **more)
    assert facts() == told


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_strangers_and_those_with_a_smaller_duty_are_refused(step: Step, town: "Town") -> None:
    need = town.need()
    for person in (town.keeper, town.teacher):
        with pytest.raises(Refused):
            step(actor=town.actor(person), posting=fresh(need), **STEPS[step][1])


def test_a_teacher_writes_and_a_stranger_does_not(town: "Town") -> None:
    with pytest.raises(Refused):
        commands.write_need(actor=town.actor(town.keeper), organisation=town.school, terms=TERMS)
    with pytest.raises(Refused):
        commands.write_offer(actor=town.actor(town.teacher), organisation=town.museum, terms=TERMS)


def test_what_cannot_be_is_not_kept(town: "Town") -> None:
    with pytest.raises(Invalid) as told:
        commands.write_need(actor=town.actor(town.teacher), organisation=town.school, terms=Terms(title=""))
    assert set(told.value.faults) == {"title"}
    assert not Need.objects.exists()


def test_a_network_named_by_the_way_is_not_kept(town: "Town") -> None:
    network = town.network(town.school)
    need = town.need(network_id=network.id, visibility=Visibility.PUBLIC)
    assert need.network_id is None


def test_a_network_of_others_cannot_be_chosen(town: "Town") -> None:
    network = town.network(town.museum)
    with pytest.raises(Invalid) as told:
        town.need(network_id=network.id, visibility=Visibility.NETWORK)
    assert set(told.value.faults) == {"network_id"}


def test_a_change_keeps_what_was_written_and_counts_as_a_confirmation(town: "Town") -> None:
    with clock.at(datetime(2026, 1, 1, tzinfo=UTC)):
        need = town.need()
        commands.question_posting(posting=need)
    with clock.at(datetime(2026, 2, 1, tzinfo=UTC)):
        terms = Terms(title="Экскурсия в порт", kind="event", amount=Decimal(14), unit="children")
        commands.change_posting(actor=town.actor(town.head), posting=need, terms=terms, version=need.version)
    row = fresh(need)
    assert (row.title, row.amount, row.unit, row.version) == ("Экскурсия в порт", Decimal(14), "children", 2)
    assert row.asked_at is None
    assert row.confirmed_at == datetime(2026, 2, 1, tzinfo=UTC)
    assert last_fact().kind == "exchange.need.changed"


def test_what_is_open_is_found_and_what_is_closed_is_not(town: "Town") -> None:
    need = town.need("Ищем дирижёра оркестра")
    assert search("need", "дирижёр").ids == [need.id]
    terms = Terms(title="Ищем капельмейстера", kind="staff")
    commands.change_posting(actor=town.actor(town.head), posting=need, terms=terms, version=1)
    assert search("need", "дирижёр").ids == []
    assert search("need", "капельмейстер").ids == [need.id]
    commands.pause_posting(actor=town.actor(town.head), posting=need)
    assert search("need", "капельмейстер").ids == []


@pytest.mark.parametrize(("visibility", "scope"), [("own", "org"), ("network", "net")])
def test_what_is_not_public_stands_in_no_public_search(visibility: str, scope: str, town: "Town") -> None:
    network = town.network(town.school)
    need = town.need("Ищем дирижёра", visibility=visibility, network_id=network.id)
    key = town.school.id if scope == "org" else network.id
    assert search("need", "дирижёр").ids == []
    assert search("need", "дирижёр", scopes=[f"{scope}:{key}"]).ids == [need.id]


def test_what_becomes_the_own_affair_leaves_the_public_search(town: "Town") -> None:
    need = town.need("Ищем дирижёра")
    terms = Terms(title="Ищем дирижёра", kind="staff", visibility=Visibility.OWN)
    commands.change_posting(actor=town.actor(town.head), posting=need, terms=terms, version=1)
    assert search("need", "дирижёр").ids == []


def test_days_that_are_over_cannot_be_published(town: "Town") -> None:
    over = clock.today() - timedelta(days=1)
    with pytest.raises(Invalid) as told:
        town.need(period_to=over)
    assert set(told.value.faults) == {"period_to"}
    assert Need.objects.get().state == State.DRAFT


def test_who_writes_for_others_is_remembered_as_such(region: "Region") -> None:
    need = region.need()
    assert need.on_behalf
    assert need.organisation_id == region.guild.id
    assert need.author_id == region.coordinator.id


def test_an_answer_goes_from_the_first_word_to_the_deed(town: "Town") -> None:
    response = town.response()
    head, keeper = town.actor(town.head), town.actor(town.keeper)
    commands.accept_response(actor=head, response=response, note=" Ждём вас ")
    done = Fulfilment(on=clock.today(), amount=Decimal(14), unit="children", line="Было чудесно")
    commands.fulfil_response(actor=keeper, response=response, done=done)
    row = Response.objects.get()
    assert row.state == Response.State.FULFILLED
    assert (row.fulfilled_by_id, row.amount, row.unit, row.outcome) == (
        town.museum.id,
        Decimal(14),
        "children",
        "Было чудесно",
    )
    assert facts("exchange.response.") == [
        "exchange.response.opened",
        "exchange.response.accepted",
        "exchange.response.fulfilled",
    ]
    assert last_fact().values["by_id"] == town.museum.id


def test_where_it_came_from_can_be_followed(town: "Town") -> None:
    response = town.response()
    assert before(("response", response.id)) == [("need", response.need_id)]


ANSWERS: dict[str, tuple[Callable[["Town", Response], None], set[str]]] = {
    "accept": (lambda town, one: commands.accept_response(actor=town.actor(town.head), response=one), {"waiting"}),
    "decline": (
        lambda town, one: commands.decline_response(actor=town.actor(town.head), response=one, reason="too_far"),
        {"waiting"},
    ),
    "withdraw": (
        lambda town, one: commands.withdraw_response(actor=town.actor(town.keeper), response=one),
        {"waiting"},
    ),
    "fail": (lambda town, one: commands.fail_response(actor=town.actor(town.head), response=one), {"accepted"}),
    "fulfil": (
        lambda town, one: commands.fulfil_response(
            actor=town.actor(town.head), response=one, done=Fulfilment(on=clock.today())
        ),
        {"accepted"},
    ),
}


@pytest.mark.parametrize("state", Response.State.values)
@pytest.mark.parametrize("name", ANSWERS)
def test_a_word_is_given_in_its_own_state_only_and_once(name: str, state: str, town: "Town") -> None:
    say, allowed = ANSWERS[name]
    response = town.response()
    Response.objects.filter(id=response.id).update(
        state=state, reason="other", fulfilled_on=date(2026, 1, 1), fulfilled_by=town.museum
    )
    first_tab, other_tab = Response.objects.get(), Response.objects.get()
    if state in allowed:
        say(town, first_tab)
    told = facts()
    with pytest.raises(Stale):
        say(town, other_tab)
    assert facts() == told


def test_no_is_said_with_a_reason_of_the_vocabulary(town: "Town") -> None:
    response = town.response()
    for reason in ("", "because"):
        with pytest.raises(Invalid):
            commands.decline_response(actor=town.actor(town.head), response=response, reason=reason)
    assert Response.objects.get().state == Response.State.WAITING


def test_two_organisations_have_one_running_answer_under_one_thing(town: "Town") -> None:
    need, offer = town.need(), town.offer()
    town.response(need)
    with pytest.raises(Stale):
        town.response(need)
    commands.respond(actor=town.actor(town.head), posting=offer)
    with pytest.raises(Stale):
        commands.respond(actor=town.actor(town.head), posting=offer)
    assert Response.objects.count() == 2


def test_after_a_refusal_one_may_try_again(town: "Town") -> None:
    need = town.need()
    commands.decline_response(actor=town.actor(town.head), response=town.response(need), reason="too_far")
    town.response(need)
    assert Response.objects.count() == 2


def test_one_answers_with_an_open_offer_of_ones_own(town: "Town") -> None:
    need, keeper = town.need(), town.actor(town.keeper)
    draft = town.offer(draft=True)
    with pytest.raises(Invalid):
        commands.respond(actor=keeper, posting=need, own=draft)
    other = commands.write_offer(actor=SYSTEM, organisation=town.organisation("Чужие"), terms=TERMS)
    with pytest.raises(Refused):
        commands.respond(actor=keeper, posting=need, own=other)
    commands.publish_posting(actor=keeper, posting=draft)
    response = commands.respond(actor=keeper, posting=need, own=draft)
    assert after(("need", need.id)) == after(("offer", draft.id)) == [("response", response.id)]


def test_an_offer_that_fits_is_asked_for_with_the_need_it_fits(town: "Town") -> None:
    need, offer, head = town.need(), town.offer(), town.actor(town.head)
    response = commands.respond(actor=head, posting=offer, own=need)
    assert (response.need, response.offer, response.opened_by) == (need, offer, "needing")
    assert (response.needing_id, response.giving_id) == (need.organisation_id, offer.organisation_id)
    assert after(("need", need.id)) == after(("offer", offer.id)) == [("response", response.id)]
    with pytest.raises(Stale):
        commands.respond(actor=head, posting=offer, own=need)
    commands.accept_response(actor=town.actor(town.keeper), response=response)
    commands.fulfil_response(actor=head, response=response, done=Fulfilment(on=clock.today()), closes_need=True)
    assert Need.objects.get(id=need.id).state == Posting.State.FULFILLED


def test_who_asks_for_an_offer_with_a_need_is_told_when_either_is_closed(town: "Town") -> None:
    need, offer = town.need(), town.offer()
    by_offer = commands.respond(actor=town.actor(town.head), posting=offer, own=need)
    commands.withdraw_posting(actor=town.actor(town.keeper), posting=offer)
    assert Response.objects.get(id=by_offer.id).state == Response.State.DECLINED
    by_need = commands.respond(actor=town.actor(town.head), posting=town.offer(), own=need)
    commands.withdraw_posting(actor=town.actor(town.head), posting=need)
    assert Response.objects.get(id=by_need.id).state == Response.State.WITHDRAWN


def test_a_need_is_not_answered_with_a_need_nor_with_what_is_not_ones_own(town: "Town") -> None:
    of_the_museum = commands.write_need(actor=SYSTEM, organisation=town.museum, terms=TERMS)
    with pytest.raises(Invalid):
        commands.respond(actor=town.actor(town.keeper), posting=town.need(), own=of_the_museum)
    with pytest.raises(Refused):
        commands.respond(actor=town.actor(town.keeper), posting=town.offer(), own=town.need())


def test_nobody_answers_ones_own_what_is_hidden_or_too_long(town: "Town") -> None:
    need = town.need()
    with pytest.raises(Refused):
        commands.respond(actor=town.actor(town.head), posting=need)
    hidden = town.need(visibility=Visibility.OWN)
    with pytest.raises(Refused):
        commands.respond(actor=town.actor(town.keeper), posting=hidden)
    with pytest.raises(Invalid):
        commands.respond(actor=town.actor(town.keeper), posting=need, note="а" * 2001)
    commands.pause_posting(actor=town.actor(town.head), posting=need)
    with pytest.raises((Stale, Refused)):
        commands.respond(actor=town.actor(town.keeper), posting=need)
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("done", "field"),
    [
        (Fulfilment(on=date(2026, 5, 2)), "on"),
        (Fulfilment(on=date(2025, 4, 1)), "on"),
        (Fulfilment(on=date(2026, 5, 1), amount=Decimal(0), unit="hours"), "amount"),
        (Fulfilment(on=date(2026, 5, 1), amount=Decimal(2)), "unit"),
        (Fulfilment(on=date(2026, 5, 1), amount=Decimal(10) ** 10, unit="hours"), "amount"),
    ],
    ids=str,
)
def test_a_deed_that_cannot_be_is_not_recorded(done: Fulfilment, field: str, town: "Town") -> None:
    with clock.at(datetime(2026, 5, 1, 12, tzinfo=UTC)):
        response = town.response()
        commands.accept_response(actor=town.actor(town.head), response=response)
        with pytest.raises(Invalid) as told:
            commands.fulfil_response(actor=town.actor(town.head), response=response, done=done)
    assert set(told.value.faults) == {field}
    assert Response.objects.get().state == Response.State.ACCEPTED


def test_a_deed_may_close_the_need_when_its_owner_records_it(town: "Town") -> None:
    response = town.response()
    commands.accept_response(actor=town.actor(town.head), response=response)
    commands.fulfil_response(
        actor=town.actor(town.head), response=response, done=Fulfilment(on=clock.today()), closes_need=True
    )
    assert Need.objects.get().state == State.FULFILLED


def test_a_partner_does_not_close_somebody_elses_need(town: "Town") -> None:
    response = town.response()
    commands.accept_response(actor=town.actor(town.head), response=response)
    commands.fulfil_response(
        actor=town.actor(town.keeper), response=response, done=Fulfilment(on=clock.today()), closes_need=True
    )
    assert Need.objects.get().state == State.OPEN
    assert Response.objects.get().state == Response.State.FULFILLED


def test_a_deed_is_recorded_though_the_need_was_closed_in_another_tab(town: "Town") -> None:
    response = town.response()
    head = town.actor(town.head)
    commands.accept_response(actor=head, response=response)
    other_tab = Response.objects.select_related("need__organisation").get()
    commands.fulfil_need(actor=head, posting=Need.objects.select_related("organisation").get())
    commands.fulfil_response(actor=head, response=other_tab, done=Fulfilment(on=clock.today()), closes_need=True)
    assert Response.objects.get().state == Response.State.FULFILLED


CLOSERS: dict[str, Callable[["Town", Need], None]] = {
    "withdrawn": lambda town, need: commands.withdraw_posting(actor=town.actor(town.head), posting=need),
    "fulfilled": lambda town, need: commands.fulfil_need(actor=town.actor(town.head), posting=need),
    "expired": lambda _town, need: expire_after_its_days(need),
}


def expire_after_its_days(need: Need) -> None:
    Need.objects.filter(id=need.id).update(period_to=clock.today() - timedelta(days=1))
    need.refresh_from_db()
    commands.expire_posting(posting=need)


@pytest.mark.parametrize("how", CLOSERS)
def test_nobody_goes_on_waiting_under_a_closed_need(how: str, town: "Town") -> None:
    need = town.need()
    answered = town.response(need)
    asked, _address = commands.ask_organisation(
        actor=town.actor(town.head), need=need, organisation=town.organisation("Библиотека")
    )
    agreed = commands.respond(actor=town.actor(of_club(town)), posting=need)
    commands.accept_response(actor=town.actor(town.head), response=agreed)
    CLOSERS[how](town, need)
    states = dict(Response.objects.values_list("id", "state"))
    assert states == {answered.id: "declined", asked.id: "withdrawn", agreed.id: "accepted"}
    assert Response.objects.get(id=answered.id).reason == "not_needed"
    assert facts("exchange.response.")[-2:] == ["exchange.response.withdrawn", "exchange.response.declined"]


def of_club(town: "Town") -> Any:
    from vmeste.gather.participants.models import Role  # noqa: PLC0415

    return town.person("club@town.test", "Глеб", town.organisation("Клуб"), Role.COORDINATOR)


def test_who_asks_for_an_offer_is_told_when_it_is_taken_back(town: "Town") -> None:
    offer = town.offer()
    response = commands.respond(actor=town.actor(town.head), posting=offer)
    with_need = commands.respond(actor=town.actor(town.keeper), posting=town.need(), own=offer)
    commands.withdraw_posting(actor=town.actor(town.keeper), posting=offer)
    assert Response.objects.get(id=response.id).state == Response.State.DECLINED
    assert Response.objects.get(id=with_need.id).state == Response.State.WAITING


def test_a_pause_ends_nothing(town: "Town") -> None:
    response = town.response()
    commands.pause_posting(actor=town.actor(town.head), posting=Need.objects.select_related("organisation").get())
    assert Response.objects.get(id=response.id).state == Response.State.WAITING


def test_nothing_is_agreed_under_what_was_closed_at_the_same_moment(town: "Town") -> None:
    response = town.response()
    Need.objects.update(state=State.WITHDRAWN)  # as by another process between the two looks
    with pytest.raises(Stale):
        commands.accept_response(actor=town.actor(town.head), response=Response.objects.get())
    commands.decline_response(actor=town.actor(town.head), response=response, reason="not_needed")


def test_who_speaks_for_a_side_on_behalf_is_told_as_that_side(town: "Town", region: "Region") -> None:
    response = commands.respond(actor=town.actor(town.head), posting=region.offer())
    commands.accept_response(actor=region.actor, response=response)
    commands.fail_response(actor=region.actor, response=response)
    assert last_fact().values["by_id"] == region.guild.id


def test_facts_carry_no_words_of_people(town: "Town") -> None:
    from vmeste.ground.facts.models import Record  # noqa: PLC0415

    need = town.need("Тайна третьей планеты")
    commands.respond(actor=town.actor(town.keeper), posting=need, note="Петя придёт")
    told = " ".join(str(one.values) for one in Record.objects.all())
    assert "Тайна" not in told
    assert "Петя" not in told
