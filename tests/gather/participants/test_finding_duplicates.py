"""Looking through all cards: what is found, what is looked at anew, what the command line prints."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command

from tests.kit.reading import queries_of
from vmeste.gather.participants import commands
from vmeste.gather.participants.commands.likeness import CROWDED
from vmeste.gather.participants.models import LikelyPair, LikenessKey, Look, Organisation
from vmeste.ground.facts.outbox import run_all
from vmeste.ground.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]


def pairs() -> set[tuple[str, str]]:
    rows = LikelyPair.objects.filter(score__gte=0.6).select_related("first", "second")
    return {(str(row.first), str(row.second)) for row in rows}


def printed(*arguments: str) -> list[dict[str, Any]]:
    said = io.StringIO()
    call_command("duplicates", "--json", *arguments, stdout=said)
    found: list[dict[str, Any]] = json.loads(said.getvalue())
    return found


def test_an_own_sample_is_sorted_as_a_person_would(make: Make) -> None:
    make("МБОУ СОШ № 5", address="ул. Мира, д. 1")
    make("Средняя школа №5", address="Мира, 1")
    make("МБОУ СОШ № 15", address="ул. Мира, д. 1")
    make("Детский сад № 5", address="ул. Мира, д. 1")
    make("Музыкальная школа № 5", address="Лесная, 3")
    make("Дом творчества «Лад»", address="Лесная, 4", phone="8 (495) 710-36-42")
    make("Муниципальное учреждение дополнительного образования «Дом детского творчества „Лад“»", phone="+7 495 7103642")
    make("Клуб «Лад»", address="Лесная, 4")
    commands.look_for_duplicates(SYSTEM)
    assert pairs() == {
        ("МБОУ СОШ № 5", "Средняя школа №5"),
        (
            "Дом творчества «Лад»",
            "Муниципальное учреждение дополнительного образования «Дом детского творчества „Лад“»",
        ),
    }


def test_the_worker_looks_after_each_change(make: Make) -> None:
    make("МБОУ СОШ № 5", address="Мира, 1")
    run_all()
    other = make("Клуб «Лад»", address="Мира, 1")
    run_all()
    assert pairs() == set()
    values = {"name": "Средняя школа №5", "address": "Мира, 1"}
    commands.change_organisation(actor=SYSTEM, organisation=other, values=values, version=1)
    run_all()
    assert pairs() == {("МБОУ СОШ № 5", "Средняя школа №5")}
    values = {"name": "Средняя школа №6", "address": "Мира, 1"}
    commands.change_organisation(
        actor=SYSTEM, organisation=Organisation.objects.get(id=other.id), values=values, version=2
    )  # fmt: skip
    run_all()
    assert pairs() == set(), "what is no more likely is no more proposed"


def test_a_merge_is_looked_at_anew_and_what_it_held_is_free(make: Make) -> None:
    for name in ("МБОУ СОШ № 5", "Средняя школа №5", "Школа 5"):
        make(name, address="Мира, 1")
    run_all()
    assert len(pairs()) == 3
    pair = LikelyPair.objects.select_related("first", "second").first()
    assert pair is not None
    commands.merge_organisations(actor=SYSTEM, survivor=pair.first, merged=pair.second)
    run_all()
    still = LikelyPair.objects.filter(state="open", first__merged_into=None, second__merged_into=None)
    assert still.count() == 1


def test_looking_twice_finds_nothing_to_do(make: Make) -> None:
    make("МБОУ СОШ № 5")
    assert commands.look_for_duplicates(SYSTEM) > 0
    assert commands.look_for_duplicates(SYSTEM) == 0


def test_another_edition_of_the_dictionary_has_all_looked_at_anew(make: Make) -> None:
    make("МБОУ СОШ № 5")
    commands.look_for_duplicates(SYSTEM)
    Look.objects.update(reading="older")
    assert commands.look_for_duplicates(SYSTEM) > 0


def test_a_key_of_too_many_cards_brings_no_pairs(make: Make) -> None:
    for number in range(CROWDED + 2):
        make(f"Клуб «Имя{number:03}»", address="Мира, 1")
    commands.look_for_duplicates(SYSTEM)
    assert not LikelyPair.objects.exists()
    assert LikenessKey.objects.count() > CROWDED


def test_a_piece_takes_the_same_queries_for_few_and_many(make: Make) -> None:
    def cost(number: int) -> int:
        for row in range(number):
            make(f"СОШ № {number}{row}", address=f"Мира, {number}{row}")
            make(f"Школа № {number}{row}", address=f"Мира, {number}{row}")
        keyed = len(queries_of(lambda: commands.look_further(actor=SYSTEM)))
        return keyed + len(queries_of(lambda: commands.look_further(actor=SYSTEM)))

    assert cost(1) == cost(5)


def test_the_command_line_prints_pairs_with_scores_and_reasons(make: Make) -> None:
    make("МБОУ СОШ № 5", address="Мира, 1")
    make("Средняя школа №5", address="Мира, 1")
    (pair,) = printed()
    assert pair["score"] > 0.9
    assert {pair["first"]["name"], pair["second"]["name"]} == {"МБОУ СОШ № 5", "Средняя школа №5"}
    assert {"text": "один и тот же дом", "for": True} in pair["reasons"]
    assert pair["parts"]["number"]["value"] == 1
    assert printed("--min", "1") == []


def test_the_command_line_tells_a_person_too(make: Make) -> None:
    make("МБОУ СОШ № 5", address="Мира, 1")
    make("Средняя школа №5", address="Мира, 1")
    said = io.StringIO()
    call_command("duplicates", stdout=said)
    assert "Похожих пар: 1" in said.getvalue()
    assert "+ один и тот же дом" in said.getvalue()
