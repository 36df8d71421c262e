"""Reasons and obstacles: whole Russian sentences, in right cases and plural forms, never an empty one."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from vmeste.gather.exchange.matching import Factor, Match, Part
from vmeste.gather.exchange.sentences import SAY, distance, grades, part_label, quantity, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_russian() -> Iterator[None]:
    """Let the reader be a Russian."""
    with translation.override("ru"):
        yield


BOTH_CHILDREN = {"unit": "children", "unit_there": "children"}


def said(name: str, value: float, *, to_need: bool = True, **about: Any) -> list[tuple[str, bool]]:
    part = Part(name, value, 0.1, about)
    return [(one.text, one.good) for one in sentences(Match(1, 2, 0.5, (part,), None), asking_is_need=to_need)]


@pytest.mark.parametrize(
    ("span", "written"),
    [
        ((5, 7), "5–\u20607 классов"),
        ((3, 3), "3 класса"),
        ((1, 1), "1 класса"),
        ((0, 0), "дошкольников"),
        ((0, 4), "дошкольников и 1–\u20604 классов"),
        ((0, 1), "дошкольников и 1 класса"),
    ],
)
def test_grades_are_written_in_the_case_they_stand_in(span: tuple[int, int], written: str) -> None:
    assert grades(span) == written


@pytest.mark.parametrize(
    ("km", "written"),
    [
        (None, ""),
        (0.0, "100 м"),
        (0.34, "300 м"),
        (0.94, "900 м"),
        (0.97, "1 км"),
        (12.4, "12 км"),
        (1234.0, "1\u202f234 км"),
    ],
)
def test_distances_are_written_as_people_say_them(km: float | None, written: str) -> None:
    assert distance(km) == written


@pytest.mark.parametrize(
    ("amount", "unit", "written"),
    [
        ("25.00", "детей", "25 детей"),
        ("72", "часов", "72 часа"),
        ("1", "мест", "1 место"),
        ("3.50", "часов", "3,5 часа"),
        ("1500", "рублей", "1\u202f500 рублей"),
        ("2", "", "2"),
    ],
)
def test_amounts_are_written_with_their_unit(amount: str, unit: str, written: str) -> None:
    assert quantity(Decimal(amount), unit) == written


@pytest.mark.parametrize(
    "case",
    [
        ("place", 0.8, True, {"way": "they_come", "km": 8.0}, "8 км от вас, приедут сами", True),
        ("place", 0.8, False, {"way": "they_come", "km": 8.0}, "8 км от вас, вы едете к ним", True),
        ("place", 0.8, True, {"way": "you_go", "km": 8.0}, "8 км от вас, вы едете к ним", True),
        ("place", 0.5, True, {"way": "you_go", "km": None}, None, False),
        ("ages", 1.0, True, {"asked": (5, 6), "served": (5, 7)}, "Для 5–\u20607 классов", True),
        ("ages", 0.3, True, {"asked": (5, 7), "served": (3, 3)}, None, False),
        ("joint_work", 1.0, True, {"count": 1}, None, True),
        ("reciprocity", 1.0, True, {"count": 1}, None, True),
        ("reciprocity", 1.0, False, {"count": 1}, None, True),
        ("cost", 0.0, True, {"cost": "paid"}, "Условия: платно", False),
        ("amount", 1.0, True, {"asked": Decimal(20), "there": Decimal(25)} | BOTH_CHILDREN, None, True),
        ("amount", 0.5, True, {"asked": Decimal(20), "there": Decimal(10)} | BOTH_CHILDREN, None, False),
    ],
)
def test_a_part_is_said_from_the_readers_side(case: tuple[str, float, bool, dict[str, Any], str | None, bool]) -> None:
    name, value, to_need, about, text, good = case
    [(written, is_good)] = said(name, value, to_need=to_need, **about)
    assert text is None or written == text
    assert is_good is good
    assert any("а" <= letter <= "я" for letter in written)


@pytest.mark.parametrize(
    ("count", "ending"), [(1, "вместе"), (2, "2 раза"), (5, "5 раз"), (21, "21 раз"), (22, "22 раза")]
)
def test_deeds_are_counted_in_right_plural_forms(count: int, ending: str) -> None:
    [(written, _good)] = said("joint_work", 1.0, count=count)
    assert written.endswith(ending)


def test_an_offer_of_another_kind_is_told_to_serve_in_part_only() -> None:
    held = Factor("kind", 0.4, {"asking": "equipment", "other": "premises"})
    [told] = sentences(Match(1, 2, 0.5, (), None, (held,)), asking_is_need=True)
    assert (told.text, told.good) == ("Подойдёт отчасти: предлагают — помещения, просят — оборудование", False)


PARTS = (
    Part("meaning", 1.0, 0.5, {"concepts": ("robotics",), "near": (), "words": ("робот",)}),
    Part("meaning", 0.5, 0.5, {"concepts": (), "near": ("drones",), "words": ()}),
    Part("meaning", 0.5, 0.5, {"concepts": (), "near": (), "words": ("робот", "река")}),
    Part("meaning", 0.0, 0.5, {"concepts": (), "near": (), "words": ()}),
    *(
        Part("place", 0.5, 0.1, {"way": way, "km": km})
        for way in ("remote", "they_come", "you_go", "same_place")
        for km in (None, 0.2, 30.0)
    ),
    Part("focus", 1.0, 0.1, {"focus": "sport"}),
    Part("focus", 0.0, 0.1, {"focus": "sport"}),
    *(Part("ages", value, 0.1, {"asked": (0, 0), "served": (0, 11)}) for value in (0.0, 1.0)),
    *(
        Part("period", 0.7, 0.1, {"common": days, "whole": whole})
        for whole in (True, False)
        for days in ((date(2026, 9, 1), date(2026, 9, 9)), (date(2026, 9, 1), None), (None, date(2026, 9, 9)))
    ),
    Part("period", 0.9, 0.1, {"common": (None, None), "whole": True}),
    *(
        Part("amount", value, 0.1, {"asked": Decimal(2), "there": Decimal(1), "unit": unit, "unit_there": unit})
        for value in (0.5, 1.0)
        for unit in ("hours", "")
    ),
    *(Part("cost", value, 0.1, {"cost": "negotiable"}) for value in (0.0, 0.5, 1.0)),
    *(Part("complement", 1.0, 0.1, {"department": department}) for department in ("culture", "")),
    Part("joint_work", 1.0, 0.1, {"count": 3}),
    Part("reciprocity", 1.0, 0.1, {"count": 3}),
)


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("to_need", [True, False])
@pytest.mark.parametrize("part", PARTS, ids=str)
def test_no_sentence_is_empty_or_has_a_gap(part: Part, to_need: bool, language: str) -> None:
    with translation.override(language):
        for one in sentences(Match(1, 2, 0.5, (part,), None), asking_is_need=to_need):
            assert one.text == one.text.strip()
            assert one.text[0].isupper() or one.text[0].isdigit()
            assert one.text[-1].isalnum() or one.text[-1] in "»)."
            assert "%(" not in one.text
            assert "  " not in one.text
            assert language == "en" or any("а" <= letter <= "я" for letter in one.text)


def test_reasons_come_before_obstacles_the_strongest_first() -> None:
    parts = (
        Part("cost", 0.0, 0.03, {"cost": "paid"}),
        Part("reciprocity", 1.0, 0.01, {"count": 1}),
        Part("focus", 1.0, 0.08, {"focus": "sport"}),
    )
    told = sentences(Match(1, 2, 0.5, parts, None), asking_is_need=True)
    assert [one.good for one in told] == [True, True, False]
    assert "портивная" in told[0].text


@pytest.mark.parametrize("to_need", [True, False])
def test_what_lowers_a_score_is_said(to_need: bool) -> None:
    silent = [
        part
        for part in (*PARTS, Part("focus", 0.0, 0.1, {"focus": "art", "direction": ""}))
        if part.value < 0.5 and not sentences(Match(1, 2, 0.5, (part,), None), asking_is_need=to_need)
    ]
    assert silent == []


def test_another_focus_is_an_obstacle_and_a_shared_direction_a_reason() -> None:
    assert said("focus", 0.0, focus="sport", direction="") == [
        ("Другая направленность: физкультурно-спортивная", False)
    ]
    assert said("focus", 1.0, focus="technical", direction="robotics") == [("То же направление: робототехника", True)]


def test_every_part_has_a_name_in_the_table() -> None:
    names = [part_label(Part(name, 1.0, 0.1)) for name in SAY]
    assert len(set(names)) == len(SAY)
    assert all(any("а" <= letter <= "я" for letter in name) for name in names)
