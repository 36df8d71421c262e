"""What is read out of plain words."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from vmeste.gather.exchange.fitting import things
from vmeste.gather.exchange.quick_entry import guess, title_of
from vmeste.gather.exchange.quick_entry.guess import concepts_in_order
from vmeste.gather.exchange.quick_entry.numbers import FIRST_UNITS, amount_in, grades_in, radius_in
from vmeste.gather.exchange.terms import TITLE_LENGTH, Terms, faults_of, words_of
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
    "9а и 10 классы": (9, 10),
    "для 9а и 10 классов": (9, 10),
    "5а, 6б классы": (5, 6),
    "10–12 лет": (4, 6),
    "дети 5–6 лет": (0, 0),
    "подростки с 14 лет": (8, 11),
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
    "школе 25 лет",
    "пенсионеры 60–70 лет",
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


@pytest.mark.django_db
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
        ("25 школьников", (Decimal(25), "children")),
        ("10 новых ноутбуков", (Decimal(10), "pieces")),
        ("25 микроскопов на 2 часа", (Decimal(2), "hours")),
        ("зал 60 кв. м", (Decimal(60), "square_metres")),
        ("50 000 рублей", (Decimal(50000), "roubles")),
        ("50 тыс. рублей", (Decimal(50000), "roubles")),
        ("2 группы по 15 человек", (Decimal(30), "people")),
        ("14 октября, 25 детей", (Decimal(25), "children")),
        ("14 октября дети придут", (None, "")),
        ("школа № 5 детям", (None, "")),
    ],
)
def test_amounts_are_found_with_their_unit(text: str, found: tuple[Decimal | None, str]) -> None:
    assert amount_in(text, frozenset(things())) == found


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Нужен хореограф. Поставить танец к празднику.", "Нужен хореограф"),
        (
            "Лепка из глины уже есть, нужна печь: кто знает, где обжечь работы детей, и даст совет?",
            "Лепка из глины уже есть, нужна печь",
        ),
        (
            "Сходить с шестым классом в краеведческий музей, двадцать шесть детей, в десятых числах декабря",
            "Сходить с шестым классом в краеведческий музей, двадцать шесть детей",
        ),
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
def test_terms_ways_and_distance_are_read() -> None:
    assert guess("Возим на завод, платно", TODAY).cost == "paid"
    assert guess("Кружок по рисунку", TODAY).cost == ""
    assert guess("Приедем к вам с концертом, до 15 км", TODAY).radius_km == 15
    assert radius_in("занятия до 15 часов") is None
    assert guess("Хотим сходить в музей", TODAY).goes
    assert not guess("Нужен педагог", TODAY).goes


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
def test_the_kind_is_read_out_of_how_it_is_said() -> None:
    assert guess("ищем химика", TODAY).kind == "staff"
    assert guess("хотим в музей с 3 классом", TODAY).kind == "event"
    assert guess("Сходить 6 классом в краеведческий музей", TODAY).kind == "event"
    assert guess("помогите, пожалуйста", TODAY).kind == ""
    assert guess("Нужен 3D-принтер", TODAY).kind == "equipment"
    assert guess("25 микроскопов", TODAY).kind == "equipment"
    assert guess("нужен вожатый", TODAY).kind == "staff"
    assert guess("Ищем химика для занятий с 8 классом", TODAY).kind == "staff"
    assert guess("Ищем тренера по шахматам для 1–4 классов", TODAY).kind == "staff"
    assert guess("Ищем партнёров для фестиваля", TODAY).kind == "contacts"
    assert guess("Нужен грузовик", TODAY).kind == "transport"
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


@pytest.mark.django_db
def test_the_units_that_count_first_and_the_kinds_of_things_stand_in_the_vocabularies() -> None:
    assert set(FIRST_UNITS) <= {term.code for term in vocabulary.terms("unit")}
    assert set(things().values()) <= {term.code for term in vocabulary.terms("resource_kind")}
