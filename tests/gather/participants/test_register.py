"""Registers: which card a row meets, what it adds, what is written."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from tests.kit.facts import facts
from tests.kit.people import Actors
from tests.kit.reading import queries_of
from vmeste.gather.participants.commands import RegisterRun, add_member, imports, invite_member
from vmeste.gather.participants.models import Organisation, OtherCode, Role, Site, Territory
from vmeste.gather.participants.register import Register
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.errors import Refused
from vmeste.ground.kernel.registries import Verdict
from vmeste.ground.text.search import search

pytestmark = pytest.mark.django_db
INN, OTHER_INN = "7718084659", "7718095724"
SOLE_INN, OTHER_SOLE_INN = "500100732259", "123456789047"
Row = dict[str, str]
LONG = "Государственное учреждение культуры «Клуб Современник»"


class Load:
    """Loads rows as a register would be loaded."""

    def __init__(self, region: Territory) -> None:
        self.region = region

    def __call__(self, *rows: Row, actor: Actor = SYSTEM, source: str = "реестр", on: int = 2020) -> list[Verdict]:
        run = RegisterRun(actor, self.region, source, date(on, 1, 1))
        return run.write([{"name": "Школа", **row} for row in rows])

    def outcomes(self, *rows: Row, **more: Any) -> list[str]:
        return [verdict.outcome for verdict in self(*rows, **more)]


@pytest.fixture
def load(region: Territory, town: Territory) -> Load:
    del town
    return Load(region)


def only() -> Organisation:
    return Organisation.objects.get()


def test_a_new_row_makes_a_card_that_is_confirmed_dated_placed_and_found(load: Load, town: Territory) -> None:
    assert load.outcomes({"name": "Музей часов", "address": "с. Заречное, ул. Ленина, 1"}) == ["new"]
    card = only()
    assert card.verified_at is not None
    assert card.claimed_at is None
    assert (card.source, card.true_on) == ("реестр", date(2020, 1, 1))
    assert (card.settlement_id, card.region_id) == (town.id, town.region_id)
    assert search("organisation", "музеи часов").ids == [card.id]


def test_rows_of_one_inn_and_kpp_are_one_organisation(load: Load) -> None:
    first = {"inn": INN, "kpp": "771801001"}
    assert load.outcomes(first, {**first, "name": "Гимназия"}) == ["new", "duplicate"]
    assert list(only().other_names.values_list("name", flat=True)) == ["Гимназия"]


def test_an_inn_alone_is_enough_where_one_side_has_no_kpp(load: Load) -> None:
    assert load.outcomes({"inn": INN}, {"inn": INN, "kpp": "771801001", "name": "Гимназия"}) == ["new", "duplicate"]
    assert only().kpp == "771801001"


def test_two_kpp_of_one_inn_are_two_organisations(load: Load) -> None:
    rows = [{"inn": INN, "kpp": "771801001"}, {"inn": INN, "kpp": "771802002", "name": "Филиал"}]
    assert load.outcomes(*rows) == ["new", "new"]


def test_the_same_name_at_the_same_address_is_the_same(load: Load) -> None:
    rows = [{"address": "ул. Ленина, д. 1"}, {"address": "Ленина улица, дом 1", "phone": "1"}]
    assert load.outcomes(*rows) == ["new", "duplicate"]
    assert only().phone == "1"


def test_a_short_name_at_another_address_is_another_organisation(load: Load) -> None:
    rows = [{"address": "с. Заречное, Ленина, 1"}, {"address": "с. Заречное, Мира, 2"}]
    assert load.outcomes(*rows) == ["new", "new"]


def test_a_name_that_says_much_has_several_sites_in_one_settlement(load: Load) -> None:
    rows = [{"name": LONG, "address": f"с. Заречное, {street}"} for street in ("Ленина, 1", "Мира, 2")]
    assert load.outcomes(*rows) == ["new", "duplicate"]
    assert Site.objects.filter(organisation=only()).count() == 2


def test_a_name_whose_codes_contradict_is_another_organisation(load: Load) -> None:
    rows = [{"inn": INN, "address": "Ленина, 1"}, {"inn": OTHER_INN, "address": "Ленина, 1"}]
    assert load.outcomes(*rows) == ["new", "new"]


def test_a_row_without_codes_meets_the_card_that_has_them(load: Load) -> None:
    load({"inn": INN, "address": "Ленина, 1"})
    assert load.outcomes({"address": "Ленина, 1"}) == ["unchanged"]


def test_a_row_that_brings_the_inn_is_met_by_it_from_then_on(load: Load) -> None:
    rows = [{"address": "Ленина, 1"}, {"address": "Ленина, 1", "inn": INN}, {"inn": INN, "name": "Лицей"}]
    assert load.outcomes(*rows) == ["new", "duplicate", "duplicate"]


def test_a_card_met_by_its_inn_does_not_hide_another_of_the_same_name(load: Load) -> None:
    load({"inn": INN, "address": "Ленина, 1"})
    load({"address": "Мира, 2"}, source="другой")
    run = RegisterRun(SYSTEM, load.region, "реестр", date(2020, 1, 1))
    assert run.write([{"name": "Школа", "inn": INN}])[0].outcome == "unchanged"
    met = run.write([{"name": "Школа", "address": "Мира, 2"}])[0]
    assert met.outcome == "duplicate"
    assert Organisation.objects.count() == 2


def test_a_unit_is_not_taken_for_its_parent(load: Load, make: Callable[..., Organisation]) -> None:
    parent = make("Школа", inn=INN, kpp="771801001")
    unit = make("Точка роста", parent=parent, inn=INN, kpp="771801001")
    verdict = load({"inn": INN, "kpp": "771801001", "phone": "5"})[0]
    assert verdict.target_id == parent.id
    unit.refresh_from_db()
    assert unit.phone == ""


@pytest.mark.parametrize("row", [{"name": "—"}, {"inn": "7718084658"}, {"inn": "—"}, {"inn": "узнать"}])
def test_only_a_missing_name_or_a_failing_inn_makes_a_row_wrong(load: Load, row: Row) -> None:
    verdict = load(row)[0]
    assert verdict.outcome == "wrong"
    assert verdict.reasons
    assert not Organisation.objects.exists()


def test_other_faults_are_warnings_and_stay_as_other_codes(load: Load) -> None:
    verdict = load({"name": "Дом", "ogrn": "007022179", "kpp": "0", "email": "нет адреса!", "type": "зиккурат"})[0]
    assert verdict.outcome == "new"
    assert len(verdict.warnings) == 4
    assert set(OtherCode.objects.values_list("label", "value")) == {("ОГРН", "007022179"), ("КПП", "0")}


def test_the_same_file_twice_changes_nothing(load: Load) -> None:
    rows = [
        {"inn": INN, "kpp": "0", "address": "Ленина, 1", "lat": "56", "lon": "40", "email": "a@b.ru"},
        {"name": LONG, "address": "с. Заречное, Мира, 2"},
        {"name": LONG, "address": "с. Заречное, Мира, 3"},
    ]
    load(*rows)
    before = list(Organisation.objects.values()), list(Site.objects.values()), len(facts())
    assert load.outcomes(*rows) == ["unchanged", "unchanged", "duplicate"]
    assert (list(Organisation.objects.values()), list(Site.objects.values()), len(facts())) == before


def test_an_older_file_fills_blanks_and_replaces_nothing(load: Load) -> None:
    load({"inn": INN, "phone": "новый"}, on=2020)
    verdict = load({"inn": INN, "phone": "старый", "founder": "Департамент"}, source="старый реестр", on=2014)[0]
    assert verdict.outcome == "changed"
    assert set(verdict.changes) >= {"founder"}
    assert (only().phone, only().founder, only().true_on) == ("новый", "Департамент", date(2020, 1, 1))


def test_a_newer_file_renews_and_its_date_is_kept(load: Load) -> None:
    load({"inn": INN, "phone": "старый"}, on=2014)
    assert load({"inn": INN, "phone": "новый"}, source="новый реестр", on=2020)[0].changes["phone"] == (
        "старый",
        "новый",
    )
    assert (only().phone, only().source, only().true_on) == ("новый", "новый реестр", date(2020, 1, 1))


def test_an_organisation_that_keeps_its_card_is_not_overwritten(load: Load, make_person: Callable[..., Person]) -> None:
    load({"inn": INN, "phone": "свой"}, on=2014)
    add_member(actor=SYSTEM, organisation=only(), person=make_person("a@example.org"), role=Role.COORDINATOR)
    load({"inn": INN, "phone": "чужой", "founder": "Департамент"}, on=2020)
    assert (only().phone, only().founder) == ("свой", "Департамент")


def test_a_later_row_of_the_same_file_only_adds(load: Load) -> None:
    load({"inn": INN, "phone": "старый"}, on=2014)
    load({"inn": INN, "phone": "новый"}, {"inn": INN, "phone": "третий", "website": "a.ru"}, on=2020)
    assert (only().phone, only().website) == ("новый", "a.ru")


def test_coordinates_that_come_later_put_a_known_site_on_the_map(load: Load) -> None:
    load({"inn": INN, "address": "Ленина, 1"})
    assert load({"inn": INN, "address": "Ленина, 1", "lat": "56", "lon": "40"}, source="карта")[0].outcome == "changed"
    site = Site.objects.get()
    assert site.lat == 56
    assert site.x is not None


def test_a_coordinator_cannot_change_cards_of_another_territory(
    load: Load, make: Callable[..., Organisation], far_region: Territory, coordinator: Actor
) -> None:
    make("Школа", inn=INN, territory=far_region)
    verdict = load({"inn": INN, "phone": "чужой"}, actor=coordinator)[0]
    assert verdict.outcome == "unchanged"
    assert verdict.warnings
    assert only().phone == ""


def test_a_register_of_a_coordinator_stays_inside_the_territory(
    load: Load, coordinator: Actor, far_region: Territory
) -> None:
    load({"address": "Дальний край, г. Дальний, Мира, 1"}, actor=coordinator)
    assert only().region_id == load.region.id != far_region.id


def test_without_a_territory_every_address_says_its_region(town: Territory, far_region: Territory) -> None:
    run = RegisterRun(SYSTEM, None, "реестр", date(2020, 1, 1))
    run.write(
        [
            {"name": "Первая школа", "address": "Озёрная область, с. Заречное, Ленина, 1"},
            {"name": "Вторая школа", "address": "Дальний край, ул. Озёрная, 2"},
        ]
    )
    first, second = Organisation.objects.order_by("id")
    assert first.settlement_id == town.id
    assert second.region_id == far_region.id


def test_a_register_is_loaded_by_coordinators_only(load: Load, actors: Actors) -> None:
    with pytest.raises(Refused):
        load({"name": "Школа"}, actor=actors.head(1))
    assert not Organisation.objects.exists()


def test_what_an_organisation_writes_between_two_chunks_stays(load: Load) -> None:
    load({"inn": INN, "phone": "старый"}, {"inn": OTHER_INN, "name": "Гимназия"}, on=2014)
    run = RegisterRun(SYSTEM, load.region, "новый реестр", date(2020, 1, 1))
    run.write([{"name": "Школа", "inn": INN, "founder": "Департамент"}])
    Organisation.objects.filter(inn=INN).update(phone="свой", email="svoy@example.org")
    run.write(
        [
            {"name": "Школа", "inn": INN, "website": "a.ru"},
            {"name": "Гимназия", "inn": OTHER_INN, "phone": "1", "email": "a@example.org"},
        ]
    )
    card = Organisation.objects.get(inn=INN)
    assert (card.phone, card.email, card.website) == ("свой", "svoy@example.org", "a.ru")


def test_of_each_card_only_its_own_changes_are_written(load: Load) -> None:
    load({"inn": INN}, {"inn": OTHER_INN, "name": "Гимназия"}, on=2014)
    with CaptureQueriesContext(connection) as asked:
        load({"inn": INN, "phone": "1"}, {"inn": OTHER_INN, "name": "Гимназия", "email": "a@example.org"}, on=2014)
    updates = [one["sql"] for one in asked if "UPDATE participants_organisation" in one["sql"]]
    assert sorted(("phone" in sql, "email" in sql) for sql in updates) == [(False, True), (True, False)]


def test_a_card_made_by_hand_while_a_chunk_is_written_is_met_on_the_second_look(
    load: Load, make: Callable[..., Organisation], monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = {"inn": INN, "kpp": "771801001"}
    run = RegisterRun(SYSTEM, load.region, "реестр", date(2020, 1, 1))
    insert = imports.insert

    def insert_late(cards: Any) -> None:
        monkeypatch.setattr(imports, "insert", insert)
        monkeypatch.setattr(run.register, "load", look)
        raise IntegrityError

    def look(*args: Any, **more: Any) -> None:
        make("Школа", **codes)
        Register.load(run.register, *args, **more)

    monkeypatch.setattr(imports, "insert", insert_late)
    assert run.write([{"name": "Школа", "phone": "5", **codes}])[0].outcome == "changed"
    assert only().phone == "5"


def test_who_has_an_inn_of_twelve_digits_is_a_sole_proprietor(load: Load) -> None:
    load({"name": "ИП Иванова", "inn": SOLE_INN}, {"name": "ИП Петрова"})
    load({"name": "ИП Петрова", "inn": OTHER_SOLE_INN})
    assert set(Organisation.objects.values_list("inn", "nature")) == {(SOLE_INN, "sole"), (OTHER_SOLE_INN, "sole")}


def test_judging_writes_nothing(region: Territory) -> None:
    run = RegisterRun(SYSTEM, region, "реестр", date(2020, 1, 1))
    assert [verdict.outcome for verdict in run.judge([{"name": "Школа"}, {"name": "Школа"}])] == ["new", "duplicate"]
    assert not Organisation.objects.exists()


def test_a_chunk_of_many_rows_takes_as_many_queries_as_a_chunk_of_one(load: Load) -> None:
    def chunk(number: int, size: int) -> list[Row]:
        return [
            {"name": f"Школа {number} {place}", "address": f"Мира, {place}", "kpp": "0", "lat": "56", "lon": "40"}
            for place in range(size)
        ]

    load(*chunk(0, 2))
    one = queries_of(lambda: load(*chunk(1, 1)))
    many = queries_of(lambda: load(*chunk(2, 60)))
    assert len(many) <= len(one), "\n".join(query[:150] for query in many)


def test_the_whole_chunk_is_told_by_one_fact(load: Load) -> None:
    before = len(facts())
    load({"name": "Первая"}, {"name": "Вторая"}, {"name": "—"})
    assert facts()[before:] == ["participants.organisations.imported"]


def test_somebody_invited_to_an_imported_card_claims_it(load: Load, coordinator: Actor) -> None:
    load({"name": "Школа"})
    invite_member(actor=coordinator, organisation=only(), email="Head@Example.org", role=Role.HEAD)
    assert only().claimed_at is not None
