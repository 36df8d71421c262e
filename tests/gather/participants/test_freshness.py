"""«Верно ли ещё?»: which imports confirm a card, many confirmed at once, old cards found and told apart by place."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from tests.kit.facts import facts, last_fact
from tests.kit.people import Actors
from vmeste.gather.participants import commands, queries, thresholds
from vmeste.gather.participants.commands import RegisterRun, unregister_organisations
from vmeste.gather.participants.models import Organisation, Role, Territory
from vmeste.gather.participants.queries import Wanted
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import ANONYMOUS, SYSTEM, Actor
from vmeste.ground.kernel.errors import Refused

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]
MakePerson = Callable[..., Person]
ClientOf = Callable[..., Client]
INN = "7718084659"
OLD = date(2024, 3, 1)
NEW = date(2026, 3, 1)


def aged(card: Organisation, on: date = OLD) -> Organisation:
    Organisation.objects.filter(id=card.id).update(fresh_on=on)
    card.refresh_from_db()
    return card


def fresh(card: Organisation) -> date | None:
    card.refresh_from_db()
    return card.fresh_on


def load(
    actor: Actor, territory: Territory, *rows: dict[str, str], source: str = "управление образования", on: date = NEW
) -> RegisterRun:
    run = RegisterRun(actor, territory, source, on)
    run.write([{"name": "Школа № 7", **row} for row in rows])
    return run


@pytest.fixture
def card(make: Make) -> Organisation:
    return aged(make("Школа № 7", inn=INN, kpp="771801001", ogrn="1027700132195"))


# registers


@pytest.mark.parametrize("row", [{"inn": INN}, {"inn": INN, "phone": "12-34-56"}], ids=["unchanged", "changed"])
def test_a_newer_register_confirms_the_cards_it_meets_and_undoing_takes_that_back(
    card: Organisation, coordinator: Actor, region: Territory, row: dict[str, str]
) -> None:
    run = load(coordinator, region, row, row)
    assert fresh(card) == NEW
    assert last_fact().values == {"organisation_ids": [card.id]}
    assert not load(coordinator, region, row).trace  # the same file again changes nothing
    unregister_organisations(actor=coordinator, trace=run.trace)
    assert fresh(card) == OLD


def test_who_looked_at_the_card_after_the_import_does_not_stand_in_the_way_of_undoing_it(
    card: Organisation, coordinator: Actor, region: Territory
) -> None:
    run = load(coordinator, region, {"inn": INN})
    commands.freshen_organisation(actor=coordinator, organisation=card)
    unregister_organisations(actor=coordinator, trace=run.trace)
    assert fresh(card) == clock.today()


@pytest.mark.parametrize(
    ("row", "source", "on"),
    [
        ({"inn": INN}, "", NEW),
        ({"inn": INN}, "реестр", date(2020, 1, 1)),
        ({"inn": INN}, "реестр", date(2999, 1, 1)),
        ({"inn": INN, "ogrn": "1037739085636"}, "реестр", NEW),
    ],
    ids=["nobody tells it", "older than what is known", "of a day to come", "speaks against the card"],
)
def test_what_a_register_does_not_confirm(  # noqa: PLR0913, PLR0917  what makes a load
    card: Organisation, coordinator: Actor, region: Territory, row: dict[str, str], source: str, on: date
) -> None:
    load(coordinator, region, row, source=source, on=on)
    assert fresh(card) == OLD


def test_a_register_confirms_no_card_of_another_territory(
    card: Organisation, actors: Actors, far_region: Territory
) -> None:
    far = actors.person(person_id=77, territory_ids=frozenset({far_region.id}))
    load(far, far_region, {"inn": INN, "kpp": "771801001"})
    assert fresh(card) == OLD


def test_no_register_answers_for_those_who_keep_their_card_nor_for_a_closed_one(
    make: Make, make_person: MakePerson, region: Territory
) -> None:
    kept, closed = aged(make("Лицей № 2")), aged(make("Гимназия № 3"))
    commands.add_member(actor=SYSTEM, organisation=kept, person=make_person("a@example.org"), role=Role.HEAD)
    Organisation.objects.filter(id=closed.id).update(state="closed")
    load(SYSTEM, region, {"name": "Лицей № 2"}, {"name": "Гимназия № 3"})
    assert (fresh(kept), fresh(closed)) == (OLD, OLD)


def test_a_dry_run_confirms_nothing(card: Organisation, coordinator: Actor, region: Territory) -> None:
    RegisterRun(coordinator, region, "реестр", NEW).judge([{"name": "Школа № 7", "inn": INN}])
    assert fresh(card) == OLD


def test_after_how_many_days_a_card_is_old_is_data_with_days_of_validity() -> None:
    assert thresholds.of_release(date(2026, 1, 1)) == {"card_fresh": 365, "card_grace": 21}
    row = {"name": "card_fresh", "days": "365", "valid_from": "2026-01-01", "valid_to": "2026-12-31"}
    assert [thresholds.is_valid(row, on) for on in ("2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01")] == [
        False, True, True, False
    ]  # fmt: skip


# many at once


def test_a_lot_is_confirmed_by_one_press_for_the_cards_the_filters_show(
    make: Make, make_person: MakePerson, coordinator: Actor, client_of: ClientOf, town: Territory
) -> None:
    here = [aged(make(f"Школа № {number}", type="school")) for number in range(2, 5)]
    museum = aged(make("Музей часов", type="museum"))
    kept = aged(make("Лицей № 9", type="school"))
    commands.add_member(actor=SYSTEM, organisation=kept, person=make_person("a@example.org"), role=Role.HEAD)
    client = client_of(Person.objects.get(email="moc@example.org"))
    address = reverse("participants:old_confirmation")
    assert client.post(address, {}).status_code == 422  # everything at once is not what anybody has looked at
    assert client.post(address, {"type": "school", "territory": str(town.region_id)}).status_code == 303
    assert {fresh(card) for card in here} == {clock.today()}
    assert (fresh(museum), fresh(kept)) == (OLD, OLD)
    assert facts("participants.organisation.fresh") == ["participants.organisation.freshened"] * 3


def test_a_lot_has_an_end_and_takes_the_same_queries(
    make: Make, coordinator: Actor, monkeypatch: pytest.MonkeyPatch, assert_same_queries: Callable[..., object]
) -> None:
    def press() -> None:
        Organisation.objects.update(fresh_on=OLD)
        rows = list(Organisation.objects.order_by("id"))
        commands.freshen_lot(actor=coordinator, organisations=rows)

    def add() -> None:
        make(f"Школа № {Organisation.objects.count() + 20}")

    assert_same_queries(press, add, at_most=16)
    monkeypatch.setattr("vmeste.gather.participants.commands.freshness.LOT", 2)
    Organisation.objects.update(fresh_on=OLD)
    assert commands.freshen_lot(actor=coordinator, organisations=list(Organisation.objects.order_by("id"))) == 2


def test_only_the_territory_confirms_many_and_only_its_own(
    make: Make, school: Organisation, actors: Actors, far_region: Territory, coordinator: Actor
) -> None:
    Organisation.objects.filter(id=school.id).update(claimed_at=clock.now())
    school.refresh_from_db()
    far = actors.person(person_id=77, territory_ids=frozenset({far_region.id}))
    for actor, cards in (
        (far, [make("Музей")]),
        (actors.coordinator(school.id), [make("Музей")]),
        (ANONYMOUS, [make("Музей")]),
        (coordinator, [school]),
    ):
        with pytest.raises(Refused):
            commands.freshen_lot(actor=actor, organisations=cards)


# looking for them


def test_old_cards_are_narrowed_by_place_and_gone_through_page_by_page(
    make: Make, coordinator: Actor, town: Territory, far_region: Territory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vmeste.gather.participants.queries.staying.OLD_PAGE", 2)
    cards = [aged(make(f"Школа № {number}"), OLD + timedelta(days=number // 2)) for number in range(2, 6)]
    placed = aged(make("Школа № 8", territory=town), OLD + timedelta(days=9))
    make("Школа № 9")
    aged(make("Дальняя школа", territory=far_region))
    seen: list[int] = []
    after = None
    while True:
        page = queries.old_page(coordinator, Wanted(), after)
        seen += [one.id for one in page.cards]
        after = page.after
        if after is None:
            break
    assert seen == [card.id for card in (*cards, placed)]
    places = [(one.name, one.cards) for one in queries.old_places(coordinator)]
    assert places == [("Озёрная область", 5), ("Заречный район", 1)]
    there = queries.old_page(coordinator, Wanted(territory=town.parent))
    assert ([one.id for one in there.cards], there.number) == ([placed.id], 1)


def test_the_directory_is_narrowed_to_old_cards_for_coordinators_alone(
    make: Make, coordinator: Actor, client: Client, client_of: ClientOf
) -> None:
    aged(make("Школа № 7"))
    make("Музей часов")
    address = reverse("participants:organisations") + "?old=on"
    own = client_of(Person.objects.get(email="moc@example.org")).get(address).content.decode()
    assert "Школа № 7" in own
    assert "Музей часов" not in own
    assert "Музей часов" in client.get(address).content.decode()
    listed = queries.directory(coordinator, Wanted(old=True))
    assert (len(listed.rows), listed.counted.number) == (1, 1)


def plan_of(rows: QuerySet[Organisation]) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # the tables of a test are too small for an index to pay
            cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off; ANALYZE")
        return rows.explain()


def test_old_cards_of_a_region_go_down_an_index(make: Make, region: Territory, far_region: Territory) -> None:
    for number in range(2, 80):
        make(f"Школа № {number}", territory=far_region if number % 20 else region)
    Organisation.objects.update(fresh_on=date(2020, 1, 1))
    plan = plan_of(queries.old_cards(SYSTEM, Wanted(territory=region))[:30])
    assert "participants_org_region_fresh" in plan
    assert "participants_org_fresh" in plan_of(queries.old_cards(SYSTEM)[:30])
