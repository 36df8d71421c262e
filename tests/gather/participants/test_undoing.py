"""A register is taken back exactly: cards, sites, codes and names; and not while anything was built on it."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.kit.dump import Dump, dump
from tests.kit.facts import facts, last_fact
from tests.kit.people import Actors
from vmeste.gather.participants.commands import (
    RegisterRun,
    add_member,
    change_organisation,
    load_territories,
    unregister_organisations,
)
from vmeste.gather.participants.models import Organisation, Role, Site, Territory
from vmeste.ground.accounts.models import Person
from vmeste.ground.imports.models import Import
from vmeste.ground.kernel import undoing
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.errors import Refused
from vmeste.ground.kernel.ids import code
from vmeste.ground.kernel.undoing import InTheWay, Trace
from vmeste.ground.text.models import Entry
from vmeste.ground.text.search import search

pytestmark = pytest.mark.django_db
INN = "7718084659"
FIRST = [
    {"name": "Музей часов", "address": "с. Заречное, ул. Ленина, 1"},
    {"name": "Гимназия № 5", "inn": INN, "ogrn": "123"},
]
SECOND = [
    {"name": "Музей часов", "address": "с. Заречное, ул. Ленина, 1", "phone": "12-34-56", "lat": "56.1", "lon": "40.1"},
    {"name": "Пятая гимназия", "inn": INN, "address": "Мира, 2", "kpp": "771801001"},
    {"name": "Дом ремёсел", "address": "с. Заречное, Садовая, 3", "lat": "56.2", "lon": "40.2"},
    {"name": "Дом ремёсел", "address": "с. Заречное, Садовая, 3", "email": "dom@example.org"},
    {"name": ""},
]


@pytest.fixture
def load(region: Territory, town: Territory) -> Callable[..., list[Trace]]:
    del town

    def write(*chunks: list[dict[str, str]], actor: Actor = SYSTEM, on: int = 2020) -> list[Trace]:
        run = RegisterRun(actor, region, "реестр", date(on, 1, 1))
        traces = []
        for rows in chunks:
            run.write(rows)
            traces.append(run.trace)
        return traces

    return write


def state() -> tuple[Dump, list[Any]]:
    entries = Entry.objects.filter(kind="organisation").order_by("subject_id")
    return dump("participants"), list(entries.values_list("subject_id", "scope", "lemmas"))


def undo(traces: list[Trace]) -> None:
    for trace in reversed(traces):
        unregister_organisations(actor=SYSTEM, trace=trace)


def in_the_way(traces: list[Trace]) -> list[str]:
    seen = undoing.Seen()
    return [one.why for trace in reversed(traces) for one in undoing.obstacles(trace, seen)]


def test_a_register_that_adds_and_changes_is_taken_back_exactly(load: Callable[..., list[Trace]]) -> None:
    load(FIRST, on=2019)
    before = state()
    traces = load(SECOND[:2], SECOND[2:])
    assert state() != before
    assert Site.objects.exclude(lat=None).count() == 2
    assert in_the_way(traces) == []
    undo(traces)
    assert state() == before
    assert not search("organisation", "дом ремёсел").ids
    assert search("organisation", "музей часов").ids
    assert not search("organisation", "пятая гимназия").mended


def test_chunks_that_complete_what_earlier_ones_made_are_taken_back_in_turn(load: Callable[..., list[Trace]]) -> None:
    before = state()
    traces = load([SECOND[2]], [SECOND[3]], [{**SECOND[3], "phone": "1"}])
    assert in_the_way(traces) == []
    undo(traces)
    assert state() == before


def test_an_emptied_directory_is_as_empty_as_before(load: Callable[..., list[Trace]]) -> None:
    before = state()
    undo(load(FIRST, SECOND))
    assert state() == before
    assert facts("participants.organisations.un") == ["participants.organisations.unregistered"] * 2


def test_a_card_changed_by_hand_stands_in_the_way(load: Callable[..., list[Trace]]) -> None:
    traces = load(FIRST)
    card = Organisation.objects.get(inn=INN)
    change_organisation(
        actor=SYSTEM, organisation=card, values={"name": card.name, "inn": INN, "phone": "1"}, version=card.version
    )
    now = state()
    assert in_the_way(traces) == ["changed"]
    with pytest.raises(InTheWay):
        undo(traces)
    assert state() == now


def test_a_card_changed_by_another_register_stands_in_the_way_until_that_one_is_undone(
    load: Callable[..., list[Trace]],
) -> None:
    before = state()
    first, second = load(FIRST), load(SECOND)
    assert "changed" in in_the_way(first)
    undo(second)
    assert in_the_way(first) == []
    undo(first)
    assert state() == before


def test_a_membership_stands_in_the_way(load: Callable[..., list[Trace]], make_person: Callable[..., Person]) -> None:
    traces = load(FIRST)
    card = Organisation.objects.get(inn=INN)
    member = add_member(actor=SYSTEM, organisation=card, person=make_person("a@example.org"), role=Role.COORDINATOR)
    seen = undoing.obstacles(traces[0])
    assert [(one.why, one.on, one.by) for one in seen] == [
        ("built", ("participants.organisation", card.id), ("participants.membership", member.id))
    ]


def test_a_register_without_the_right_to_registers_is_not_undone(
    load: Callable[..., list[Trace]], actors: Actors
) -> None:
    (trace,) = load(FIRST)
    with pytest.raises(Refused):
        unregister_organisations(actor=actors.coordinator(1), trace=trace)
    assert Organisation.objects.count() == 2


def test_undoing_takes_the_same_queries_for_any_number_of_cards(
    load: Callable[..., list[Trace]], django_assert_max_num_queries: Any
) -> None:
    (trace,) = load([{"name": f"Кружок {number}", "address": f"Мира, {number}"} for number in range(100)])
    with django_assert_max_num_queries(70):
        unregister_organisations(actor=SYSTEM, trace=trace)
    assert len(last_fact().values["gone_ids"]) == 100


def test_a_new_row_shows_the_values_that_are_written(region: Territory, town: Territory) -> None:
    del town
    run = RegisterRun(SYSTEM, region, "реестр", date(2020, 1, 1))
    verdict = run.judge([{"name": "Музей", "address": "с. Заречное", "phone": "1", "lat": "56.1", "lon": "40.1"}])[0]
    assert verdict.changes == {
        "name": ("", "Музей"),
        "type": ("", "museum"),
        "address": ("", "с. Заречное"),
        "phone": ("", "1"),
        "lat": ("", "56.1"),
        "lon": ("", "40.1"),
    }


def test_a_type_that_no_vocabulary_knows_is_asked_about_and_its_answer_taken(region: Territory) -> None:
    run = RegisterRun(SYSTEM, region, "реестр", date(2020, 1, 1))
    row = {"name": "Нечто", "type": "неведомое", "department": "волшебное", "legal_form": "никакая"}
    asked = run.judge([row])[0].unknown
    assert asked == {"type": "неведомое", "department": "волшебное", "legal_form": "никакая"}
    run.write([{**row, "type": "museum", "department": "culture", "legal_form": ""}])
    card = Organisation.objects.get()
    assert (card.type, card.department) == ("museum", "culture")


def test_a_real_register_over_another_is_taken_back_exactly(real_data: Path) -> None:
    folder = real_data / "2_organisations" / "moscow_2014"
    load_territories()
    loaded(folder / "raw" / "747.csv")
    before = state()
    loaded(folder / "derived_orgs.csv")
    second = Import.objects.order_by("-id")[0]
    assert second.new > 1000
    assert 3 < second.traces.count() <= 9
    call_command("undo_import", code(second.pk), stdout=io.StringIO())
    assert state() == before


def loaded(file: Path) -> None:
    call_command("import", "organisations", str(file), json=True, option=["as_of=2014"], stdout=io.StringIO())
