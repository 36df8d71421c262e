"""What is read out of plain words, and what is refused of a need or an offer."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from vmeste.gather.exchange.models import Visibility
from vmeste.gather.exchange.terms import (
    TEXT_LENGTH,
    TITLE_LENGTH,
    Terms,
    amount_in,
    concepts_in_order,
    faults_of,
    grades_in,
    guess,
    title_of,
    words_of,
)
from vmeste.ground.vocabulary import queries as vocabulary

TODAY = date(2026, 11, 25)
SENTENCES = (
    ("Ищем, кто проведёт робототехнику для 5–7 классов, 72 часа.", "", "technical", (5, 7), "72", "hours"),
    ("Библиотечный урок для 3 класса о старых книгах.", "", "social_humanitarian", (3, 3), None, ""),
    ("Шахматы для младших: где сыграть турнир, 2–4 классы?", "", "sport", (2, 4), None, ""),
    ("Постановка танца к Дню учителя, 7 класс.", "", "art", (7, 7), None, ""),
    ("Зимний день здоровья: где взять лыжи на 25 детей?", "", "", (None, None), "25", "children"),
    ("Место для семинара методистов округа, 25 человек, проектор.", "", "", (None, None), "25", "people"),
    ("Экскурсия по истории нашего города для 7а, 14 детей.", "event", "", (7, 7), "14", "children"),
    ("Автобус на 22 места по субботам.", "", "", (None, None), "22", "places"),
    ("Наборы для сборки квадрокоптеров, 8 комплектов.", "", "technical", (None, None), "8", "sets"),
    ("Сказки для дошкольников и первоклассников.", "", "", (0, 1), None, ""),
    ("Цифровая лаборатория по химии, 7–9 классы.", "", "natural_science", (7, 9), None, ""),
)
GRADES = {
    "для 5–7 классов": (5, 7),
    "5-7 классы": (5, 7),
    "5 — 7 кл.": (5, 7),
    "с 1 по 4 класс": (1, 4),
    "для 5, 6 и 7 классов": (5, 7),
    "9-й класс": (9, 9),
    "для 3 класса": (3, 3),
    "классы 5–7": (5, 7),
    "5а и 6б": (5, 6),
    "5 «А», музей": (5, 5),
    "5 А и 6 Б": (5, 6),
    "шестиклассникам": (6, 6),
    "для учеников пятых классов": (5, 5),
    "с пятого по седьмой класс": (5, 7),
    "семиклассники и восьмиклассники": (7, 8),
    "одиннадцатиклассникам": (11, 11),
    "дошкольники": (0, 0),
    "детский сад и 1 класс": (0, 1),
    "10 класс, 30 детей": (10, 10),
}
NO_GRADES = (
    "5 октября",
    "мастер-класс 5 октября",
    "школа № 5 в гости",
    "Есть 5 а также 7 столов",
    "Дом на 5 этаже",
    "25 класс",
    "Первая помощь",
    "классный час",
    "2026 год",
    "",
)
PERIODS = {
    "Экскурсия 5 декабря": (date(2026, 12, 5), date(2026, 12, 5)),
    "Кружок с 1 февраля, 72 часа": (date(2027, 2, 1), None),
}
any_text = st.text(alphabet=st.sampled_from("аб5 7–-.,!?№«»А\nкласов0детй\t"), max_size=300)


@pytest.mark.django_db
@pytest.mark.parametrize("text", PERIODS)
def test_days_are_read_too(text: str) -> None:
    read = guess(text, TODAY)
    assert (read.period_from, read.period_to) == PERIODS[text]


@pytest.mark.django_db
@pytest.mark.parametrize("sentence", SENTENCES, ids=[one[0] for one in SENTENCES])
def test_what_people_write_is_understood(sentence: tuple[Any, ...]) -> None:
    text, kind, focus, grades, amount, unit = sentence
    read = guess(text, TODAY)
    assert (read.grade_from, read.grade_to) == grades
    assert (read.amount, read.unit) == (amount and Decimal(amount), unit)
    assert not kind or read.kind == kind
    assert not focus or read.focus == focus


@pytest.mark.parametrize(("text", "grades"), GRADES.items(), ids=list(GRADES))
def test_grades_are_found_as_people_write_them(text: str, grades: tuple[int, int]) -> None:
    assert grades_in(text) == grades


@pytest.mark.parametrize("text", NO_GRADES)
def test_other_numbers_are_no_grades(text: str) -> None:
    assert grades_in(text) == (None, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("30 детей", (Decimal(30), "children")),
        ("16 академических часов", (Decimal(16), "hours")),
        ("10 занятий", (Decimal(10), "lessons")),
        ("0 детей", (None, "")),
        ("100500 детей", (None, "")),
        ("5 мест", (Decimal(5), "places")),
        ("3 местных мастера", (None, "")),
        ("просто так", (None, "")),
    ],
)
def test_amounts_are_found_with_their_unit(text: str, found: tuple[Decimal | None, str]) -> None:
    assert amount_in(text) == found


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Нужен хореограф. Поставить танец к празднику.", "Нужен хореограф"),
        ("Кто рассудит соревнования роботов? Команды 5–8 классов.", "Кто рассудит соревнования роботов?"),
        ("Приедем на ул. Мира. Привезём наборы.", "Приедем на ул. Мира"),
        ("Занятия по 3D-печати\nПо вторникам", "Занятия по 3D-печати"),
        ("Музей…", "Музей…"),
        ("   ", ""),
        ("...", ""),
    ],
)
def test_the_first_sentence_is_the_title(text: str, title: str) -> None:
    assert title_of(text) == title


@pytest.mark.django_db
def test_the_text_is_kept_only_where_the_title_does_not_say_it_all() -> None:
    assert guess("Нужен хореограф.", TODAY).text == ""
    assert guess("Нужен хореограф. Поставить танец.", TODAY).text == "Нужен хореограф. Поставить танец."


@pytest.mark.django_db
def test_of_two_kinds_the_one_named_first_counts() -> None:
    assert guess("Школьный автобус возит детей партнёров по субботам", TODAY).kind == "transport"
    assert concepts_in_order("робототехника и танцы")[0] == "robotics"
    assert concepts_in_order("танцы и робототехника")[-1] == "robotics"


@pytest.mark.django_db
def test_a_direction_is_read_where_it_is_named_and_brings_its_focus() -> None:
    read = guess("Ведём кружок «робототехника» для 5 класса", TODAY)
    assert (read.direction, read.focus) == ("robotics", "technical")
    assert guess("Нужен автобус", TODAY).direction == ""


@pytest.mark.django_db
def test_a_direction_of_another_focus_is_refused() -> None:
    terms = Terms(title="Кружок", kind="event", focus="art", direction="robotics")
    assert "direction" in faults_of(terms, frozenset())
    assert not faults_of(replace(terms, focus="technical"), frozenset())


@pytest.mark.django_db
def test_the_kind_is_read_out_of_how_it_is_said() -> None:
    assert guess("ищем химика", TODAY).kind == "staff"
    assert guess("хотим в музей с 3 классом", TODAY).kind == "event"
    assert guess("помогите, пожалуйста", TODAY).kind == ""
    assert guess("хотим в музей с 3 классом", TODAY).title == "Хотим в музей с 3 классом"


class AnyWords(TestCase):
    """Whatever is typed, what is read out of it is never refused for what was read."""

    @settings(max_examples=60, deadline=None)
    @given(any_text)
    def test_what_is_read_out_of_any_text_can_be_kept(self, text: str) -> None:
        read = guess(text, TODAY)
        assert len(read.title) <= TITLE_LENGTH
        values = {
            name: getattr(read, name) for name in ("title", "text", "focus", "grade_from", "grade_to", "amount", "unit")
        }
        faults = faults_of(Terms(**{**values, "kind": read.kind or "event"}), frozenset())
        assert set(faults) <= ({"title"} if not read.title.strip() else set())
        words_of(Terms(title=read.title, text=read.text))


GOOD = Terms(title="Экскурсия", kind="event")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "а" * (TITLE_LENGTH + 1)}, "title"),
        ({"text": "а" * (TEXT_LENGTH + 1)}, "text"),
        ({"kind": ""}, "kind"),
        ({"kind": "miracle"}, "kind"),
        ({"focus": "miracle"}, "focus"),
        ({"cost": "miracle"}, "cost"),
        ({"unit": "miracle"}, "unit"),
        ({"grade_from": 7, "grade_to": 5}, "grade_to"),
        ({"grade_from": 7}, "grade_to"),
        ({"grade_from": 1, "grade_to": 12}, "grade_to"),
        ({"grade_from": -1, "grade_to": 2}, "grade_to"),
        ({"period_from": date(2026, 2, 1), "period_to": date(2026, 1, 1)}, "period_to"),
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"),
        ({"amount": Decimal(10) ** 10}, "amount"),
        ({"radius_km": -1}, "radius_km"),
        ({"radius_km": 40_000}, "radius_km"),
        ({"here": False}, "here"),
        ({"visibility": Visibility.NETWORK}, "network_id"),
        ({"visibility": Visibility.NETWORK, "network_id": 5}, "network_id"),
    ],
    ids=str,
)
def test_what_cannot_be_is_said_beside_its_field(change: dict[str, Any], field: str) -> None:
    faults = faults_of(replace(GOOD, **change), frozenset({4}))
    assert list(faults) == [field]
    assert faults[field].strip()


@pytest.mark.django_db
def test_what_can_be_is_taken() -> None:
    assert faults_of(GOOD, frozenset()) == {}
    assert faults_of(replace(GOOD, visibility=Visibility.NETWORK, network_id=4), frozenset({4})) == {}


@pytest.mark.django_db
def test_words_that_stand_in_every_need_tell_nothing() -> None:
    lemmas, concepts = words_of(Terms(title="Нужно провести робототехнику для 25 детей"))
    assert lemmas.split() == ["робототехника"]
    assert "robotics" in concepts.split()


@pytest.mark.django_db
def test_every_unit_that_can_be_read_stands_in_the_vocabulary() -> None:
    from vmeste.gather.exchange.terms import AMOUNTS  # noqa: PLC0415

    assert {unit for unit, _ in AMOUNTS} <= {term.code for term in vocabulary.terms("unit")}
