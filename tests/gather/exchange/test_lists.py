"""Lists of needs and offers: read as the form reads them, drafts or open, once, and taken back."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.kit.dump import dump
from tests.kit.facts import facts, last_fact
from tests.kit.people import Actors
from tests.kit.town import Town
from vmeste.gather.exchange.commands import (
    PostingRun,
    load_postings,
    publish_posting,
    respond,
    unload_postings,
)
from vmeste.gather.exchange.models import Need, Offer, Posting
from vmeste.gather.exchange.rows import read_row
from vmeste.gather.exchange.sentences import grades
from vmeste.gather.participants.models import Organisation
from vmeste.ground.facts import outbox
from vmeste.ground.imports.commands import give_meanings
from vmeste.ground.imports.models import Import
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.errors import Refused
from vmeste.ground.kernel.ids import code
from vmeste.ground.kernel.undoing import InTheWay, obstacles
from vmeste.ground.text.search import search

pytestmark = pytest.mark.django_db
CIRCLE = {"title": "Ведущий кружка робототехники", "kind": "специалисты", "grades": "5–7", "amount": "30 детей"}
TRIP = {"title": "Автобус до музея", "kind": "транспорт", "period_from": "01.09.2026", "period_to": "2027-05-31"}


def run_of(
    actor: Actor, usual: Organisation | None = None, model: type[Need] | type[Offer] = Need, *, opens: bool = False
) -> PostingRun:
    return PostingRun(model, actor, usual, opens=opens)


def outcomes(run: PostingRun, *rows: dict[str, str]) -> list[str]:
    return [verdict.outcome for verdict in run.write(list(rows))]


def test_rows_become_drafts_with_what_cells_and_words_say(town: Town) -> None:
    assert outcomes(run_of(town.actor(town.head), town.school), CIRCLE, TRIP) == ["new", "new"]
    circle, trip = Need.objects.get(title=CIRCLE["title"]), Need.objects.get(title=TRIP["title"])
    assert (circle.kind, circle.focus) == ("staff", "technical"), "the focus is read out of the words"
    assert (circle.grade_from, circle.grade_to, circle.amount, circle.unit) == (5, 7, Decimal(30), "children")
    assert (trip.period_from, trip.period_to) == (date(2026, 9, 1), date(2027, 5, 31))
    assert {circle.state, trip.state} == {Posting.State.DRAFT}
    assert (circle.author_id, circle.on_behalf) == (town.head.id, False)
    assert circle.concepts
    assert facts("exchange") == ["exchange.postings.imported"]
    assert not search("need", "кружок робототехники").ids


def test_the_same_list_again_changes_nothing(town: Town) -> None:
    actor = town.actor(town.head)
    run_of(actor, town.school, opens=True).write([CIRCLE, TRIP])
    now = dump("exchange")
    assert outcomes(run_of(actor, town.school, opens=True), CIRCLE, TRIP, CIRCLE) == [
        "unchanged",
        "unchanged",
        "duplicate",
    ]
    assert dump("exchange") == now


def test_open_ones_are_found_at_once(town: Town) -> None:
    offers = run_of(town.actor(town.keeper), town.museum, Offer, opens=True)
    assert outcomes(offers, {"title": "Экскурсия о реке", "kind": "экскурсия"}) == ["new"]
    offer = Offer.objects.get()
    assert (offer.state, offer.opened_at is not None, offer.confirmed_at is not None) == ("open", True, True)
    assert search("offer", "экскурсии о реке").ids == [offer.id]


def test_a_newer_list_changes_field_by_field_what_its_cells_say(town: Town) -> None:
    actor = town.actor(town.head)
    run_of(actor, town.school, opens=True).write([CIRCLE])
    (verdict,) = run_of(actor, town.school).write([{**CIRCLE, "grades": "8", "amount": "", "kind": ""}])
    assert (verdict.outcome, list(verdict.changes)) == ("changed", ["grades"])
    old, new = verdict.changes["grades"]
    assert (grades((5, 7)) in old, grades((8, 8)) in new) == (True, True)
    need = Need.objects.get()
    assert (need.grade_from, need.grade_to, need.amount, need.version, need.state) == (8, 8, Decimal(30), 2, "open")


def test_what_the_form_would_refuse_is_refused_with_the_same_words(town: Town) -> None:
    rows = [
        {**CIRCLE, "title": ""},
        {**TRIP, "period_from": "01.09.2028"},
        {**TRIP, "period_from": "когда-нибудь"},
        {**CIRCLE, "grades": "99"},
        {**CIRCLE, "amount": "много"},
        {**CIRCLE, "amount": "0"},
    ]
    verdicts = run_of(SYSTEM, town.school).write(rows)
    assert [one.outcome for one in verdicts] == ["wrong"] * 6
    assert all(one.reasons and all(one.reasons) for one in verdicts)
    assert not Need.objects.exists()


def test_what_does_not_say_what_it_is_stays_a_draft(town: Town) -> None:
    (verdict,) = run_of(SYSTEM, town.school, opens=True).write([{"title": "Что-то"}])
    assert (verdict.outcome, len(verdict.warnings)) == ("new", 1)
    need = Need.objects.get()
    assert (need.kind, need.state) == ("", "draft")


def test_unknown_words_are_left_out_and_asked_about(town: Town) -> None:
    (verdict,) = run_of(SYSTEM, town.school).write([{**CIRCLE, "focus": "волшебная", "cost": "даром"}])
    assert verdict.outcome == "new"
    assert verdict.unknown == {"focus": "волшебная", "cost": "даром"}
    assert len(verdict.warnings) == 2


def test_a_long_text_alone_is_read_as_quick_entry_reads_it() -> None:
    text = "Ищем ведущего кружка робототехники для 5–6 классов. " + "Очень нужен такой человек. " * 10
    row = read_row("need", {"title": text})
    assert row.terms is not None
    assert row.terms.title == "Ищем ведущего кружка робототехники для 5–6 классов"
    assert (row.terms.text, row.terms.kind) == (text.strip(), "staff")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"ways": "у нас, дистанционно"}, {"here": True, "there": False, "remote": True}),
        ({"ways": "с выездом"}, {"here": False, "there": True, "remote": False}),
        ({"radius_km": "до"}, {}),
        ({"radius_km": "50 км"}, {"radius_km": 50}),
        ({"amount": "1 200,5"}, {"amount": Decimal("1200.5")}),
        ({"amount": "3", "unit": "автобуса"}, {"amount": Decimal(3)}),
        ({"grades": "дошкольники"}, {"grade_from": 0, "grade_to": 0}),
        ({"grades": "9"}, {"grade_from": 9, "grade_to": 9}),
        ({"period_from": "1.2.26"}, {"period_from": date(2026, 2, 1)}),
    ],
)
def test_cells_are_read_as_people_write_them(cells: dict[str, str], told: dict[str, Any]) -> None:
    row = read_row("need", {"title": "Запрос", **cells})
    assert {name: value for name, value in row.told.items() if name != "title"} == told


def test_a_coordinator_of_the_territory_writes_on_behalf_and_others_are_told_why_not(
    town: Town, actors: Actors
) -> None:
    (own,) = run_of(town.actor(town.head)).write([{**CIRCLE, "organisation": town.museum.name}])
    assert own.outcome == "wrong"
    assert town.museum.name in own.reasons[0]
    admin = actors.admin(person_id=town.head.id)
    assert outcomes(run_of(admin), {**CIRCLE, "organisation": town.museum.name}) == ["new"]
    need = Need.objects.get()
    assert (need.organisation_id, need.on_behalf) == (town.museum.id, True)


def test_what_has_a_representative_is_published_by_them_only(town: Town, actors: Actors) -> None:
    admin = actors.admin(person_id=town.head.id)
    row = {**CIRCLE, "organisation": town.museum.name}
    assert outcomes(run_of(admin, opens=True), row) == ["wrong"]
    over = {**TRIP, "period_from": "", "period_to": "2020-01-01"}
    assert outcomes(run_of(SYSTEM, town.school, opens=True), over) == ["wrong"]


def test_only_coordinators_load_lists(town: Town, actors: Actors) -> None:
    for actor in (town.actor(town.teacher), actors.anonymous(), actors.member(town.school.id)):
        with pytest.raises(Refused):
            load_postings(actor=actor, run=run_of(actor, town.school), rows=[CIRCLE])
    assert not Need.objects.exists()


def test_what_others_changed_or_closed_stays_as_it_is(town: Town, actors: Actors) -> None:
    town.need(CIRCLE["title"], kind="staff")
    admin = actors.admin(person_id=town.keeper.id)
    (verdict,) = run_of(admin).write([{**CIRCLE, "organisation": town.school.name}])
    assert (verdict.outcome, len(verdict.warnings)) == ("unchanged", 1), "the school keeps its needs itself"
    Need.objects.update(state=Posting.State.WITHDRAWN)
    (verdict,) = run_of(town.actor(town.head), town.school).write([CIRCLE])
    assert (verdict.outcome, len(verdict.warnings)) == ("unchanged", 1)
    assert Need.objects.get().grade_from is None


def test_a_list_is_taken_back_exactly(town: Town) -> None:
    actor = town.actor(town.head)
    town.need(TRIP["title"], kind="transport")
    before = dump("exchange")
    run = run_of(actor, town.school, opens=True)
    assert outcomes(run, CIRCLE, TRIP) == ["new", "changed"]
    assert search("need", "кружок робототехники").ids
    assert obstacles(run.trace) == []
    unload_postings(actor=actor, model=Need, trace=run.trace)
    assert dump("exchange") == before
    assert not search("need", "кружок робототехники").ids
    assert search("need", "автобус до музея").ids
    assert last_fact().kind == "exchange.postings.unloaded"


def test_an_answer_or_a_publication_stands_in_the_way(town: Town) -> None:
    actor = town.actor(town.head)
    drafts, shown = run_of(actor, town.school), run_of(actor, town.school, opens=True)
    drafts.write([CIRCLE])
    publish_posting(actor=actor, posting=Need.objects.get())
    assert [one.why for one in obstacles(drafts.trace)] == ["changed"]
    shown.write([TRIP])
    trip = Need.objects.get(title=TRIP["title"])
    respond(actor=town.actor(town.keeper), posting=trip, note="")
    assert [one.by and one.by[0] for one in obstacles(shown.trace)] == ["exchange.response"]
    with pytest.raises(InTheWay):
        unload_postings(actor=actor, model=Need, trace=shown.trace)


def test_a_long_list_takes_the_same_queries(town: Town, django_assert_max_num_queries: Any) -> None:
    rows = [{**CIRCLE, "title": f"Кружок {number}"} for number in range(100)]
    with django_assert_max_num_queries(60):
        run_of(town.actor(town.head), town.school, opens=True).write(rows)
    assert Need.objects.count() == 100


def test_a_coordinator_loads_needs_by_the_pages_and_takes_them_back(
    town: Town, client_of: Callable[..., Client], tmp_path: Path, settings: Any
) -> None:
    settings.VMESTE = settings.VMESTE.model_copy(update={"data": tmp_path})
    browser = client_of(town.head)
    assert "/imports/new/needs/" in browser.get("/needs/").content.decode()
    assert client_of(town.teacher).get("/imports/new/needs/").status_code == 403
    table = "Что нужно;Вид ресурса;Классы\nВедущий кружка робототехники;специалисты;5–7\nАвтобус;летающий;3\n"
    file = SimpleUploadedFile("Запросы.csv", table.encode())
    place = browser.post("/imports/new/needs/", {"file": file})["Location"]
    columns = {"column-0": "title", "column-1": "kind", "column-2": "grades", "option-publish": "on"}
    assert browser.post(f"{place}mapping/", columns).status_code == 303
    outbox.run_all()
    load = Import.objects.get()
    assert load.unknown == {"kind": {"летающий": 1}}
    give_meanings(actor=town.actor(town.head), load=load, chosen={"kind": {"летающий": "transport"}})
    outbox.run_all()
    browser.post(f"{place}writing/")
    outbox.run_all()
    assert set(Need.objects.values_list("title", "kind", "state", "organisation_id")) == {
        ("Ведущий кружка робототехники", "staff", "open", town.school.id),
        ("Автобус", "transport", "open", town.school.id),
    }
    shown = browser.get(f"{place}?rows=new").content.decode()
    assert f"/needs/{code(Need.objects.get(title='Автобус').id)}/" in shown
    browser.post(f"{place}undoing/")
    outbox.run_all()
    assert not Need.objects.exists()
